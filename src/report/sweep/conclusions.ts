/**
 * What a report of a sweep concludes, as data: names, accuracies, comparisons and the sentences about them. For pages that draw a sweep
 * themselves; the numbers and the words are those of the report.
 */
import type { FigureLanguage } from "../../figures/index.ts";
import type { Comparison } from "../../statistics/comparisons.ts";
import { commonAccuracy, measureArms } from "./arms.ts";
import { compareArms, type NamedComparison } from "./comparisons.ts";
import { missingRuns } from "./content.ts";
import { type SweepContext, textsIn } from "./context.ts";
import { mainFindings } from "./findings.ts";
import type { SweepReportInput } from "./input.ts";
import { nameArms, nameAxis, titleOf } from "./names.ts";
import { settingEffects } from "./sections.ts";

/** An arm as the report measures it. */
export interface ConcludedArm {
  readonly id: string;
  /** As the report calls it. */
  readonly name: string;
  /** By seed, in the order of the seeds: share of test series that were right, with the weights that were tested. */
  readonly testAccuracy: readonly (readonly [seed: number, accuracy: number])[];
  /** Over the seeds; NaN without a run, and for `sd` with fewer than two. */
  readonly mean: number;
  readonly sd: number;
  /** NaN without a run. */
  readonly parameters: number;
  readonly failures: number;
}

/** Two sides held against each other, seed by seed: first minus second. */
export interface ConcludedComparison extends Omit<Comparison, "samples"> {
  readonly first: string;
  readonly second: string;
}

/** What a sweep has shown so far. */
export interface SweepConclusions {
  /** The title of the report: for an exercise its own, in the language. */
  readonly title: string;
  /** Whether every arm was run with every seed. */
  readonly isComplete: boolean;
  readonly arms: readonly ConcludedArm[];
  /** Arms on the same data: all pairs of a few, each of many against the best by validation; Holm's correction over all of them. */
  readonly comparisons: readonly ConcludedComparison[];
  /** One setting at a time, the mean over all others; of a full grid of several settings only. */
  readonly effects: readonly {
    readonly path: string;
    /** What the setting is called. */
    readonly name: string;
    readonly comparisons: readonly ConcludedComparison[];
  }[];
  /** The sentences that the report begins with, each with its numbers. */
  readonly findings: readonly string[];
}

/**
 * The numbers and sentences that the report of a sweep rests on.
 * @param input  as for `sweepReportHtml`
 * @example
 * ```ts
 * import { loadRun } from "tidelab/node";
 * import { sweepConclusions } from "tidelab/report";
 *
 * const [{ record: one }, { record: two }] = [await loadRun("runs/mine"), await loadRun("runs/other")];
 * const arms = [one, two].map((run) => {
 *   return { id: run.name, settings: { "training.lr": run.spec.training.lr }, runs: [run], failures: [] };
 * });
 * const result = { name: "rates", axes: [{ path: "training.lr", values: [0.001, 0.01] }], arms, seeds: [one.seed] };
 * const { comparisons } = sweepConclusions({ result }, "en");
 * console.log(comparisons.map(({ verdict }) => verdict).join()); // unknown
 * ```
 */
export function sweepConclusions(input: SweepReportInput, lang: FigureLanguage): SweepConclusions {
  const texts = textsIn(lang);
  const { sweep } = texts;
  const { result } = input;
  const arms = measureArms(result, nameArms(result, sweep));
  const isComplete = missingRuns(result) === 0;
  const context: SweepContext = { input, arms, lang, texts, reach: input.reach ?? commonAccuracy(arms), isComplete };
  const { comparisons } = compareArms(arms);
  const effects = settingEffects(context);
  return {
    title: titleOf(result, sweep),
    isComplete,
    arms: arms.map(({ id, name, testAccuracy, test, parameters, failures }) => {
      return {
        ...{ id, name, testAccuracy: [...testAccuracy] },
        ...{ mean: test.mean, sd: test.sd, parameters, failures: failures.length },
      };
    }),
    comparisons: comparisons.map(concluded),
    effects: effects.map(({ path, comparisons: some }) => {
      return { path, name: nameAxis(path, sweep), comparisons: some.map(concluded) };
    }),
    findings: mainFindings({ arms, comparisons, effects, axes: result.axes, isComplete }, sweep),
  };
}

function concluded({ samples: _, ...comparison }: NamedComparison): ConcludedComparison {
  return comparison;
}
