/** What differs between the specs of runs, and which of their numbers are put side by side. */
import { leavesOf } from "../spec/paths.ts";
import type { ListedRun } from "./listed-run.ts";

/** A path at which the specs of runs differ. */
export interface SpecDifference {
  readonly path: string;
  /** One a run; undefined where a run's spec has nothing there. */
  readonly values: readonly unknown[];
}

/**
 * The paths at which not all runs have the same, in the order of the specs. The name of a run is no part of it.
 * @example
 * ```ts
 * import { compareSpecs } from "tidelab/compare";
 * import { loadRun } from "tidelab/node";
 *
 * const [{ record: mine }, { record: other }] = [await loadRun("runs/mine"), await loadRun("runs/other")];
 * console.log(compareSpecs([mine, other]).map(({ path }) => path)); // [ 'training.lr', 'training.record.gradientsEvery' ]
 * ```
 */
export function compareSpecs(runs: readonly Pick<ListedRun, "spec">[]): SpecDifference[] {
  const leaves = runs.map(({ spec }) => leavesOf(spec));
  const paths = new Set(leaves.flatMap((of) => [...of.keys()]));
  paths.delete("name");
  paths.delete("$schema");
  return [...paths].flatMap((path) => {
    const values = leaves.map((of) => of.get(path));
    const isSame = values.every((value) => JSON.stringify(value) === JSON.stringify(values[0]));
    return isSame ? [] : [{ path, values }];
  });
}

/**
 * The numbers of runs that are put side by side, in the order in which they are shown: validation chose the epoch, test only reports.
 * @example
 * ```ts
 * import { METRICS } from "tidelab/compare";
 *
 * console.log(METRICS.at(-2)); // testAccuracy
 * ```
 */
export const METRICS = [
  "status",
  "numerics",
  "parameters",
  "epochs",
  "bestEpoch",
  "bestValLoss",
  "bestValAccuracy",
  "trainLoss",
  "valLoss",
  "valAccuracy",
  "testLoss",
  "testAccuracy",
  "seconds",
] as const satisfies readonly (keyof ListedRun)[];

/** One of `METRICS`. */
export type Metric = (typeof METRICS)[number];
