/** The notebook's tasks as sweeps. */
import type { SweepInput } from "../definition.ts";
import type { ExerciseOptions } from "./base.ts";

export type { ExerciseOptions } from "./base.ts";

/**
 * The notebook's tasks as sweeps, each loaded when it is asked for: the names alone cost nothing.
 * @example
 * ```ts
 * import { EXERCISES, planSweep } from "tidelab/sweep";
 *
 * const { arms, seeds } = await planSweep(await EXERCISES.structure({ quick: true }));
 * console.log(Object.keys(EXERCISES).length, arms.length, seeds.length); // 4 18 5
 * ```
 */
export const EXERCISES = {
  structure: async (options) => (await import("./structure.ts")).structure(options),
  sequence: async (options) => (await import("./sequence.ts")).sequence(options),
  training: async (options) => (await import("./training.ts")).training(options),
  summary: async (options) => (await import("./summary.ts")).summary(options),
} as const satisfies Readonly<Record<string, (options: ExerciseOptions) => Promise<SweepInput>>>;
