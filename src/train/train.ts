/**
 * The training loop: an async iterator of events that progress bars, charts and run stores listen to and none of which it
 * knows. It may be stopped between batches; the model then holds the weights of the last step.
 */

import { augmentDataset } from "../data/augment/apply.ts";
import { checkDataset } from "../data/check.ts";
import type { TimeSeriesDataset } from "../data/dataset.ts";
import { type Numerics, resolveNumerics } from "../engine/kernels.ts";
import { TidelabError } from "../errors.ts";
import type { LossOptions } from "../model/emit.ts";
import { flatten } from "../model/graph.ts";
import type { Model } from "../model/model.ts";
import { weightsSha256 } from "../model/weights-hash.ts";
import { TorchGenerator } from "../random/torch.ts";
import { parseTraining } from "../spec/parse.ts";
import type { TrainingInput, TrainingSpec } from "../spec/spec.ts";
import { evaluateBlock } from "./evaluate.ts";
import type { Divergence, EpochRecord, TrainEvent, TrainOutcome } from "./events.ts";
import { Executor } from "./executor.ts";
import { createMaskDrawing, type DrawMask } from "./masks.ts";
import { createOptimizer, type Optimizer } from "./optimizer.ts";
import { checkState, type EpochProgress, type TrainingState } from "./state.ts";

export interface TrainData {
  readonly train: TimeSeriesDataset;
  readonly val: TimeSeriesDataset;
  readonly test?: TimeSeriesDataset;
}

export interface TrainOptions {
  numerics?: Numerics | "auto";
  /** Threads to run on; more than a batch has shards are of no use. The result does not depend on it. */
  threads?: number;
  /** Ends training after the current batch. */
  signal?: AbortSignal;
  /** Epochs from one `checkpoint` event to the next; 0, the default, for none. */
  checkpointEvery?: number;
  /** Goes on from where another training of the same model, data and options stood, to the same bits. */
  resume?: TrainingState;
  /** Milliseconds, for the seconds in the history; `performance.now` unless given. */
  now?: () => number;
}

/** Norms kept to show what went before a divergence. */
const NORMS_KEPT = 5;

/**
 * Trains a model in place.
 * @param data  labelled series; all sets have the channels and classes that the model was compiled for
 * @throws TidelabError for a training option that does not fit, or a state to resume that is of another model
 */
export async function* train(
  model: Model,
  data: TrainData,
  training: TrainingInput = {},
  options: TrainOptions = {},
): AsyncGenerator<TrainEvent, TrainOutcome> {
  for (const [name, dataset] of Object.entries(data)) {
    if (name === "train" || name === "val" || (name === "test" && dataset)) checkDataset(dataset, model, name);
  }
  const spec = checkTraining(parseTraining(training), model, data.train.count);
  const numerics = await resolveNumerics(options.numerics);
  const loss: LossOptions = { classWeights: spec.classWeights, labelSmoothing: spec.labelSmoothing };
  const executor = await Executor.create({
    model: model.spec,
    length: data.train.length,
    channels: model.channels,
    classes: model.classes,
    loss,
    batchSize: spec.batchSize,
    numerics,
    threads: options.threads ?? 1,
  });
  try {
    const run = new Training(
      model,
      data,
      spec,
      executor,
      await createMaskDrawing(),
      options.now ?? (() => performance.now()),
    );
    if (options.resume) run.restore(options.resume);
    const { signal, checkpointEvery = 0 } = options;
    const batches = Math.ceil(data.train.count / spec.batchSize);
    yield { type: "start", numerics, threads: executor.threads, batches, epochs: spec.epochs, steps: run.steps };
    if (checkpointEvery > 0 && !options.resume) yield { type: "checkpoint", state: run.save() };
    const isDone = () => run.history.length >= spec.epochs || run.divergence !== undefined;
    while (!isDone() && !signal?.aborted) {
      for await (const event of run.epoch()) {
        yield event;
        if (signal?.aborted) break;
      }
      const isDue = run.history.length % checkpointEvery === 0 || isDone() || signal?.aborted;
      if (checkpointEvery > 0 && isDue && !run.divergence) yield { type: "checkpoint", state: run.save() };
    }
    const status = run.divergence ? "diverged" : isDone() ? "finished" : "stopped";
    run.writeBack();
    const test = data.test && data.test.count > 0 ? await evaluateBlock(executor, data.test, loss) : undefined;
    const { history, steps, divergence } = run;
    const outcome: TrainOutcome = { status, steps, history, test, divergence, numerics, threads: executor.threads };
    yield { type: "done", outcome };
    return outcome;
  } finally {
    executor.close();
  }
}

function checkTraining(spec: TrainingSpec, model: Model, count: number): TrainingSpec {
  const { classes } = model;
  const { classWeights, batchSize } = spec;
  if (classWeights && classWeights.length !== classes) {
    throw new TidelabError("model.classWeights", { classes, received: classWeights.length }, "training.classWeights");
  }
  if (spec.nesterov && spec.momentum === 0) throw new TidelabError("training.nesterov", {}, "training.nesterov");
  // One value a channel has no variance: PyTorch refuses it too.
  const lastBatch = count % batchSize || batchSize;
  for (const node of flatten(model.graph.nodes)) {
    if (node.spec.layer === "batchNorm" && (node.input.time ?? 1) * lastBatch < 2) {
      throw new TidelabError("training.batchNorm", { count, batchSize }, node.path);
    }
  }
  return spec;
}

/** One training under way: its optimizer, its place in the random stream, its history. */
class Training {
  readonly history: EpochRecord[] = [];
  divergence: Divergence | undefined;
  readonly #model: Model;
  readonly #data: TrainData;
  readonly #spec: TrainingSpec;
  readonly #executor: Executor;
  readonly #drawMask: DrawMask;
  readonly #now: () => number;
  readonly #optimizer: Optimizer;
  readonly #trainBlock: number;
  readonly #loss: LossOptions;
  #norms: number[] = [];
  /** Weights and statistics before the last step: the last that are known to give a finite loss. */
  readonly #good: { parameters: Float32Array; states: Float32Array };
  #step = 0;
  #progress: EpochProgress;

  constructor(
    model: Model,
    data: TrainData,
    spec: TrainingSpec,
    executor: Executor,
    drawMask: DrawMask,
    now: () => number,
  ) {
    this.#model = model;
    this.#data = data;
    this.#spec = spec;
    this.#executor = executor;
    this.#drawMask = drawMask;
    this.#now = now;
    this.#loss = { classWeights: spec.classWeights, labelSmoothing: spec.labelSmoothing };
    this.#optimizer = createOptimizer(executor.lane, spec);
    executor.lane.parameters.set(model.parameters);
    executor.lane.states.set(model.states);
    executor.publishWeights();
    this.#trainBlock = executor.addData(data.train);
    this.#good = { parameters: model.parameters.slice(), states: model.states.slice() };
    this.#progress = this.#startOfEpoch();
  }

  /** Steps done, over all epochs; where training diverged, the last one failed. */
  get steps(): number {
    return this.#step;
  }

  /** A copy of where this training stands; call it between steps. */
  save(): TrainingState {
    const { lane } = this.#executor;
    return {
      step: this.#step,
      progress: this.#progress,
      history: [...this.history],
      gradNorms: [...this.#norms],
      parameters: lane.parameters.slice(),
      states: lane.states.slice(),
      optimizer: this.#optimizer.save(),
      generator: this.#model.generator.saveState(),
    };
  }

  /** @throws TidelabError `checkpoint.model` */
  restore(state: TrainingState): void {
    const { lane } = this.#executor;
    checkState(state, this.#model, this.#optimizer.save().moments.length);
    this.#step = state.step;
    this.#progress = state.progress;
    this.history.push(...state.history);
    this.#norms = [...state.gradNorms];
    lane.parameters.set(state.parameters);
    lane.states.set(state.states);
    this.#good.parameters.set(state.parameters);
    this.#good.states.set(state.states);
    this.#optimizer.restore(state.optimizer);
    this.#model.generator.restoreState(state.generator);
    this.#executor.publishWeights();
  }

  #startOfEpoch(): EpochProgress {
    const generator = this.#model.generator.saveState();
    return { batch: 0, lossTotal: 0, correct: 0, normTotal: 0, seconds: 0, generator };
  }

  /** Copies the engine's weights into the model. */
  writeBack(): void {
    this.#model.parameters.set(this.#executor.lane.parameters);
    this.#model.states.set(this.#executor.lane.states);
  }

  /** The epoch under way, from where it stands to its end. */
  async *epoch(): AsyncGenerator<TrainEvent> {
    const epoch = this.history.length + 1;
    const { generator } = this.#model;
    const { batchSize } = this.#spec;
    const count = this.#data.train.count;
    const batches = Math.ceil(count / batchSize);
    const started = this.#now() - this.#progress.seconds * 1000;
    const order = this.#drawOrder(count);
    this.#augment(epoch);
    for (let batch = this.#progress.batch; batch < batches; batch++) {
      const indices = order.slice(batch * batchSize, (batch + 1) * batchSize);
      const { loss, correct, gradNorm } = await this.#trainStep(indices);
      if (!Number.isFinite(loss) || !Number.isFinite(gradNorm)) {
        this.#diverge(epoch, loss);
        return;
      }
      const before = this.#progress;
      this.#progress = {
        batch: batch + 1,
        lossTotal: before.lossTotal + loss * indices.length,
        correct: before.correct + correct,
        normTotal: before.normTotal + gradNorm,
        seconds: (this.#now() - started) / 1000,
        generator: before.generator,
      };
      const mean = this.#progress.lossTotal / Math.min((batch + 1) * batchSize, count);
      yield { type: "step", epoch, batch: batch + 1, batches, step: this.#step, loss: mean, gradNorm };
    }
    const trained = this.#now();
    generator.randomInt64Low32(); // the validation loader's base seed
    const val = await evaluateBlock(this.#executor, this.#data.val, this.#loss);
    if (!Number.isFinite(val.loss)) {
      this.#diverge(epoch, val.loss);
      return;
    }
    const { lossTotal, correct, normTotal } = this.#progress;
    const record: EpochRecord = {
      epoch,
      trainLoss: lossTotal / count,
      valLoss: val.loss,
      trainAccuracy: correct / count,
      valAccuracy: val.accuracy,
      gradNorm: normTotal / batches,
      trainSeconds: (trained - started) / 1000,
      valSeconds: (this.#now() - trained) / 1000,
      weightsSha256: weightsSha256(this.#executor.lane),
    };
    this.history.push(record);
    this.#progress = this.#startOfEpoch();
    yield { type: "epoch", record };
  }

  /** Gives the lanes the epoch's own variants of the training series; a resumed epoch gets the same ones again. */
  #augment(epoch: number): void {
    const { augment } = this.#spec;
    if (augment.length === 0) return;
    this.#executor.replaceData(this.#trainBlock, augmentDataset(this.#data.train, augment, this.#model.seed, epoch));
  }

  /** The epoch's order of series: drawn now or, in an epoch that was resumed, as it was drawn. */
  #drawOrder(count: number): Int32Array {
    const { generator } = this.#model;
    const now = generator.saveState();
    generator.restoreState(this.#progress.generator);
    // PyTorch's loader draws a base seed it does not use with no workers, then the seed of its shuffling.
    generator.randomInt64Low32();
    const order = new TorchGenerator(generator.randomInt64Low32()).randperm(count);
    if (this.#progress.batch > 0) generator.restoreState(now);
    return order;
  }

  async #trainStep(indices: Int32Array): Promise<{ loss: number; correct: number; gradNorm: number }> {
    const { lane, gradientAddress } = this.#executor;
    const inverseWeight = 1 / weightOf(indices, this.#data.train.labels, this.#spec.classWeights);
    this.#step++;
    const masks = this.#executor
      .dropoutSites(this.#data.train.length)
      .map((site) => this.#drawMask(this.#model.generator, site.keepProbability, site.elementsPerRow * indices.length));
    const outcome = await this.#executor.trainBatch({ data: this.#trainBlock, indices, masks, inverseWeight });
    const loss = outcome.lossSum * inverseWeight;
    if (!Number.isFinite(loss)) return { loss, correct: 0, gradNorm: Number.NaN };
    // This loss was finite, so the weights that gave it are good ones to come back to.
    this.#good.parameters.set(lane.parameters);
    this.#good.states.set(lane.states);
    const gradNorm = this.#optimizer.step(gradientAddress);
    if (!Number.isFinite(gradNorm)) return { loss: Number.NaN, correct: 0, gradNorm };
    this.#norms.push(gradNorm);
    if (this.#norms.length > NORMS_KEPT) this.#norms.shift();
    this.#executor.publishWeights();
    return { loss, correct: outcome.correct, gradNorm };
  }

  /** Goes back to the last good weights and says what happened. */
  #diverge(epoch: number, loss: number): void {
    this.#executor.lane.parameters.set(this.#good.parameters);
    this.#executor.lane.states.set(this.#good.states);
    this.#executor.publishWeights();
    this.divergence = { epoch, step: this.#step, loss, gradNorms: [...this.#norms] };
  }
}

/** Sum of the class weights of a batch: what its mean loss is divided by. */
export function weightOf(indices: Int32Array, labels: Int32Array, classWeights: readonly number[] | undefined): number {
  if (!classWeights) return indices.length;
  let sum = 0;
  for (const index of indices) sum += Math.fround(classWeights[labels[index]!]!);
  return sum;
}
