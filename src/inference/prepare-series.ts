/** New series as the model was given its own: scaled and transformed with what was learnt in training. Nothing is classified here. */
import type { TimeSeriesDataset } from "../data/dataset.ts";
import { applyTransforms } from "../data/transforms/apply.ts";
import { TidelabError } from "../errors/errors.ts";
import type { TrainedRecord } from "./trained-run.ts";

/**
 * Series as they were measured, as a run's model reads them: divided by the run's scale in float64 and rounded, then transformed as in
 * training. What `createClassifier` does before it predicts, for those who draw what the model sees.
 * @param series  (T, C) each, row-major, in the units of the training data; all of one length
 * @param record  of the run: `spec` and `data` are read
 * @returns (N, T', C'); its rows are windows where the run cuts series into windows. The labels are all 0
 * @throws TidelabError `classifier.values` for series that are not whole time steps of one length, `data.value`, `transform.…`
 * @example
 * ```ts
 * import { prepareSeries } from "tidelab/inference";
 *
 * const data = { length: 2, channels: 1, classNames: ["a", "b"], scale: 4 };
 * const { values } = prepareSeries([[2, -1]], { spec: { transforms: [] }, data });
 * console.log(values.join(" ")); // 0.5 -0.25
 * ```
 */
export function prepareSeries(
  series: readonly ArrayLike<number>[],
  { spec, data }: { readonly spec: Pick<TrainedRecord["spec"], "transforms">; readonly data: TrainedRecord["data"] },
): TimeSeriesDataset {
  const { channels, classNames, scale, fitted = [] } = data;
  const size = series[0]?.length ?? 0;
  const values = new Float32Array(series.length * size);
  for (const [row, one] of series.entries()) {
    if (one.length !== size || size % channels !== 0 || size === 0) {
      throw new TidelabError("classifier.values", { channels, received: one.length }, `series[${row}]`);
    }
    for (let i = 0; i < size; i++) values[row * size + i] = Math.fround(one[i]!) / scale;
  }
  // Only the loss needs classes, and nobody asks for it here.
  const labels = new Int32Array(series.length);
  const dataset = { values, labels, count: series.length, length: size / channels, channels, classNames };
  return applyTransforms(dataset, spec.transforms, fitted);
}
