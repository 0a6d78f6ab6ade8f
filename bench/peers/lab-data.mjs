/** The series that every peer trains on, made by Tidelab from NumPy's stream; `torch_jobs.py` makes the same ones itself. */
import { waves } from "../../dist/node.js";

/**
 * The first `count` series of a set.
 * @param {import("../../dist/node.js").TimeSeriesDataset} dataset
 * @param {number} count
 */
function firstSeries(dataset, count) {
  const { values, labels, length, channels } = dataset;
  if (count > dataset.count) throw new Error(`${count} series asked of a set of ${dataset.count}`);
  return { ...dataset, count, values: values.slice(0, count * length * channels), labels: labels.slice(0, count) };
}

/**
 * Training series out of `samples` waves, of which the lab's split gives seven tenths; and two validation series, because
 * training wants some and their time is not measured.
 */
export function series({ samples = 1200, length = 200, count = 840 } = {}) {
  const { train, val } = waves({ samples, length, seed: 7 });
  return { train: firstSeries(train, count), val: firstSeries(val, 2) };
}

export const labSeries = () => series().train;
