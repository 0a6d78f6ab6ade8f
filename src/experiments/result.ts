/** What a sweep leaves, as plain data: what reports and statistics are made from. */
import type { RunRecord } from "../runs/record.ts";

export interface SweepResult {
  name: string;
  /** A path in the spec, or the name of an axis that sets several; with the values that arms have of it. */
  axes: { path: string; values: unknown[] }[];
  arms: SweepArm[];
  /** How its arms were chosen, where that is known. */
  search?: SweepSearch;
  /** Every arm is run with each of them: the same data, split and draws in all arms. */
  seeds: number[];
}

export interface SweepSearch {
  kind: "grid" | "random" | "tpe";
  /** Of the drawing of arms. */
  seed: number;
  /** Of TPE: arms drawn at random before results said where to go on, and arms proposed at a time. */
  startup?: number;
  round?: number;
  /** Value of the validation series that a search by results goes by. */
  monitor: "valLoss" | "valAccuracy";
}

export interface SweepArm {
  id: string;
  /** Axis to value. */
  settings: Record<string, unknown>;
  /** Those that finished, in the order of the seeds. */
  runs: RunRecord[];
  /** Seeds without such a run: it diverged, was pruned, or could not be run. Seeds not run yet are in neither list. */
  failures: { seed: number; message: string }[];
}
