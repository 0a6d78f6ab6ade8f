/** `tidelab resume`: continues a run that was interrupted or stopped, to the bits that it would have had. */
import type { Command } from "commander";
import { describeError, TidelabError } from "../../errors/errors.ts";
import { addExamples, addFlags, type CommandContext } from "../command.ts";
import { type FlagValues, RUN_FLAGS } from "../lab-flags.ts";
import { errorMessagesIn } from "../terminal/language.ts";
import { formatEpochLine } from "../terminal/number-format.ts";
import type { Terminal } from "../terminal/terminal.ts";

type ResumeFlags = Pick<FlagValues, "threads" | "figures">;

export function addResume(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.resume;
  const command = program.command("resume").description(texts.about).argument("<run>", texts.run);
  addFlags(
    command,
    RUN_FLAGS.filter(({ key }) => key === "threads" || key === "figures"),
    messages,
  );
  addExamples(command, texts.examples, messages);
  command.action(async (folder: string, flags: ResumeFlags) => {
    context.exit(await resumeRun(folder, flags, context.terminalOf(command)));
  });
}

async function resumeRun(named: string, flags: ResumeFlags, terminal: Terminal): Promise<number> {
  const [
    { findRunPath },
    { claimRun },
    { checkFolder },
    { readCheckpoints },
    { readRecord },
    { runTraining },
    { warn },
  ] = await Promise.all([
    import("../find-run.ts"),
    import("../../node/runs/claim.ts"),
    import("../../node/files.ts"),
    import("../../node/runs/checkpoints.ts"),
    import("../../node/runs/folder.ts"),
    import("../run-training.ts"),
    import("../views/results.ts"),
  ]);
  const folder = await findRunPath(named);
  await checkFolder(folder);
  await checkResumable(folder, readRecord);
  // Before any work: a folder that cannot be written, or that another process works in, is refused here.
  const claim = await claimRun(folder);
  try {
    // Again, as its owner: another process may have ended the run since.
    await checkResumable(folder, readRecord);
    const interrupted = { ...(await readCheckpoints(folder)), claim };
    const { start, state, passedOver } = interrupted;
    for (const error of passedOver) {
      const problem = describeError(error, errorMessagesIn(terminal.lang));
      warn(terminal, terminal.messages.olderCheckpoint({ problem }));
    }
    for (const record of state.history) terminal.info(formatEpochLine(record));
    terminal.notice(terminal.messages.resuming({ step: state.step, epochs: state.history.length }));
    return await runTraining(
      { spec: start.spec, out: folder, ...flags, relocate: (error) => error, interrupted },
      terminal,
    );
  } finally {
    await claim.release();
  }
}

async function checkResumable(
  folder: string,
  read: typeof import("../../node/runs/folder.ts").readRecord,
): Promise<void> {
  const status = (await read(folder))?.status;
  if (status === "finished" || status === "diverged") throw new TidelabError("run.ended", { status }, folder);
}
