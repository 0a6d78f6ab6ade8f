/**
 * The results of the comparisons, in sentences. Each quotes its numbers; where the interval covers zero, or Holm's correction
 * takes a difference back, the sentence says that no difference is shown.
 */

import { leastWilcoxonP } from "../../statistics/wilcoxon.ts";
import { formatCount, formatShare } from "../formats.ts";
import type { SweepMessages } from "../messages/sweep.en.ts";
import { isAllRight, isPerfect } from "./advice.ts";
import { type Arm, type SweepAxis, soleBest } from "./arms.ts";
import { chanceFor, collapsedRuns, isArmAtChance } from "./chance.ts";
import { type AxisEffect, type NamedComparison, variesData } from "./comparisons.ts";
import { describeArms } from "./groups.ts";
import { formatDifference, formatP, formatPointSize, formatPValue } from "./numbers.ts";

/** More sentences of one kind than this are a list that the table has already. */
const MOST_SENTENCES = 6;
/** On the first page fewer are read. */
const MOST_MAIN = 4;

export interface FindingsInput {
  readonly arms: readonly Arm[];
  readonly comparisons: readonly NamedComparison[];
  readonly effects: readonly AxisEffect[];
  readonly axes: readonly SweepAxis[];
  /** Whether every arm has been run with every seed. */
  readonly isComplete: boolean;
}

/** The answer, before the details: what a reader of the first page should take away. */
export function mainFindings(input: FindingsInput, texts: SweepMessages): string[] {
  const { arms, comparisons, effects } = input;
  const runs = arms.reduce((sum, { testAccuracy }) => sum + testAccuracy.size, 0);
  if (runs === 0) return [texts.noResult];
  if (isPerfect(input)) return [texts.allPerfect({ runs: formatCount(runs) })];
  if (isAllRight(arms)) return [texts.allRight({ runs: formatCount(runs), isOne: runs === 1 })];
  const guessing = chanceFindings(input, texts);
  const tested = arms.filter(({ test }) => test.n > 0);
  if (tested.every(isArmAtChance)) return guessing;
  const shown = comparisons.filter(isShown);
  // Of arms on different data the best is the one with the easiest.
  const best = variesData(arms) || !canName(input) ? undefined : soleBest(arms);
  const findings = [...bestFindings(input, best, texts), ...guessing, ...collapseSentences(arms, texts)];
  if (comparisons.length > 0) {
    findings.push(texts.comparisonCount({ shown: formatCount(shown.length), all: formatCount(comparisons.length) }));
  }
  const effective = effects.flatMap((effect) => effect.comparisons.filter(isShown));
  return [
    ...findings,
    ...spell(sorted(shown), texts, MOST_MAIN),
    ...notFromBest(best?.name, comparisons, arms.length, texts),
    ...spell(sorted(effective), texts, MOST_MAIN).map((sentence) => texts.onAverage({ sentence })),
  ];
}

/** A best arm is named where every arm has its runs, and more than one of them. */
function canName({ arms, isComplete }: FindingsInput): boolean {
  return isComplete && arms.every(({ test, failures }) => test.n > 1 || (test.n === 0 && failures.length > 0));
}

function bestFindings(input: FindingsInput, best: Arm | undefined, texts: SweepMessages): string[] {
  const { arms, isComplete } = input;
  const [only] = arms;
  if (arms.length === 1 && only)
    return [texts.oneArm({ name: only.name, test: texts.meanSd(formatSummary(only.test)) })];
  if (!isComplete) return [texts.noBestYet];
  if (!canName(input)) return [texts.noBestOfOne];
  if (best === undefined) return [];
  const validation = texts.meanSd(formatSummary(best.testedValidation));
  return [texts.bestArm({ name: best.name, validation, test: texts.meanSd(formatSummary(best.test)) })];
}

/** Which arms are no better than guessing. */
function chanceFindings({ arms, axes }: FindingsInput, texts: SweepMessages): string[] {
  const found = arms.filter(isArmAtChance);
  if (found.length === 0) return [];
  const chance = formatShare(chanceFor(found, arms));
  if (found.length === arms.length) return [texts.allAtChance({ chance, isOne: arms.length === 1 })];
  return [texts.atChance({ names: describeArms(found, arms, axes, texts), chance, isOne: found.length === 1 })];
}

/** Every run that failed while others of its arm did not: by arm, with its seeds. */
export function collapseSentences(arms: readonly Arm[], texts: SweepMessages): string[] {
  const sentences = arms.flatMap((arm) => {
    const failed = collapsedRuns(arm);
    if (failed.length === 0) return [];
    const seeds = new Set(failed.map(({ seed }) => seed));
    const others = [...arm.testAccuracy].flatMap(([seed, accuracy]) => (seeds.has(seed) ? [] : [accuracy]));
    return texts.collapsed({
      name: arm.name,
      seeds: texts.list([...seeds].map(String)),
      isOne: seeds.size === 1,
      accuracy: shareRange(failed.map(({ accuracy }) => accuracy)),
      others: shareRange(others),
      isAtChance: failed.every(({ isAtChance }) => isAtChance),
      isOneOther: others.length === 1,
    });
  });
  if (sentences.length === 0) return [];
  const rest = sentences.length - MOST_SENTENCES;
  const further = rest > 0 ? [texts.furtherCollapsed({ count: formatCount(rest) })] : [];
  return [...sentences.slice(0, MOST_SENTENCES), ...further, texts.collapsedEffect];
}

function shareRange(shares: readonly number[]): string {
  const [low, high] = [formatShare(Math.min(...shares)), formatShare(Math.max(...shares))];
  return low === high ? low : `${low} – ${high}`;
}

function isShown({ verdict }: NamedComparison): boolean {
  return verdict === "first" || verdict === "second";
}

/** The arm that does best on its validation series is the one that a reader would pick: what it is not shown to beat. */
function notFromBest(
  best: string | undefined,
  comparisons: readonly NamedComparison[],
  arms: number,
  texts: SweepMessages,
): string[] {
  const open = comparisons.filter(({ first, second, verdict }) => {
    return verdict === "none" && (first === best || second === best);
  });
  if (best === undefined || open.length === 0) return [];
  const others = open.map(({ first, second }) => (first === best ? second : first));
  const isAll = arms > 2 && others.length === arms - 1;
  if (others.length > MOST_SENTENCES && !isAll) return [];
  return [texts.notFromBest({ name: best, others: texts.list(others), isAll })];
}

/** Every comparison in a sentence, those that show a difference first; of many, the largest. */
export function comparisonSentences(comparisons: readonly NamedComparison[], texts: SweepMessages): string[] {
  const of = (...verdicts: NamedComparison["verdict"][]) =>
    comparisons.filter(({ verdict }) => verdicts.includes(verdict));
  return [
    ...spell(sorted(of("first", "second")), texts),
    ...spell(sorted(of("none")), texts),
    ...spell(of("unknown"), texts),
  ];
}

function sorted(comparisons: readonly NamedComparison[]): NamedComparison[] {
  return [...comparisons].sort((a, b) => Math.abs(b.mean) - Math.abs(a.mean));
}

/** @param comparisons  of one kind of verdict */
function spell(comparisons: readonly NamedComparison[], texts: SweepMessages, most = MOST_SENTENCES): string[] {
  const sentences = comparisons.slice(0, most).map((comparison) => describeComparison(comparison, texts));
  const rest = comparisons.length - sentences.length;
  if (rest <= 0) return sentences;
  const verdict = comparisons[0]?.verdict ?? "none";
  const areShown = verdict === "first" || verdict === "second";
  return [...sentences, texts.furtherComparisons({ count: formatCount(rest), isShown: areShown })];
}

function describeComparison(comparison: NamedComparison, texts: SweepMessages): string {
  const { first, second, mean, interval, correctedP = 1, n, verdict } = comparison;
  const names = { first, second, n: formatCount(n) };
  if (interval === undefined) {
    return n < 2 ? texts.tooFewPairs(names) : texts.constantDifference({ ...names, points: formatDifference(mean) });
  }
  const [low, high] = interval;
  if (low === 0 && high === 0) return texts.sameAccuracy(names);
  const range = { low: formatDifference(low), high: formatDifference(high) };
  if (verdict === "none") {
    const numbers = { ...names, ...range, points: formatDifference(mean) };
    const coversZero = low <= 0 && high >= 0;
    return coversZero
      ? texts.noDifference(numbers)
      : texts.noDifferenceAfterHolm({ ...numbers, p: formatP(correctedP) });
  }
  const isFirst = verdict === "first";
  return texts.difference({
    higher: isFirst ? first : second,
    lower: isFirst ? second : first,
    points: formatPointSize(mean),
    low: formatPointSize(isFirst ? low : high),
    high: formatPointSize(isFirst ? high : low),
    p: formatP(correctedP),
    n: formatCount(n),
  });
}

/** How small a difference these runs could have shown, from the half widths of their intervals. */
export function resolution(comparisons: readonly NamedComparison[], texts: SweepMessages): string[] {
  const halves = comparisons.flatMap(({ interval }) => {
    return interval === undefined || interval[0] === interval[1] ? [] : [(interval[1] - interval[0]) / 2];
  });
  if (halves.length === 0) return [];
  const [least, most] = [formatPointSize(Math.min(...halves)), formatPointSize(Math.max(...halves))];
  return [texts.resolution({ least, most, isOne: least === most })];
}

/** What Wilcoxon's test says, or why it cannot say anything. */
export function wilcoxonSentence(comparisons: readonly NamedComparison[], texts: SweepMessages): string[] {
  const pairs = comparisons.reduce((most, { n }) => Math.max(most, n), 0);
  if (pairs === 0) return [];
  const least = leastWilcoxonP(pairs);
  if (least >= 0.05) return [texts.wilcoxonTooFew({ n: formatCount(pairs), least: formatPValue(least) })];
  const agreed = comparisons.filter(
    ({ wilcoxonP, verdict }) => wilcoxonP < 0.05 === (verdict === "first" || verdict === "second"),
  );
  return [texts.wilcoxonAgrees({ agreed: formatCount(agreed.length), all: formatCount(comparisons.length) })];
}

function formatSummary({ n, mean, sd }: Arm["test"]) {
  const percent = (share: number) => (100 * share).toFixed(1);
  return { mean: percent(mean), sd: Number.isNaN(sd) ? undefined : percent(sd), n: formatCount(n) };
}
