/** The series of a run, made or read from its spec, split, transformed and ready to train on. */
import { NumpyRandom } from "../random/numpy.ts";
import type { Spec } from "../spec/spec.ts";
import type { TransformSpec } from "../spec/transforms.ts";
import type { TimeSeriesDataset } from "./dataset.ts";
import { type DataOptions, dataKindOf } from "./kinds/index.ts";
import type { LoadOptions, RawSeries } from "./kinds/kind.ts";
import { checkMemory, estimateData } from "./memory.ts";
import { seriesSha256 } from "./series-hash.ts";
import { splitIndices, subset } from "./split.ts";
import { applyTransforms, type FittedList, fitTransforms } from "./transforms/apply.ts";

export interface LoadedData {
  readonly train: TimeSeriesDataset;
  readonly val: TimeSeriesDataset;
  readonly test: TimeSeriesDataset;
  /** All series in the order in which they were made or read, with their true labels, before any transform. */
  readonly all: TimeSeriesDataset;
  /** What every value was divided by; new series must be too. */
  readonly scale: number;
  /** What each transform learnt from the training series; new series go through the transforms with it. */
  readonly fitted: FittedList;
  /** Of all series as they were made or read, before scale and transforms: what `seriesSha256` hashes. */
  readonly sha256: string;
}

/** The part of a spec that says what the series are. */
export interface LoadSpec extends Pick<Spec, "split" | "seed"> {
  readonly data: DataOptions;
  readonly transforms?: readonly TransformSpec[];
}

/**
 * Loads the series of a spec. One stream, NumPy's from the seed, makes the series, then the split, then wrong labels if any are
 * asked for.
 * @throws TidelabError when a split would be empty, a series does not fit a transform, or the host cannot hold them all; the
 *   signal's reason when loading was aborted
 * @example
 * ```ts
 * import { loadData } from "tidelab";
 *
 * const { train, val, test } = await loadData({ data: { samples: 100, length: 20 }, split: { train: 0.7, val: 0.15 }, seed: 7 });
 * console.log(train.count, val.count, test.count); // 70 15 15
 * ```
 */
export async function loadData(spec: LoadSpec, options: LoadOptions = {}): Promise<LoadedData> {
  checkSeriesMemory(spec);
  const random = new NumpyRandom(spec.seed);
  const raw = await dataKindOf(spec.data).load(spec.data, random, options);
  options.signal?.throwIfAborted();
  return arrange(raw, spec, random);
}

/** @throws TidelabError `memory.estimate` for series that this host cannot hold */
export function checkSeriesMemory({ data, transforms = [] }: LoadSpec): void {
  const { bytes, heap, path } = estimateData(data, transforms);
  checkMemory(bytes, heap, path);
}

/**
 * Hashes, scales, splits and transforms series. Their values are divided in place.
 * @param random  the stream that has made them
 */
export function arrange(
  raw: RawSeries,
  { data, split, seed, transforms = [] }: LoadSpec,
  random: NumpyRandom,
): LoadedData {
  const { dataset: all, scale } = raw;
  const sha256 = seriesSha256(all);
  if (scale !== 1) for (let i = 0; i < all.values.length; i++) all.values[i]! /= scale;
  const indices = splitIndices(all.count, random, split, all.labels);
  const clean = subset(all, indices.train);
  const training = dataKindOf(data).alterTraining?.(clean, data, random) ?? clean;
  const { dataset: train, fitted } = fitTransforms(training, transforms, seed);
  const rest = (rows: Int32Array) => applyTransforms(subset(all, rows), transforms, fitted);
  return { train, val: rest(indices.val), test: rest(indices.test), all, scale, fitted, sha256 };
}
