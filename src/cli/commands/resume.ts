/** `tidelab resume`: continues a run that was interrupted or stopped, to the bits that it would have had. */
import type { Command } from "commander";
import { addDataFolderFlag, addExamples, addFlags, type CommandContext } from "../command.ts";
import { type FlagValues, RUN_FLAGS } from "../lab-flags.ts";
import { formatEpochLine } from "../terminal/number-format.ts";
import type { Terminal } from "../terminal/terminal.ts";

type ResumeFlags = Pick<FlagValues, "threads" | "device" | "figures"> & { readonly data?: string };

export function addResume(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.resume;
  const command = program.command("resume").description(texts.about).argument("<run>", texts.run);
  addDataFolderFlag(command, messages);
  addFlags(
    command,
    RUN_FLAGS.filter(({ key }) => key === "threads" || key === "device" || key === "figures"),
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
    { checkResumable },
    { runTraining },
    { warnOf },
  ] = await Promise.all([
    import("../find-run.ts"),
    import("../../node/runs/claim.ts"),
    import("../../node/files.ts"),
    import("../../node/runs/checkpoints.ts"),
    import("../../node/runs/whole-run.ts"),
    import("../run-training.ts"),
    import("../views/run-problems.ts"),
  ]);
  const folder = await findRunPath(named);
  await checkFolder(folder);
  await checkResumable(folder);
  // Before any work: a folder that cannot be written, or that another process works in, is refused here.
  const claim = await claimRun(folder);
  try {
    // Again, as its owner: another process may have ended the run since.
    await checkResumable(folder);
    const interrupted = { ...(await readCheckpoints(folder)), claim };
    const { start, state, passedOver } = interrupted;
    for (const error of passedOver) warnOf(terminal)({ type: "olderCheckpoint", error });
    for (const record of state.history) terminal.info(formatEpochLine(record));
    terminal.notice(terminal.messages.resuming({ step: state.step, epochs: state.history.length }));
    return await runTraining(
      {
        spec: start.spec,
        out: folder,
        threads: flags.threads,
        device: flags.device,
        figures: flags.figures,
        dataFiles: start.dataFiles,
        dataFolder: flags.data,
        relocate: (error) => error,
        interrupted,
      },
      terminal,
    );
  } finally {
    await claim.release();
  }
}
