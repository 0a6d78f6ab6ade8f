/**
 * What a report of a sweep concludes, as data: names, accuracies, comparisons and the sentences about them. For pages that draw a sweep
 * themselves; the numbers and the words are those of the report.
 */
import type { FigureLanguage } from "../../figures/index.ts";
import type { Comparison } from "../../statistics/comparisons.ts";
import { type Arm, bestByValidation, measureArms } from "./arms.ts";
import { commonChance, isArmAtChance } from "./chance.ts";
import { compareArms, type NamedComparison, variesData } from "./comparisons.ts";
import { settingEffects, settingNames } from "./effects.ts";
import { mainFindings } from "./findings.ts";
import type { SweepReportInput } from "./input.ts";
import { sweepMessagesIn } from "./language.ts";
import { nameArms, nameAxis, titleOf } from "./names.ts";
import { tidySentence } from "./sentences.ts";
import { missingRuns } from "./shared.ts";

/** At this mean test accuracy of every arm nothing is left that distinguishes them. */
const CEILING = 0.995;

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
  /** Mean validation accuracy with the weights that were tested; NaN without a run. */
  readonly validation: number;
  /** NaN without a run. */
  readonly parameters: number;
  readonly failures: number;
  /** Whether it is no better than guessing. */
  readonly isAtChance: boolean;
}

/** Two sides held against each other, seed by seed: first minus second. */
export interface ConcludedComparison extends Omit<Comparison, "samples"> {
  readonly first: string;
  readonly second: string;
  /** Ids of the arms on either side. */
  readonly firstArms: readonly string[];
  readonly secondArms: readonly string[];
}

/** What a sweep has shown so far. */
export interface SweepConclusions {
  /** The title of the report: for an exercise its own, in the language. */
  readonly title: string;
  /** Whether every arm was run with every seed. */
  readonly isComplete: boolean;
  /** Runs that there should be and that have not ended. */
  readonly missing: number;
  /** What was varied, in words. */
  readonly axes: readonly { readonly path: string; readonly name: string; readonly values: readonly string[] }[];
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
  /** The arm with the highest mean validation accuracy; undefined without a run, or where arms have different data. */
  readonly best: string | undefined;
  /** Accuracy of guessing, where all arms share it. */
  readonly chance: number | undefined;
  /** Whether every arm's mean is so high that nothing distinguishes them (99.5 %): harder data would. */
  readonly isAtCeiling: boolean;
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
export function sweepConclusions({ result }: SweepReportInput, lang: FigureLanguage): SweepConclusions {
  const texts = sweepMessagesIn(lang);
  const { axes } = result;
  const arms = measureArms(result, nameArms(result, texts));
  const missing = missingRuns(result);
  const isComplete = missing === 0;
  const { comparisons } = compareArms(arms);
  const effects = settingEffects(arms, result, texts);
  const nameOf = settingNames(result, texts);
  const tested = arms.filter(({ test }) => test.n > 0);
  const findings = mainFindings({ arms, comparisons, effects, axes, isComplete }, texts);
  const armOf = (name: string) => arms.flatMap((arm) => (arm.name === name ? [arm.id] : []));
  return {
    ...{ title: titleOf(result, texts), isComplete, missing },
    axes: axes.map(({ path, values }) => {
      return { path, name: nameAxis(path, texts), values: values.map((value) => nameOf(path, value)) };
    }),
    arms: arms.map(concludedArm),
    comparisons: comparisons.map((one) => concluded(one, armOf)),
    effects: effects.map(({ path, comparisons: some }) => {
      const armsOf = (name: string) =>
        arms.flatMap(({ id, settings }) => (nameOf(path, settings[path]) === name ? [id] : []));
      return { path, name: nameAxis(path, texts), comparisons: some.map((one) => concluded(one, armsOf)) };
    }),
    best: variesData(arms) ? undefined : bestByValidation(tested)?.id,
    chance: commonChance(arms),
    isAtCeiling: tested.length > 0 && tested.every(({ test }) => test.mean >= CEILING),
    findings: findings.map((sentence) => tidySentence(sentence, lang)),
  };
}

function concludedArm(arm: Arm): ConcludedArm {
  const { id, name, testAccuracy, test, testedValidation, parameters, failures } = arm;
  return {
    ...{ id, name, testAccuracy: [...testAccuracy] },
    ...{ mean: test.mean, sd: test.sd, validation: testedValidation.mean, parameters, failures: failures.length },
    isAtChance: isArmAtChance(arm),
  };
}

function concluded(
  { samples: _, ...comparison }: NamedComparison,
  armsOf: (name: string) => readonly string[],
): ConcludedComparison {
  const { first, second } = comparison;
  return { ...comparison, firstArms: armsOf(first), secondArms: armsOf(second) };
}
