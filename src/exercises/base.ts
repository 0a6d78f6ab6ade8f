/** What all exercises start from: the exercise setting, its LSTM, and as many runs as there is time for. */
import type { SpecInput } from "../spec/spec.ts";
import { EXERCISE_SETTING, exerciseModel } from "./setting.ts";

export const EXERCISE_CLASSES = EXERCISE_SETTING.data.kinds.length;

export interface ExerciseOptions {
  /** Fewer series, epochs and seeds: all exercises in a few minutes on two cores. */
  readonly quick: boolean;
}

export function exerciseBase({ quick }: ExerciseOptions): SpecInput {
  const { data, split, training } = EXERCISE_SETTING;
  return {
    data: {
      ...data,
      kinds: [...data.kinds],
      frequency: [...data.frequency],
      phase: [...data.phase],
      ...(quick && { samples: 400 }),
    },
    split,
    model: exerciseModel("lstm"),
    training: { ...training, ...(quick && { epochs: 20 }) },
  };
}

/** Paired over arms; with fewer than three there is no spread to speak of. */
export function exerciseSeeds({ quick }: ExerciseOptions): number {
  return quick ? 3 : 5;
}
