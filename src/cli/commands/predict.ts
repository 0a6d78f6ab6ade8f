/** `tidelab predict`: classifies series from a CSV file with a saved run. Reading and running are in `classify.ts`. */
import type { Command } from "commander";
import type { FillRule } from "../../data/generate/missing.ts";
import type { Series } from "../../data/readers/reader.ts";
import type { DecimalMark } from "../../data/readers/table/values.ts";
import type { Device } from "../../engine/device.ts";
import { TidelabError } from "../../errors/errors.ts";
import type { TestWindows } from "../../inference/answer-series.ts";
import { nearest } from "../../spec/nearest.ts";
import type { Classified, ClassifiedBy, ClassifiedTable } from "../classify.ts";
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
  const [{ loadAnyRun }, { checkThreads }, { checkNewFile, writeNewFile }, { chooseDevice }] = await Promise.all([
    import("../../node/runs/classical-folder.ts"),
    import("../threads.ts"),
    import("../new-file.ts"),
    import("../device.ts"),
  ]);
  const { input, output, threads } = flags;
  checkThreads(threads);
  const device = await chooseDevice(flags.device);
  const fill = oneOf(FILL_RULES, flags.fill, (received) => new TidelabError("predict.fill", { received }, "--fill"));
  const decimal = oneOf(DECIMAL_MARKS, flags.decimal, (received) => {
    return new TidelabError("predict.decimal", { received }, "--decimal");
  });
  const windows = windowsOf(flags.windows);
  if (output === undefined) endWithReader();
  const { messages } = terminal;
  if (output !== undefined) await checkNewFile(output);
  const { findRunPath } = await import("../find-run.ts");
  const folders: string[] = [];
  for (const name of named) folders.push(await findRunPath(name));
  const [folder = "", ...otherFolders] = folders; // the command takes at least one
  const run = await loadAnyRun(folder);
  const others = await Promise.all(otherFolders.map((other) => loadAnyRun(other)));
  checkFlags(run, flags);
  const found = await classifyInput(run, others, flags, { device, fill, decimal, windows }, terminal);
  const { classNames } = run.record.data;
  if (terminal.json && found.count > MOST_IN_JSON) {
    throw new TidelabError("predict.jsonTooLong", { most: MOST_IN_JSON, received: found.count }, "--json");
  }
  const summary = summarise(found);
  showNotices(found, summary, flags, terminal);
  const table = formatCsv(found.rows(), "model" in run ? classNames : [], flags.escapeFormulas);
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
    input,
    ...(output !== undefined && { output }),
    classNames,
    ...(accuracy !== undefined && { accuracy }),
    series: Array.from(found.rows(), ({ probabilities, ...one }) => ({
      ...one,
      ...(probabilities && {
        probabilities: Object.fromEntries(classNames.map((name, k) => [name, round(probabilities[k] ?? 0)])),
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
}

/** Reads the input as the training files were read, or as a CSV piece by piece, and classifies it. */
async function classifyInput(
  run: ClassifiedBy,
  others: readonly ClassifiedBy[],
  flags: PredictFlags,
  {
    device,
    fill,
    decimal,
    windows,
  }: {
    device: Device | undefined;
    fill: FillRule | undefined;
    decimal: DecimalMark | undefined;
    windows: TestWindows | undefined;
  },
  { messages }: Terminal,
): Promise<ClassifiedTable> {
  const [{ classify, classifySeries }, { readNewSeries }, { nameOf, readCsvText }] = await Promise.all([
    import("../classify.ts"),
    import("../new-series.ts"),
    import("../input-text.ts"),
  ]);
  const { input, threads, anyLength } = flags;
  const source = nameOf(input);
  const table = await readNewSeries(run.record, input, readOptionsOf(flags));
  if (table === undefined) {
    return classify(run, readCsvText(input, messages.csvFile), source, {
      threads,
      device,
      anyLength,
      fill,
      decimal,
      others,
      windows,
    });
  }
  checkLabels(table.series, run.record.data.classNames, source);
  const ruledBy = (one: ClassifiedBy) => (fill === undefined ? one : withRule(one, fill));
  const ruled = ruledBy(run);
  const { spec } = ruled.record;
  const { missing } = table;
  if (missing && (spec.data.kind !== "files" || spec.data.missing === "refuse")) {
    const params = { count: missing.count, series: missing.series, total: table.series.length };
    throw new TidelabError("predict.missingValues", params, missing.path);
  }
  return classifySeries(ruled, table, source, {
    threads,
    device,
    anyLength,
    windows,
    others: others.map(ruledBy),
  });
}

/** A class that the run does not have counts neither as right nor as wrong. @throws TidelabError `predict.label` */
function checkLabels(series: readonly Series[], classNames: readonly string[], source: string): void {
  const stranger = series.find(({ label }) => label !== undefined && !classNames.includes(label));
  if (stranger?.label === undefined) return;
  const { label, line } = stranger;
  const params = { received: label, known: classNames.join(", "), nearest: nearest(label, classNames) };
  throw new TidelabError("predict.label", params, `${source}:${line}`);
}

/**
 * The run with another rule for missing values than that of its training.
 * @throws TidelabError `predict.fillMask` for a model that reads which values were missing
 */
function withRule<Run extends ClassifiedBy>(run: Run, fill: FillRule): Run {
  const { spec } = run.record;
  if (spec.data.kind !== "files") return run;
  if (spec.data.missing === "mask") throw new TidelabError("predict.fillMask", undefined, "--fill");
  const rule = fill === "zero" ? { missing: "value" as const, missingValue: 0 } : { missing: fill };
  return { ...run, record: { ...run.record, spec: { ...spec, data: { ...spec.data, ...rule } } } };
}

interface Summary {
  labelled: number;
  correct: number;
  /** Names that a spreadsheet takes for formulas, and the first of them. */
  formulas: number;
  firstFormula: string;
}

/** Goes over all answers once. @throws TidelabError `predict.notFinite`, before anything is written */
function summarise(found: ClassifiedTable): Summary {
  const summary = { labelled: 0, correct: 0, formulas: 0, firstFormula: "" };
  for (const { series, label, predicted, probabilities } of found.rows()) {
    if (probabilities && !probabilities.every(Number.isFinite)) throw new TidelabError("predict.notFinite", {});
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

/** `128`, or `128:64`. @throws TidelabError `predict.windows` */
function windowsOf(typed: string | undefined): TestWindows | undefined {
  if (typed === undefined) return undefined;
  const [, length, stride] = /^([1-9]\d{0,8})(?::([1-9]\d{0,8}))?$/.exec(typed) ?? [];
  if (length === undefined) throw new TidelabError("predict.windows", { received: typed }, "--windows");
  return { length: Number(length), ...(stride !== undefined && { stride: Number(stride) }) };
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

/** Characters of a piece of output: a string cannot hold a table of any length. */
const PIECE = 2 ** 16;

/**
 * `series,predicted,<class>,<class>`: one line a series, with the probability of each class under its name, where there are any; in pieces
 * that end with a line.
 */
function* formatCsv(
  found: Iterable<Classified>,
  classNames: readonly string[],
  escapeFormulas = false,
): Generator<string> {
  const cell = (text: string) => quote(escapeFormulas && isFormula(text) ? `'${text}` : text);
  let piece = `${["series", "predicted", ...classNames].map(cell).join(",")}\n`;
  for (const { series, predicted, probabilities = [] } of found) {
    const numbers = Array.from(probabilities, (value) => String(round(value)));
    piece += `${[cell(series), cell(predicted), ...numbers].join(",")}\n`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

/** Nine digits distinguish float32 numbers; the float64 that holds them has more, which mean nothing. */
function round(value: number): number {
  return Number(value.toPrecision(9));
}

/** Whether a spreadsheet may run the cell: by its first character, which quotes do not change. A number is none. */
function isFormula(cell: string): boolean {
  return /^[=+\-@\t\r]/.test(cell) && !Number.isFinite(Number(cell));
}

function quote(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
