/** Which arms are compared with which, and the results of the comparisons. Numbers only; the texts are in `findings.ts`. */
import { type Comparison, compareSamples, type Sample } from "../../statistics/comparisons.ts";
import { type CriticalDifference, criticalDifference } from "../../statistics/critical-difference.ts";
import { meanOf } from "../../statistics/summary.ts";
import { type Arm, bestByValidation, type SweepAxis } from "./arms.ts";

/** A comparison with the names of its sides. */
export interface NamedComparison extends Comparison {
  readonly first: string;
  readonly second: string;
}

export interface ArmComparisons {
  readonly comparisons: readonly NamedComparison[];
  /** The arms that others are held against, where not all pairs are compared. */
  readonly references: readonly Arm[];
}

/** Up to so many arms on the same data all pairs are compared; of more, each is held against the best. */
const MOST_FOR_ALL_PAIRS = 5;

/**
 * Arms that were trained on the same data, two by two, as one family. Where one arm represents all others it is chosen by
 * validation accuracy: choosing it by the test would flatter it.
 */
export function compareArms(arms: readonly Arm[]): ArmComparisons {
  const tested = arms.filter((arm) => arm.testAccuracy.size > 0);
  const references: Arm[] = [];
  const pairs = groupByData(tested).flatMap((group) => {
    if (group.length <= MOST_FOR_ALL_PAIRS) return allPairs(group);
    // An arm of fewer runs than others may be first by luck.
    const most = Math.max(...group.map(({ testAccuracy }) => testAccuracy.size));
    const reference = bestByValidation(group.filter(({ testAccuracy }) => testAccuracy.size === most));
    if (reference === undefined) return [];
    references.push(reference);
    return group.filter((arm) => arm !== reference).map((arm) => [reference, arm] as const);
  });
  const comparisons = compareNamed(
    pairs.map(([first, second]) => [
      { name: first.name, sample: first.testAccuracy },
      { name: second.name, sample: second.testAccuracy },
    ]),
  );
  return { comparisons, references };
}

/** Arms on the same data; where nothing but the data varies, all arms are one group. */
function groupByData(arms: readonly Arm[]): Arm[][] {
  const methods = new Set(arms.map(({ methodKey }) => methodKey));
  return methods.size === 1 ? [[...arms]] : [...groupBy(arms, ({ dataKey }) => dataKey).values()];
}

/**
 * Whether the series themselves are varied: test accuracies are then those of different tests. Transforms do not count: they
 * change what a model reads of the same test series.
 */
export function variesData(arms: readonly Arm[]): boolean {
  return (
    new Set(arms.flatMap(({ runs: [first] }) => (first ? [JSON.stringify([first.spec.data, first.spec.split])] : [])))
      .size > 1
  );
}

/** Whether an axis changes the series, by the arms that have its values. */
export function isDataAxis(arms: readonly Arm[], path: string): boolean {
  const keys = [...groupBy(arms, ({ settings }) => JSON.stringify(settings[path])).values()].map((group) =>
    [...new Set(group.map(({ dataKey }) => dataKey))].sort().join("\n"),
  );
  return new Set(keys).size > 1;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function allPairs<T>(items: readonly T[]): (readonly [T, T])[] {
  return items.flatMap((first, i) => items.slice(i + 1).map((second) => [first, second] as const));
}

interface Side {
  readonly name: string;
  readonly sample: Sample;
}

function compareNamed(pairs: readonly (readonly [Side, Side])[]): NamedComparison[] {
  const compared = compareSamples(
    pairs.flatMap((pair) => pair.map(({ sample }) => sample)),
    pairs.map((_, i) => [2 * i, 2 * i + 1] as const),
  );
  return compared.map((comparison, i) => ({
    ...comparison,
    first: pairs[i]?.[0].name ?? "",
    second: pairs[i]?.[1].name ?? "",
  }));
}

export interface AxisEffect {
  readonly path: string;
  readonly comparisons: readonly NamedComparison[];
}

/** More values than this would make a family of pairs that no one reads. */
const MOST_VALUES = 4;

/**
 * What one axis does by itself: of each of its values, the mean over all other settings, seed by seed. Only for a full
 * grid of several axes; in any other, a value's mean would also hold what the others do.
 */
export function axisEffects(
  arms: readonly Arm[],
  axes: readonly SweepAxis[],
  nameOf: (path: string, value: unknown) => string,
): AxisEffect[] {
  if (axes.length < 2 || arms.length !== axes.reduce((product, { values }) => product * values.length, 1)) return [];
  return axes.flatMap(({ path, values }) => {
    if (values.length < 2 || values.length > MOST_VALUES || isDataAxis(arms, path)) return [];
    const sides = values.map((value) => {
      const members = arms.filter(({ settings }) => JSON.stringify(settings[path]) === JSON.stringify(value));
      return { name: nameOf(path, value), sample: meanBySeed(members), count: members.length };
    });
    if (sides.some(({ count, sample }) => count * values.length !== arms.length || sample.size === 0)) return [];
    return [{ path, comparisons: compareNamed(allPairs(sides)) }];
  });
}

/** Of the seeds that all of the arms have a result for. */
function meanBySeed(arms: readonly Arm[]): Sample {
  const [first] = arms;
  const seeds = [...(first?.testAccuracy.keys() ?? [])];
  const complete = seeds.filter((seed) => arms.every(({ testAccuracy }) => testAccuracy.has(seed)));
  return new Map(
    complete.map((seed) => [seed, meanOf(arms.map(({ testAccuracy }) => testAccuracy.get(seed) ?? Number.NaN))]),
  );
}

export interface AcrossData extends CriticalDifference {
  readonly methods: readonly string[];
  readonly dataSets: number;
}

/** Fewer make no ranking. */
const LEAST_DATA_SETS = 3;
const LEAST_METHODS = 3;

/**
 * Methods by their ranks over several data sets: the settings of the data make the data sets, all others the methods.
 * Undefined where there are too few of either, or an arm without a result.
 */
export function compareAcrossData(
  arms: readonly Arm[],
  axes: readonly SweepAxis[],
  nameOf: (path: string, value: unknown) => string,
): AcrossData | undefined {
  const dataSets = [...groupBy(arms, ({ dataKey }) => dataKey).values()];
  const methods = groupBy(arms, ({ methodKey }) => methodKey);
  if (dataSets.length < LEAST_DATA_SETS || methods.size < LEAST_METHODS) return undefined;
  const scores = dataSets.map((group) =>
    [...methods.keys()].map((key) => group.find(({ methodKey }) => methodKey === key)?.test.mean ?? Number.NaN),
  );
  if (scores.flat().some(Number.isNaN)) return undefined;
  const paths = axes.map(({ path }) => path).filter((path) => !isDataAxis(arms, path));
  const names = [...methods.values()].map(([arm]) => paths.map((path) => nameOf(path, arm?.settings[path])).join(" "));
  return { ...criticalDifference(scores), methods: names, dataSets: dataSets.length };
}
