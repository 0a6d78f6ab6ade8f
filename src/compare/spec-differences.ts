/** What differs between the specs of runs, and which of their numbers are put side by side. */
import { formatPath } from "../spec/parse.ts";
import { isLeaf, leavesOf, type SpecPath, valueAt } from "../spec/paths.ts";
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
  const first = runs[0]?.spec;
  /** By path as text. */
  const different = new Map<string, SpecPath>();
  const note = (path: SpecPath) => different.set(formatPath(path), path);
  // Each with the first: thousands of specs that are the same but for a few numbers take no list of paths each.
  for (const { spec } of runs) findDifferences(first, spec, [], note);
  different.delete("name");
  different.delete("$schema");
  const ofFirst = [...leavesOf(first).keys()].filter((path) => different.has(path));
  return [...new Set([...ofFirst, ...different.keys()])].map((path) => {
    const keys = different.get(path) ?? [];
    const values = runs.map(({ spec }) => {
      const value = valueAt(spec, keys);
      return isLeaf(value) ? value : undefined;
    });
    return { path, values };
  });
}

/** Reports each path at which one of two values has a leaf and the other not the same. */
function findDifferences(a: unknown, b: unknown, path: SpecPath, note: (path: SpecPath) => void): void {
  if (a === b) return;
  const [isLeafOfA, isLeafOfB] = [isLeaf(a), isLeaf(b)];
  if (isLeafOfA && isLeafOfB) {
    if (JSON.stringify(a) !== JSON.stringify(b)) note(path);
    return;
  }
  // One has a leaf where the other has more below it.
  if ((isLeafOfA && a !== undefined) || (isLeafOfB && b !== undefined)) note(path);
  if (!isLeafOfA && !isLeafOfB && Array.isArray(a) !== Array.isArray(b)) {
    findDifferences(undefined, b, path, note);
    findDifferences(a, undefined, path, note);
    return;
  }
  const keys = new Set([...keysOf(b), ...keysOf(a)]);
  for (const key of keys) {
    const [innerOfA, innerOfB] = [innerOf(a, key), innerOf(b, key)];
    if (!isSame(innerOfA, innerOfB)) findDifferences(innerOfA, innerOfB, [...path, key], note);
  }
}

/** Whether two values have the same in them; most parts of most specs do, and this is quickly seen. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((inner, index) => isSame(inner, b[index]));
  }
  const [ofA, ofB] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(ofA);
  return (
    keys.length === Object.keys(ofB).length &&
    keys.every((key) => Object.hasOwn(ofB, key) && isSame(ofA[key], ofB[key]))
  );
}

function keysOf(value: unknown): (string | number)[] {
  if (isLeaf(value)) return [];
  return Array.isArray(value) ? [...value.keys()] : Object.keys(value as object);
}

function innerOf(value: unknown, key: string | number): unknown {
  return isLeaf(value) ? undefined : (value as Record<string | number, unknown>)[key];
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
