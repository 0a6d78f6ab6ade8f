/**
 * The training loop: an async iterator of events that progress bars, charts and run stores listen to and none of which it
 * knows. It may be stopped between steps; the model then holds the weights of the last one, or of the best epoch.
 */

import { checkDataset, checkWhole } from "../data/check.ts";
import type { Device, LossOptions, Numerics } from "../engine/device.ts";
import { checkThreadCount, openSession } from "../engine/devices.ts";
import { TidelabError } from "../errors/errors.ts";
import { evaluateBlock } from "../inference/evaluate.ts";
import { describeModel } from "../model/device-model.ts";
import { checkLengths } from "../model/lengths.ts";
import type { Model } from "../model/model.ts";
import { parseTraining } from "../spec/parse.ts";
import type { TrainingInput } from "../spec/spec.ts";
import { checkTraining, stepsPerEpoch, withClassWeights } from "./check-training.ts";
import type { TrainControl } from "./edits.ts";
import type { TrainData, TrainEvent, TrainingState, TrainOutcome } from "./records.ts";
import { Training } from "./training.ts";

/** How training runs; what it computes is in the options of training. */
export interface TrainOptions {
  numerics?: Numerics | "auto";
  /** Threads to run on; more than a batch has shards do not help. The result does not depend on it. */
  threads?: number;
  /** Where it is computed: on the processor unless given. `tidelab/webgpu` has another; the results do not depend on it. */
  device?: Device | undefined;
  /** Ends training after the current step. */
  signal?: AbortSignal;
  /** Epochs from one `checkpoint` event to the next; 0, the default, for none. */
  checkpointEvery?: number;
  /** Continues another training of the same model, data and options, to the same bits. */
  resume?: TrainingState;
  /** Changes it while it trains; one of its own for each training. */
  control?: TrainControl | undefined;
  /** Milliseconds, for the seconds in the history; `performance.now` unless given. */
  now?: () => number;
}

/**
 * Trains a model in place.
 * @param given  labelled series; all sets have the channels and classes that the model was compiled for
 * @throws TidelabError for a training option that does not fit, or a state to resume that is of another model
 * @example
 * ```ts
 * import { compile, models, train, waves } from "tidelab";
 *
 * const data = waves({ samples: 40, length: 20, seed: 7 });
 * const model = compile(models.recurrent({ hiddenSize: 4 }), { length: 20, classes: 2, seed: 7 });
 * let epochs = 0;
 * for await (const event of train(model, data, { epochs: 2 })) {
 *   if (event.type === "epoch") epochs = event.record.epoch;
 * }
 * console.log(epochs); // 2
 * ```
 */
export async function* train(
  model: Model,
  given: TrainData,
  training: TrainingInput = {},
  options: TrainOptions = {},
): AsyncGenerator<TrainEvent, TrainOutcome> {
  const check = (name: keyof TrainData) => {
    const dataset = checkDataset(given?.[name], model, name);
    checkLengths(model, dataset);
    return dataset;
  };
  const data: TrainData = {
    train: check("train"),
    val: check("val"),
    ...(given.test !== undefined && { test: check("test") }),
  };
  const { threads = 1, checkpointEvery = 0 } = options;
  checkThreadCount(threads);
  checkWhole(checkpointEvery, 0, "checkpointEvery");
  const spec = withClassWeights(checkTraining(parseTraining(training), model, data.train), data.train);
  const loss: LossOptions = { classWeights: spec.classWeights, labelSmoothing: spec.labelSmoothing };
  const batchSize = Math.min(spec.batchSize, data.train.count);
  const described = describeModel(model, {
    length: data.train.length,
    loss,
    batchSize,
  });
  const opening = {
    ...{ numerics: options.numerics, threads, mostSeries: data.train.count, series: data.train },
    training: { ...spec, batchSize },
  };
  const { control } = options;
  const now = options.now ?? (() => performance.now());
  let session = await openSession(described, opening, options.device);
  const begin = () => new Training({ model, data, spec, session, now, control });
  /** Continues on the processor from a state: the same bits. */
  const moveToProcessor = async (state: TrainingState) => {
    session.close();
    session = await openSession(described, { ...opening, numerics: session.numerics });
    const moved = begin();
    // What was changed since the state was made is changed in what is trained again.
    moved.restore({ ...state, edits: run.edits });
    return moved;
  };
  let run: Training;
  let isOnProcessor = options.device === undefined;
  try {
    run = begin();
    if (options.resume) run.restore(options.resume);
    const { signal } = options;
    const batches = Math.ceil(data.train.count / spec.batchSize);
    const perEpoch = stepsPerEpoch(spec, data.train.count);
    const plan = { batches, stepsPerEpoch: perEpoch, epochs: spec.epochs, steps: run.steps };
    const { numerics } = session;
    yield { type: "start", numerics, threads: session.threads, ...plan };
    if (checkpointEvery > 0 && !options.resume) yield { type: "checkpoint", state: await run.save() };
    let seen = run.steps;
    while (!run.isDone && !signal?.aborted) {
      // What a device has is gone when it is lost: the epoch is then trained again from here.
      const before = isOnProcessor ? undefined : await run.save();
      try {
        for await (const event of run.epoch()) {
          if (event.type === "step" && event.step <= seen) continue;
          if (event.type === "step") seen = event.step;
          yield event;
          if (signal?.aborted) break;
          if (event.type === "step" && control?.takeRequest()) yield { type: "checkpoint", state: await run.save() };
        }
      } catch (error) {
        if (before === undefined || !isDeviceLost(error)) throw error;
        run = await moveToProcessor(before);
        isOnProcessor = true;
        yield { type: "deviceLost", error };
        continue;
      }
      const isDue = run.history.length % checkpointEvery === 0 || run.isDone || signal?.aborted;
      if (checkpointEvery > 0 && isDue && !run.divergence) yield { type: "checkpoint", state: await run.save() };
    }
    const status = run.divergence ? "diverged" : run.isDone ? "finished" : "stopped";
    const conclude = async () => ({
      selection: await run.finish(),
      test: data.test && data.test.count > 0 ? await evaluateBlock(session, data.test, loss) : undefined,
    });
    const end = isOnProcessor ? undefined : await run.save();
    let concluded: Awaited<ReturnType<typeof conclude>>;
    try {
      concluded = await conclude();
    } catch (error) {
      if (end === undefined || !isDeviceLost(error)) throw error;
      const { divergence } = run;
      run = await moveToProcessor(end);
      run.divergence = divergence;
      yield { type: "deviceLost", error };
      concluded = await conclude();
    }
    const { selection, test } = concluded;
    const { history, steps, gradients, divergence, snapshots, edits } = run;
    const results = { status, steps, history, selection, gradients, test, divergence, snapshots, edits } as const;
    const outcome: TrainOutcome = { ...results, numerics, threads: session.threads };
    yield { type: "done", outcome };
    return outcome;
  } finally {
    session.close();
  }
}

/** Whether a device is gone, or refuses to work, so that another has to go on. */
function isDeviceLost(error: unknown): error is TidelabError {
  return error instanceof TidelabError && (error.code === "device.lost" || error.code === "device.failed");
}
