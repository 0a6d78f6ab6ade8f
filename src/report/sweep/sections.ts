/** The sections with the results: tables of accuracies and costs, comparisons, errors, gradients, RNN against CNN. */

import { leastWilcoxonP } from "../../statistics/wilcoxon.ts";
import type { Block, Row } from "../blocks.ts";
import { descriptionOf } from "../data-kinds/index.ts";
import { formatCount, formatNumber, formatSeconds, formatShare } from "../formats.ts";
import { figureBlock, heading, number, paragraph, subheading, text } from "../make-blocks.ts";
import { type AdviceInput, advise } from "./advice.ts";
import { type Arm, bestByValidation, epochsToReach, soleBest } from "./arms.ts";
import { collapsedRuns, commonChance, isArmAtChance } from "./chance.ts";
import {
  type ArmComparisons,
  type AxisEffect,
  compareAcrossData,
  type NamedComparison,
  variesData,
} from "./comparisons.ts";
import type { SweepContext } from "./context.ts";
import {
  drawConfusion,
  drawGradients,
  drawIntervals,
  drawMisclassified,
  drawRanks,
  drawSeeds,
  summedConfusion,
} from "./figures.ts";
import { collapseSentences, comparisonSentences, resolution, wilcoxonSentence } from "./findings.ts";
import { detailFor, nameAxis, nameSetting } from "./names.ts";
import {
  formatDifference,
  formatEpochSummary,
  formatEpochs,
  formatP,
  formatPercent,
  formatPercentRange,
  formatPValue,
  formatShareSummary,
} from "./numbers.ts";
import { weigh } from "./rules.ts";

/** Matrices of more arms than this are shown of the best and the worst only. */
const MOST_MATRICES = 4;

export function epochTable({ arms, texts: { sweep } }: SweepContext): Block {
  const titles = [sweep.bestEpoch, sweep.bestValidation, sweep.lastEpoch, sweep.lastValidation, sweep.lastTraining];
  const rows = arms.map((arm) => ({
    cells: [
      arm.name,
      formatEpochSummary(arm.bestEpoch),
      formatShareSummary(arm.bestValidation),
      formatEpochSummary(arm.lastEpoch),
      formatShareSummary(arm.lastValidation),
      formatShareSummary(arm.lastTraining),
    ],
  }));
  const columns = [text(sweep.arm), ...titles.map(number)];
  return { kind: "table", label: "", title: sweep.epochTable, columns, rows };
}

/** Columns of seeds that a page is wide enough for; of more only the lowest and the highest are in the table. */
const MOST_SEED_COLUMNS = 6;

export function accuracyTables({ input, arms, reach, lang, texts: { sweep } }: SweepContext): Block[] {
  const { seeds } = input.result;
  const hasSeeds = seeds.length > 1 && seeds.length <= MOST_SEED_COLUMNS;
  const percent = (share: number) => (100 * share).toFixed(1);
  const best = variesData(arms) ? undefined : soleBest(arms);
  const accuracies: Row[] = arms.map((arm) => {
    const values = [...arm.testAccuracy.values()];
    const range = values.length > 0 ? [Math.min(...values), Math.max(...values)].map(percent) : [];
    const each = hasSeeds
      ? seeds.map((seed) => {
          const accuracy = arm.testAccuracy.get(seed);
          return accuracy === undefined ? "–" : percent(accuracy);
        })
      : [range.join(" – ") || "–"];
    const cells = [arm.name, formatShareSummary(arm.test), ...each, formatCount(arm.test.n)];
    return { cells, ...(arm === best && arms.length > 1 && { role: "strong" as const }) };
  });
  const each = hasSeeds ? seeds.map((seed) => sweep.ofSeed({ seed: String(seed) })) : [sweep.lowestHighest];
  const columns = [text(sweep.arm), ...[sweep.testAccuracy, ...each, sweep.n].map(number)];
  const collapsed = arms.some((arm) => collapsedRuns(arm).length > 0)
    ? [sentences(collapseSentences(arms, sweep))]
    : [];
  const chance = commonChance(arms);
  const isTested = arms.some(({ testAccuracy }) => testAccuracy.size > 0);
  const accuracy = reach === undefined ? undefined : formatPercent(reach);
  const costs = arms.map((arm) => {
    const cells = [arm.name, formatSecondsOf(arm.seconds.mean, lang), formatSecondsOf(arm.secondsPerEpoch.mean, lang)];
    if (reach === undefined) return { cells };
    const { runs, of, median } = epochsToReach(arm, reach);
    const reached = { epochs: formatEpochs(median), runs: formatCount(runs), of: formatCount(of) };
    return { cells: [...cells, sweep.reachedBy(reached)] };
  });
  const costTitles = [sweep.seconds, sweep.secondsPerEpoch, ...(accuracy ? [sweep.epochsTo({ accuracy })] : [])];
  const costTitle = accuracy === undefined ? sweep.costTableWithout : sweep.costTable({ accuracy });
  return [
    { kind: "table", label: "", title: sweep.accuracyTable, columns, rows: accuracies },
    ...(isTested
      ? [
          paragraph(chance === undefined ? sweep.seedsText : sweep.seedsTextChance({ chance: formatShare(chance) })),
          ...drawSeeds(arms, lang, sweep).map(figureBlock),
        ]
      : []),
    ...collapsed,
    { kind: "table", label: "", title: costTitle, columns: [text(sweep.arm), ...costTitles.map(number)], rows: costs },
    paragraph(sweep.timeText),
  ];
}

function formatSecondsOf(seconds: number, lang: SweepContext["lang"]): string {
  return Number.isNaN(seconds) ? "–" : formatSeconds(seconds, lang);
}

/** What each setting does by itself, where the sweep can show it. */
export function comparisonSection(
  context: SweepContext,
  { comparisons, references }: ArmComparisons,
  effects: readonly AxisEffect[],
): Block[] {
  const { arms, input, lang, texts } = context;
  const { sweep } = texts;
  if (comparisons.length === 0) return [paragraph(sweep.noComparison)];
  const all = formatCount(comparisons.length);
  const isShared = input.result.arms.some(({ runs }) =>
    runs.some(({ spec }) => descriptionOf(spec.data).isSharedBySeeds),
  );
  return [
    paragraph(sweep.comparisonMethod({ all })),
    ...(references.length > 0
      ? [paragraph(sweep.comparedWithBest({ names: sweep.list(references.map(({ name }) => name)) }))]
      : []),
    ...(isShared ? [paragraph(sweep.sharedSeries)] : []),
    ...drawIntervals(comparisons, lang).map(figureBlock),
    comparisonTable(comparisons, sweep.comparisonTable, context),
    sentences(comparisonSentences(comparisons, sweep)),
    ...[...resolution(comparisons, sweep), ...wilcoxonSentence(comparisons, sweep)].map((line) => paragraph(line)),
    ...effectBlocks(context, effects),
    ...acrossDataBlocks(context, arms),
  ];
}

function comparisonTable(
  comparisons: readonly NamedComparison[],
  title: string,
  { texts: { sweep } }: SweepContext,
): Block {
  const hasWilcoxon = comparisons.some(({ n }) => leastWilcoxonP(n) < 0.05);
  // Where all are compared with one arm, its name is printed once, in the title.
  const [common] =
    comparisons.length > 1 && new Set(comparisons.map(({ first }) => first)).size === 1 ? comparisons : [];
  const rows: Row[] = comparisons.map(({ first, second, mean, interval, correctedP, wilcoxonP, n, verdict }) => ({
    cells: [
      common ? `− ${second}` : sweep.versus({ first, second }),
      formatDifference(mean),
      formatPercentRange(interval),
      formatPValue(correctedP),
      ...(hasWilcoxon ? [formatPValue(wilcoxonP)] : []),
      formatCount(n),
      sweep.verdicts[verdict],
    ],
    ...((verdict === "first" || verdict === "second") && { role: "strong" as const }),
  }));
  const numbers = [
    sweep.difference_,
    sweep.interval,
    sweep.correctedP,
    ...(hasWilcoxon ? [sweep.wilcoxonP] : []),
    sweep.n,
  ];
  const columns = [text(sweep.comparison), ...numbers.map(number), text(sweep.verdict)];
  const whole = common ? sweep.comparedTo({ name: common.first }) : title;
  return { kind: "table", label: "", title: whole, columns, rows };
}

function effectBlocks(context: SweepContext, effects: readonly AxisEffect[]): Block[] {
  const { sweep } = context.texts;
  if (effects.length === 0) return [];
  return [
    subheading(sweep.effects),
    paragraph(sweep.effectsText),
    ...effects.flatMap(({ path, comparisons }) => [
      comparisonTable(comparisons, sweep.effectTable({ name: nameAxis(path, sweep) }), context),
      sentences(comparisonSentences(comparisons, sweep)),
    ]),
  ];
}

function acrossDataBlocks({ input, lang, texts: { sweep } }: SweepContext, arms: readonly Arm[]): Block[] {
  const { axes } = input.result;
  const detailOf = new Map(axes.map(({ path, values }) => [path, detailFor(path, values, sweep)]));
  const nameOf = (path: string, value: unknown) => nameSetting(path, value, detailOf.get(path) ?? 0, sweep);
  const across = compareAcrossData(arms, axes, nameOf);
  if (across === undefined) return [];
  // Holm multiplies the least p by the number of pairs.
  const least = Math.min(1, leastWilcoxonP(across.dataSets) * across.pairs.length);
  const dataSets = formatCount(across.dataSets);
  const methods = formatCount(across.methods.length);
  return [
    subheading(sweep.acrossData),
    paragraph(sweep.acrossDataText({ methods, dataSets, p: formatP(across.friedmanP) })),
    ...(least >= 0.05 ? [paragraph(sweep.acrossDataNone({ dataSets, least: formatPValue(least) }))] : []),
    figureBlock(drawRanks(across, lang)),
  ];
}

function sentences(items: readonly string[]): Block {
  return { kind: "list", items: items.map((item) => [item]) };
}

export function confusionSection({ arms, lang, texts: { sweep } }: SweepContext): Block[] {
  const tested = arms.filter((arm) => summedConfusion(arm) !== undefined);
  if (tested.length === 0) return [paragraph(sweep.noConfusion)];
  const bySize = [...tested].sort((a, b) => b.testedValidation.mean - a.testedValidation.mean);
  const [best = tested[0], worst = best] = [bySize[0], bySize.at(-1)];
  const isCut = tested.length > MOST_MATRICES && best !== undefined && worst !== undefined;
  const shown = isCut ? [best, worst] : tested;
  return [
    paragraph(sweep.confusionText + (isCut ? ` ${sweep.confusionChosen({ best: best.name, worst: worst.name })}` : "")),
    { kind: "gallery", figures: drawConfusion(shown, lang, sweep).map(figureBlock) },
  ];
}

export function errorSection({ input, arms, lang, texts: { sweep } }: SweepContext): Block[] {
  const counted = arms.flatMap((arm) => {
    const summed = summedConfusion(arm);
    return summed === undefined ? [] : [{ name: arm.name, ...countErrors(summed) }];
  });
  if (counted.length === 0) return [paragraph(sweep.noConfusion)];
  if (counted.every(({ wrong }) => wrong === 0)) return [paragraph(sweep.noErrors)];
  const rows = counted.map(({ name, wrong, tested, commonest }) => {
    const mistake = commonest === undefined ? sweep.noMistake : sweep.mistake(commonest);
    return { cells: [name, formatCount(wrong), formatCount(tested), formatShare(wrong / tested), mistake] };
  });
  const numbers = [sweep.wrong, sweep.tested, sweep.errorRate].map(number);
  const columns = [text(sweep.arm), ...numbers, text(sweep.commonestMistake)];
  return [
    { kind: "table", label: "", title: sweep.errorTable, columns, rows },
    ...misclassifiedBlocks({ input, arms, lang, sweep }),
  ];
}

function misclassifiedBlocks(
  p: Pick<SweepContext, "input" | "arms" | "lang"> & { sweep: SweepContext["texts"]["sweep"] },
): Block[] {
  const { input, arms, lang, sweep } = p;
  const { misclassified } = input;
  const arm = arms.find(({ id }) => id === misclassified?.armId);
  const labels = arm && summedConfusion(arm)?.labels;
  if (misclassified === undefined || labels === undefined || misclassified.series.length === 0) return [];
  const said = sweep.misclassifiedText({
    name: arm?.name ?? "",
    seed: String(misclassified.seed),
    wrong: formatCount(misclassified.wrong),
    tested: formatCount(misclassified.tested),
    shown: formatCount(misclassified.series.length),
  });
  return [paragraph(said), figureBlock(drawMisclassified(misclassified, labels, lang, sweep))];
}

function countErrors({ labels, matrix }: { labels: readonly string[]; matrix: readonly (readonly number[])[] }) {
  const cells = matrix.flatMap((row, i) => row.map((count, j) => ({ truth: i, predicted: j, count })));
  const mistakes = cells.filter(({ truth, predicted, count }) => truth !== predicted && count > 0);
  const [commonest] = [...mistakes].sort((a, b) => b.count - a.count);
  return {
    wrong: mistakes.reduce((sum, { count }) => sum + count, 0),
    tested: cells.reduce((sum, { count }) => sum + count, 0),
    commonest: commonest && {
      truth: labels[commonest.truth] ?? "",
      predicted: labels[commonest.predicted] ?? "",
      count: formatCount(commonest.count),
    },
  };
}

export function gradientSection({ input, arms, lang, texts: { sweep } }: SweepContext): Block[] {
  const rows = arms.map(({ name, runs, failures, diverged }) => {
    if (runs.length === 0) {
      return { cells: [name, "–", "–", "–", failures.length > 0 ? formatCount(diverged) : "–"] };
    }
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const norms = runs.map(({ history }) => history.map(({ gradNorm }) => gradNorm));
    const largest = norms.flat().reduce((most, norm) => Math.max(most, norm), 0);
    const ends = [mean(norms.map((run) => run[0] ?? 0)), mean(norms.map((run) => run.at(-1) ?? 0)), largest];
    return { cells: [name, ...ends.map(formatNumber), formatCount(diverged)] };
  });
  const numbers = [sweep.gradientFirst, sweep.gradientLast, sweep.gradientLargest, sweep.divergedRuns].map(number);
  const runs = formatCount(arms.reduce((sum, arm) => sum + arm.runs.length + arm.failures.length, 0));
  const unstable = arms.filter((arm) => arm.diverged > 0);
  const diverged = formatCount(unstable.reduce((sum, arm) => sum + arm.diverged, 0));
  const names = sweep.list(unstable.map(({ name }) => name));
  const shown = input.gradients ?? [];
  const every = Math.max(...shown.map(({ log }) => log.every), 1);
  const ending = unstable.length === 0 ? sweep.noneDiverged({ runs }) : sweep.someDiverged({ diverged, runs, names });
  return [
    paragraph(sweep.gradientText),
    { kind: "table", label: "", title: sweep.gradientTable, columns: [text(sweep.arm), ...numbers], rows },
    paragraph(ending),
    ...(shown.length > 0 ? [paragraph(sweep.gradientsShown({ every: formatCount(every) }))] : []),
    ...drawGradients(shown, arms, lang, sweep).map(figureBlock),
  ];
}

/** Both kinds side by side where both are there, and what to try next in any case. */
export function kindsSection(context: SweepContext, comparisons: readonly NamedComparison[]): Block[] {
  const { input, arms, reach, isComplete, texts } = context;
  const { sweep } = texts;
  const recurrent = bestByValidation(arms.filter(({ kind }) => kind === "recurrent"));
  const cnn = bestByValidation(arms.filter(({ kind, dataKey }) => kind === "cnn" && dataKey === recurrent?.dataKey));
  const advice = advise({ arms, comparisons, axes: input.result.axes, isComplete } satisfies AdviceInput, sweep);
  const suggestions = advice.length > 0 ? sentences(advice) : paragraph(sweep.noAdvice);
  if (recurrent === undefined || cnn === undefined) return [heading(sweep.suggestions), suggestions];
  const comparison = comparisons.find(
    ({ first, second }) =>
      (first === recurrent.name && second === cnn.name) || (first === cnn.name && second === recurrent.name),
  );
  const guessing = [recurrent, cnn].filter(isArmAtChance).map(({ name }) => name);
  const sides = [
    [recurrent, cnn],
    [cnn, recurrent],
  ] as const;
  return [
    heading(sweep.kinds),
    paragraph(sweep.kindsIntro({ recurrent: recurrent.name, cnn: cnn.name })),
    ...(guessing.length > 0
      ? [paragraph(sweep.kindsChance({ names: sweep.list(guessing), isOne: guessing.length === 1 }))]
      : []),
    ...(comparison?.verdict === "none" ? [sentences(comparisonSentences([comparison], sweep))] : []),
    ...sides.flatMap(([mine, other]) => {
      const { strengths, limits } = weigh(mine, other, comparison, reach, sweep);
      return [
        subheading(sweep.strengthsOf({ name: mine.name })),
        strengths.length > 0 ? sentences(strengths) : paragraph(sweep.nothingShown),
        subheading(sweep.limitsOf({ name: mine.name })),
        limits.length > 0 ? sentences(limits) : paragraph(sweep.nothingShown),
      ];
    }),
    subheading(sweep.suggestions),
    suggestions,
  ];
}
