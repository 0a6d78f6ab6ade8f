/**
 * The training loop: an async iterator of events that progress bars, charts and run stores listen to and none of which it
 * knows. It may be stopped between batches; the model then holds the weights of the last step.
 */

import { checkDataset } from "../data/check.ts";
import type { TimeSeriesDataset } from "../data/dataset.ts";
import { type Numerics, resolveNumerics } from "../engine/kernels.ts";
import { TidelabError } from "../errors.ts";
import type { LossOptions } from "../model/emit.ts";
import { flatten } from "../model/graph.ts";
import type { Model } from "../model/model.ts";
import { TorchGenerator } from "../random/torch.ts";
import { parseTraining } from "../spec/parse.ts";
import type { TrainingInput, TrainingSpec } from "../spec/spec.ts";
import { evaluateBlock } from "./evaluate.ts";
import type { Divergence, EpochRecord, TrainEvent, TrainOutcome } from "./events.ts";
import { Executor } from "./executor.ts";
import { createMaskDrawing, type DrawMask } from "./masks.ts";
import { createOptimizer, type Optimizer } from "./optimizer.ts";

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
  /** Milliseconds, for the seconds in the history; `performance.now` unless given. */
  now?: () => number;
}

/** Norms kept to show what went before a divergence. */
const NORMS_KEPT = 5;

/**
 * Trains a model in place.
 * @param data  labelled series; all sets have the channels and classes that the model was compiled for
 * @throws TidelabError for a training option that does not fit
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
    const batches = Math.ceil(data.train.count / spec.batchSize);
    yield { type: "start", numerics, threads: executor.threads, batches, epochs: spec.epochs };
    let status: TrainOutcome["status"] = "finished";
    for (let epoch = 1; epoch <= spec.epochs && status === "finished"; epoch++) {
      for await (const event of run.epoch(epoch)) {
        yield event;
        if (options.signal?.aborted) break;
      }
      if (run.divergence) status = "diverged";
      else if (options.signal?.aborted) status = "stopped";
    }
    run.writeBack();
    const test = data.test && data.test.count > 0 ? await evaluateBlock(executor, data.test, loss) : undefined;
    const { history, divergence } = run;
    const outcome: TrainOutcome = { status, history, test, divergence, numerics, threads: executor.threads };
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
  readonly #norms: number[] = [];
  /** Weights and statistics before the last step: the last that are known to give a finite loss. */
  readonly #good: { parameters: Float32Array; states: Float32Array };
  #step = 0;

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
  }

  /** Copies the engine's weights into the model. */
  writeBack(): void {
    this.#model.parameters.set(this.#executor.lane.parameters);
    this.#model.states.set(this.#executor.lane.states);
  }

  async *epoch(epoch: number): AsyncGenerator<TrainEvent> {
    const { generator } = this.#model;
    const { batchSize } = this.#spec;
    const count = this.#data.train.count;
    const batches = Math.ceil(count / batchSize);
    const started = this.#now();
    // PyTorch's loader draws a base seed it does not use with no workers, then the seed of its shuffling.
    generator.randomInt64Low32();
    const order = new TorchGenerator(generator.randomInt64Low32()).randperm(count);
    let lossTotal = 0;
    let correct = 0;
    let normTotal = 0;
    for (let batch = 0; batch < batches; batch++) {
      const indices = order.slice(batch * batchSize, (batch + 1) * batchSize);
      const result = await this.#trainStep(indices);
      if (!Number.isFinite(result.loss) || !Number.isFinite(result.gradNorm)) {
        this.#diverge(epoch, result.loss);
        return;
      }
      lossTotal += result.loss * indices.length;
      correct += result.correct;
      normTotal += result.gradNorm;
      const seen = Math.min((batch + 1) * batchSize, count);
      const { gradNorm } = result;
      yield { type: "step", epoch, batch: batch + 1, batches, step: this.#step, loss: lossTotal / seen, gradNorm };
    }
    const trained = this.#now();
    generator.randomInt64Low32(); // the validation loader's base seed
    const val = await evaluateBlock(this.#executor, this.#data.val, this.#loss);
    if (!Number.isFinite(val.loss)) {
      this.#diverge(epoch, val.loss);
      return;
    }
    const record: EpochRecord = {
      epoch,
      trainLoss: lossTotal / count,
      valLoss: val.loss,
      trainAccuracy: correct / count,
      valAccuracy: val.accuracy,
      gradNorm: normTotal / batches,
      trainSeconds: (trained - started) / 1000,
      valSeconds: (this.#now() - trained) / 1000,
    };
    this.history.push(record);
    yield { type: "epoch", record };
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
