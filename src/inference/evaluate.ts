/** Runs a model over labelled series: loss, accuracy, what it predicts, and where it looked. No gradients, no dropout. */
import { checkDataset } from "../data/check.ts";
import { seriesLabels, type TimeSeriesDataset } from "../data/dataset.ts";
import { Executor } from "../engine/wasm/executor.ts";
import { type Numerics, resolveNumerics } from "../engine/wasm/kernels.ts";
import { countShards } from "../engine/wasm/shards.ts";
import { checkThreadCount } from "../engine/wasm/workers.ts";
import type { LossOptions } from "../model/emit.ts";
import type { Model } from "../model/model.ts";
import { checkLengths } from "../train/check-training.ts";
import { type Answers, answersOf } from "./answers.ts";

/** What a model makes of each series; where the rows of the data set are windows, each series answers by its windows. */
export interface Evaluation extends Answers {
  /** Mean loss a series; where a series has windows, a window. */
  readonly loss: number;
  /** Share of the series whose answer is right. */
  readonly accuracy: number;
  /** Attention weights of each row of the data set (N, T), by the layer's name; empty for models without attention. */
  readonly attention: ReadonlyMap<string, Float32Array>;
  /** What it makes of each window, where there are any. */
  readonly windows?: Answers;
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
  given: TimeSeriesDataset,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const dataset = checkDataset(given, model, "dataset");
  checkLengths(model, dataset);
  const { threads = 1 } = options;
  checkThreadCount(threads);
  const loss: LossOptions = { classWeights: undefined, labelSmoothing: 0 };
  const executor = await Executor.create({
    model: model.spec,
    length: dataset.length,
    channels: dataset.channels,
    classes: model.classes,
    loss,
    batchSize: 1,
    numerics: await resolveNumerics(options.numerics),
    threads: Math.min(threads, countShards(dataset.count)),
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
  let total = 0;
  for (let from = 0; from < count; from += EVALUATION_BATCH) {
    const to = Math.min(from + EVALUATION_BATCH, count);
    let sum = 0;
    let weight = 0;
    for (let row = from; row < to; row++) {
      sum += losses[row]!;
      weight += classWeights ? classWeights[labels[row]!]! : 1;
    }
    total += (sum / weight) * (to - from);
  }
  const { windows } = dataset;
  const rows = answersOf(logits, classes);
  const answers = windows ? answersOf(logits, classes, windows) : rows;
  const correct = seriesLabels(dataset).filter((label, series) => label === answers.predicted[series]).length;
  return {
    loss: total / count,
    accuracy: correct / answers.predicted.length,
    ...answers,
    attention: exposed,
    ...(windows && { windows: rows }),
  };
}
