/** Test series and what a model makes of them, as the page draws them. */
import type { Evaluation, TimeSeriesDataset } from "tidelab";
import type { TestSeries } from "./run-protocol.ts";

/**
 * @param evaluation  of the same data set
 * @param places      of its series among all of the run
 */
export function testSeriesOf(data: TimeSeriesDataset, evaluation: Evaluation, places: Int32Array): TestSeries {
  const { length, channels, windows, classNames } = data;
  const count = windows?.count ?? data.count;
  const rows = firstRows(data);
  const values = new Float32Array(count * length);
  const lengths = new Int32Array(count);
  const labels = new Int32Array(count);
  for (const [series, row] of rows.entries()) {
    lengths[series] = data.lengths?.[row] ?? length;
    labels[series] = data.labels[row]!;
    for (let step = 0; step < length; step++) {
      values[series * length + step] = data.values[(row * length + step) * channels]!;
    }
  }
  const [weights] = evaluation.attention.values();
  return {
    ...{ count, classes: classNames.length, length, values, lengths, labels },
    predicted: Int32Array.from(evaluation.predicted),
    probabilities: Float32Array.from(evaluation.probabilities),
    attention: weights && attentionOf(rows, weights, data),
    places: Int32Array.from(places),
    windows: windows && Int32Array.from(rows, (row, series) => (rows[series + 1] ?? data.count) - row),
  };
}

/** The first row of each series. */
function firstRows({ count, windows }: TimeSeriesDataset): number[] {
  if (windows === undefined) return Array.from({ length: count }, (_, row) => row);
  const rows: number[] = [];
  for (let row = 0; row < count; row++) if (windows.series[row] !== windows.series[row - 1]) rows.push(row);
  return rows;
}

/** Layers before the attention may have shortened the time axis: a weight is then that of several steps, which share it. */
function attentionOf(rows: readonly number[], weights: Float32Array, { count, length }: TimeSeriesDataset) {
  const steps = weights.length / count;
  const stretch = length / steps;
  const out = new Float32Array(rows.length * length);
  for (const [series, row] of rows.entries()) {
    for (let step = 0; step < length; step++) {
      const at = Math.min(steps - 1, Math.floor(step / stretch));
      out[series * length + step] = weights[row * steps + at]! / stretch;
    }
  }
  return out;
}
