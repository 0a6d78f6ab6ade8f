/**
 * The rules by which a report says what to try next: each looks at numbers and yields a sentence that quotes them, or
 * nothing. What an arm must have done before a rule may speak of it is said beside the rule; no two rules give one arm advice that
 * contradicts. How two kinds of models are weighed is in `rules.ts`.
 */

import { choiceOf } from "../../metrics/epoch-choice.ts";
import type { RunRecord } from "../../runs/record.ts";
import { LEVEL } from "../../statistics/comparisons.ts";
import { studentQuantile } from "../../statistics/distributions.ts";
import { meanOf } from "../../statistics/summary.ts";
import { formatCount } from "../formats.ts";
import type { SweepMessages } from "../messages/sweep.en.ts";
import { withInner } from "../run/aim.ts";
import type { Arm, SweepAxis } from "./arms.ts";
import { chanceFor, collapsedRuns, hasLearned, isArmAtChance } from "./chance.ts";
import type { NamedComparison } from "./comparisons.ts";
import { describeArms } from "./groups.ts";
import { formatPercent, formatPointSize } from "./numbers.ts";

/** Training minus validation accuracy at the end that calls for a remedy. */
const WIDE_GAP = 0.05;
/** Validation loss at the end over its lowest that calls for a remedy. */
const NOTABLE_RISE = 1.1;
/** Share of the epochs before which a best epoch is early, and behind which it is at the end. */
const EARLY = 0.8;
const LATE = 0.9;
/** Runs of an arm that a rule must hold for. */
const MOST_RUNS = 2 / 3;
/** Fewer epochs have no course to speak of. */
const LEAST_EPOCHS = 5;
/** Fewer pairs give no spread to reckon with; more seeds than this are no advice that anyone follows. */
const LEAST_PAIRS = 3;
const MOST_SEEDS = 50;

export interface AdviceInput {
  readonly arms: readonly Arm[];
  readonly comparisons: readonly NamedComparison[];
  readonly axes: readonly SweepAxis[];
  /** Whether every arm has been run with every seed. */
  readonly isComplete: boolean;
}

/** What to try next: what failed first, then what is uncertain, then what could be better. */
export function advise(input: AdviceInput, texts: SweepMessages): string[] {
  if (isPerfect(input)) return [texts.adviseHarder];
  const rules = [adviseChance, adviseStability, adviseCollapsed, adviseSeeds, adviseEarlyStop, adviseRegularize];
  return [...rules, adviseLonger, adviseMix].flatMap((rule) => rule(input, texts) ?? []);
}

/** Whether every planned run of several arms is there and right about all of its test series: then nothing can be compared. */
export function isPerfect({ arms, isComplete }: Pick<AdviceInput, "arms" | "isComplete">): boolean {
  return isComplete && arms.length > 1 && isAllRight(arms);
}

/** Whether every run that there is is right about all of its test series. */
export function isAllRight(arms: readonly Arm[]): boolean {
  const accuracies = arms.flatMap(({ testAccuracy }) => [...testAccuracy.values()]);
  return accuracies.length > 0 && accuracies.every((accuracy) => accuracy === 1);
}

/** An arm at chance is named before all others, and by no other rule: its curves say nothing about fitting too much or too little. */
function adviseChance({ arms, axes }: AdviceInput, texts: SweepMessages): string[] {
  const found = arms.filter(isArmAtChance);
  const { otherRate, lessDecay, moreEpochs } = texts.remedies;
  const remediesFor = (arm: Arm) => [
    otherRate,
    ...(specsOf(arm).some(({ weightDecay = 0 }) => weightDecay > 0) ? [lessDecay] : []),
    ...(isStillFalling(arm) ? [moreEpochs] : []),
  ];
  const chance = found.length === 0 ? "" : formatPercent(chanceFor(found, arms));
  return byRemedies(found, remediesFor).map(([some, remedies]) =>
    texts.adviseChance({ names: describeArms(some, arms, axes, texts), chance, remedies: texts.choice(remedies) }),
  );
}

/**
 * Arms that get the same remedies, with these: what one arm has already is no advice to it, even where others lack it.
 * Arms that no remedy is left for are not among them.
 */
function byRemedies(arms: readonly Arm[], remediesFor: (arm: Arm) => string[]): [Arm[], string[]][] {
  const groups = new Map<string, [Arm[], string[]]>();
  for (const arm of arms) {
    const remedies = remediesFor(arm);
    const [others] = groups.get(remedies.join()) ?? [[]];
    if (remedies.length > 0) groups.set(remedies.join(), [[...others, arm], remedies]);
  }
  return [...groups.values()];
}

/** Arms with runs that diverged. Clipping is advised to those that are not clipped yet. */
function adviseStability({ arms, axes }: AdviceInput, texts: SweepMessages): string[] {
  const found = arms.filter(({ diverged }) => diverged > 0);
  const { lowerRate, clipping } = texts.remedies;
  // An arm of nothing but divergences has no record of a run to look its settings up in.
  const isClipped = (arm: Arm) => {
    const specs = specsOf(arm);
    return specs.length > 0 && specs.every(({ clipGradNorm }) => clipGradNorm > 0 && clipGradNorm <= 1);
  };
  return byRemedies(found, (arm) => (isClipped(arm) ? [lowerRate] : [lowerRate, clipping])).map(([some, remedies]) =>
    texts.adviseStability({ names: describeArms(some, arms, axes, texts), remedies: texts.choice(remedies) }),
  );
}

/** Arms of which single seeds failed while the others learned. */
function adviseCollapsed({ arms, axes }: AdviceInput, texts: SweepMessages): string[] {
  const found = arms.filter((arm) => collapsedRuns(arm).length > 0);
  const { lowerRate, clipping } = texts.remedies;
  const isClipped = (arm: Arm) => specsOf(arm).every(({ clipGradNorm }) => clipGradNorm > 0);
  return byRemedies(found, (arm) => (isClipped(arm) ? [lowerRate] : [lowerRate, clipping])).map(([some, remedies]) =>
    texts.adviseCollapsed({ names: describeArms(some, arms, axes, texts), remedies: texts.choice(remedies) }),
  );
}

/**
 * The largest difference that is not shown, and from how many seeds on one of the same mean and spread would be shown, were it
 * the most informative of all comparisons. Only between arms that learned, without a collapsed run: there the spread is the
 * collapse, and more seeds are not the answer.
 */
function adviseSeeds({ arms, comparisons, isComplete }: AdviceInput, texts: SweepMessages): string | undefined {
  if (!isComplete) return undefined;
  const isSound = (name: string) =>
    arms.some((arm) => arm.name === name && hasLearned(arm) && collapsedRuns(arm).length === 0);
  const open = comparisons.filter(({ verdict, mean, sd, n, first, second }) => {
    return verdict === "none" && mean !== 0 && sd > 0 && n >= LEAST_PAIRS && isSound(first) && isSound(second);
  });
  const [comparison] = [...open].sort((a, b) => Math.abs(b.mean) - Math.abs(a.mean));
  if (comparison === undefined) return undefined;
  for (let needed = comparison.n + 1; needed <= MOST_SEEDS; needed++) {
    const reach = (studentQuantile(LEVEL / comparisons.length, needed - 1) * comparison.sd) / Math.sqrt(needed);
    if (reach >= Math.abs(comparison.mean)) continue;
    const { first, second, mean, n } = comparison;
    return texts.adviseSeeds({ first, second, points: formatPointSize(mean), needed: formatCount(needed), n });
  }
  return undefined;
}

/**
 * Arms that learned and then got worse on the validation series while they went on getting better on the training series:
 * in most runs the best epoch is early and the loss has risen since. Where the training loss rose too, training is
 * unstable, and stopping early would hide that.
 */
function adviseEarlyStop({ arms, axes }: AdviceInput, texts: SweepMessages): string[] {
  const found = arms.filter(isRising).sort((a, b) => b.lossRise - a.lossRise);
  const { earlyStopping, weightDecay, dropout } = texts.remedies;
  const remediesFor = (arm: Arm) => {
    const specs = specsOf(arm);
    return [
      ...(specs.every((spec) => spec.earlyStopping === undefined) ? [earlyStopping] : []),
      ...(specs.every((spec) => (spec.weightDecay ?? 0) === 0) ? [weightDecay] : []),
      ...(arm.runs.every((run) => !hasDropout(run)) ? [dropout] : []),
    ];
  };
  return byRemedies(found, remediesFor).map(([some, remedies]) => {
    const [worst] = some;
    return texts.adviseEarlyStop({
      names: describeArms(some, arms, axes, texts),
      name: worst?.name ?? "",
      rise: `${Math.round(100 * ((worst?.lossRise ?? 1) - 1))}%`,
      epoch: worst?.bestEpoch.mean.toFixed(1) ?? "",
      isOne: some.length === 1,
      remedies: texts.choice(remedies),
    });
  });
}

/** Arms that learned and are clearly better on training than on validation series: by more than their few series explain. */
function adviseRegularize({ arms, axes }: AdviceInput, texts: SweepMessages): string[] {
  const found = arms.filter(isWide).sort((a, b) => gapOf(b) - gapOf(a));
  const { moreSeries, augmentation, smallerModel } = texts.remedies;
  const remediesFor = (arm: Arm) => {
    const isAugmented = specsOf(arm).some(({ augment }) => augment.length > 0);
    return [moreSeries, ...(isAugmented ? [] : [augmentation]), smallerModel];
  };
  return byRemedies(found, remediesFor).map(([some, remedies]) =>
    texts.adviseRegularize({
      names: describeArms(some, arms, axes, texts),
      name: some[0]?.name ?? "",
      gap: formatPointSize(some[0] ? gapOf(some[0]) : 0),
      isOne: some.length === 1,
      remedies: texts.choice(remedies),
    }),
  );
}

/** Arms that learned and were not done: see `isUnfinished`. Never one that the rules above advise to do less. */
function adviseLonger({ arms, axes }: AdviceInput, texts: SweepMessages): string | undefined {
  const found = arms.filter((arm) => isUnfinished(arm) && !isRising(arm) && !isWide(arm));
  const [first] = found;
  if (first === undefined) return undefined;
  return texts.adviseLonger({
    names: describeArms(found, arms, axes, texts),
    epoch: first.bestEpoch.mean.toFixed(1),
    last: first.lastEpoch.mean.toFixed(1),
    isOne: found.length === 1,
  });
}

/** Where both kinds learned and no arm has both. */
function adviseMix({ arms }: AdviceInput, texts: SweepMessages): string | undefined {
  const kinds = new Set(arms.filter(hasLearned).map(({ kind }) => kind));
  const isMixed = arms.some(({ kind }) => kind === "mixed");
  return kinds.has("recurrent") && kinds.has("cnn") && !isMixed ? texts.adviseMix : undefined;
}

/** Fits the training series more and more while the validation series suffer. */
function isRising(arm: Arm): boolean {
  const isEarly = (run: RunRecord) => {
    const choice = choiceOf(run);
    if (choice === undefined || run.history.length < LEAST_EPOCHS) return false;
    const { best, last } = choice;
    const isWorse = last.valLoss >= NOTABLE_RISE * best.valLoss;
    return best.epoch <= EARLY * last.epoch && isWorse && last.trainLoss < best.trainLoss;
  };
  return hasLearned(arm) && arm.lossRise >= NOTABLE_RISE && isMost(arm, isEarly);
}

function isWide(arm: Arm): boolean {
  if (!hasLearned(arm)) return false;
  const counts = arm.runs.map(({ data }) => data.val);
  const share = arm.lastValidation.mean;
  const error = Math.sqrt((share * (1 - share)) / counts.reduce((sum, count) => sum + count, 0));
  return gapOf(arm) >= Math.max(WIDE_GAP, 2 * error);
}

/** Training minus validation accuracy at the end. */
function gapOf({ lastTraining, lastValidation }: Arm): number {
  return lastTraining.mean - lastValidation.mean;
}

/** In most runs the best epoch is at the end, and the loss was still on its way down, by no schedule that ends it there. */
function isUnfinished(arm: Arm): boolean {
  if (!hasLearned(arm) || arm.lastValidation.mean >= 0.995) return false;
  const hasEnd = specsOf(arm).some(({ schedule, earlyStopping }) => {
    return earlyStopping !== undefined || ["cosine", "cosineRestarts", "oneCycle"].includes(schedule?.kind ?? "");
  });
  return !hasEnd && isStillFalling(arm);
}

function isStillFalling(arm: Arm): boolean {
  return isMost(arm, ({ history, ...run }) => {
    const choice = choiceOf({ history, ...run });
    if (choice === undefined || history.length < LEAST_EPOCHS || choice.best.epoch < LATE * choice.last.epoch)
      return false;
    // The last fifth of the epochs beside the fifth before.
    const part = Math.max(2, Math.round(history.length / 5));
    const losses = history.map(({ valLoss }) => valLoss);
    return meanOf(losses.slice(-part)) < 0.98 * meanOf(losses.slice(-2 * part, -part));
  });
}

function isMost({ runs }: Arm, holds: (run: RunRecord) => boolean): boolean {
  return runs.length > 0 && runs.filter(holds).length >= MOST_RUNS * runs.length;
}

function specsOf({ runs }: Arm): RunRecord["spec"]["training"][] {
  return runs.map(({ spec }) => spec.training);
}

function hasDropout({ spec }: RunRecord): boolean {
  return spec.model.layers.flatMap(withInner).some((layer) => {
    return layer.layer === "dropout" || ("dropout" in layer && layer.dropout > 0);
  });
}
