/** The series of a run, made or read from its spec, split and ready to train on. */
import { NumpyRandom } from "../random/numpy.ts";
import type { Spec } from "../spec/spec.ts";
import type { TimeSeriesDataset } from "./dataset.ts";
import { splitIndices, subset } from "./split.ts";
import { waves } from "./waves.ts";

export interface LoadedData {
  readonly train: TimeSeriesDataset;
  readonly val: TimeSeriesDataset;
  readonly test: TimeSeriesDataset;
  /** All series in the order in which they were made. */
  readonly all: TimeSeriesDataset;
  /** What every value was divided by; new series must be too. */
  readonly scale: number;
}

/** @throws TidelabError when a split would be empty */
export function loadData({ data, split, seed }: Pick<Spec, "data" | "split" | "seed">): LoadedData {
  const random = new NumpyRandom(seed);
  const { dataset: all, scale } = waves(data, random);
  const { train, val, test } = splitIndices(all.count, random, split);
  return { train: subset(all, train), val: subset(all, val), test: subset(all, test), all, scale };
}
