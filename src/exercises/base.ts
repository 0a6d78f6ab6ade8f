/**
 * What all exercises start from: data, training and the lab's model in small. Settings at which models differ at all; at the
 * notebook's own every one of them reaches 100 %.
 */
import { recurrent } from "../models.ts";
import type { SpecInput } from "../spec/spec.ts";

/** Of the data below. */
export const EXERCISE_CLASSES = 2;

export interface ExerciseOptions {
  /** Smaller data, fewer epochs and seeds: all exercises in a few minutes on two cores. */
  readonly quick: boolean;
}

export function exerciseBase({ quick }: ExerciseOptions): SpecInput {
  return {
    data: { kind: "waves", samples: quick ? 120 : 300, length: quick ? 40 : 100, noise: 1 },
    model: recurrent({ hiddenSize: quick ? 8 : 32, numLayers: 1, classes: EXERCISE_CLASSES }),
    training: { epochs: quick ? 6 : 20, lr: quick ? 0.005 : 0.001 },
  };
}

/** Paired over arms; with fewer than three there is no spread to speak of. */
export function exerciseSeeds({ quick }: ExerciseOptions): number {
  return quick ? 3 : 5;
}
