/** The series of a run, made or read from its spec, split, transformed and ready to train on. */
import { TidelabError } from "../errors/errors.ts";
import { NumpyRandom } from "../random/numpy.ts";
import { checkParsed, parseTransforms } from "../spec/parse.ts";
import type { Spec } from "../spec/spec.ts";
import type { SharesSpec } from "../spec/split.ts";
import type { TransformSpec } from "../spec/transforms.ts";
import { checkWhole } from "./check.ts";
import type { TimeSeriesDataset } from "./dataset.ts";
import { type DataOptions, dataKindOf } from "./kinds/index.ts";
import type { DataSource, LoadOptions, RawSeries, SeriesEstimate } from "./kinds/kind.ts";
import { checkMemory, estimateData } from "./memory.ts";
import { relabelTraining } from "./relabel.ts";
import { seriesSha256 } from "./series-hash.ts";
import { type SplitIndices, splitIndices, subset } from "./split.ts";
import { applyTransforms, type FittedList, fitTransforms } from "./transforms/apply.ts";

/** The series of a run, split and transformed, and what new series need to be treated alike. */
export interface LoadedData {
  readonly train: TimeSeriesDataset;
  readonly val: TimeSeriesDataset;
  readonly test: TimeSeriesDataset;
  /** All series in the order in which they were made or read, with their true labels, before any transform. */
  readonly all: TimeSeriesDataset;
  /** Where the series of each set are among all, from 0 on: what `data.relabel` names training series by. */
  readonly indices: SplitIndices;
  /** What every value was divided by; new series must be too. */
  readonly scale: number;
  /** What each transform learnt from the training series; new series go through the transforms with it. */
  readonly fitted: FittedList;
  /** Of all series as they were made or read, before scale and transforms: what `seriesSha256` hashes. */
  readonly sha256: string;
  /** Where the series were read from; absent for series that were made. */
  readonly source?: DataSource;
}

/** The part of a spec that says what the series are. */
export interface LoadSpec extends Pick<Spec, "split" | "seed"> {
  readonly data: DataOptions;
  readonly transforms?: readonly TransformSpec[];
}

/**
 * Loads the series of a spec. One stream, NumPy's from the seed, makes the series, then the split, then wrong labels if any are
 * asked for.
 * @throws TidelabError `spec.…` for a spec that lacks something; when a split would be empty, a series does not fit a transform, or the
 *   host cannot hold them all; the signal's reason when loading was aborted
 * @example
 * ```ts
 * import { loadData } from "tidelab";
 *
 * const { train, val, test } = await loadData({ data: { samples: 100, length: 20 }, split: { train: 0.7, val: 0.15 }, seed: 7 });
 * console.log(train.count, val.count, test.count); // 70 15 15
 * ```
 */
export async function loadData(spec: LoadSpec, options: LoadOptions = {}): Promise<LoadedData> {
  checkParsed(spec, ["data", "split", "seed"]);
  const { data, split, seed } = spec;
  checkWhole(seed, Number.MIN_SAFE_INTEGER, "seed");
  if (spec.transforms) parseTransforms(spec.transforms);
  const kind = dataKindOf(data);
  const estimate = kind.estimate(data);
  if (estimate) checkSeriesMemory(estimate, spec);
  const random = new NumpyRandom(seed);
  const raw = await kind.load(data, random, { ...options, split, seed });
  options.signal?.throwIfAborted();
  if (!estimate) checkSeriesMemory(raw.dataset, spec);
  return arrange(raw, spec, random);
}

/** @throws TidelabError `memory.estimate` for series that this host cannot hold */
export function checkSeriesMemory(
  series: Pick<SeriesEstimate, "count" | "length" | "channels">,
  { transforms = [] }: Pick<LoadSpec, "transforms">,
): void {
  const { bytes, heap, path } = estimateData(series, transforms);
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
  const { dataset: all, scale, source } = raw;
  const sha256 = seriesSha256(all);
  if (scale !== 1) for (let i = 0; i < all.values.length; i++) all.values[i]! /= scale;
  const indices = raw.sets ?? splitIndices(all.count, random, bySharesOnly(split), all.labels);
  const clean = subset(all, indices.train);
  const training = dataKindOf(data).alterTraining?.(clean, data, random) ?? clean;
  const { relabel } = data;
  const labelled = relabel ? relabelTraining(training, relabel, indices, all.count) : training;
  const { dataset: train, fitted } = fitTransforms(labelled, transforms, seed);
  const rest = (rows: Int32Array) => applyTransforms(subset(all, rows), transforms, fitted);
  const sets = { train, val: rest(indices.val), test: rest(indices.test) };
  return { ...sets, all, indices, scale, fitted, sha256, ...(source && { source }) };
}

/** Series that are made have neither groups nor files: their split is drawn by shares. */
function bySharesOnly(split: LoadSpec["split"]): SharesSpec {
  if ("kind" in split) throw new TidelabError("split.needsFiles", { kind: split.kind }, "split.kind");
  return split;
}
