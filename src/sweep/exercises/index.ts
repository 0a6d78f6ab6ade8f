/** The notebook's tasks as sweeps, each loaded when it is run: the names alone cost a command line nothing. */
import type { SweepInput } from "../definition.ts";
import type { ExerciseOptions } from "./base.ts";

export type { ExerciseOptions } from "./base.ts";

export const EXERCISES = {
  structure: async (options) => (await import("./structure.ts")).structure(options),
  sequence: async (options) => (await import("./sequence.ts")).sequence(options),
  training: async (options) => (await import("./training.ts")).training(options),
  summary: async (options) => (await import("./summary.ts")).summary(options),
} as const satisfies Readonly<Record<string, (options: ExerciseOptions) => Promise<SweepInput>>>;
