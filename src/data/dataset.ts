/**
 * What every reader, generator and transform hands on: labelled series of one length, in one block of memory.
 * Not a batch (see `batches.ts`) and not a split (see `split.ts`).
 */

/** Labelled time series of equal length. */
export interface TimeSeriesDataset {
  /** (N, T, C) values, row-major */
  readonly values: Float32Array;
  /** (N) class of each series, an index into `classNames` */
  readonly labels: Int32Array;
  readonly count: number;
  readonly length: number;
  readonly channels: number;
  readonly classNames: readonly string[];
}
