/**
 * The rules by which a report advises and by which it weighs the two kinds of models: each looks at numbers and yields a
 * sentence that quotes them, or nothing. No rule says more than its numbers do.
 */

import type { SweepMessages } from "../../messages/sweep-report.en.ts";
import type { RunRecord } from "../../runs/record.ts";
import { LEVEL } from "../../statistics/comparisons.ts";
import { studentQuantile } from "../../statistics/distributions.ts";
import { pairedDifference } from "../../statistics/paired.ts";
import { meanOf } from "../../statistics/summary.ts";
import { formatCount, formatSeconds } from "../formats.ts";
import type { Arm } from "./arms.ts";
import type { NamedComparison } from "./comparisons.ts";
import { formatDifference, formatEpochs, formatFlops, formatPercent, formatPointSize } from "./numbers.ts";

/** Ratios below this are not worth a sentence. */
const NOTABLE = 1.2;
/** Fewer pairs make no measurement. */
const LEAST_PAIRS = 3;
/** Percentage points between training and validation that call for a remedy. */
const WIDE_GAP = 0.05;
/** Validation loss at the end over its lowest that calls for a remedy. */
const NOTABLE_RISE = 1.1;
/** More advice is not followed. */
const MOST_ADVICE = 6;
const MOST_SEEDS = 500;

export interface Weighed {
  readonly strengths: readonly string[];
  readonly limits: readonly string[];
}

/**
 * What speaks for and against one arm beside another. What the model fixes (parameters, arithmetic, attention) is said as it
 * is; what was measured only where the paired interval of its difference leaves out zero.
 * @param comparison  of their test accuracies, in either order; undefined where they were not compared
 * @param reach       validation accuracy that epochs are counted up to
 */
export function weigh(
  mine: Arm,
  other: Arm,
  comparison: NamedComparison | undefined,
  reach: number | undefined,
  texts: SweepMessages,
): Weighed {
  const strengths: string[] = [];
  const limits: string[] = [];
  const put = (isBetter: boolean, text: string) => (isBetter ? strengths : limits).push(text);
  /** What the model fixes: the less, the better. */
  const fixed = (a: number, b: number, word: (isBetter: boolean) => string) => {
    if (a > 0 && b > 0 && Math.max(a / b, b / a) >= NOTABLE) put(a < b, word(a < b));
  };
  /** What was measured, run by run: the less, the better. */
  const measured = (
    measure: (run: RunRecord) => number | undefined,
    word: (isBetter: boolean, mean: number, otherMean: number) => string,
  ) => {
    const [a, b] = pairRuns(mine, other, measure);
    const { interval, mean } = pairedDifference(a, b);
    if (a.length < LEAST_PAIRS || interval === undefined || (interval[0] <= 0 && interval[1] >= 0)) return;
    put(mean < 0, word(mean < 0, meanOf(a), meanOf(b)));
  };
  const beside = <T>(format: (value: T) => string, a: T, b: T) => ({ mine: format(a), other: format(b) });

  if (comparison?.verdict === "first" || comparison?.verdict === "second") {
    const isBetter = (comparison.verdict === "first" ? comparison.first : comparison.second) === mine.name;
    put(isBetter, texts.weighAccuracy({ isBetter, points: formatPointSize(comparison.mean) }));
  }
  fixed(mine.parameters, other.parameters, (isBetter) =>
    texts.weighParameters({ isBetter, ...beside(formatCount, mine.parameters, other.parameters) }),
  );
  fixed(mine.flops, other.flops, (isBetter) =>
    texts.weighFlops({ isBetter, ...beside(formatFlops, mine.flops, other.flops) }),
  );
  measured(secondsPerEpoch, (isBetter, a, b) => texts.weighTime({ isBetter, ...beside(formatSeconds, a, b) }));
  if (reach !== undefined) {
    const accuracy = formatPercent(reach);
    const epochOf = ({ history }: RunRecord) => history.find(({ valAccuracy }) => valAccuracy >= reach)?.epoch;
    // The runs that never reach it would be the slowest: without them means would flatter their arm.
    if ([...mine.runs, ...other.runs].every((run) => epochOf(run) !== undefined)) {
      measured(epochOf, (isBetter, a, b) => texts.weighEpochs({ isBetter, accuracy, ...beside(formatEpochs, a, b) }));
    }
  }
  measured(gapOfRun, (isBetter, a, b) => texts.weighGap({ isBetter, ...beside(formatDifference, a, b) }));
  if (mine.hasAttention !== other.hasAttention)
    put(mine.hasAttention, texts.weighAttention({ has: mine.hasAttention }));
  return { strengths, limits };
}

/** The values of both arms for the seeds that both have one for. */
function pairRuns(mine: Arm, other: Arm, measure: (run: RunRecord) => number | undefined): [number[], number[]] {
  const pairs = mine.runs.flatMap((run) => {
    const twin = other.runs.find(({ seed }) => seed === run.seed);
    const [a, b] = [measure(run), twin && measure(twin)];
    return a === undefined || b === undefined ? [] : [[a, b] as const];
  });
  return [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
}

function secondsPerEpoch({ history }: RunRecord): number {
  return meanOf(history.map(({ trainSeconds, valSeconds }) => trainSeconds + valSeconds));
}

function gapOfRun({ history }: RunRecord): number | undefined {
  const last = history.at(-1);
  return last && last.trainAccuracy - last.valAccuracy;
}

/** Training minus validation accuracy at the end. */
function gapOf({ lastTraining, lastValidation }: Arm): number {
  return lastTraining.mean - lastValidation.mean;
}

/** What to try next, most telling first. */
export function advise(arms: readonly Arm[], comparisons: readonly NamedComparison[], texts: SweepMessages): string[] {
  const trained = arms.filter(({ runs }) => runs.length > 0);
  if (isPerfect(arms)) return [texts.adviseHarder];
  const listOf = (chosen: readonly Arm[]) => texts.list(chosen.map(({ name }) => name));
  const advice: string[] = [];
  const diverged = arms.filter((arm) => arm.diverged > 0);
  if (diverged.length > 0) advice.push(texts.adviseStability({ names: listOf(diverged) }));

  const seeds = moreSeeds(comparisons);
  if (seeds) {
    const { comparison, needed } = seeds;
    const { first, second, mean, n } = comparison;
    advice.push(texts.adviseSeeds({ first, second, points: formatPointSize(mean), needed: formatCount(needed), n }));
  }

  const rising = trained.filter((arm) => arm.lossRise >= NOTABLE_RISE && arm.bestEpoch.mean < arm.lastEpoch.mean - 1);
  const [worst] = [...rising].sort((a, b) => b.lossRise - a.lossRise);
  if (worst) {
    const rise = `${Math.round(100 * (worst.lossRise - 1))}%`;
    const words = { names: listOf(rising), name: worst.name, rise, epoch: worst.bestEpoch.mean.toFixed(1) };
    advice.push(texts.adviseEarlyStop({ ...words, isOne: rising.length === 1 }));
  }
  const wide = trained.filter((arm) => gapOf(arm) >= WIDE_GAP);
  const [widest] = [...wide].sort((a, b) => gapOf(b) - gapOf(a));
  if (widest) {
    const words = { names: listOf(wide), name: widest.name, gap: formatPointSize(gapOf(widest)) };
    advice.push(texts.adviseRegularize({ ...words, isOne: wide.length === 1 }));
  }
  const unfinished = trained.filter((arm) => arm.lastEpoch.mean > 2 && arm.bestEpoch.mean > arm.lastEpoch.mean - 1.5);
  if (unfinished.length > 0) {
    const [one] = unfinished;
    const words = { epoch: one?.bestEpoch.mean.toFixed(1) ?? "", last: one?.lastEpoch.mean.toFixed(1) ?? "" };
    advice.push(texts.adviseLonger({ names: listOf(unfinished), ...words, isOne: unfinished.length === 1 }));
  }
  const kinds = new Set(trained.map(({ kind }) => kind));
  if (kinds.has("recurrent") && kinds.has("cnn") && !kinds.has("mixed")) advice.push(texts.adviseMix);
  return advice.slice(0, MOST_ADVICE);
}

/** Whether every run is right about all of its test series. */
export function isPerfect(arms: readonly Arm[]): boolean {
  const accuracies = arms.flatMap(({ testAccuracy }) => [...testAccuracy.values()]);
  return accuracies.length > 0 && accuracies.every((accuracy) => accuracy === 1);
}

/**
 * The largest difference that is not shown, and from how many seeds on one of the same mean and spread would be shown, were it
 * the most telling of all comparisons.
 */
function moreSeeds(comparisons: readonly NamedComparison[]) {
  const open = comparisons.filter(({ verdict, mean, sd }) => verdict === "none" && mean !== 0 && sd > 0);
  const [comparison] = [...open].sort((a, b) => Math.abs(b.mean) - Math.abs(a.mean));
  if (comparison === undefined) return undefined;
  for (let needed = comparison.n + 1; needed <= MOST_SEEDS; needed++) {
    const reach = (studentQuantile(LEVEL / comparisons.length, needed - 1) * comparison.sd) / Math.sqrt(needed);
    if (reach < Math.abs(comparison.mean)) return { comparison, needed };
  }
  return undefined;
}
