/** What training says while it runs, and what it leaves. Plain data, no behaviour. */
import type { Numerics } from "../engine/wasm/kernels.ts";
import type { Evaluation } from "../inference/evaluate.ts";
import type { GradientLog, GradientRecord } from "./gradients.ts";
import type { Selection } from "./selection.ts";
import type { TrainingState } from "./state.ts";

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
  /** Where training stands: before the first step, after epochs, and where it was stopped; if `checkpointEvery` is set. */
  | { readonly type: "checkpoint"; readonly state: TrainingState }
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
  readonly numerics: Numerics;
  readonly threads: number;
}
