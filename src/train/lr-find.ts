/**
 * The learning-rate range test: a short training in which the rate rises exponentially from step to step, and what its
 * losses say about which rate to take. It works on a copy of the model and leaves nothing behind.
 * @see Smith 2017, https://arxiv.org/abs/1506.01186; the smoothing and the end at divergence are fastai's
 */

import { checkDataset } from "../data/check.ts";
import type { Device, Numerics } from "../engine/device.ts";
import { checkThreadCount, openSession } from "../engine/devices.ts";
import { TidelabError } from "../errors/errors.ts";
import { describeModel } from "../model/device-model.ts";
import { checkLengths } from "../model/lengths.ts";
import type { Model } from "../model/model.ts";
import { TorchGenerator } from "../random/torch.ts";
import { parseTraining } from "../spec/parse.ts";
import type { TrainingInput } from "../spec/spec.ts";
import { checkTraining, withClassWeights } from "./check-training.ts";
import type { RangePoint, RangeTest, TrainData } from "./records.ts";
import { Training } from "./training.ts";

/** Which rates a range test tries, and how it runs. */
export interface RangeTestOptions {
  /** Rate of the first step. */
  from?: number;
  /** Rate of the last step. */
  to?: number;
  steps?: number;
  numerics?: Numerics | "auto";
  threads?: number;
  /** Where it is computed: `webgpu` of `tidelab/webgpu`; the processor unless given. Changes the time, not the result. */
  device?: Device | undefined;
  /** Ends the test after the current step. */
  signal?: AbortSignal;
}

/** Weight of the past in the smoothed loss. */
const SMOOTHING = 0.9;
/** Times the least smoothed loss at which the test has seen enough. */
const TOO_MUCH = 4;
/** Points on either side of the one whose slope is measured. */
const REACH = 2;
/** Share of the points that the average needs to settle; they are not looked at. */
const UNSETTLED = 0.1;
/** A fall to more than this share of the settled loss is taken for noise. */
const LEAST_FALL = 0.98;

/**
 * Runs the test and says what it found.
 * @param training  options of the training to come; its lr, schedule and epochs do not matter
 * @throws TidelabError for options that do not fit
 * @example
 * ```ts
 * import { compile, findLearningRate, models, waves } from "tidelab/node";
 *
 * const data = waves({ samples: 60, length: 20, seed: 7 });
 * const model = compile(models.recurrent({ hiddenSize: 4 }), { length: 20, classes: 2, seed: 7 });
 * const { points, end } = await findLearningRate(model, data, { batchSize: 16 }, { from: 1e-5, to: 0.1, steps: 20 });
 * console.log(points.length, end); // 20 finished
 * ```
 */
export async function findLearningRate(
  model: Model,
  given: Pick<TrainData, "train" | "val">,
  training: TrainingInput = {},
  options: RangeTestOptions = {},
): Promise<RangeTest> {
  const { from = 1e-7, to = 10, steps = 100, signal } = options;
  checkRange(from, to, steps);
  const { threads = 1 } = options;
  checkThreadCount(threads);
  const data = { ...given, train: checkDataset(given?.train, model, "train") };
  checkLengths(model, data.train);
  const { schedule: _, earlyStopping: __, edits: ___, ...rest } = training;
  const checked = checkTraining(parseTraining({ ...rest, record: { gradientsEvery: 0 } }), model, data.train);
  const spec = withClassWeights(checked, data.train);
  const { classWeights, labelSmoothing } = spec;
  const batchSize = Math.min(spec.batchSize, data.train.count);
  const described = describeModel(model, {
    length: data.train.length,
    loss: { classWeights, labelSmoothing },
    batchSize,
  });
  const opening = {
    numerics: options.numerics,
    threads,
    mostSeries: data.train.count,
    series: data.train,
    training: { ...spec, batchSize, epochs: Math.ceil((steps * batchSize) / data.train.count) },
  };
  const session = await openSession(described, opening, options.device);
  try {
    const generator = new TorchGenerator(0);
    generator.restoreState(model.generator.saveState());
    const run = new Training({
      model: { ...model, generator },
      data,
      spec,
      session,
      now: () => 0,
      schedule: ({ step }) => ({ lr: from * (to / from) ** (step / (steps - 1)) }),
    });
    const points: RangePoint[] = [];
    const finish = (end: RangeTest["end"]): RangeTest => ({ points, end, ...suggest(points) });
    let average = 0;
    let least = Number.POSITIVE_INFINITY;
    for (;;) {
      for await (const { lr, batchLoss: loss } of run.trainSteps()) {
        average = SMOOTHING * average + (1 - SMOOTHING) * loss;
        const smoothed = average / (1 - SMOOTHING ** (points.length + 1));
        points.push({ lr, loss, smoothed });
        // Not NaN, which would stay the least.
        if (smoothed < least) least = smoothed;
        if (smoothed > TOO_MUCH * least) return finish("diverged");
        if (points.length === steps) return finish("finished");
        if (signal?.aborted) return finish("stopped");
      }
      if (run.divergence) return finish("diverged");
      run.startEpoch();
    }
  } finally {
    session.close();
  }
}

function checkRange(from: number, to: number, steps: number): void {
  if (!(from > 0 && Number.isFinite(to) && to > from)) throw new TidelabError("lrFind.range", { from, to });
  if (!Number.isInteger(steps) || steps < 10) throw new TidelabError("lrFind.steps", { least: 10, received: steps });
}

/** What the losses of a rising rate say. */
export function suggest(points: readonly RangePoint[]): Pick<RangeTest, "steepest" | "minimumTenth" | "suggestion"> {
  const none = { steepest: null, minimumTenth: null, suggestion: null };
  const first = Math.ceil(points.length * UNSETTLED);
  const settled = points.slice(first);
  const [start] = settled;
  if (start === undefined) return none;
  const lowest = settled.reduce((best, { smoothed }, at) => (smoothed < settled[best]!.smoothed ? at : best), 0);
  const minimum = settled[lowest]!;
  if (minimum.smoothed > LEAST_FALL * start.smoothed) return none;
  let steepest = minimum.lr;
  let least = 0;
  for (let at = REACH; at + REACH <= lowest; at++) {
    const [left, right] = [settled[at - REACH]!, settled[at + REACH]!];
    const slope = (right.smoothed - left.smoothed) / Math.log(right.lr / left.lr);
    if (slope < least) [least, steepest] = [slope, settled[at]!.lr];
  }
  return { steepest, minimumTenth: minimum.lr / 10, suggestion: steepest };
}
