/** The notebook's tasks as sweeps. A new one is a file with its definition and a line here. */
import type { SweepInput } from "../definition.ts";
import type { ExerciseOptions } from "./base.ts";
import { sequence } from "./sequence.ts";
import { structure } from "./structure.ts";
import { summary } from "./summary.ts";
import { training } from "./training.ts";

export type { ExerciseOptions } from "./base.ts";

export const EXERCISES = { structure, sequence, training, summary } as const satisfies Readonly<
  Record<string, (options: ExerciseOptions) => SweepInput>
>;
