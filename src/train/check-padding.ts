/**
 * Whether padding changes anything: a model's logits, loss and gradients on series of unequal lengths, and on the same ones
 * with more padding behind them. For `tidelab check padding`; training does not need it.
 */

import { checkDataset, checkWhole } from "../data/check.ts";
import type { TimeSeriesDataset } from "../data/dataset.ts";
import type { Numerics } from "../engine/device.ts";
import { openSession } from "../engine/devices.ts";
import { describeModel } from "../model/device-model.ts";
import { checkLengths } from "../model/lengths.ts";
import type { Model } from "../model/model.ts";
import type { LayerSpec } from "../spec/layers.ts";
import type { TrainingSpec } from "../spec/spec.ts";
import { checkTraining, withClassWeights } from "./check-training.ts";
import { weightOf } from "./training.ts";

/** What more padding changed in one array, as a share of the largest magnitude in it; 0 is the same to the bit. */
export interface PaddingDifference {
  /** `logits`, `loss`, a parameter for its gradient, or a running statistic. */
  readonly name: string;
  readonly difference: number;
}

export interface PaddingCheck {
  readonly series: number;
  readonly shortest: number;
  readonly longest: number;
  /** Steps of padding that were added. */
  readonly steps: number;
  /** Series in the batch of which the gradients are. */
  readonly batch: number;
  readonly differences: readonly PaddingDifference[];
  readonly passed: boolean;
}

/** Sums keep their order, so nothing should change at all; a difference in the last bit is accepted. */
const TOLERANCE = 1e-6;

/**
 * @param model    without dropout, whose masks are drawn for the padded batch; see `withoutDropout`
 * @param given    with `lengths`
 * @throws TidelabError where the series do not fit the model
 */
export async function checkPadding(
  model: Model,
  given: TimeSeriesDataset,
  training: TrainingSpec,
  options: { steps: number; numerics?: Numerics | "auto" },
): Promise<PaddingCheck> {
  const { steps } = options;
  const dataset = checkDataset(given, model, "data");
  checkWhole(steps, 1, "steps");
  checkLengths(model, dataset);
  const { classWeights, labelSmoothing } = withClassWeights(checkTraining(training, model, dataset), dataset);
  const batchSize = Math.min(training.batchSize, dataset.count);
  const described = describeModel(model, {
    length: dataset.length,
    loss: { classWeights, labelSmoothing },
    batchSize,
  });
  const session = await openSession(described, { numerics: options.numerics, training: { ...training, batchSize } });
  try {
    const indices = Int32Array.from({ length: batchSize }, (_, index) => index);
    const inverseWeight = 1 / weightOf(indices, dataset.labels, classWeights);
    const run = async (data: TimeSeriesDataset): Promise<Map<string, Float32Array>> => {
      session.setWeights(model);
      const block = session.addData(data);
      const { logits } = await session.evaluate(block, data.count);
      const { lossSum } = await session.trainBatch({ data: block, indices, inverseWeight });
      const [gradients, { states }] = await Promise.all([session.gradients(), session.weights()]);
      const found = new Map<string, Float32Array>();
      found.set("logits", logits).set("loss", Float32Array.of(lossSum * inverseWeight));
      for (const { name, offset, size } of model.graph.parameters) {
        found.set(name, gradients.subarray(offset, offset + size));
      }
      for (const { name, offset, size } of model.graph.states) found.set(name, states.subarray(offset, offset + size));
      return found;
    };
    const before = await run(dataset);
    const after = await run(padFurther(dataset, steps));
    const differences = [...before].map(([name, values]) => ({
      name,
      difference: largestDifference(values, after.get(name) ?? values),
    }));
    const lengths = [...(dataset.lengths ?? [dataset.length])];
    return {
      series: dataset.count,
      shortest: lengths.reduce((least, one) => Math.min(least, one)),
      longest: lengths.reduce((most, one) => Math.max(most, one)),
      steps,
      batch: indices.length,
      differences,
      // A NaN is no pass.
      passed: differences.every(({ difference }) => difference <= TOLERANCE),
    };
  } finally {
    session.close();
  }
}

/** The same series with `steps` more steps behind each, of a value that would be noticed. */
function padFurther(dataset: TimeSeriesDataset, steps: number): TimeSeriesDataset {
  const { values, count, channels } = dataset;
  const length = dataset.length + steps;
  const lengths = dataset.lengths ?? new Int32Array(count).fill(dataset.length);
  const out = new Float32Array(count * length * channels).fill(1000);
  for (const [row, steps] of lengths.entries()) {
    const from = row * dataset.length * channels;
    out.set(values.subarray(from, from + steps * channels), row * length * channels);
  }
  return { ...dataset, values: out, length, lengths };
}

/** Series of one length cut at their ends, to between half their steps and all; those with lengths as they are. */
export function cutUnequal(dataset: TimeSeriesDataset): TimeSeriesDataset {
  const { count, length } = dataset;
  if (dataset.lengths?.some((steps) => steps < length)) return dataset;
  return { ...dataset, lengths: Int32Array.from({ length: count }, (_, row) => length - (((row % 8) * length) >> 4)) };
}

/** Layers with no dropout in or between them. */
export function withoutDropout(layers: readonly LayerSpec[]): LayerSpec[] {
  return layers.map((layer) => {
    switch (layer.layer) {
      case "dropout":
        return { ...layer, p: 0 };
      case "lstm":
      case "gru":
      case "rnn":
        return { ...layer, dropout: 0 };
      case "residual": {
        const { shortcut } = layer;
        const inner = { ...layer, layers: withoutDropout(layer.layers) };
        return shortcut ? { ...inner, shortcut: withoutDropout(shortcut) } : inner;
      }
      case "multiply":
        return { ...layer, layers: withoutDropout(layer.layers) };
      case "concat":
        return { ...layer, branches: layer.branches.map(withoutDropout) };
      default:
        return layer;
    }
  });
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  let [difference, largest] = [0, 0];
  for (const [i, value] of a.entries()) {
    const distance = Math.abs(value - b[i]!);
    if (Number.isNaN(distance)) return distance;
    difference = Math.max(difference, distance);
    largest = Math.max(largest, Math.abs(value));
  }
  return difference === 0 ? 0 : difference / (largest || 1);
}
