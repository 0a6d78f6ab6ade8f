/** The series that every peer trains on, made by Tidelab from NumPy's stream; `torch_models.py` makes the same ones itself. */
import { waves } from "../../dist/node/index.js";

/**
 * The first `count` series of a set.
 * @param {import("../../dist/node/index.js").TimeSeriesDataset} dataset
 * @param {number} count
 */
function firstSeries(dataset, count) {
  const { values, labels, length, channels } = dataset;
  if (count > dataset.count) throw new Error(`${count} series asked of a set of ${dataset.count}`);
  return { ...dataset, count, values: values.slice(0, count * length * channels), labels: labels.slice(0, count) };
}

/**
 * `count` training series, the first of the lab's split of `samples` waves; and two validation series, because training
 * needs some and their time is not measured.
 * @param {{ samples?: number, length: number, count: number }} options  as many samples as it takes unless given
 */
export function series({ length, count, samples = enoughSamples(count) }) {
  const { train, val } = waves({ samples, length, seed: 7 });
  return { train: firstSeries(train, count), val: firstSeries(val, 2) };
}

/** Waves are made in pairs, and seven tenths of them train. */
const enoughSamples = (/** @type {number} */ count) => 2 * Math.ceil(count / 1.4 + 1);

export const labSeries = () => series({ samples: 1200, length: 200, count: 840 }).train;
