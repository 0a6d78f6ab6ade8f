/** Runs a model over labelled series: loss, accuracy, what it predicts, and where it looked. No gradients, no dropout. */

import { checkDataset } from "../data/check.ts";
import { seriesLabels, type TimeSeriesDataset } from "../data/dataset.ts";
import type { Device, LossOptions, Numerics, Session } from "../engine/device.ts";
import { openSession } from "../engine/devices.ts";
import { describeModel } from "../model/device-model.ts";
import { checkLengths } from "../model/lengths.ts";
import type { Model } from "../model/model.ts";
import { answersOf, type Evaluation } from "./answers.ts";

/** Series in a batch of the notebook's validation and test loaders; with class weights a batch's mean depends on it. */
const EVALUATION_BATCH = 64;

/** Which kernels run a model, and on how many threads. */
export interface EvaluateOptions {
  numerics?: Numerics | "auto";
  threads?: number;
  /** Where it is computed: on the processor unless given. `tidelab/webgpu` has another; the results do not depend on it. */
  device?: Device | undefined;
}

/**
 * Evaluates a model on labelled series of any length that its layers accept.
 * @throws TidelabError where the series do not fit the model
 * @example
 * ```ts
 * import { compile, evaluate, models, waves } from "tidelab";
 *
 * const data = waves({ samples: 40, length: 20, seed: 7 });
 * const model = compile(models.recurrent({ hiddenSize: 4 }), { length: 20, classes: 2, seed: 7 });
 * const { predicted } = await evaluate(model, data.test);
 * console.log(predicted.length === data.test.count); // true
 * ```
 */
export async function evaluate(
  model: Model,
  given: TimeSeriesDataset,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const dataset = checkDataset(given, model, "dataset");
  checkLengths(model, dataset);
  const loss: LossOptions = { classWeights: undefined, labelSmoothing: 0 };
  const { length, count } = dataset;
  const described = describeModel(model, { length, loss, batchSize: 1 });
  const session = await openSession(described, { ...options, mostSeries: count, series: dataset }, options.device);
  try {
    session.setWeights(model);
    return await evaluateBlock(session, dataset, loss);
  } finally {
    session.close();
  }
}

/** Evaluates with the weights that the session has. */
export async function evaluateBlock(
  session: Session,
  dataset: TimeSeriesDataset,
  { classWeights }: LossOptions,
): Promise<Evaluation> {
  const { count, labels } = dataset;
  const { logits, losses, exposed } = await session.evaluate(session.addData(dataset), count);
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
    losses,
    accuracy: correct / answers.predicted.length,
    ...answers,
    attention: exposed,
    ...(windows && { windows: rows }),
  };
}
