/**
 * The rules by which a report weighs the two kinds of models: each looks at numbers and yields a sentence that quotes them, or
 * nothing. No rule says more than its numbers do. What to try next is in `advice.ts`.
 */

import type { RunRecord } from "../../runs/record.ts";
import { pairedDifference } from "../../statistics/paired.ts";
import { meanOf } from "../../statistics/summary.ts";
import { formatCount, formatSeconds } from "../formats.ts";
import type { SweepMessages } from "../messages/sweep.en.ts";
import type { Arm } from "./arms.ts";
import { hasLearned } from "./chance.ts";
import type { NamedComparison } from "./comparisons.ts";
import { formatDifference, formatEpochs, formatFlops, formatPercent, formatPointSize } from "./numbers.ts";

/** Ratios below this are not worth a sentence. */
const NOTABLE = 1.2;
/** Fewer pairs make no measurement. */
const LEAST_PAIRS = 3;

export interface Weighed {
  readonly strengths: readonly string[];
  readonly limits: readonly string[];
}

/**
 * What speaks for and against one arm beside another. What the model fixes (parameters, arithmetic, attention) is said as it
 * is; what was measured only where the paired interval of its difference excludes zero.
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
  measured(secondsPerEpoch, (isBetter, a, b) =>
    texts.weighTime({ isBetter, ...beside((seconds: number) => formatSeconds(seconds, texts.lang), a, b) }),
  );
  if (reach !== undefined) {
    const accuracy = formatPercent(reach);
    const epochOf = ({ history }: RunRecord) => history.find(({ valAccuracy }) => valAccuracy >= reach)?.epoch;
    // The runs that never reach it would be the slowest: without them means would flatter their arm.
    if ([...mine.runs, ...other.runs].every((run) => epochOf(run) !== undefined)) {
      measured(epochOf, (isBetter, a, b) => texts.weighEpochs({ isBetter, accuracy, ...beside(formatEpochs, a, b) }));
    }
  }
  // A model that learned nothing has no gap, which is no strength.
  if (hasLearned(mine) && hasLearned(other))
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
