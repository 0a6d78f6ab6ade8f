/** `tidelab verify`: trains a recorded run again and says whether every number of its record comes out again. */
import "../file-errors.ts";
import type { Command } from "commander";
import { TidelabError } from "../errors.ts";
import type { Environment, RunRecord } from "../runs/record.ts";
import type { Difference, Verdict } from "../runs/verify.ts";
import { addExamples, addFlag, addFlags, type CommandContext } from "./command.ts";
import { EXIT } from "./failures.ts";
import { RUN_FLAGS } from "./lab-flags.ts";
import { formatTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

interface VerifyFlags {
  epochs?: string;
  threads?: string;
}

/** Numbers that are shown of those that differ; all of them are in the document of `--json`. */
const MOST_SHOWN = 12;

export function addVerify(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.verify;
  const command = program.command("verify").description(texts.about).argument("<run>", texts.run);
  addFlag(command, "--epochs", "<n>", texts.epochs);
  addFlags(
    command,
    RUN_FLAGS.filter(({ key }) => key === "threads"),
    messages,
  );
  addExamples(command, texts.examples, messages);
  command.action(async (path: string, flags: VerifyFlags) => {
    context.exit(await verifyPath(path, flags, context.terminalOf(command)));
  });
}

async function verifyPath(path: string, flags: VerifyFlags, terminal: Terminal): Promise<number> {
  const [{ checkThreads, chooseThreads }, { readForVerification }, { verifyRun }, { catchInterrupts }, { follow }] =
    await Promise.all([
      import("./threads.ts"),
      import("../runs/verification-source.ts"),
      import("../runs/verify.ts"),
      import("./interrupts.ts"),
      import("./follow.ts"),
    ]);
  checkThreads(flags.threads);
  const source = await readForVerification(path);
  const { record } = source;
  const epochs = checkEpochs(flags.epochs, record.history.length);
  const threads = chooseThreads(flags.threads, Math.min(record.spec.training.batchSize, record.data.train));
  const interrupts = catchInterrupts(() => terminal.notice(terminal.messages.stoppingVerification));
  try {
    const run = verifyRun(record, { threads, signal: interrupts.signal, ...(epochs !== undefined && { epochs }) });
    const verdict = await follow(run, { epochs: epochs ?? record.spec.training.epochs }, terminal);
    const presentation = verdict.run ? await source.comparePresentation(verdict.run) : undefined;
    show(verdict, record, presentation, terminal);
    const isVerified = verdict.result === "same" && presentation?.result !== "different";
    terminal.document(toDocument(path, isVerified, verdict, record, presentation));
    if (verdict.result === "stopped") return interrupts.exitCode ?? EXIT.failed;
    return isVerified ? EXIT.done : EXIT.failed;
  } finally {
    interrupts.dispose();
  }
}

/** What of the report's file was held against the record; only for a report. */
type Presentation = { readonly result: "same" | "different" | "otherVersion"; readonly line?: number } | undefined;

function checkEpochs(flag: string | undefined, most: number): number | undefined {
  if (flag === undefined) return undefined;
  const epochs = /^\d+$/.test(flag) ? Number(flag) : 0;
  if (epochs < 1 || epochs > most) throw new TidelabError("verify.epochs", { most, received: flag }, "--epochs");
  return epochs;
}

function show(verdict: Verdict, record: RunRecord, presentation: Presentation, terminal: Terminal): void {
  const { messages } = terminal;
  const { result, epochs, epoch, differences, environment } = verdict;
  if (result === "stopped") {
    terminal.result(messages.verificationStopped({ epochs }));
    return;
  }
  if (result === "same" && presentation?.result === "different") {
    terminal.result(terminal.style("red", messages.reportDiffers({ line: presentation.line ?? 1 })));
    return;
  }
  if (result === "same") {
    const sha256 = (verdict.run?.record ?? record.history[epochs - 1])?.weightsSha256 ?? "";
    const text = verdict.run ? messages.verified : messages.verifiedPrefix;
    terminal.result(terminal.style("green", text({ epochs, of: record.history.length, sha256 })));
    if (presentation?.result === "otherVersion") terminal.notice(messages.reportNotCompared);
    return;
  }
  const title = epoch === undefined ? messages.endDiffers : messages.epochDiffers({ epoch });
  terminal.result(terminal.style("red", title));
  terminal.result(formatDifferences(differences, terminal).join("\n"));
  const sameWeights = differences.every(({ path }) => !path.endsWith("weightsSha256"));
  terminal.result(sameWeights ? messages.recordEdited : messages.weightsDiffer);
  terminal.result(formatEnvironments(record.environment, environment, terminal).join("\n"));
}

function formatDifferences(differences: readonly Difference[], { messages, width }: Terminal): string[] {
  const cell = (value: unknown) => (value === undefined ? "–" : JSON.stringify(value));
  const rows = differences
    .slice(0, MOST_SHOWN)
    .map(({ path, recorded, found }) => [`  ${path}`, cell(recorded), cell(found)]);
  const { entry, recorded, found } = messages.differences;
  const table = formatTable([[`  ${entry}`, recorded, found], ...rows], ["left", "left", "left"], { width });
  const more = differences.length - MOST_SHOWN;
  return more > 0 ? [...table, `  ${messages.moreDifferences({ count: more })}`] : table;
}

function formatEnvironments(
  recorded: Environment,
  here: Environment | undefined,
  { messages, width }: Terminal,
): string[] {
  const { entry, recorded: then, found: now } = messages.differences;
  const keys = Object.keys(recorded) as (keyof Environment)[];
  const rows = keys.map((key) => [`  ${key}`, String(recorded[key]), String(here?.[key] ?? "–")]);
  return formatTable([[`  ${entry}`, then, now], ...rows], ["left", "left", "left"], { width });
}

function toDocument(
  path: string,
  verified: boolean,
  { result, epochs, epoch, differences, environment }: Verdict,
  record: RunRecord,
  presentation: Presentation,
) {
  return {
    path,
    verified,
    result,
    epochs,
    of: record.history.length,
    ...(epoch !== undefined && { epoch }),
    differences,
    ...(presentation && { report: presentation }),
    recorded: record.environment,
    here: environment,
  };
}
