/** The notebook's fourth task: recurrent networks against a CNN, with as many parameters each. */
import type { SweepInput } from "../definition.ts";
import { EXERCISE_CLASSES, type ExerciseOptions, exerciseBase, exerciseSeeds } from "./base.ts";
import { cnnFamily, type Family, matchParameters, recurrentFamily } from "./matched.ts";

const FAMILIES: Readonly<Record<string, Family>> = {
  lstm: recurrentFamily("lstm", EXERCISE_CLASSES),
  gru: recurrentFamily("gru", EXERCISE_CLASSES),
  cnn: cnnFamily(EXERCISE_CLASSES),
};

/** Counts depend on channels and classes; a length that every model can take will do. */
const SHAPE = { length: 32, channels: 1, classes: EXERCISE_CLASSES };

/** Near enough that no step of any family's size is more than a few percent of it. */
function targetOf({ quick }: ExerciseOptions): number {
  return quick ? 3_000 : 6_000;
}

export function summary(options: ExerciseOptions): SweepInput {
  const target = targetOf(options);
  return {
    name: "summary",
    base: exerciseBase(options),
    axes: [
      {
        name: "model",
        options: Object.fromEntries(
          Object.entries(FAMILIES).map(([label, family]) => [
            label,
            { model: matchParameters(family, target, SHAPE).model },
          ]),
        ),
      },
    ],
    seeds: exerciseSeeds(options),
  };
}
