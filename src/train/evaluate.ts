/** Runs a model over labelled series: loss, accuracy, what it predicts, and where it looked. No gradients, no dropout. */
import { checkDataset } from "../data/check.ts";
import type { TimeSeriesDataset } from "../data/dataset.ts";
import { type Numerics, resolveNumerics } from "../engine/kernels.ts";
import type { LossOptions } from "../model/emit.ts";
import type { Model } from "../model/model.ts";
import { Executor } from "./executor.ts";
import { argmax } from "./shard-runner.ts";

export interface Evaluation {
  /** Mean loss a series. */
  readonly loss: number;
  readonly accuracy: number;
  /** (N) */
  readonly predicted: Int32Array;
  /** (N, K) softmax of the logits */
  readonly probabilities: Float32Array;
  /** (N, K) */
  readonly logits: Float32Array;
  /** Attention weights (N, T), by the layer's name; empty for models without attention. */
  readonly attention: ReadonlyMap<string, Float32Array>;
}

/** Series in a batch of the notebook's validation and test loaders; with class weights a batch's mean depends on it. */
const EVALUATION_BATCH = 64;

export interface EvaluateOptions {
  numerics?: Numerics | "auto";
  threads?: number;
}

/**
 * Evaluates a model on labelled series of any length that its layers accept.
 * @throws TidelabError where the series do not fit the model
 */
export async function evaluate(
  model: Model,
  dataset: TimeSeriesDataset,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  checkDataset(dataset, model, "dataset");
  const loss: LossOptions = { classWeights: undefined, labelSmoothing: 0 };
  const executor = await Executor.create({
    model: model.spec,
    length: dataset.length,
    channels: dataset.channels,
    classes: model.classes,
    loss,
    batchSize: 1,
    numerics: await resolveNumerics(options.numerics),
    threads: options.threads ?? 1,
  });
  try {
    executor.lane.parameters.set(model.parameters);
    executor.lane.states.set(model.states);
    executor.publishWeights();
    return await evaluateBlock(executor, dataset, loss);
  } finally {
    executor.close();
  }
}

/** Evaluates with the weights that stand in the executor's lane. */
export async function evaluateBlock(
  executor: Executor,
  dataset: TimeSeriesDataset,
  { classWeights }: LossOptions,
): Promise<Evaluation> {
  const { count, labels } = dataset;
  const { logits, losses, exposed } = await executor.evaluate(executor.addData(dataset), count);
  const classes = logits.length / count;
  const predicted = predictedClasses(logits, count);
  let correct = 0;
  let total = 0;
  for (let from = 0; from < count; from += EVALUATION_BATCH) {
    const to = Math.min(from + EVALUATION_BATCH, count);
    let sum = 0;
    let weight = 0;
    for (let row = from; row < to; row++) {
      sum += losses[row]!;
      weight += classWeights ? classWeights[labels[row]!]! : 1;
      if (predicted[row] === labels[row]) correct++;
    }
    total += (sum / weight) * (to - from);
  }
  return {
    loss: total / count,
    accuracy: correct / count,
    predicted,
    probabilities: softmax(logits, classes),
    logits,
    attention: exposed,
  };
}

/** (N) the class of the largest logit of each row. */
export function predictedClasses(logits: Float32Array, count: number): Int32Array {
  const classes = logits.length / count;
  return Int32Array.from({ length: count }, (_, row) => argmax(logits, row * classes, classes));
}

/** (N, K) → (N, K) */
export function softmax(logits: Float32Array, classes: number): Float32Array {
  const out = new Float32Array(logits.length);
  for (let from = 0; from < logits.length; from += classes) {
    const row = logits.subarray(from, from + classes);
    const top = Math.max(...row);
    const sum = row.reduce((total, value) => total + Math.exp(value - top), 0);
    for (let k = 0; k < classes; k++) out[from + k] = Math.exp(row[k]! - top) / sum;
  }
  return out;
}
