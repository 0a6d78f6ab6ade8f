/** What training says while it runs, and what it leaves. Plain data, no behaviour. */
import type { Numerics } from "../engine/kernels.ts";
import type { Evaluation } from "./evaluate.ts";

/** One line of the learning curve. Losses are means per series; the gradient norm is the epoch's mean, before clipping. */
export interface EpochRecord {
  epoch: number;
  trainLoss: number;
  valLoss: number;
  trainAccuracy: number;
  valAccuracy: number;
  gradNorm: number;
  trainSeconds: number;
  valSeconds: number;
}

/** What training says while it runs. */
export type TrainEvent =
  | {
      readonly type: "start";
      readonly numerics: Numerics;
      readonly threads: number;
      readonly batches: number;
      readonly epochs: number;
    }
  /** After every batch. `step` counts from 1 over all epochs; `loss` is the epoch's mean so far. */
  | {
      readonly type: "step";
      readonly epoch: number;
      readonly batch: number;
      readonly batches: number;
      readonly step: number;
      readonly loss: number;
      readonly gradNorm: number;
    }
  | { readonly type: "epoch"; readonly record: EpochRecord }
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
  readonly history: readonly EpochRecord[];
  /** On the test series, with the weights that the model now holds; undefined where there are none. */
  readonly test: Evaluation | undefined;
  readonly divergence: Divergence | undefined;
  readonly numerics: Numerics;
  readonly threads: number;
}
