/** The series of a run, made or read from its spec, split, transformed and ready to train on. */
import { NumpyRandom } from "../random/numpy.ts";
import type { Spec } from "../spec/spec.ts";
import type { TransformSpec } from "../spec/transforms.ts";
import type { TimeSeriesDataset } from "./dataset.ts";
import { mislabel } from "./generate/label-noise.ts";
import { type WavesOptions, waves } from "./generate/waves.ts";
import { checkMemory, estimateData } from "./memory.ts";
import { splitIndices, subset } from "./split.ts";
import { applyTransforms, type FittedList, fitTransforms } from "./transforms/apply.ts";

export interface LoadedData {
  readonly train: TimeSeriesDataset;
  readonly val: TimeSeriesDataset;
  readonly test: TimeSeriesDataset;
  /** All series in the order in which they were made, with their true labels, before any transform. */
  readonly all: TimeSeriesDataset;
  /** What every value was divided by; new series must be too. */
  readonly scale: number;
  /** What each transform learnt from the training series; new series go through the transforms with it. */
  readonly fitted: FittedList;
}

/** The part of a spec that says what the series are. */
export interface DataSpec extends Pick<Spec, "split" | "seed"> {
  readonly data: WavesOptions & { kind?: "waves"; labelNoise?: number };
  readonly transforms?: readonly TransformSpec[];
}

/**
 * One stream, NumPy's from the seed, makes the series, then the split, then wrong labels if any are asked for.
 * @throws TidelabError when a split would be empty, a series does not fit a transform, or the host cannot hold them all
 */
export function loadData({ data, split, seed, transforms = [] }: DataSpec): LoadedData {
  const { samples = 1200, length = 200 } = data;
  const { bytes, heap, path } = estimateData({ samples, length }, transforms);
  checkMemory(bytes, heap, path);
  const random = new NumpyRandom(seed);
  const { dataset: all, scale } = waves(data, random);
  const indices = splitIndices(all.count, random, split, all.labels);
  const clean = subset(all, indices.train);
  const { labelNoise = 0 } = data;
  const training = labelNoise > 0 ? mislabel(clean, labelNoise, random) : clean;
  const { dataset: train, fitted } = fitTransforms(training, transforms, seed);
  const rest = (rows: Int32Array) => applyTransforms(subset(all, rows), transforms, fitted);
  return { train, val: rest(indices.val), test: rest(indices.test), all, scale, fitted };
}
