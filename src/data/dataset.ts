/**
 * What every reader, generator and transform returns: labelled series in one block of memory.
 * Not a batch (see `train/training.ts`) and not a split (see `split.ts`).
 */

/** Labelled time series. */
export interface TimeSeriesDataset {
  /** (N, T, C) values, row-major */
  readonly values: Float32Array;
  /** (N) class of each row, an index into `classNames` */
  readonly labels: Int32Array;
  readonly count: number;
  readonly length: number;
  readonly channels: number;
  readonly classNames: readonly string[];
  /** (N) steps of each row, 1 … T; what follows is padding. All have T steps when it is left out. */
  readonly lengths?: Int32Array;
  /** Where the rows are windows of longer series; each row is one series when it is left out. */
  readonly windows?: Windows;
}

/** Whose windows the rows of a data set are. */
export interface Windows {
  /** (N) index of the series that a row was cut from, ascending; every series has at least one row */
  readonly series: Int32Array;
  /** Series in all. */
  readonly count: number;
  /** How the windows of a series give its answer: their mean logits, or one vote each. */
  readonly answer: "meanLogits" | "votes";
}

/** Series in a data set, whose rows may be windows of them. */
export function seriesCount({ count, windows }: TimeSeriesDataset): number {
  return windows?.count ?? count;
}

/** Class of each series; all windows of a series have its class. */
export function seriesLabels({ labels, windows }: TimeSeriesDataset): Int32Array {
  if (windows === undefined) return labels;
  const out = new Int32Array(windows.count);
  for (const [row, series] of windows.series.entries()) out[series] = labels[row]!;
  return out;
}
