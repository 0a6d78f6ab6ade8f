/** What a sweep has come to, as plain data: what a report or a comparison is made of. Who ran or stored it does not matter. */
import type { RunRecord } from "../runs/record.ts";

/** What a sweep varies: a path in the spec, and the values it takes. */
export interface SweepAxis {
  readonly path: string;
  readonly values: readonly unknown[];
}

/** A run that did not come to an end. */
export interface FailedRun {
  readonly seed: number;
  readonly message: string;
}

/** One setting of all axes, run once for each seed. */
export interface SweepArm {
  readonly id: string;
  /** The value of each axis, by path. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** In the order of the seeds; those that failed are missing. */
  readonly runs: readonly RunRecord[];
  readonly failures: readonly FailedRun[];
}

export interface SweepResult {
  readonly name: string;
  readonly axes: readonly SweepAxis[];
  readonly arms: readonly SweepArm[];
  /** Arms are paired on them: runs of one seed share data, split and random streams. */
  readonly seeds: readonly number[];
}
