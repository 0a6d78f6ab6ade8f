/** What all exercises start from: the exercise setting, its LSTM, and as many runs as there is time for. */
import type { SpecInput } from "../../spec/spec.ts";
import { EXERCISE_SETTING, exerciseModel } from "./setting.ts";

export const EXERCISE_CLASSES = EXERCISE_SETTING.data.kinds.length;

/** How much of an exercise is run. */
export interface ExerciseOptions {
  /** Fewer series and seeds: all exercises in two minutes on two cores, and effects that still show. */
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
      ...(quick && { samples: 800 }),
    },
    split,
    model: exerciseModel("lstm"),
    training: { ...training },
  };
}

/** Paired over arms. With three even a difference of twenty points often does not outlive Holm's correction. */
export function exerciseSeeds({ quick }: ExerciseOptions): number {
  return quick ? 5 : 10;
}
