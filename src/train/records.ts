/** What training takes, says while it runs, and leaves. Plain data, no behaviour: figures, reports and stores read these. */

import type { TimeSeriesDataset } from "../data/dataset.ts";
import type { Numerics, OptimizerState, Weights } from "../engine/device.ts";
import type { TidelabError } from "../errors/errors.ts";
import type { Evaluation } from "../inference/answers.ts";
import type { EditSpec, EditValues, Monitor } from "../spec/training.ts";

/** Series to train on, each set with the channels and classes that the model was compiled for. */
export interface TrainData {
  readonly train: TimeSeriesDataset;
  readonly val: TimeSeriesDataset;
  readonly test?: TimeSeriesDataset;
}

/** One line of the learning curve. Losses are means per series; the gradient norm is the epoch's mean, before clipping. */
export interface EpochRecord {
  epoch: number;
  /** Learning rate of the epoch's last step. */
  lr: number;
  trainLoss: number;
  valLoss: number;
  trainAccuracy: number;
  valAccuracy: number;
  gradNorm: number;
  trainSeconds: number;
  valSeconds: number;
  /** SHA-256 of the weights after the epoch, as `weightsSha256` gives it. */
  weightsSha256: string;
}

/** After every step of the optimizer: one batch or, with `accumulate`, several. */
export interface StepEvent {
  readonly type: "step";
  readonly epoch: number;
  /** Batches of the epoch that are done, and that it has. */
  readonly batch: number;
  readonly batches: number;
  /** From 1 on, over all epochs. */
  readonly step: number;
  /** The epoch's mean so far. */
  readonly loss: number;
  /** Of this step's batches alone. */
  readonly batchLoss: number;
  /** Before clipping. */
  readonly gradNorm: number;
  readonly lr: number;
  /** What was changed from this step on. */
  readonly edit?: EditValues;
  /** At the steps that are recorded. */
  readonly gradients?: GradientRecord;
}

/** What training says while it runs. */
export type TrainEvent =
  | {
      readonly type: "start";
      readonly numerics: Numerics;
      readonly threads: number;
      readonly batches: number;
      readonly stepsPerEpoch: number;
      readonly epochs: number;
      /** Steps done already: 0 but for a training that is resumed. */
      readonly steps: number;
    }
  | StepEvent
  | { readonly type: "epoch"; readonly record: EpochRecord }
  /** The state of training: before the first step, after epochs, and where it was stopped; if `checkpointEvery` is set. */
  | { readonly type: "checkpoint"; readonly state: TrainingState }
  /** The device that was asked for is gone: the epoch is trained again on the processor, to the same bits. */
  | { readonly type: "deviceLost"; readonly error: TidelabError }
  | { readonly type: "done"; readonly outcome: TrainOutcome };

/** Why training ended before its last epoch: a loss or a gradient that is not a finite number. */
export interface Divergence {
  readonly epoch: number;
  readonly step: number;
  /** The loss of that step (or NaN where it was the gradients that were not finite). */
  readonly loss: number;
  /** Global gradient norms of the steps before it, the last one last. */
  readonly gradNorms: readonly number[];
}

/** The weights at the end of a cycle of the learning rate, for an ensemble of such. */
export interface Snapshot extends Weights {
  /** The last one of the cycle, from 1 on. */
  readonly epoch: number;
}

/** What a training ended with. */
export interface TrainOutcome {
  readonly status: "finished" | "stopped" | "diverged";
  /** Steps done, over all epochs; where training diverged, the last one failed. */
  readonly steps: number;
  readonly history: readonly EpochRecord[];
  /** Best and last epoch, and what chose them; undefined where no epoch was completed. */
  readonly selection: Selection | undefined;
  /** What was recorded of the gradients; undefined where nothing is. */
  readonly gradients: GradientLog | undefined;
  /** On the test series, with the weights that the model now holds; undefined where there are none. */
  readonly test: Evaluation | undefined;
  readonly divergence: Divergence | undefined;
  /** At the end of each cycle that was completed; none without the schedule `cosineRestarts`. */
  readonly snapshots: readonly Snapshot[];
  /** Changes while it trained: those of the spec, and those that were made through `control`. */
  readonly edits: readonly EditSpec[];
  readonly numerics: Numerics;
  readonly threads: number;
}

/** What a training has to show for itself: its best and its last epoch, and which of them the model now is. */
export interface Selection {
  /** What chose the best epoch: a value of the validation series, or the training loss. */
  readonly monitor: Monitor;
  readonly bestEpoch: number;
  /** The monitored value at the best epoch. */
  readonly bestValue: number;
  readonly lastEpoch: number;
  /** The weights that the model holds: of the best epoch, or of the last step. */
  readonly weights: "best" | "last";
  /** Whether training ended before its last epoch because no better one had come for so long. */
  readonly stoppedEarly: boolean;
}

/** The gradients of one step. Numbers have four significant digits; lists follow the log's `parameters` and `states`. */
export interface GradientRecord {
  /** From 1 on, over all epochs. */
  readonly step: number;
  readonly epoch: number;
  readonly lr: number;
  /** Global norm before clipping. */
  readonly norm: number;
  /** Global norm after it. */
  readonly clippedNorm: number;
  /** Norm of each tensor's gradient, before clipping. */
  readonly parameters: readonly number[];
  /** ‖Δw‖ / ‖w‖ of each tensor: how far the step moved it; null where it was all zeros. */
  readonly updates: readonly (number | null)[];
  /**
   * ‖∂L/∂h_t‖ over time for each recurrent layer and direction: L is the mean loss of the step's last batch, h_t the
   * hidden state (B, H) that the layer outputs at time step t, before any dropout. All ways to the loss count: the
   * output of step t, and the steps that come after it. A series counts up to its end. Root mean squares of neighbouring
   * steps where there are too many.
   */
  readonly states: readonly (readonly number[])[];
}

/** A recurrent layer in one direction. */
export interface StateName {
  /** Prefix of its parameters' names. */
  readonly layer: string;
  /** Of those on top of each other, from 0 on. */
  readonly level: number;
  readonly reverse: boolean;
  /** Time steps, which `states` has in at most 200 parts. */
  readonly steps: number;
}

/** All that is recorded of a training's gradients. */
export interface GradientLog {
  /** Steps from one record to the next: as asked for, times a power of two where there would be more than 100 records. */
  readonly every: number;
  /** 0: not clipped by norm. */
  readonly clipGradNorm: number;
  /** Names of the tensors, as in model.safetensors. */
  readonly parameters: readonly string[];
  readonly states: readonly StateName[];
  readonly records: readonly GradientRecord[];
}

/** What a recorder needs to go on. */
export type GradientTrace = Pick<GradientLog, "every" | "records">;

/** The current epoch: its sums so far. */
export interface EpochProgress {
  /** Batches done; 0 between epochs. */
  readonly batch: number;
  /** Sum over the series seen of each one's loss. */
  readonly lossTotal: number;
  readonly correct: number;
  /** Sum over the steps of the gradient norm. */
  readonly normTotal: number;
  /** Learning rate of the last step. */
  readonly lr: number;
  readonly seconds: number;
  /** (625) state of the generator before the epoch drew its order, so that the order can be drawn again. */
  readonly generator: Uint32Array;
}

/** All that training needs to be continued, to the same bits. */
export interface TrainingState extends Weights {
  /** Steps done, over all epochs. */
  readonly step: number;
  readonly progress: EpochProgress;
  /** Epochs that were completed. */
  readonly history: readonly EpochRecord[];
  /** Gradient norms of the last steps, the last one last. */
  readonly gradNorms: readonly number[];
  /** After the best epoch, where that is to be restored and there is one. */
  readonly best: Weights | undefined;
  /** As the outcome has them; absent where there are none yet, and in states of earlier versions. */
  readonly snapshots?: readonly Snapshot[] | undefined;
  /** What was recorded of the gradients, where it is. */
  readonly gradients: GradientTrace | undefined;
  readonly optimizer: OptimizerState;
  /** As the outcome has them; states of earlier versions do not have any. */
  readonly edits?: readonly EditSpec[] | undefined;
  /** (625) state of the generator: 624 words and the position. */
  readonly generator: Uint32Array;
}

/** A step of a learning-rate range test. */
export interface RangePoint {
  readonly lr: number;
  /** Of the step's batches. */
  readonly loss: number;
  /** Exponential moving average of the losses up to here, corrected for its start. */
  readonly smoothed: number;
}

/** What a learning-rate range test found. */
export interface RangeTest {
  readonly points: readonly RangePoint[];
  /** `diverged`: the smoothed loss rose to four times its least, or was not finite. */
  readonly end: "finished" | "diverged" | "stopped";
  /** Where the smoothed loss falls steepest before its minimum, by the logarithm of the rate; null where it does not fall. */
  readonly steepest: number | null;
  /** A tenth of the rate at the minimum of the smoothed loss; null with `steepest`. */
  readonly minimumTenth: number | null;
  /** The rate to take: `steepest`. */
  readonly suggestion: number | null;
}
