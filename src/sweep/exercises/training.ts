/**
 * The notebook's third task: learning rate, clipping and weight decay, every combination of them. What each value does was
 * measured (`docs/decisions/018-exercise-setting.md`): a GRU, since an LSTM learns nothing with half of them.
 */
import type { SweepInput } from "../definition.ts";
import { type ExerciseOptions, exerciseBase, exerciseSeeds } from "./base.ts";
import { exerciseModel } from "./setting.ts";

export function training(options: ExerciseOptions): SweepInput {
  return {
    name: "training",
    base: { ...exerciseBase(options), model: exerciseModel("gru") },
    axes: [
      // Too large, so that clipping has something to do; right; too small. The full exercise adds one far too large.
      { path: "training.lr", values: options.quick ? [0.05, 0.01, 0.001] : [0.1, 0.05, 0.01, 0.001] },
      { path: "training.clipGradNorm", values: [0, 1] },
      // With 0.001 most runs collapse to chance.
      { path: "training.weightDecay", values: [0, 0.0003] },
    ],
    seeds: exerciseSeeds(options),
  };
}
