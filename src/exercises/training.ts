/** The notebook's third task: learning rate, clipping and weight decay, every combination of them. */
import type { SweepInput } from "../experiments/definition.ts";
import { type ExerciseOptions, exerciseBase, exerciseSeeds } from "./base.ts";

export function training(options: ExerciseOptions): SweepInput {
  return {
    name: "training",
    base: exerciseBase(options),
    axes: [
      // The largest is meant to be too large: what an unstable training looks like belongs to the task.
      { path: "training.lr", values: options.quick ? [0.3, 0.01, 0.001] : [0.3, 0.1, 0.01, 0.001] },
      { path: "training.clipGradNorm", values: [0, 1] },
      { path: "training.weightDecay", values: [0, 0.01] },
    ],
    seeds: exerciseSeeds(options),
  };
}
