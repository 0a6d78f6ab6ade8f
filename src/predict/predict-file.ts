/**
 * A file of new series through saved runs, as `tidelab predict` classifies it: read as the training files were or, for a run on series that
 * were made, as a CSV piece by piece. How series are answered is in `classify.ts`.
 */
import type { FillRule } from "../data/generate/missing.ts";
import type { ByteSource } from "../data/readers/input/source.ts";
import { TextReader } from "../data/readers/input/text.ts";
import { formatOf } from "../data/readers/read-series.ts";
import type { ReadOptions, Series } from "../data/readers/reader.ts";
import { TidelabError } from "../errors/errors.ts";
import { readLikeTraining } from "../inference/new-series/read-like-training.ts";
import { nearest } from "../spec/nearest.ts";
import { type ClassifiedBy, type ClassifiedTable, type ClassifyOptions, classify, classifySeries } from "./classify.ts";

/** How a file is classified; what is left out is as the run and the file say. */
export interface PredictOptions extends Omit<ClassifyOptions, "decimal"> {
  /** What is said of the file; it goes before what the run's record says. */
  readonly reading?: ReadOptions | undefined;
}

/**
 * Classifies the series of a file with a saved run: read by the same reader, with the same columns, units, scale and transforms as its training
 * files. Gives the answers of `tidelab predict`, to the bit, in Node and in the browser.
 * @param run     of a net, from `readRun` or `loadRun`; of a classifier without gradients, from `readClassicalRun` or `loadClassicalRun`
 * @param source  can be streamed more than once; one of unknown size is streamed once where a CSV is read piece by piece (see `isMadeRun`)
 * @throws TidelabError `reader.…`, `csv.…` and the like for what cannot be read, `predict.…` for what the run cannot answer, with line and
 *   column where there are some; `predict.notFinite` where a probability is no number
 * @example
 * ```ts
 * import { loadRun } from "tidelab";
 * import { byteSource } from "tidelab/readers";
 * import { predictFile } from "tidelab/predict";
 *
 * const run = await loadRun("runs/mine");
 * const file = new File(["0,0.5,1,0.5,0,-0.5,-1,-0.5,0,0.5,1,0.5\n"], "new.csv");
 * const { count, rows } = await predictFile(run, byteSource(file));
 * const [first] = rows();
 * console.log(count, first.probabilities.length); // 1 2
 * ```
 */
export async function predictFile(
  run: ClassifiedBy,
  source: ByteSource,
  { reading = {}, ...options }: PredictOptions = {},
): Promise<ClassifiedTable> {
  const { decimal } = reading;
  const { fill, others = [] } = options;
  const mayBePlain = isMadeRun(run, reading);
  const isPlain = mayBePlain && (!canBeReadAgain(source) || (await formatOf(source)) === "csv");
  const found = isPlain
    ? await classify(run, textOf(source), source.name, { ...options, decimal })
    : await classifyRead(run, source, reading, { ...options, fill, others });
  for (const { probabilities } of found.rows()) {
    if (probabilities && !probabilities.every(Number.isFinite)) throw new TidelabError("predict.notFinite", {});
  }
  return found;
}

/** Whether a CSV for the run is read piece by piece: that of a run on series that were made, of which nothing else is said. */
export function isMadeRun({ record }: ClassifiedBy, reading: ReadOptions = {}): boolean {
  return record.data.source === undefined && Object.keys(reading).every((key) => key === "decimal");
}

/** A stream, such as stdin, is of no known size and gives its bytes once. */
const canBeReadAgain = ({ size }: ByteSource): boolean => size !== undefined;

async function* textOf(source: ByteSource): AsyncGenerator<string> {
  const reader = new TextReader(source.name, "csv");
  for await (const piece of source.stream()) yield reader.push(piece);
  yield reader.end();
}

async function classifyRead(
  run: ClassifiedBy,
  source: ByteSource,
  reading: ReadOptions,
  { fill, others, ...options }: PredictOptions & { readonly others: readonly ClassifiedBy[] },
): Promise<ClassifiedTable> {
  const table = await readLikeTraining(run.record, source, reading);
  checkLabels(table.series, run.record.data.classNames, source.name);
  const ruledBy = (one: ClassifiedBy) => (fill === undefined ? one : withRule(one, fill));
  const ruled = ruledBy(run);
  const { spec } = ruled.record;
  const { missing } = table;
  if (missing && (spec.data.kind !== "files" || spec.data.missing === "refuse")) {
    const params = { count: missing.count, series: missing.series, total: table.series.length };
    throw new TidelabError("predict.missingValues", params, missing.path);
  }
  return classifySeries(ruled, table, source.name, { ...options, others: others.map(ruledBy) });
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
