/** `tidelab predict`: classifies series from a CSV file with a saved run. Reading and running are in `classify.ts`. */
import "../file-errors.ts";
import type { Command } from "commander";
import { TidelabError } from "../errors.ts";
import type { Classified } from "./classify.ts";
import { addExamples, addFlag, addFlags, type CommandContext } from "./command.ts";
import { RUN_FLAGS } from "./lab-flags.ts";
import { formatFixed } from "./number-format.ts";
import type { Terminal } from "./terminal.ts";

interface PredictFlags {
  input: string;
  output?: string;
  threads?: string;
}

export function addPredict(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.predict;
  const command = program.command("predict").description(texts.about).argument("<run>", texts.run);
  addFlag(command, "--input", "<csv>", texts.input).makeOptionMandatory();
  addFlag(command, "--output", "<csv>", texts.output);
  addFlags(
    command,
    RUN_FLAGS.filter(({ key }) => key === "threads"),
    messages,
  );
  addExamples(command, texts.examples, messages);
  command.action((folder: string, flags: PredictFlags) => predictRun(folder, flags, context.terminalOf(command)));
}

async function predictRun(folder: string, { input, output, threads }: PredictFlags, terminal: Terminal): Promise<void> {
  const [{ loadRun }, { classify }, { checkThreads }, { readText }, { checkNewFile, writeNewFile }] = await Promise.all(
    [
      import("../runs/folder.ts"),
      import("./classify.ts"),
      import("./threads.ts"),
      import("./spec-file.ts"),
      import("./new-file.ts"),
    ],
  );
  checkThreads(threads);
  const { messages } = terminal;
  if (output !== undefined) await checkNewFile(output);
  const run = await loadRun(folder);
  const source = input === "-" ? "stdin" : input;
  const found = await classify(run, await readText(input, messages.csvFile), source, threads);
  const { classNames } = run.record.data;
  if (output === undefined) terminal.result(formatCsv(found, classNames));
  else {
    await writeNewFile(output, formatCsv(found, classNames));
    terminal.result(messages.written({ path: output, count: found.length }));
  }
  const labelled = found.filter(({ label }) => label !== undefined);
  const correct = labelled.filter(({ label, predicted }) => label === predicted).length;
  const accuracy = labelled.length > 0 ? correct / labelled.length : undefined;
  // Beside the table and not in it.
  if (accuracy !== undefined && !terminal.quiet) {
    const shown = formatFixed(accuracy, 3);
    terminal.notice(messages.accuracyOfLabels({ correct, count: labelled.length, accuracy: shown }));
  }
  terminal.document({
    folder,
    input,
    ...(output !== undefined && { output }),
    classNames,
    ...(accuracy !== undefined && { accuracy }),
    series: found.map(({ probabilities, ...one }) => ({
      ...one,
      probabilities: Object.fromEntries(classNames.map((name, k) => [name, round(probabilities[k] ?? 0)])),
    })),
  });
}

/** `series,predicted,<class>,<class>`: one line a series, with the probability of each class under its name. */
export function formatCsv(found: readonly Classified[], classNames: readonly string[]): string {
  const lines = found.map(({ series, predicted, probabilities }) =>
    [quote(series), quote(predicted), ...Array.from(probabilities, (value) => String(round(value)))].join(","),
  );
  return `${[["series", "predicted", ...classNames].map(quote).join(","), ...lines].join("\n")}\n`;
}

/** Nine digits tell float32 numbers apart; the float64 they are held in has more that say nothing. */
function round(value: number): number {
  if (!Number.isFinite(value)) throw new TidelabError("predict.notFinite", {});
  return Number(value.toPrecision(9));
}

function quote(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
