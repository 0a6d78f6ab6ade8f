/** English texts of the reports of sweeps; what they share with those of a run is in `run.en.ts`. Numbers come formatted. */
import type { Monitor } from "../../spec/training.ts";
import type { Inline } from "../blocks.ts";
import { sweepNames } from "./sweep-names.en.ts";

interface Compared {
  first: string;
  second: string;
  n: string;
}

export const sweepMessages = {
  genre: "Report of a controlled experiment",
  ...sweepNames,
  lang: "en" as "en" | "zh-CN",
  comma: ", ",
  semicolon: "; ",
  list: (items: readonly string[]) =>
    items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`,
  /** Remedies of which one may help. */
  choice: (items: readonly string[]) =>
    items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`,
  allArms: (p: { count: string }) => `all ${p.count} arms`,
  armsWith: (p: { count: string; settings: string }) => `all ${p.count} arms with ${p.settings}`,
  someArms: (p: { count: string; all: string; names: string }) => `${p.count} of ${p.all} arms (${p.names} among them)`,

  // What was varied, in a sentence
  varied_: (p: { name: string }) => `the ${p.name}`,

  // The student
  name: "Name",
  studentNumber: "Student number",
  class: "Class",
  date: "Date",
  blanks:
    "You can type into the blanks on this page. To hand it in, print it to a PDF, or save it as “Webpage, Complete” in Chrome, Edge or Firefox: the browser does not keep what you typed, and reloading loses it. Tidelab never replaces a saved report that was changed; it writes a new one beside it.",
  ownExpectation: "What I expect, and why (write this before you read on):",
  ownExplanation: "How I explain what was found:",
  ownConclusion: "My conclusion:",

  // The numbers at the top
  arms: "Arms",
  runsDone: "Runs",
  seedsCount: "Seeds",
  differencesShown: "Differences shown",
  trainingTime: "Training time",
  ofAll: (p: { done: string; all: string }) => (p.done === p.all ? p.done : `${p.done} of ${p.all}`),
  findings: "What was found",
  failedTitle: "Some runs have no result",
  failedText: (p: { failed: string; all: string }) =>
    `${p.failed} of ${p.all} ${p.all === "1" ? "run" : "runs"} did not finish. ${p.failed === "1" ? "It is" : "They are"} missing from all means and comparisons below, which can make arms look better than they are; the appendix says what happened.`,
  partialTitle: "Not all runs are here yet",
  partialText: (p: { missing: string; all: string; untried: string }) =>
    `${p.missing} of ${p.all} runs (every arm with every seed) ${p.missing === "1" ? "is" : "are"} missing. ` +
    (p.untried === "" ? "" : `No run of ${p.untried} is here. `) +
    "All that follows holds for the runs that are here, and may change with the others.",
  repeatedTitle: "Some runs are here more than once",
  repeatedText: (p: { count: number; differing: number }) =>
    `${p.count} ${p.count === 1 ? "run has" : "runs have"} the settings and the seed of another one; only the first of each counts. ` +
    (p.differing === 0
      ? "Their weights are the same."
      : `${p.differing === p.count ? (p.count === 1 ? "Its" : "Their") : `${p.differing} of their`} weights differ from those of the one that counts: they were made with other numerics or another version of Tidelab.`),
  runCount: (p: { count: string }) => `${p.count} ${p.count === "1" ? "run" : "runs"}`,

  // Aim
  aim: "Aim",
  aimText: (p: {
    axes: string;
    arms: string;
    classes: string;
    length: string;
    seeds: string;
    isOneArm: boolean;
    isComplete: boolean;
  }) =>
    (p.isOneArm
      ? `This experiment asks how well one arm tells ${p.classes} apart in time series of ${p.length} steps. `
      : `This experiment varies ${p.axes} and asks how well each of the ${p.arms} arms tells ${p.classes} apart in time series of ${p.length} steps. `) +
    (p.isComplete
      ? `${p.isOneArm ? "It" : "Every arm"} was trained with ${p.seeds}.`
      : `Every arm should have one run with each of ${p.seeds}; not all of these runs are here yet.`),
  seeds: (p: { count: number; seeds: string }) =>
    p.count === 1 ? `one seed (${p.seeds})` : `${p.count} seeds (${p.seeds})`,
  pairedSame:
    "All else is equal between the arms. Runs with the same seed see the same series in the same split, so results are paired by seed.",
  pairedData:
    "All else is equal between the arms. Their series differ where the data are varied; results are still paired by seed.",

  // Data
  data: "Data",
  dataVaries:
    "The data are themselves varied: the table shows what all arms share, the figures some series of each kind.",
  samplesText: (p: { seed: string }) =>
    `The figure shows series made with seed ${p.seed}, scaled and transformed as the models read them. Other seeds draw other series of the same kind.`,
  inputsText: (p: { seed: string }) =>
    `What the model reads differs between the arms. Each column of the figure shows one series of that class, made with seed ${p.seed}, as the arms give it to the model. All panels have the same axes; a dashed line marks where an input ends. Windows are read one by one and drawn one below the other.`,
  inputsCut: (p: { shown: string; all: string }) => `The first ${p.shown} of ${p.all} are drawn.`,
  classesCut: (p: { shown: string; all: string }) => `The first ${p.shown} of ${p.all} classes are drawn.`,

  // Models
  models: "Models",
  oneModel: (p: { model: string; parameters: string; flops: string | undefined }) =>
    `All arms train the same model: ${p.model}, with ${p.parameters} parameters.` +
    (p.flops === undefined
      ? ""
      : ` A forward pass over one series takes ${p.flops} FLOPs in matrix products and convolutions.`),
  modelTable: "Models; FLOPs are those of matrix products and convolutions in a forward pass over one series",
  arm: "Arm",
  model: "Model",
  parameters: "Parameters",
  flops: "FLOPs per series",

  // What was varied
  varied: "What was varied",
  variedTable: "Settings that differ between the arms",
  setting: "Setting",
  path: "In the spec",
  values: "Values",
  chosenAll: "The arms are all combinations of these values.",
  chosenAtRandom: (p: { arms: string; seed: string }) =>
    `The ${p.arms} arms are combinations drawn at random (seed ${p.seed}), without regard to any result.`,
  chosenByResults: (p: { startup: string; round: string; monitor: Monitor }) =>
    `The arms were searched for with TPE (tree-structured Parzen estimator): ${p.startup} drawn at random, then ${p.round} at a time where the arms before made a ${{ valLoss: "low validation loss", valAccuracy: "high validation accuracy", trainLoss: "low training loss" }[p.monitor]} likely (of the best epoch, mean over the seeds). The choice never uses the test set.`,
  chosenCaution:
    "Arms that a search chose are not independent of each other, and the best of many is partly luck: its numbers and intervals over the seeds are optimistic. New seeds show what it is worth.",
  fixed: "Training settings that all arms share:",
  fixedSoFar: "Training settings that are not varied, as in the runs that are here:",
  oneSetting: "Nothing was varied: there is one arm.",

  // Curves
  curves: "Learning curves",
  curvesText: (p: { arms: string }) =>
    `${p.arms === "1" ? "" : p.arms === "2" ? "Both arms are drawn on the same axes. " : `All ${p.arms} arms are drawn on the same axes. `}Where the validation loss rises while the training loss goes on falling, the model is memorising its training series (overfitting).`,
  curvesCut: (p: { shown: string; all: string }) => `The first ${p.shown} of ${p.all} arms are drawn.`,
  epochChoice: (p: { monitor: Monitor | undefined; weights: "best" | "last" | undefined }) => {
    const best = {
      valLoss: "The best epoch of a run is the one of its lowest validation loss.",
      valAccuracy: "The best epoch of a run is the one of its highest validation accuracy.",
      trainLoss: "The best epoch of a run is the one of its lowest training loss.",
    };
    const tested = {
      last: "Test accuracy is that of the weights after the last epoch, whether or not it was the best.",
      best: "Test accuracy is that of the weights of the best epoch.",
    };
    return [
      p.monitor
        ? best[p.monitor]
        : "The best epoch of a run is chosen by validation loss, validation accuracy or training loss, as its spec says.",
      p.weights
        ? tested[p.weights]
        : "Test accuracy is that of the weights of the best or the last epoch, as the spec of the run says.",
      "The test set is never used to choose an epoch.",
    ].join(" ");
  },
  epochTable: "Best and last epoch, means ± standard deviations over the seeds; accuracies in percent",
  bestEpoch: "Best epoch",
  lastEpoch: "Last epoch",
  bestValidation: "Validation accuracy, best epoch",
  lastValidation: "Validation accuracy, last epoch",
  lastTraining: "Training accuracy, last epoch",

  // Results
  results: "Results",
  accuracyTable: "Test accuracy in percent, mean ± standard deviation over the seeds",
  n: "n",
  testAccuracy: "Test accuracy",
  lowestHighest: "Lowest – highest",
  ofSeed: (p: { seed: string }) => `Seed ${p.seed}`,
  seedsText: "The figure shows every run by itself: a mean over the seeds can hide a run that failed.",
  seedsTextChance: (p: { chance: string }) =>
    `The figure shows every run by itself: a mean over the seeds can hide a run that failed. The dashed line is chance (${p.chance}), the accuracy of always answering with the commonest class of the test series.`,
  collapsed: (p: {
    name: string;
    seeds: string;
    isOne: boolean;
    accuracy: string;
    others: string;
    isAtChance: boolean;
    isOneOther: boolean;
  }) =>
    `${p.name} failed with ${p.isOne ? "seed" : "seeds"} ${p.seeds}: ${p.accuracy}${p.isAtChance ? ", no better than chance," : ""} where ${p.isOneOther ? "its other seed reaches" : "its other seeds reach"} ${p.others}.`,
  collapsedEffect: "Such a run lowers the mean of its arm and widens every interval that it is part of.",
  furtherCollapsed: (p: { count: string }) =>
    `${p.count} more ${p.count === "1" ? "arm" : "arms"} failed with some seeds; the figure of every run marks them.`,
  atChance: (p: { names: string; chance: string; isOne: boolean }) =>
    `No better than chance (${p.chance}): ${p.names}. In ${p.isOne ? "its" : "their"} runs the model learned nothing.`,
  allAtChance: (p: { chance: string; isOne: boolean }) =>
    p.isOne
      ? `The one arm is no better than chance (${p.chance}): its model learned nothing.`
      : `No arm is better than chance (${p.chance}): the models learned nothing, and differences between the arms say nothing.`,
  oneArm: (p: { name: string; test: string }) => `There is one arm, ${p.name}; its test accuracy is ${p.test}.`,
  noBestYet: "No best arm is named while runs are missing.",
  noBestOfOne:
    "No best arm is named: with one run an arm, chance may have chosen. At least two seeds are needed to see how much results vary.",
  allRight: (p: { runs: string; isOne: boolean }) =>
    p.isOne
      ? "The one run with a result classified every test series correctly."
      : `All ${p.runs} runs with a result classified every test series correctly.`,
  costTable: (p: { accuracy: string }) =>
    `Costs: time of training and validation, and epochs to a validation accuracy of ${p.accuracy} (median of the runs that reach it)`,
  costTableWithout: "Costs: time of training and validation",
  seconds: "Time of a run",
  secondsPerEpoch: "Time of an epoch",
  epochsTo: (p: { accuracy: string }) => `Epochs to ${p.accuracy}`,
  reachedBy: (p: { epochs: string; runs: string; of: string }) =>
    p.runs === p.of ? p.epochs : p.runs === "0" ? `not reached` : `${p.epochs} (${p.runs} of ${p.of} runs)`,
  timeText:
    "Times were measured on the machine in the appendix; runs that shared its cores took longer than they would have alone.",
  meanSd: (p: { mean: string; sd: string | undefined; n: string }) =>
    p.sd === undefined ? `${p.mean}% (n = ${p.n})` : `${p.mean} ± ${p.sd}% (n = ${p.n})`,
  bestArm: (p: { name: string; validation: string; test: string }) =>
    `The highest mean validation accuracy is that of ${p.name}: ${p.validation}; its test accuracy is ${p.test}.`,

  // Comparisons
  comparisons: "Paired comparisons",
  comparisonMethod: (p: { all: string }) =>
    "The difference of two arms is taken seed by seed. Its 95% interval is from Student's t distribution; p is from the paired t test after Holm's correction for " +
    `${p.all === "1" ? "the one comparison" : `all ${p.all} comparisons`}. A difference is said to be shown only where the interval excludes zero and the corrected p is below 0.05.`,
  comparedWithBest: (p: { names: string }) =>
    `There are too many arms to compare all pairs: each is compared with the arm of the highest validation accuracy (${p.names}), which was chosen without the test set.`,
  sharedSeries:
    "All seeds split the same series, so their test sets overlap: the intervals are narrower than they would be for fresh series.",
  noComparison: "There is nothing to compare: results of at least two arms are needed.",
  comparisonTable: "Differences in test accuracy in percentage points, first minus second",
  comparedTo: (p: { name: string }) =>
    `Differences in test accuracy in percentage points: ${p.name} minus the arm in the row`,
  comparison: "Comparison",
  difference_: "Mean difference",
  interval: "95% interval",
  correctedP: "p (Holm)",
  wilcoxonP: "p (Wilcoxon, Holm)",
  verdict: "Difference",
  verdicts: { first: "shown", second: "shown", none: "not shown", unknown: "unknown" },
  versus: (p: { first: string; second: string }) => `${p.first} − ${p.second}`,
  notFromBest: (p: { name: string; others: string; isAll: boolean }) =>
    `No difference is shown between ${p.name} and ${p.isAll ? "any other arm" : p.others}.`,
  comparisonCount: (p: { shown: string; all: string }) => {
    if (p.all === "1") return `The paired comparison shows ${p.shown === "1" ? "a" : "no"} difference.`;
    if (p.shown === "0") return `None of the ${p.all} paired comparisons shows a difference.`;
    return `Of ${p.all} paired comparisons, ${p.shown} ${p.shown === "1" ? "shows" : "show"} a difference.`;
  },
  difference: (p: { higher: string; lower: string; points: string; low: string; high: string; p: string; n: string }) =>
    `${p.higher} had a higher test accuracy than ${p.lower}, by ${p.points} percentage points on average (95% interval ${p.low} to ${p.high}, ${p.p} after Holm, n = ${p.n}).`,
  noDifference: (p: Compared & { points: string; low: string; high: string }) =>
    `No difference is shown between ${p.first} and ${p.second}: the mean is ${p.points} points, and the 95% interval from ${p.low} to ${p.high} covers zero (n = ${p.n}).`,
  noDifferenceAfterHolm: (p: Compared & { points: string; low: string; high: string; p: string }) =>
    `No difference is shown between ${p.first} and ${p.second}: taken alone, the interval from ${p.low} to ${p.high} points excludes zero, but among so many comparisons ${p.p} after Holm (n = ${p.n}).`,
  sameAccuracy: (p: Compared) =>
    `No difference is shown between ${p.first} and ${p.second}: their test accuracies are equal with each of ${p.n} seeds.`,
  tooFewPairs: (p: Compared) =>
    `Nothing can be said of ${p.first} and ${p.second}: an interval needs at least two seeds with results in both, and there ${p.n === "1" ? "is 1" : "are none"}.`,
  constantDifference: (p: Compared & { points: string }) =>
    `${p.first} and ${p.second} differ by ${p.points} points with each of ${p.n} seeds: without any spread there is no interval, and nothing is claimed.`,
  furtherComparisons: (p: { count: string; isShown: boolean }) =>
    p.isShown
      ? `${p.count} more show smaller differences; the table has them.`
      : `Nor is a difference shown by ${p.count} more; the table has them.`,
  resolution: (p: { least: string; most: string; isOne: boolean }) =>
    `The intervals reach ${p.isOne ? p.most : `${p.least} to ${p.most}`} points to either side of the mean difference. A true difference smaller than the reach of its interval would be hard to show with these runs.`,
  wilcoxonTooFew: (p: { n: string; least: string }) =>
    `Wilcoxon's signed-rank test is left out: with ${p.n} ${p.n === "1" ? "pair" : "pairs"} its exact p cannot fall below ${p.least}.`,
  wilcoxonAgrees: (p: { agreed: string; all: string }) =>
    `Wilcoxon's signed-rank test, which assumes no normal distribution, gives the same verdict in ${p.agreed} of ${p.all} comparisons.`,
  allPerfect: (p: { runs: string }) =>
    `All ${p.runs} runs classified every test series correctly. At 100% no difference between the arms is shown, and none can be: the data are too easy to tell the arms apart.`,
  noResult: "No run has a test result, so nothing is said of the arms.",
  onAverage: (p: { sentence: string }) => `Over all other settings together: ${p.sentence}`,
  effects: "One setting at a time",
  effectsText:
    "Each value's mean over all other settings, seed by seed; intervals and verdicts as above, corrected within each setting.",
  effectTable: (p: { name: string }) => `Differences in test accuracy by ${p.name}, in percentage points`,
  acrossData: "Over several kinds of data",
  acrossDataText: (p: { methods: string; dataSets: string; p: string }) =>
    `The ${p.methods} models are ranked on each of ${p.dataSets} kinds of data by mean test accuracy. Friedman's test: ${p.p}. ` +
    "A bar joins models that Wilcoxon's test does not tell apart after Holm's correction.",
  acrossDataNone: (p: { dataSets: string; least: string }) =>
    `With ${p.dataSets} kinds of data Wilcoxon's p after Holm cannot fall below ${p.least}: no two models can be told apart this way, however they differ.`,

  // Confusion
  confusion: "Confusion matrices",
  confusionText:
    "Summed over the seeds. Rows are true classes, columns predicted classes; correct answers lie on the diagonal.",
  confusionChosen: (p: { best: string; worst: string }) =>
    `Shown are the arms of the highest and of the lowest validation accuracy, ${p.best} and ${p.worst}.`,
  noConfusion: "There are no confusion matrices, since no run has a test result.",

  // Errors
  errors: "Errors",
  noErrors: "No run of any arm misclassified a test series.",
  errorTable: "Wrong answers on the test series, summed over the seeds",
  wrong: "Wrong",
  tested: "Tested",
  errorRate: "Share",
  commonestMistake: "Most frequent mistake",
  mistake: (p: { truth: string; predicted: string; count: string }) =>
    `${p.truth} taken for ${p.predicted} (${p.count})`,
  noMistake: "none",
  misclassifiedText: (p: { name: string; seed: string; wrong: string; tested: string; shown: string }) =>
    `${p.name} with seed ${p.seed} misclassified ${p.wrong} of ${p.tested} test series. ` +
    `The figure shows ${p.shown === p.wrong ? "them" : `the ${p.shown} that it was surest of`}: the darker the background, the more a time step counts for the answer.`,
  misclassifiedTitle: "Misclassified series with the model's attention",

  // Gradients
  gradients: "Gradient stability",
  gradientText:
    "The gradient norms are means over an epoch, before clipping. A norm that keeps growing warns of divergence; one that falls towards zero while the loss is still high points to a vanishing gradient.",
  gradientTable: "Gradient norms, means over the seeds",
  gradientFirst: "First epoch",
  gradientLast: "Last epoch",
  gradientLargest: "Largest of any run",
  divergedRuns: "Diverged runs",
  noneDiverged: (p: { runs: string }) =>
    p.runs === "1" ? "The one run did not diverge." : `None of the ${p.runs} runs diverged.`,
  someDiverged: (p: { diverged: string; runs: string; names: string }) =>
    `${p.diverged} of ${p.runs} ${p.runs === "1" ? "run" : "runs"} diverged: ${p.names}.`,
  gradientsShown: (p: { every: string }) =>
    `The figures show one run of each kind of recurrent layer, from its best arm by validation, and the run with the largest gradient norm.${p.every === "1" ? "" : ` Gradients were recorded at one step in ${p.every}, so a short peak can be missing from them.`} In the panels over time, a column that is dark at one end only shows a gradient that vanishes on its way to the other end.`,

  // RNN against CNN
  kinds: "RNN against CNN",
  kindsChance: (p: { names: string; isOne: boolean }) =>
    `${p.names} ${p.isOne ? "is" : "are"} no better than chance, so the comparison says little about the kinds of models.`,
  kindsIntro: (p: { recurrent: string; cnn: string }) =>
    `${p.recurrent} and ${p.cnn} are, of each kind, the arms with the highest mean validation accuracy. What follows from the architecture is always stated; what was measured, only where the interval of the paired difference excludes zero.`,
  strengthsOf: (p: { name: string }) => `Strengths of ${p.name}`,
  limitsOf: (p: { name: string }) => `Limits of ${p.name}`,
  nothingShown: "None that these numbers show.",
  suggestions: "Suggestions",
  weighAccuracy: (p: { isBetter: boolean; points: string }) =>
    `${p.isBetter ? "More" : "Less"} accurate on the test series, by ${p.points} percentage points.`,
  weighParameters: (p: { isBetter: boolean; mine: string; other: string }) =>
    `${p.isBetter ? "Fewer" : "More"} parameters: ${p.mine} against ${p.other}.`,
  weighFlops: (p: { isBetter: boolean; mine: string; other: string }) =>
    `${p.isBetter ? "Less" : "More"} arithmetic: ${p.mine} against ${p.other} FLOPs per series.`,
  weighTime: (p: { isBetter: boolean; mine: string; other: string }) =>
    `${p.isBetter ? "Faster" : "Slower"} on this machine: ${p.mine} per epoch against ${p.other}.`,
  weighEpochs: (p: { isBetter: boolean; accuracy: string; mine: string; other: string }) =>
    `Reaches a validation accuracy of ${p.accuracy} ${p.isBetter ? "sooner" : "later"}: after ${p.mine} epochs on average against ${p.other}.`,
  weighGap: (p: { isBetter: boolean; mine: string; other: string }) =>
    `A ${p.isBetter ? "smaller" : "larger"} gap between training and validation accuracy at the end: ${p.mine} points beside ${p.other}.`,
  weighAttention: (p: { has: boolean }): string =>
    p.has
      ? "It has attention weights, which show how much each time step counts for an answer."
      : "It has no attention weights, which would show how much each time step counts for an answer.",
  noAdvice: "The rules of this report find nothing to suggest.",
  adviseHarder:
    "Make the data harder: more noise or shorter series. Where every arm is at 100% there is nothing to compare.",
  remedies: {
    otherRate: "another learning rate",
    lowerRate: "a lower learning rate",
    lessDecay: "less weight decay",
    moreEpochs: "more epochs",
    clipping: "clipping the gradient norm at 1",
    earlyStopping: "early stopping",
    weightDecay: "weight decay",
    dropout: "dropout",
    moreSeries: "more training series",
    augmentation: "augmentation",
    smallerModel: "a smaller model",
  },
  adviseChance: (p: { names: string; chance: string; remedies: string }) =>
    `No better than chance (${p.chance}): ${p.names}. Try ${p.remedies}. Nothing else is suggested for models that learned nothing.`,
  adviseStability: (p: { names: string; remedies: string }) => `Runs of ${p.names} diverged. Try ${p.remedies}.`,
  adviseCollapsed: (p: { names: string; remedies: string }) =>
    `Some seeds of ${p.names} failed while others learned: training is unstable there. Try ${p.remedies}, and report how many seeds fail.`,
  adviseSeeds: (p: { first: string; second: string; points: string; needed: string; n: number }) =>
    `The largest difference that is not shown is ${p.points} points (${p.first} against ${p.second}). If its mean and spread stay as they are, about ${p.needed} seeds would show it among so many comparisons; there are ${p.n}.`,
  adviseEarlyStop: (p: {
    names: string;
    name: string;
    rise: string;
    epoch: string;
    isOne: boolean;
    remedies: string;
  }) =>
    `The validation loss of ${p.names} rises again before the end${p.isOne ? "" : `, most with ${p.name}`}: on average by ${p.rise} after its best epoch (${p.epoch}), while the training loss goes on falling. Try ${p.remedies}.`,
  adviseRegularize: (p: { names: string; name: string; gap: string; isOne: boolean; remedies: string }) =>
    `Better on training than on validation series: ${p.names} (${p.isOne ? "" : `${p.name} `}by ${p.gap} percentage points). Try ${p.remedies}.`,
  adviseLonger: (p: { names: string; epoch: string; last: string; isOne: boolean }) =>
    p.isOne
      ? `The validation loss of ${p.names} is lowest at the end (epoch ${p.epoch} of ${p.last} on average) and still falling. Train longer.`
      : `The validation losses of ${p.names} are lowest at the end and still falling. Train longer.`,
  adviseMix:
    "Not tried here: convolutions in front of a recurrent layer, which shorten the series that it has to process step by step.",

  // Appendix
  appendix: "Appendix: reproducing every run",
  verify: (p: { hasFolders: boolean }): readonly Inline[] => [
    "The same spec and the same numerics give the same weights, bit for bit, on any number of threads. ",
    { code: p.hasFolders ? "tidelab verify" : "tidelab verify <run folder>" },
    " trains a run again from its record and compares every number with it.",
  ],
  runTable: "All runs, with the first 16 digits of the SHA-256 of the final weights; run.json has all of them",
  seed: "Seed",
  status: "Status",
  statuses: { finished: "finished", stopped: "stopped early", diverged: "diverged", failed: "no result" },
  weights: "Weights",
  commands:
    "This command verifies all of them and gives a verdict for each (with the path of this file instead, it also checks the table above):",
  failures: "Runs without a result:",
  failure: (p: { name: string; seed: string; message: string }) => `${p.name}, seed ${p.seed}: ${p.message}`,
  specOf: (p: { name: string; seed: string }) => `Spec of ${p.name}, seed ${p.seed}`,
  partsOf: (p: { name: string; first: string }) => `Spec of ${p.name}: what differs from ${p.first}`,
  otherSpecs:
    "The specs of the other runs differ from it in the varied settings and the seed; each run.json has its own in full.",
  specsDiffer: "Each run.json has the spec of its run in full, with its own seed.",
  environments: (p: { count: string }) =>
    `The runs come from ${p.count} different machines or versions; this is the first.`,
};

/** The texts of one language; every language has the same keys, held by the type check. */
export type SweepMessages = typeof sweepMessages;
