/**
 * Which results are no better than guessing, and which single runs fell far below the others of their arm. Numbers only; what
 * a report says of them is in `findings.ts` and `advice.ts`.
 */
import type { RunRecord } from "../../runs/record.ts";
import { meanOf, medianOf } from "../../statistics/summary.ts";
import type { Arm } from "./arms.ts";

/** Standard errors that an accuracy must be above chance by, and that a run must be below its arm by. */
const CLEAR = 2;
const FAR = 3;

/** A run that did far worse than its arm with other seeds. */
export interface CollapsedRun {
  readonly seed: number;
  readonly accuracy: number;
  /** Lowest and highest accuracy with the other seeds. */
  readonly others: readonly [number, number];
  /** Whether it does no better than guessing. */
  readonly isAtChance: boolean;
}

/** Accuracy of an answer that is always the commonest class of the test series; undefined without a test. */
function chanceOf({ test }: RunRecord): number | undefined {
  if (test === null) return undefined;
  const counts = test.confusionMatrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const total = counts.reduce((sum, count) => sum + count, 0);
  return total > 0 ? Math.max(...counts) / total : undefined;
}

/** Chance where all tested runs share it nearly, which a figure can draw as one line. */
export function commonChance(arms: readonly Arm[]): number | undefined {
  const all = arms.flatMap(({ runs }) => runs.flatMap((run) => chanceOf(run) ?? []));
  if (all.length === 0 || Math.max(...all) - Math.min(...all) > 0.05) return undefined;
  return medianOf(all);
}

/** Chance for some arms of all: the one that the figure of every run draws, where there is one for all of them. */
export function chanceFor(some: readonly Arm[], all: readonly Arm[]): number {
  return commonChance(all) ?? meanOf(some.flatMap(({ runs }) => runs.flatMap((run) => chanceOf(run) ?? [])));
}

/** Whether the mean accuracy of an arm is not clearly above chance; false without a tested run. */
export function isArmAtChance(arm: Arm): boolean {
  const tested = arm.runs.filter(({ test }) => test !== null);
  const chances = tested.flatMap((run) => chanceOf(run) ?? []);
  const [first] = tested;
  if (first === undefined || chances.length === 0) return false;
  const chance = chances.reduce((sum, value) => sum + value, 0) / chances.length;
  return arm.test.mean <= aboveChance(chance, countOf(first));
}

/** Whether an arm has a test result that is better than guessing. */
export function hasLearned(arm: Arm): boolean {
  return arm.test.n > 0 && !isArmAtChance(arm);
}

/**
 * Runs that lost more than half of what the others of their arm have over chance, by more than the sampling of test series
 * explains. Empty where the others learned nothing either: then the arm is at fault and not the seed.
 */
export function collapsedRuns({ runs }: Arm): CollapsedRun[] {
  const tested = runs.flatMap((run) => {
    const chance = chanceOf(run);
    return run.test === null || chance === undefined
      ? []
      : [{ seed: run.seed, accuracy: run.test.accuracy, chance, count: countOf(run) }];
  });
  return tested.flatMap(({ seed, accuracy, chance, count }) => {
    const others = tested.filter((other) => other.seed !== seed).map((other) => other.accuracy);
    if (others.length === 0) return [];
    const usual = medianOf(others);
    const noise = Math.sqrt((usual * (1 - usual) + accuracy * (1 - accuracy)) / count);
    const isFar = usual - accuracy > Math.max((usual - chance) / 2, FAR * noise);
    if (usual <= aboveChance(chance, count) || !isFar) return [];
    const isAtChance = accuracy <= aboveChance(chance, count);
    return [{ seed, accuracy, others: [Math.min(...others), Math.max(...others)] as const, isAtChance }];
  });
}

/** What an accuracy over so many series must exceed before it says that something was learned. */
function aboveChance(chance: number, count: number): number {
  return chance + CLEAR * Math.sqrt((chance * (1 - chance)) / Math.max(count, 1));
}

function countOf({ test }: RunRecord): number {
  return test?.confusionMatrix.flat().reduce((sum, count) => sum + count, 0) ?? 0;
}
