/**
 * Takes data sets through a spec's transforms: fitted on the training series, then applied to any others with the same
 * numbers. What a single transform does is in its own file.
 */
import { TidelabError } from "../../errors/errors.ts";
import { NumpyRandom } from "../../random/numpy.ts";
import type { TransformKind, TransformSpec, TransformSpecOf } from "../../spec/transforms.ts";
import { checkSeries } from "../check.ts";
import type { TimeSeriesDataset } from "../dataset.ts";
import { transforms } from "./index.ts";
import type { Fitted, Transform } from "./transform.ts";

/** What each transform of a list learnt; null for those that learn nothing. */
export type FittedList = readonly (Fitted | null)[];

/** Separates these draws from all others: transform k draws from `np.random.seed([seed, 1, k])`. */
const STREAM = 1;

/**
 * Fits the transforms in turn, each on what the ones before it made of the training series.
 * @param path  of the list in the spec, for errors
 * @throws TidelabError `transform.…` where a series does not fit, with the path of the transform
 */
export function fitTransforms(
  given: TimeSeriesDataset,
  specs: readonly TransformSpec[],
  seed: number,
  path = "transforms",
): { dataset: TimeSeriesDataset; fitted: FittedList } {
  const training = checkSeries(given, "train");
  if (isAsItIs(training, specs)) return { dataset: training, fitted: [] };
  checkWindows(specs, path);
  const fitted: (Fitted | null)[] = [];
  let rows = rowsOf(training);
  for (const [k, spec] of specs.entries()) {
    const series = rows.map((row) => row.values);
    const learnt = transformOf(spec).fit?.(series, spec, training.channels) ?? null;
    fitted.push(learnt);
    const random = new NumpyRandom([seed >>> 0, STREAM, k]);
    rows = applyOne(rows, spec, { channels: training.channels, path: `${path}[${k}]`, fitted: learnt, random });
  }
  return { dataset: datasetOf(rows, training, specs), fitted };
}

/**
 * Applies transforms as they were fitted. A series comes out the same whatever others are beside it.
 * @throws TidelabError `transform.…`
 */
export function applyTransforms(
  given: TimeSeriesDataset,
  specs: readonly TransformSpec[],
  fitted: FittedList,
  path = "transforms",
): TimeSeriesDataset {
  const dataset = checkSeries(given, "dataset");
  if (isAsItIs(dataset, specs)) return dataset;
  let rows = rowsOf(dataset);
  for (const [k, spec] of specs.entries()) {
    const context = { channels: dataset.channels, path: `${path}[${k}]`, fitted: fitted[k] ?? null, random: undefined };
    rows = applyOne(rows, spec, context);
  }
  return datasetOf(rows, dataset, specs);
}

/** Without transforms a set stays what it is, unless its longest series ends before its last step. */
function isAsItIs({ lengths }: TimeSeriesDataset, specs: readonly TransformSpec[]): boolean {
  return specs.length === 0 && lengths === undefined;
}

/** A series, or a window of one, on its way. */
interface Row {
  readonly values: Float32Array;
  readonly series: number;
}

function transformOf<K extends TransformKind>(spec: TransformSpecOf<K>): Transform<K> {
  return transforms[spec.transform as K];
}

function applyOne(
  rows: readonly Row[],
  spec: TransformSpec,
  context: Parameters<Transform<TransformKind>["apply"]>[2],
): Row[] {
  const transform = transformOf(spec);
  return rows.flatMap(({ values, series }) =>
    [transform.apply(values, spec, context)].flat().map((piece) => ({ values: piece, series })),
  );
}

function checkWindows(specs: readonly TransformSpec[], path: string): void {
  const isWindows = ({ transform }: TransformSpec) => transform === "windows";
  const last = specs.findLastIndex(isWindows);
  if (last > specs.findIndex(isWindows))
    throw new TidelabError("transform.windowsTwice", undefined, `${path}[${last}]`);
}

function rowsOf({ values, count, length, channels, lengths }: TimeSeriesDataset): Row[] {
  return Array.from({ length: count }, (_, series) => {
    const from = series * length;
    return { values: values.subarray(from * channels, (from + (lengths?.[series] ?? length)) * channels), series };
  });
}

/** One block again; series that are shorter than the longest get zeros behind them, and their lengths are kept. */
function datasetOf(
  rows: readonly Row[],
  origin: TimeSeriesDataset,
  specs: readonly TransformSpec[],
): TimeSeriesDataset {
  const { channels, classNames } = origin;
  const lengths = Int32Array.from(rows, ({ values }) => values.length / channels);
  const length = lengths.reduce((most, steps) => Math.max(most, steps), 0);
  const values = new Float32Array(rows.length * length * channels);
  for (const [row, one] of rows.entries()) values.set(one.values, row * length * channels);
  const cut = specs.find((spec) => spec.transform === "windows");
  return {
    values,
    labels: Int32Array.from(rows, ({ series }) => origin.labels[series]!),
    count: rows.length,
    length,
    channels,
    classNames,
    ...(lengths.some((steps) => steps < length) && { lengths }),
    ...(cut && {
      windows: {
        series: Int32Array.from(rows, ({ series }) => series),
        count: origin.count,
        answer: cut.answer,
      },
    }),
  };
}
