/** `tidelab predict`: classifies the series of a file with a saved run. Reading and running are in `src/predict/`. */
import type { Command } from "commander";
import type { FillRule } from "../../data/generate/missing.ts";
import { allBytes, type ByteSource, byteSource } from "../../data/readers/input/source.ts";
import type { DecimalMark } from "../../data/readers/table/values.ts";
import { TidelabError } from "../../errors/errors.ts";
import { pathSource } from "../../node/byte-sources.ts";
import type { ClassifiedBy, ClassifiedTable } from "../../predict/classify.ts";
import { isFormula, predictionsCsv, roundFloat32 } from "../../predict/predictions-csv.ts";
import { parseWindows } from "../../predict/windows.ts";
import { addExamples, addFlag, addFlags, type CommandContext } from "../command.ts";
import { addReadingFlags, type DataFlags, readOptionsOf } from "../data-flags.ts";
import { RUN_FLAGS } from "../lab-flags.ts";
import { formatFixed } from "../terminal/number-format.ts";
import { endWithReader } from "../terminal/output-errors.ts";
import type { Terminal } from "../terminal/terminal.ts";

interface PredictFlags extends Omit<DataFlags, "data" | "test" | "val" | "group" | "missing"> {
  input: string;
  output?: string;
  anyLength?: boolean;
  windows?: string;
  /** Without a number, all of them. */
  snapshots?: string | true;
  fill?: string;
  decimal?: string;
  escapeFormulas?: boolean;
  threads?: string;
  device?: string;
}

const FILL_RULES: readonly FillRule[] = ["previous", "linear", "zero"];
const DECIMAL_MARKS: readonly DecimalMark[] = ["point", "comma"];

/** Series of the largest JSON document: at some 200 characters each, less than half of the longest string of V8. */
const MOST_IN_JSON = 1_000_000;

export function addPredict(program: Command, context: CommandContext): void {
  const { messages } = context;
  const texts = messages.commands.predict;
  const command = program.command("predict").description(texts.about).argument("<runs...>", texts.run);
  addFlag(command, "--input", "<csv>", texts.input).makeOptionMandatory();
  addFlag(command, "--output", "<csv>", texts.output);
  addFlag(command, "--fill", "<rule>", texts.fill);
  addFlag(command, "--decimal", "<mark>", texts.decimal);
  addReadingFlags(command, messages);
  command.option("--any-length", texts.anyLength);
  addFlag(command, "--windows", "<n:m>", texts.windows);
  command.option("--snapshots [k]", texts.snapshots);
  command.option("--escape-formulas", texts.escapeFormulas);
  addFlags(
    command,
    RUN_FLAGS.filter(({ key }) => key === "threads" || key === "device"),
    messages,
  );
  addExamples(command, texts.examples, messages);
  command.action((runs: string[], flags: PredictFlags) => predictRun(runs, flags, context.terminalOf(command)));
}

async function predictRun(named: readonly string[], flags: PredictFlags, terminal: Terminal): Promise<void> {
  const [{ loadAnyRun }, { checkThreads, chooseThreads }, { checkNewFile, writeNewFile }, { chooseDevice }] =
    await Promise.all([
      import("../../node/runs/classical-folder.ts"),
      import("../threads.ts"),
      import("../new-file.ts"),
      import("../device.ts"),
    ]);
  const { input, output, threads } = flags;
  checkThreads(threads);
  const device = await chooseDevice(flags.device);
  const fill = oneOf(FILL_RULES, flags.fill, (received) => new TidelabError("predict.fill", { received }, "--fill"));
  oneOf(DECIMAL_MARKS, flags.decimal, (received) => {
    return new TidelabError("predict.decimal", { received }, "--decimal");
  });
  const windows = flags.windows === undefined ? undefined : parseWindows(flags.windows);
  checkSnapshotCount(flags.snapshots);
  if (output === undefined) endWithReader();
  const { messages } = terminal;
  if (output !== undefined) await checkNewFile(output);
  const { findRunPath } = await import("../find-run.ts");
  const folders: string[] = [];
  for (const name of named) folders.push(await findRunPath(name));
  const [folder = "", ...otherFolders] = folders; // the command takes at least one
  const load = async (path: string): Promise<ClassifiedBy[]> => {
    const run = await loadAnyRun(path);
    checkFlags(run, flags);
    return flags.snapshots === undefined ? [run] : lastSnapshots(path, flags.snapshots);
  };
  const runs = (await Promise.all(folders.map(load))).flat();
  const [run, ...others] = runs as [ClassifiedBy, ...ClassifiedBy[]]; // at least one of each folder
  const { isMadeRun, predictFile } = await import("../../predict/predict-file.ts");
  const reading = readOptionsOf(flags);
  const found = await predictFile(run, await sourceOf(input, isMadeRun(run, reading)), {
    reading,
    threadsFor: (series) => chooseThreads(threads, series),
    ...{ device, fill, windows, others, anyLength: flags.anyLength },
  });
  const { classNames } = run.record.data;
  if (terminal.json && found.count > MOST_IN_JSON) {
    throw new TidelabError("predict.jsonTooLong", { most: MOST_IN_JSON, received: found.count }, "--json");
  }
  const summary = summarise(found);
  showNotices(found, summary, flags, terminal);
  const table = predictionsCsv(found, { escapeFormulas: flags.escapeFormulas === true });
  if (output !== undefined) {
    await writeNewFile(output, table);
    terminal.result(messages.written({ path: output, count: found.count }));
  } else if (!terminal.json) {
    for (const piece of table) terminal.result(piece);
  }
  const { labelled, correct } = summary;
  const accuracy = labelled > 0 ? correct / labelled : undefined;
  // Beside the table and not in it.
  if (accuracy !== undefined && !terminal.quiet) {
    const shown = formatFixed(accuracy, 3);
    terminal.notice(messages.accuracyOfLabels({ correct, count: labelled, accuracy: shown }));
  }
  if (!terminal.json) return;
  terminal.document({
    folder,
    ...(otherFolders.length > 0 && { folders }),
    ...(flags.snapshots !== undefined && { snapshots: runs.length }),
    input,
    ...(output !== undefined && { output }),
    classNames,
    ...(accuracy !== undefined && { accuracy }),
    series: Array.from(found.rows(), ({ probabilities, ...one }) => ({
      ...one,
      ...(probabilities && {
        probabilities: Object.fromEntries(classNames.map((name, k) => [name, roundFloat32(probabilities[k] ?? 0)])),
      }),
    })),
  });
}

/** @throws TidelabError `classical.flag` for a flag that would do nothing */
function checkFlags(run: ClassifiedBy, flags: PredictFlags): void {
  if ("model" in run) return;
  const { method } = run.record.spec.classifier;
  if (flags.device !== undefined) throw new TidelabError("classical.flag", { method }, "--device");
  if (flags.anyLength) throw new TidelabError("classical.anyLength", { method }, "--any-length");
  if (flags.windows !== undefined) throw new TidelabError("classical.flag", { method }, "--windows");
  if (flags.snapshots !== undefined) throw new TidelabError("classical.flag", { method }, "--snapshots");
}

/** @throws TidelabError `predict.snapshots` for what is no number of snapshots, as where a run follows the flag */
function checkSnapshotCount(typed: string | true | undefined): void {
  if (typed === undefined || typed === true || /^[1-9]\d*$/.test(typed)) return;
  throw new TidelabError("predict.snapshots", { received: typed }, "--snapshots");
}

/** @throws TidelabError `run.noSnapshots`; `predict.fewSnapshots` for more than the run has; as `loadSnapshots` */
async function lastSnapshots(folder: string, typed: string | true): Promise<ClassifiedBy[]> {
  const { loadSnapshots } = await import("../../node/runs/folder.ts");
  const snapshots = await loadSnapshots(folder);
  const count = typed === true ? snapshots.length : Number(typed);
  if (count <= snapshots.length) return snapshots.slice(snapshots.length - count);
  throw new TidelabError("predict.fewSnapshots", { most: snapshots.length, received: count, folder }, "--snapshots");
}

/** Stdin can be read once: where it is not read piece by piece, it is held. */
async function sourceOf(input: string, isPieceByPiece: boolean): Promise<ByteSource> {
  const source = await pathSource(input);
  return input === "-" && !isPieceByPiece ? byteSource(await allBytes(source), source.name) : source;
}

interface Summary {
  labelled: number;
  correct: number;
  /** Names that a spreadsheet takes for formulas, and the first of them. */
  formulas: number;
  firstFormula: string;
}

/** Goes over all answers once. */
function summarise(found: ClassifiedTable): Summary {
  const summary = { labelled: 0, correct: 0, formulas: 0, firstFormula: "" };
  for (const { series, label, predicted } of found.rows()) {
    if (label !== undefined) summary.labelled++;
    if (label === predicted) summary.correct++;
    if (isFormula(series) && ++summary.formulas === 1) summary.firstFormula = series;
  }
  return summary;
}

function showNotices(found: ClassifiedTable, summary: Summary, flags: PredictFlags, terminal: Terminal): void {
  const { messages } = terminal;
  for (const notice of found.notices) terminal.notice(messages.tableNotice(notice));
  if (found.lengths !== undefined) terminal.notice(messages.lengthNotice(found.lengths));
  if (summary.formulas > 0 && !flags.escapeFormulas && !terminal.json) {
    terminal.notice(messages.formulaNotice({ count: summary.formulas, first: summary.firstFormula.slice(0, 40) }));
  }
}

function oneOf<T extends string>(
  known: readonly T[],
  typed: string | undefined,
  error: (received: string) => Error,
): T | undefined {
  if (typed === undefined) return undefined;
  const found = known.find((name) => name === typed);
  if (found === undefined) throw error(typed);
  return found;
}
