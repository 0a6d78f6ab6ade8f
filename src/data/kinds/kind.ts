/**
 * What every kind of `spec.data` must do: say how large its series will be, and load them. The kinds are listed in `index.ts`;
 * `load.ts` splits, transforms and hashes the series, in the same way for all kinds.
 */
import type { NumpyRandom } from "../../random/numpy.ts";
import type { TimeSeriesDataset } from "../dataset.ts";

/** What is known of the series before they are loaded. */
export interface SeriesEstimate {
  /** Series at most. */
  readonly count: number;
  /** Steps of the shortest and of the longest series. */
  readonly shortest: number;
  readonly length: number;
  readonly channels: number;
  readonly classes: number;
}

export interface RawSeries {
  /** All series in their own order, as they were made or read: not split, not transformed, not yet divided by `scale`. */
  readonly dataset: TimeSeriesDataset;
  /** What every value is to be divided by; 1 for nothing. */
  readonly scale: number;
}

export interface LoadProgress {
  /** Series that are there. */
  readonly done: number;
  /** Series in all. */
  readonly total: number;
}

export interface LoadOptions {
  /** Ends loading: the promise then rejects with the signal's reason, an `AbortError` unless it was given another. */
  signal?: AbortSignal;
  /** Called now and then while series are made or read, and when all are there. What it throws ends loading. */
  onProgress?: (progress: LoadProgress) => void;
}

export interface DataKind<Options> {
  estimate(options: Options): SeriesEstimate;
  /**
   * @param random  NumPy's stream from the spec's seed, which the split continues with
   * @throws TidelabError for options that give no series; the signal's reason once that is aborted
   */
  load(options: Options, random: NumpyRandom, loading: LoadOptions): Promise<RawSeries>;
  /** What only the training series go through, after the split and before the transforms. */
  alterTraining?(training: TimeSeriesDataset, options: Options, random: NumpyRandom): TimeSeriesDataset;
  /** Whether values are divided by a number that the series themselves give, so that new series must have the same unit. */
  hasScale(options: Options): boolean;
}
