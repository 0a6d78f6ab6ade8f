/** Training series by their losses, for whoever looks for wrong labels among them. Knows neither workers nor the page. */
import type { Evaluation, LoadedData, Spec } from "tidelab";
import type { TrainingSeries } from "./run-protocol.ts";

/** Series that are sent to be looked at; of all, their losses. */
const MOST_SERIES = 200;

/**
 * @param data        of the run
 * @param evaluation  of its training set, under the weights to judge by
 */
export function trainingSeriesOf(spec: Spec, data: LoadedData, evaluation: Evaluation): TrainingSeries {
  const { train, all, indices } = data;
  const { length, channels, classNames } = train;
  const count = train.windows?.count ?? train.count;
  const classes = classNames.length;
  const rows = firstRows(data);
  const losses = Float64Array.from(rows, (row, series) => {
    const end = rows[series + 1] ?? train.count;
    return evaluation.losses.subarray(row, end).reduce((sum, loss) => sum + loss, 0) / (end - row);
  });
  const order = Array.from({ length: count }, (_, series) => series).sort((a, b) => losses[b]! - losses[a]!);
  const sent = order.slice(0, MOST_SERIES);
  // Who made the series knows their classes; of files, what they say is all that is known.
  const isMade = spec.data.kind === "waves";
  const values = new Float32Array(sent.length * length);
  for (const [at, series] of sent.entries()) {
    for (let step = 0; step < length; step++) {
      values[at * length + step] = train.values[(rows[series]! * length + step) * channels]!;
    }
  }
  const pick = (of: (series: number) => number) => Int32Array.from(sent, of);
  return {
    ...{ count, length, classes, values },
    losses: Float32Array.from(order, (series) => losses[series]!),
    index: pick((series) => indices.train[series]!),
    lengths: pick((series) => train.lengths?.[rows[series]!] ?? length),
    given: pick((series) => train.labels[rows[series]!]!),
    predicted: pick((series) => evaluation.predicted[series]!),
    probabilities: Float32Array.from(
      sent.flatMap((series) => [...evaluation.probabilities.subarray(series * classes, (series + 1) * classes)]),
    ),
    truth: isMade ? pick((series) => all.labels[indices.train[series]!]!) : undefined,
  };
}

/** The first row of each training series. */
function firstRows({ train }: LoadedData): number[] {
  const { count, windows } = train;
  if (windows === undefined) return Array.from({ length: count }, (_, row) => row);
  const rows: number[] = [];
  for (let row = 0; row < count; row++) if (windows.series[row] !== windows.series[row - 1]) rows.push(row);
  return rows;
}
