/** The series that a figure of inputs shows, cut out of a data set. */
import type { TimeSeriesDataset } from "../data/dataset.ts";

/** Of the first series of each class its rows, each (T, C): several where it was cut into windows, none without a series. */
export function piecesByClass(dataset: TimeSeriesDataset, classes: number): Float32Array[][] {
  const { values, labels, length, channels, lengths, windows } = dataset;
  const seriesOf = (row: number) => windows?.series[row] ?? row;
  return Array.from({ length: classes }, (_, label) => {
    const first = labels.indexOf(label);
    if (first < 0) return [];
    const rows = [...labels.keys()].filter((row) => seriesOf(row) === seriesOf(first));
    return rows.map((row) => {
      const from = row * length * channels;
      return values.subarray(from, from + (lengths?.[row] ?? length) * channels);
    });
  });
}
