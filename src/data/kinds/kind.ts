/**
 * What every kind of `spec.data` must do: say how large its series will be, and load them. The kinds are listed in `index.ts`;
 * `load.ts` splits, transforms and hashes the series, in the same way for all kinds.
 */
import type { NumpyRandom } from "../../random/numpy.ts";
import type { FilesSpec } from "../../spec/files.ts";
import type { SplitSpec } from "../../spec/split.ts";
import type { TimeSeriesDataset } from "../dataset.ts";
import type { Sampling } from "../readers/reader.ts";
import type { SplitIndices } from "../split.ts";

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
  /** Which series train, validate and test, where the kind decides; drawn by shares if left out. */
  readonly sets?: SplitIndices;
  /** Where the series come from; absent where their spec alone gives them. */
  readonly source?: DataSource;
}

export type SetName = "train" | "val" | "test";

/** Files that series were read from, and how: what a record holds of them. Plain JSON. */
export interface DataSource {
  readonly files: readonly DataFile[];
  /** How each set's files were read: what the spec says, and what was found from the files. */
  readonly reading: Readonly<Partial<Record<SetName, object>>>;
  /** Steps of the shortest and of the longest series, before any transform. */
  readonly lengths: readonly [shortest: number, longest: number];
  /** Channels of the files, without those that missing values add. */
  readonly channels: number;
  /** Values that were missing, before they were filled. */
  readonly missing: number;
  /** Of the times of the first file to train on; absent where it has none. */
  readonly sampling?: Sampling | undefined;
  /** Of the sets, as `splitSha256` gives it. */
  readonly splitSha256: string;
}

export interface DataFile {
  readonly set: SetName;
  /** Relative to the folder that the spec's paths are relative to. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** None in a file beside the series. */
  readonly series: number;
  /** Of a file beside the series: labels alone, or the indices of a split. Such files come last. */
  readonly holds?: "labels" | "indices" | undefined;
  /** Series that could not be read and were left out; absent where none was. */
  readonly skipped?: SkippedInFile | undefined;
}

/** Series of a file that were left out. */
export interface SkippedInFile {
  readonly count: number;
  /** Where the first few faults are, and what they are: codes of `TidelabError`. */
  readonly first: readonly { readonly path: string; readonly code: string }[];
}

/** Reads the files that a spec names; the host passes it to `loadData`. */
export interface SeriesFiles {
  /**
   * @throws TidelabError for files that are missing, changed or cannot be read, and for a split that they do not allow; the
   *   signal's reason once that is aborted
   */
  read(data: FilesSpec, context: ReadFilesContext): Promise<RawSeries>;
}

export interface ReadFilesContext extends Omit<LoadOptions, "files"> {
  readonly split: SplitSpec;
  /** Of the run. */
  readonly seed: number;
}

/** How far loading has come. */
export interface LoadProgress {
  /** Series that are there. */
  readonly done: number;
  /** Series in all. */
  readonly total: number;
}

/** How series are loaded. */
export interface LoadOptions {
  /** Ends loading: the promise then rejects with the signal's reason, an `AbortError` unless it was given another. */
  signal?: AbortSignal;
  /** Called now and then while series are made or read, and when all are there. What it throws ends loading. */
  onProgress?: (progress: LoadProgress) => void;
  /** Reads the files that the spec names; only series from files need it. */
  files?: SeriesFiles | undefined;
  /** Files that a record names: others in their places are refused. */
  expected?: readonly DataFile[] | undefined;
}

export interface DataKind<Options> {
  /** What the options say of the series; undefined where they must be loaded first. */
  estimate(options: Options): SeriesEstimate | undefined;
  /**
   * @param random  NumPy's stream from the spec's seed, which the split continues with
   * @param context  how loading is followed and ended, and what the spec says of the sets
   * @throws TidelabError for options that give no series; the signal's reason once that is aborted
   */
  load(options: Options, random: NumpyRandom, context: ReadFilesContext & LoadOptions): Promise<RawSeries>;
  /** What only the training series go through, after the split and before the transforms. */
  alterTraining?(training: TimeSeriesDataset, options: Options, random: NumpyRandom): TimeSeriesDataset;
  /** Whether values are divided by a number that the series themselves give, so that new series must have the same unit. */
  hasScale(options: Options): boolean;
}
