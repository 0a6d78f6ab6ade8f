/**
 * Which series train, which validate, which test: drawn as the lab's notebook draws them, and taken out of a data set.
 * Not cross-validation. The classes fall as they fall, unless the split is stratified (`stratified-split.ts`).
 */
import { TidelabError } from "../errors/errors.ts";
import type { NumpyRandom } from "../random/numpy.ts";
import { checkWhole } from "./check.ts";
import type { TimeSeriesDataset } from "./dataset.ts";
import { splitOnce, stratifiedIndices } from "./stratified-split.ts";

/** Shares of the whole; the test set gets what they leave. */
export interface SplitFractions {
  train?: number;
  /** `train`: the training series themselves. */
  val?: number | "train";
  /** Draws class by class. */
  stratify?: boolean;
}

/** Indices of series, each in the order that was drawn. */
export interface SplitIndices {
  train: Int32Array;
  val: Int32Array;
  test: Int32Array;
}

/** Below this a share is a slip of the pen, and the least number of series for it not worth searching. */
const LEAST_SHARE = 1e-6;

/**
 * Cuts a random permutation of 0 … count - 1 at trunc(count · train) and trunc(count · (train + val)).
 * @param random  advanced by one permutation of `count`; with `stratify`, by what scikit-learn draws
 * @param labels  of all series, for `stratify`
 * @throws TidelabError `data.splitFractions` unless train, val and what they leave to test on are each a millionth or more,
 *   `data.emptySplit` when a set would get no series
 */
export function splitIndices(
  count: number,
  random: Pick<NumpyRandom, "permutation">,
  { train = 0.7, val = 0.15, stratify = false }: SplitFractions = {},
  labels?: Int32Array,
): SplitIndices {
  checkWhole(count, 0, "count");
  if (val === "train") return withoutValidation(count, random, { train, stratify }, labels);
  // Rounded to a decimal that a person could have written: 0.7 + 0.1 is 0.8 here, not 0.7999999999999999.
  const valEnd = Number((train + val).toPrecision(12));
  if (!(train >= LEAST_SHARE && val >= LEAST_SHARE && 1 - valEnd >= LEAST_SHARE)) {
    throw new TidelabError("data.splitFractions", { train, val });
  }

  const sizes = splitSizes(count, train, valEnd);
  if (Math.min(...sizes) < 1) {
    let least = count + 1;
    while (Math.min(...splitSizes(least, train, valEnd)) < 1) least++;
    const [trainSize, valSize, testSize] = sizes;
    throw new TidelabError("data.emptySplit", { count, train: trainSize, val: valSize, test: testSize, least });
  }
  if (stratify && labels) return stratifiedIndices(labels, sizes, random);
  const order = random.permutation(count);
  return {
    train: order.slice(0, sizes[0]),
    val: order.slice(sizes[0], sizes[0] + sizes[1]),
    test: order.slice(sizes[0] + sizes[1]),
  };
}

/** The training series validate as well. */
function withoutValidation(
  count: number,
  random: Pick<NumpyRandom, "permutation">,
  { train, stratify }: { train: number; stratify: boolean },
  labels: Int32Array | undefined,
): SplitIndices {
  const size = Math.trunc(count * train);
  if (size < 1 || size >= count) {
    const params = { count, train: size, val: size, test: count - size, least: 2 };
    throw new TidelabError("data.emptySplit", params);
  }
  if (stratify && labels) {
    const all = Int32Array.from({ length: count }, (_, row) => row);
    const [trained, test] = splitOnce(all, labels, [size, count - size], random);
    return { train: trained, val: trained, test };
  }
  const order = random.permutation(count);
  return { train: order.slice(0, size), val: order.slice(0, size), test: order.slice(size) };
}

function splitSizes(count: number, train: number, valEnd: number): [train: number, val: number, test: number] {
  const first = Math.trunc(count * train);
  const second = Math.trunc(count * valEnd);
  return [first, second - first, count - second];
}

/**
 * The series at `indices`, in that order, copied; class names stay those of the whole. Not for windows, whose series
 * would be torn apart.
 * @param indices  each 0 … dataset.count - 1; one may come twice
 */
export function subset(dataset: TimeSeriesDataset, indices: ArrayLike<number>): TimeSeriesDataset {
  const { length, channels, classNames } = dataset;
  const count = indices.length;
  const size = length * channels;
  const values = new Float32Array(count * size);
  const labels = new Int32Array(count);
  const lengths = dataset.lengths && Int32Array.from(indices, (from) => dataset.lengths?.[from] ?? length);
  for (let row = 0; row < count; row++) {
    const from = indices[row]!;
    const label = dataset.labels[from];
    if (label === undefined) throw new RangeError(`expected an index 0 … ${dataset.count - 1}, received ${from}`);
    values.set(dataset.values.subarray(from * size, (from + 1) * size), row * size);
    labels[row] = label;
  }
  return { values, labels, count, length, channels, classNames, ...(lengths && { lengths }) };
}
