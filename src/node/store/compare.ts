/** What differs between the specs of runs, and which of their numbers are put side by side. */
import { leavesOf } from "../../spec/paths.ts";
import type { StoredRun } from "./runs.ts";

export interface SpecDifference {
  readonly path: string;
  /** One a run; undefined where a run's spec has nothing there. */
  readonly values: readonly unknown[];
}

/** The paths at which not all runs have the same, in the order of the specs. The name of a run is no part of it. */
export function compareSpecs(runs: readonly Pick<StoredRun, "spec">[]): SpecDifference[] {
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

/** In the order in which they are shown: validation chose the epoch, test only reports. */
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
] as const satisfies readonly (keyof StoredRun)[];

export type Metric = (typeof METRICS)[number];
