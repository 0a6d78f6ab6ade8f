/**
 * Where a training stands between two steps: all that it needs to go on to the very bits it would have had. Plain data;
 * how it is kept in a file is `runs/checkpoint.ts`'s business.
 */

import type { OptimizerState } from "../engine/wasm/optimizer.ts";
import { TidelabError } from "../errors/errors.ts";
import type { Model } from "../model/model.ts";
import type { GradientTrace } from "./gradients.ts";
import type { EpochRecord } from "./records.ts";

/** All that a model has learned. */
export interface Weights {
  readonly parameters: Float32Array;
  /** Running statistics. */
  readonly states: Float32Array;
}

/** The epoch under way: what it has added up so far. */
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
  /** What was recorded of the gradients, where it is. */
  readonly gradients: GradientTrace | undefined;
  readonly optimizer: OptimizerState;
  /** (625) state of the generator: 624 words and the position. */
  readonly generator: Uint32Array;
}

/** @throws TidelabError `checkpoint.model` when the state is of another model or another optimizer */
export function checkState(state: TrainingState, model: Model, moments: number): void {
  const expected = model.parameters.length;
  const received = state.parameters.length;
  const sameWeights = ({ parameters, states }: Weights) =>
    parameters.length === expected && states.length === model.states.length;
  const sameSizes =
    sameWeights(state) &&
    (state.best === undefined || sameWeights(state.best)) &&
    state.optimizer.moments.length === moments &&
    state.optimizer.moments.every((moment) => moment.length === expected);
  if (!sameSizes) throw new TidelabError("checkpoint.model", { expected, received });
}
