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
  const { signal } = options;
  const generator = model.generator.saveState();
  /** The last state that is not on the device alone; undefined before the first. */
  let safe: TrainingState | undefined;
  /** Continues on the processor from there: the same bits. */
  const moveToProcessor = async () => {
    session.close();
    session = await openSession(described, { ...opening, numerics: session.numerics });
    isOnProcessor = true;
    model.generator.restoreState(generator);
    const moved = begin();
    const state = safe ?? options.resume;
    // What was changed since the state was made is changed in what is trained again.
    if (state) moved.restore({ ...state, edits: run.edits });
    return moved;
  };
  let run: Training;
  let isOnProcessor = options.device === undefined;
  /** Steps and epochs that were reported: what is trained again is not reported twice. */
  let [seen, seenEpochs] = [0, 0];
  const isOver = () => run.isDone || (signal?.aborted === true && run.steps >= seen);
  const trainToEnd = async function* (): AsyncGenerator<TrainEvent, void> {
    while (!isOver()) {
      try {
        // What a device has is gone when it is lost: the epoch is then trained again from here.
        if (!isOnProcessor) safe = await run.save();
        for await (const event of run.epoch()) {
          const isNew =
            event.type === "step" ? event.step > seen : event.type !== "epoch" || event.record.epoch > seenEpochs;
          if (event.type === "step") seen = Math.max(seen, event.step);
          if (event.type === "epoch") seenEpochs = Math.max(seenEpochs, event.record.epoch);
          if (isNew) yield event;
          if (signal?.aborted && run.steps >= seen) break;
          if (isNew && event.type === "step" && control?.takeRequest()) {
            yield { type: "checkpoint", state: await run.save() };
          }
        }
        const isDue = run.history.length % checkpointEvery === 0 || run.isDone || signal?.aborted;
        if (checkpointEvery > 0 && isDue && !run.divergence) yield { type: "checkpoint", state: await run.save() };
      } catch (error) {
        if (isOnProcessor || !isDeviceLost(error)) throw error;
        run = await moveToProcessor();
        yield { type: "deviceLost", error };
      }
    }
  };
  try {
    run = begin();
    if (options.resume) run.restore(options.resume);
    const batches = Math.ceil(data.train.count / spec.batchSize);
    const perEpoch = stepsPerEpoch(spec, data.train.count);
    const plan = { batches, stepsPerEpoch: perEpoch, epochs: spec.epochs, steps: run.steps };
    const { numerics } = session;
    yield { type: "start", numerics, threads: session.threads, ...plan };
    [seen, seenEpochs] = [run.steps, run.history.length];
    let isEndSafe = false;
    const conclude = async () => {
      if (!isOnProcessor && !isEndSafe) safe = await run.save();
      isEndSafe = true;
      const selection = await run.finish();
      const test = data.test && data.test.count > 0 ? await evaluateBlock(session, data.test, loss) : undefined;
      return { selection, test };
    };
    if (checkpointEvery > 0 && !options.resume) {
      try {
        yield { type: "checkpoint", state: await run.save() };
      } catch (error) {
        if (isOnProcessor || !isDeviceLost(error)) throw error;
        run = await moveToProcessor();
        yield { type: "deviceLost", error };
        yield { type: "checkpoint", state: await run.save() };
      }
    }
    let concluded: Awaited<ReturnType<typeof conclude>>;
    yield* trainToEnd();
    const status = run.divergence ? "diverged" : run.isDone ? "finished" : "stopped";
    try {
      concluded = await conclude();
    } catch (error) {
      if (isOnProcessor || !isDeviceLost(error)) throw error;
      const { divergence } = run;
      run = await moveToProcessor();
      yield { type: "deviceLost", error };
      // Else the last state is from the beginning of the last epoch, or of the part of it that was trained.
      if (isEndSafe) run.divergence = divergence;
      else yield* trainToEnd();
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
