/** The training that the reference code of several presets shares (Keras): Adam, a rate that falls on a plateau of the
 * training loss, and the weights of the epoch where that loss was lowest. Not a preset. */
import type { TrainingInput } from "../spec/spec.ts";

/**
 * @param epochs    most epochs
 * @param patience  epochs without progress that Keras waits; PyTorch's count, which a spec has, is one less
 * @param factor    of the learning rate on a plateau
 */
export function kerasTraining(epochs: number, batchSize: number, patience = 50, factor = 0.5): TrainingInput {
  const threshold = { threshold: 1e-4, thresholdMode: "abs" } as const;
  return {
    epochs,
    batchSize,
    lr: 1e-3,
    eps: 1e-7,
    monitor: "trainLoss",
    restoreBest: true,
    schedule: { kind: "reduceOnPlateau", factor, patience: patience - 1, minLr: 1e-4, ...threshold },
  };
}

/** A tenth of the training series, at most `most`, as Wang et al. take them. */
export function tenthOf(count: number, most: number): number {
  return Math.max(1, Math.min(Math.floor(count / 10), most));
}
