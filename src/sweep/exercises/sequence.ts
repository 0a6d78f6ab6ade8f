/** The notebook's second task: which part of a series the model sees, and how: cut off, padded, squeezed, or in windows. */

import type { SpecInput } from "../../spec/spec.ts";
import type { SweepInput } from "../definition.ts";
import { type ExerciseOptions, exerciseBase, exerciseSeeds } from "./base.ts";
import { EXERCISE_SETTING } from "./setting.ts";

const LENGTH = EXERCISE_SETTING.data.length;
const HALF = LENGTH / 2;

/** By what an arm is called. */
const INPUTS: Readonly<Record<string, NonNullable<SpecInput["transforms"]>>> = {
  whole: [],
  "head-half": [{ transform: "truncate", length: HALF, keep: "head" }],
  "centre-half": [{ transform: "truncate", length: HALF, keep: "centre" }],
  "tail-half": [{ transform: "truncate", length: HALF, keep: "tail" }],
  "resampled-half": [{ transform: "resample", length: HALF }],
  "padded-right": [{ transform: "pad", length: LENGTH + HALF, side: "right" }],
  "padded-left": [{ transform: "pad", length: LENGTH + HALF, side: "left" }],
  "windows-half": [{ transform: "windows", length: HALF, stride: HALF / 2 }],
  "windows-third": [{ transform: "windows", length: LENGTH / 3, stride: LENGTH / 6 }],
};

export function sequence(options: ExerciseOptions): SweepInput {
  return {
    name: "sequence",
    base: exerciseBase(options),
    axes: [
      {
        name: "input",
        options: Object.fromEntries(Object.entries(INPUTS).map(([label, transforms]) => [label, { transforms }])),
      },
    ],
    seeds: exerciseSeeds(options),
  };
}
