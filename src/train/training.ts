/**
 * One training in progress: its place in the random stream, its history, its best weights. Steps and epochs are yielded as they
 * are done. Stopping rules and event delivery are in `train.ts`; weights and gradients are with the session.
 */

import { augmentDataset } from "../data/augment/apply.ts";
import type { BatchOutcome, DataId, LossOptions, Session, Weights } from "../engine/device.ts";
import { evaluateBlock } from "../inference/evaluate.ts";
import { bestOf } from "../metrics/epoch-choice.ts";
import type { Model } from "../model/model.ts";
import { weightsSha256 } from "../model/weights-hash.ts";
import { TorchGenerator } from "../random/torch.ts";
import type { EditSpec, EditValues } from "../spec/training.ts";
import { stepsPerEpoch, type WeightedTraining } from "./check-training.ts";
import { type EditedRates, editedRates, type TrainControl, withEdit } from "./edits.ts";
import { GradientRecorder } from "./gradients.ts";
import type {
  Divergence,
  EpochProgress,
  EpochRecord,
  GradientLog,
  GradientRecord,
  Selection,
  Snapshot,
  StepEvent,
  TrainData,
  TrainEvent,
  TrainingState,
} from "./records.ts";
import { createSchedule, isEndOfCycle, type Schedule } from "./schedule.ts";
import { isExhausted, selectionOf } from "./selection.ts";
import { checkState } from "./state.ts";

/** Norms kept to show what went before a divergence. */
const NORMS_KEPT = 5;

export interface TrainingParts {
  readonly model: Model;
  readonly data: TrainData;
  readonly spec: WeightedTraining;
  readonly session: Session;
  /** Milliseconds. */
  now(): number;
  /** In place of the spec's. */
  readonly schedule?: Schedule;
  /** Where changes come from while it trains. */
  readonly control?: TrainControl | undefined;
}

/** The outcome of a step. */
interface StepOutcome {
  /** Sum over the series of each batch's mean loss. */
  readonly lossTotal: number;
  /** Mean over the batches; not finite where training diverged. */
  readonly loss: number;
  readonly correct: number;
  readonly gradNorm: number;
  readonly gradients?: GradientRecord;
}

export class Training {
  readonly history: EpochRecord[] = [];
  divergence: Divergence | undefined;
  readonly #parts: TrainingParts;
  readonly #schedule: Schedule;
  readonly #recorder: GradientRecorder | undefined;
  readonly #trainBlock: DataId;
  readonly #loss: LossOptions;
  #edits: readonly EditSpec[];
  /** Those after the best epoch, where they are to be restored. */
  #best: Weights | undefined;
  /** At the end of each cycle of the learning rate. */
  #snapshots: readonly Snapshot[] = [];
  #norms: number[] = [];
  #step = 0;
  #progress: EpochProgress;

  constructor(parts: TrainingParts) {
    const { model, data, spec, session } = parts;
    this.#parts = parts;
    this.#edits = spec.edits ?? [];
    this.#loss = { classWeights: spec.classWeights, labelSmoothing: spec.labelSmoothing };
    this.#schedule = parts.schedule ?? createSchedule(spec, stepsPerEpoch(spec, data.train.count));
    if (spec.record.gradientsEvery > 0) {
      this.#recorder = new GradientRecorder(model.graph, session, spec, data.train);
    }
    this.#trainBlock = session.addData(data.train);
    this.#progress = this.#startOfEpoch();
    this.#begin(model);
  }

  /** Steps done, over all epochs; where training diverged, the last one failed. */
  get steps(): number {
    return this.#step;
  }

  /** Whether there is nothing more to train. */
  get isDone(): boolean {
    const { spec } = this.#parts;
    return this.history.length >= spec.epochs || isExhausted(this.history, spec) || this.divergence !== undefined;
  }

  /** What was recorded of the gradients; undefined where nothing is. */
  get gradients(): GradientLog | undefined {
    return this.#recorder?.log;
  }

  /** At the end of each cycle of the learning rate that was completed. */
  get snapshots(): readonly Snapshot[] {
    return this.#snapshots;
  }

  /** Changes while it trains: the spec's, and those that were made since. */
  get edits(): readonly EditSpec[] {
    return this.#edits;
  }

  /** A copy of this training's state; call it between steps. */
  async save(): Promise<TrainingState> {
    const { model, session } = this.#parts;
    return {
      step: this.#step,
      progress: this.#progress,
      history: [...this.history],
      gradNorms: [...this.#norms],
      ...(await session.weights()),
      // Never changed once it is made.
      best: this.#best,
      ...(this.#snapshots.length > 0 && { snapshots: this.#snapshots }),
      gradients: this.#recorder?.save(),
      optimizer: await session.optimizerState(),
      ...(this.#edits.length > 0 && { edits: this.#edits }),
      generator: model.generator.saveState(),
    };
  }

  /** @throws TidelabError `checkpoint.model` */
  restore(state: TrainingState): void {
    const { model, session, spec } = this.#parts;
    checkState(state, model, spec.optimizer === "sgd" ? 1 : 2);
    this.#step = state.step;
    this.#progress = state.progress;
    for (const record of state.history) this.history.push(record); // no spread: there may be a million
    this.#norms = [...state.gradNorms];
    this.#best = state.best;
    this.#snapshots = state.snapshots ?? [];
    if (state.edits) this.#edits = state.edits;
    if (state.gradients) this.#recorder?.restore(state.gradients);
    session.setOptimizerState(state.optimizer);
    model.generator.restoreState(state.generator);
    this.#begin(state);
  }

  /** Gives the model the weights that training leaves: of the best epoch, if they are to be restored, or the last ones. */
  async finish(): Promise<Selection | undefined> {
    const { model, session, spec } = this.#parts;
    if (this.#best) session.setWeights(this.#best);
    const { parameters, states } = await session.weights();
    model.parameters.set(parameters);
    model.states.set(states);
    return selectionOf(this.history, spec);
  }

  /** The current epoch, from its next step to its end. */
  async *epoch(): AsyncGenerator<TrainEvent> {
    const { model, data, spec, session, now } = this.#parts;
    const started = now() - this.#progress.seconds * 1000;
    yield* this.trainSteps();
    if (this.divergence) return;
    const trained = now();
    const count = data.train.count;
    model.generator.randomInt64Low32(); // the validation loader's base seed
    const val = await evaluateBlock(session, data.val, this.#loss);
    const epoch = this.history.length + 1;
    if (!Number.isFinite(val.loss)) {
      await this.#diverge(epoch, val.loss);
      return;
    }
    const { lossTotal, correct, normTotal, lr } = this.#progress;
    const valSeconds = (now() - trained) / 1000;
    const weights = await session.weights();
    const record: EpochRecord = {
      epoch,
      lr,
      trainLoss: lossTotal / count,
      valLoss: val.loss,
      trainAccuracy: correct / count,
      valAccuracy: val.accuracy,
      gradNorm: normTotal / stepsPerEpoch(spec, count),
      trainSeconds: (trained - started) / 1000,
      valSeconds,
      weightsSha256: weightsSha256(weights),
    };
    this.history.push(record);
    if (spec.restoreBest && bestOf(this.history, spec.monitor) === record) this.#best = weights;
    if (isEndOfCycle(epoch, spec)) this.#snapshots = [...this.#snapshots, { epoch, ...weights }];
    this.startEpoch();
    yield { type: "epoch", record };
  }

  /** Begins an epoch from its first step; `epoch` does so itself. */
  startEpoch(): void {
    this.#progress = this.#startOfEpoch();
  }

  /** The steps that are left of the current epoch, without its validation. */
  async *trainSteps(): AsyncGenerator<StepEvent> {
    const { data, spec, now } = this.#parts;
    const { batchSize, accumulate } = spec;
    const epoch = this.history.length + 1;
    const count = data.train.count;
    const batches = Math.ceil(count / batchSize);
    const started = now() - this.#progress.seconds * 1000;
    const order = this.#drawOrder(count);
    this.#augment(epoch);
    for (let batch = this.#progress.batch; batch < batches; ) {
      const done = Math.min(batch + accumulate, batches);
      const group = Array.from({ length: done - batch }, (_, index) => {
        return order.slice((batch + index) * batchSize, (batch + index + 1) * batchSize);
      });
      const edit = this.#takeEdit();
      const perEpoch = stepsPerEpoch(spec, count);
      const moment = { step: this.#step, history: this.history };
      const rates = editedRates(this.#schedule, this.#edits, perEpoch, moment);
      const { lr } = rates;
      const { lossTotal, loss, correct, gradNorm, gradients } = await this.#trainStep(group, rates);
      if (!Number.isFinite(loss) || !Number.isFinite(gradNorm)) {
        await this.#diverge(epoch, loss);
        return;
      }
      batch = done;
      const before = this.#progress;
      this.#progress = {
        batch,
        lossTotal: before.lossTotal + lossTotal,
        correct: before.correct + correct,
        normTotal: before.normTotal + gradNorm,
        lr,
        seconds: (now() - started) / 1000,
        generator: before.generator,
      };
      const mean = this.#progress.lossTotal / Math.min(batch * batchSize, count);
      const progress = { epoch, batch, batches, step: this.#step, loss: mean, batchLoss: loss, gradNorm, lr };
      yield { type: "step", ...progress, ...(edit && { edit }), ...(gradients && { gradients }) };
    }
  }

  /** What changes with the next step: by the spec or, over that, by whoever listens. */
  #takeEdit(): EditValues | undefined {
    const step = this.#step + 1;
    const values = this.#parts.control?.takeEdit();
    if (values) this.#edits = withEdit(this.#edits, step, values);
    return this.#edits.find((edit) => edit.step === step)?.set;
  }

  /** Gives the lanes the epoch's own variants of the training series; a resumed epoch gets the same ones again. */
  #augment(epoch: number): void {
    const { model, data, spec, session } = this.#parts;
    if (spec.augment.length === 0) return;
    session.replaceData(this.#trainBlock, augmentDataset(data.train, spec.augment, model.seed, epoch));
  }

  #startOfEpoch(): EpochProgress {
    const generator = this.#parts.model.generator.saveState();
    return { batch: 0, lossTotal: 0, correct: 0, normTotal: 0, lr: 0, seconds: 0, generator };
  }

  /** The epoch's order of series: drawn now or, in an epoch that was resumed, as it was drawn. */
  #drawOrder(count: number): Int32Array {
    const { generator } = this.#parts.model;
    const now = generator.saveState();
    generator.restoreState(this.#progress.generator);
    // PyTorch's loader draws a base seed it does not use with no workers, then the seed of its shuffling.
    generator.randomInt64Low32();
    const order = new TorchGenerator(generator.randomInt64Low32()).randperm(count);
    if (this.#progress.batch > 0) generator.restoreState(now);
    return order;
  }

  /** One step of the optimizer on the gradients of one batch or, with `accumulate`, of several. */
  async #trainStep(batches: readonly Int32Array[], rates: EditedRates): Promise<StepOutcome> {
    const { spec, session } = this.#parts;
    this.#step++;
    const recorder = this.#recorder?.isDue(this.#step) ? this.#recorder : undefined;
    let squares: readonly Float64Array[] = [];
    let lossTotal = 0;
    let lossSum = 0;
    let correct = 0;
    for (const [index, indices] of batches.entries()) {
      const outcome = await this.#runBatch(indices, recorder !== undefined && index === batches.length - 1);
      const { loss } = outcome;
      if (!Number.isFinite(loss)) return { lossTotal, loss, correct, gradNorm: Number.NaN };
      // This loss was finite, so the weights that gave it are good ones to come back to.
      session.keepWeights();
      lossTotal += loss * indices.length;
      lossSum += loss;
      correct += outcome.correct;
      squares = outcome.probes;
      if (spec.accumulate > 1) session.accumulate();
    }
    const before = await recorder?.measure(squares, spec.accumulate);
    const { clipGradNorm = spec.clipGradNorm, ...stepped } = rates;
    const norms = await session.clip({ clipGradValue: spec.clipGradValue, clipGradNorm });
    if (!Number.isFinite(norms.before)) return { lossTotal, loss: Number.NaN, correct, gradNorm: norms.before };
    await session.step(stepped);
    this.#norms.push(norms.before);
    if (this.#norms.length > NORMS_KEPT) this.#norms.shift();
    const when = { step: this.#step, epoch: this.history.length + 1, lr: rates.lr };
    const gradients = before && (await recorder?.record(when, norms, before));
    const outcome = { lossTotal, loss: lossSum / batches.length, correct, gradNorm: norms.before };
    return gradients ? { ...outcome, gradients } : outcome;
  }

  /** Forward and backward over one batch. Its gradients are those of its mean loss, over the batches of a step. */
  async #runBatch(indices: Int32Array, probe: boolean): Promise<Omit<BatchOutcome, "lossSum"> & { loss: number }> {
    const { model, data, spec, session } = this.#parts;
    const inverseWeight = 1 / weightOf(indices, data.train.labels, spec.classWeights);
    const { lossSum, ...rest } = await session.trainBatch({
      data: this.#trainBlock,
      indices,
      generator: model.generator,
      inverseWeight: inverseWeight / spec.accumulate,
      probe,
    });
    return { loss: lossSum * inverseWeight, ...rest };
  }

  /** Goes back to the last good weights and says what happened. */
  async #diverge(epoch: number, loss: number): Promise<void> {
    const { session } = this.#parts;
    session.setWeights(await session.keptWeights());
    this.divergence = { epoch, step: this.#step, loss, gradNorms: [...this.#norms] };
  }

  /** Starts from weights, which are taken for good. */
  #begin(weights: Weights): void {
    const { session } = this.#parts;
    session.setWeights(weights);
    session.keepWeights();
  }
}

/** Sum of the class weights of a batch: what its mean loss is divided by. */
export function weightOf(indices: Int32Array, labels: Int32Array, classWeights: readonly number[] | undefined): number {
  if (!classWeights) return indices.length;
  let sum = 0;
  for (const index of indices) sum += Math.fround(classWeights[labels[index]!]!);
  return sum;
}
