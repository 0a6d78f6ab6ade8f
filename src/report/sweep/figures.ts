/** The figures of a sweep's report, drawn from its numbers. `content.ts` places them. */
import {
  armCurvesFigure,
  armInputsFigure,
  armSeedsFigure,
  attentionFigure,
  confusionMatrixFigure,
  criticalDifferenceFigure,
  type Figure,
  type FigureLanguage,
  gradientNormsFigure,
  intervalsFigure,
  samplesFigure,
  stateGradientsFigure,
} from "../../figures/index.ts";
import { figureMessagesIn } from "../../figures/language.ts";
import type { SweepMessages } from "../messages/sweep.en.ts";
import { piecesByClass } from "../pieces.ts";
import type { Arm } from "./arms.ts";
import { collapsedRuns, commonChance } from "./chance.ts";
import type { AcrossData, NamedComparison } from "./comparisons.ts";
import type { DataPicture, Misclassified, RecordedGradients } from "./input.ts";

/** Panels that fit on half a page of A4; of more arms there are several figures, of many more not all are drawn. */
const CURVES_PER_FIGURE = 8;
export const MOST_CURVES = 48;
/** Longer figures of intervals run over a page. */
const MOST_INTERVALS = 24;
/** Rows of a figure of inputs or of runs that fit on a page. */
const INPUTS_PER_FIGURE = 5;
const ARMS_PER_FIGURE = 20;
/** Columns in which one can still see a series. */
export const MOST_CLASSES = 6;
export const MOST_INPUTS = 45;

/** Series of each class, where all arms read the same. */
export function drawSamples({ dataset }: DataPicture, lang: FigureLanguage): Figure {
  return { name: "samples", title: figureMessagesIn(lang).samplesTitle, svg: samplesFigure({ dataset, lang }) };
}

/** One series of each class as each arm reads it, with the classes of one figure being the same. */
export function drawInputs(
  pictures: readonly { readonly picture: DataPicture; readonly label: string }[],
  lang: FigureLanguage,
  texts: SweepMessages,
): Figure[] {
  const title = figureMessagesIn(lang).armInputsTitle;
  const byClasses = new Map<string, (typeof pictures)[number][]>();
  for (const one of pictures.slice(0, MOST_INPUTS)) {
    const { classNames, channels } = one.picture.dataset;
    const key = JSON.stringify([classNames, channels]);
    byClasses.set(key, [...(byClasses.get(key) ?? []), one]);
  }
  const figures = [...byClasses.values()].flatMap((group) => {
    const { classNames = [], channels = 1 } = group[0]?.picture.dataset ?? {};
    const shown = classNames.slice(0, MOST_CLASSES);
    const all = group.map(({ picture, label }) => ({
      name: label,
      pieces: piecesByClass(picture.dataset, shown.length),
    }));
    return chunksOf(all, INPUTS_PER_FIGURE).map((arms) =>
      armInputsFigure({ arms, scaledTo: all, classNames: shown, channels, lang }),
    );
  });
  return inParts(figures, "inputs", title, texts);
}

/** The test accuracy of every run. */
export function drawSeeds(arms: readonly Arm[], lang: FigureLanguage, texts: SweepMessages): Figure[] {
  const title = figureMessagesIn(lang).armSeedsTitle;
  const rows = arms.map((arm) => {
    const collapsed = new Set(collapsedRuns(arm).map(({ seed }) => seed));
    const runs = [...arm.testAccuracy].map(([seed, accuracy]) => ({
      seed,
      accuracy,
      isCollapsed: collapsed.has(seed),
    }));
    return { name: arm.name, runs };
  });
  const chance = commonChance(arms);
  const figures = chunksOf(rows, ARMS_PER_FIGURE).map((shown) =>
    armSeedsFigure({ arms: shown, scaledTo: rows, chance, lang }),
  );
  return inParts(figures, "arm-seeds", title, texts);
}

/** One figure in several parts, each of which says so: no two have the same caption. */
function inParts(parts: readonly string[], name: string, title: string, texts: SweepMessages): Figure[] {
  const all = String(parts.length);
  return parts.map((svg, i) => ({
    name: i === 0 ? name : `${name}-${i + 1}`,
    title: parts.length === 1 ? title : texts.partOfFigure({ title, part: String(i + 1), all }),
    svg,
  }));
}

/** As few parts of nearly the same length as need no more than `most` each. */
function chunksOf<T>(items: readonly T[], most: number): T[][] {
  const parts = Math.ceil(items.length / most);
  return Array.from({ length: parts }, (_, i) =>
    items.slice(Math.round((i * items.length) / parts), Math.round(((i + 1) * items.length) / parts)),
  );
}

export function drawCurves(arms: readonly Arm[], lang: FigureLanguage, texts: SweepMessages): Figure[] {
  const drawn = arms.filter(({ runs }) => runs.length > 0).slice(0, MOST_CURVES);
  const histories = drawn.map(({ name, runs }) => ({ name, histories: runs.map(({ history }) => history) }));
  const title = figureMessagesIn(lang).armCurvesTitle;
  const figures = chunksOf(histories, CURVES_PER_FIGURE).map((shown) =>
    armCurvesFigure({ arms: shown, scaledTo: histories, lang }),
  );
  return inParts(figures, "arm-curves", title, texts);
}

/** The largest differences, where there are too many for one figure. */
export function drawIntervals(comparisons: readonly NamedComparison[], lang: FigureLanguage): Figure[] {
  if (comparisons.length === 0) return [];
  const bySize = [...comparisons].sort((a, b) => Math.abs(b.mean) - Math.abs(a.mean)).slice(0, MOST_INTERVALS);
  const rows = comparisons
    .filter((comparison) => bySize.includes(comparison) && Number.isFinite(comparison.mean))
    .map(({ first, second, mean, interval, verdict }) => ({
      first,
      second,
      mean: 100 * mean,
      interval: interval && ([100 * interval[0], 100 * interval[1]] as const),
      isShown: verdict === "first" || verdict === "second",
    }));
  return [{ name: "intervals", title: figureMessagesIn(lang).intervalsTitle, svg: intervalsFigure({ rows, lang }) }];
}

export function drawRanks({ methods, averageRanks, cliques }: AcrossData, lang: FigureLanguage): Figure {
  const svg = criticalDifferenceFigure({ methods, averageRanks, cliques, lang });
  return { name: "critical-difference", title: figureMessagesIn(lang).criticalDifferenceTitle, svg };
}

/** The counts of all seeds together; undefined where the runs have no results, or not of the same classes. */
export function summedConfusion({ runs }: Arm): { labels: readonly string[]; matrix: number[][] } | undefined {
  const tests = runs.flatMap(({ test }) => test ?? []);
  const [first] = tests;
  if (first === undefined || tests.some(({ labels }) => labels.join("\n") !== first.labels.join("\n")))
    return undefined;
  const matrix = first.confusionMatrix.map((row, i) =>
    row.map((_, j) => tests.reduce((sum, test) => sum + (test.confusionMatrix[i]?.[j] ?? 0), 0)),
  );
  return { labels: first.labels, matrix };
}

export function drawConfusion(arms: readonly Arm[], lang: FigureLanguage, texts: SweepMessages): Figure[] {
  const title = figureMessagesIn(lang).confusionTitle;
  const summed = arms.flatMap((arm) => {
    const one = summedConfusion(arm);
    return one === undefined ? [] : [{ name: arm.name, ...one }];
  });
  return summed.map(({ name, labels, matrix }, i) => {
    // One scale and one size, or the eye compares what cannot be compared.
    const scaledTo = summed.filter((other) => other.labels.join() === labels.join()).map((other) => other.matrix);
    const svg = confusionMatrixFigure({ classNames: labels, confusionMatrix: matrix, scaledTo, lang });
    return { name: `confusion-${i + 1}`, title: texts.ofArm({ title, name }), svg };
  });
}

export function drawMisclassified(
  { series }: Misclassified,
  classNames: readonly string[],
  lang: FigureLanguage,
  texts: SweepMessages,
): Figure {
  const svg = attentionFigure({ series, classNames, lang });
  return { name: "misclassified", title: texts.misclassifiedTitle, svg };
}

/** The norms of each run and, of recurrent layers, how far the gradient reaches back in time. */
export function drawGradients(
  recorded: readonly RecordedGradients[],
  arms: readonly Arm[],
  lang: FigureLanguage,
  texts: SweepMessages,
): Figure[] {
  const { gradientNormsTitle, stateGradientsTitle } = figureMessagesIn(lang);
  return recorded.flatMap(({ armId, seed, log }, i) => {
    const name = arms.find(({ id }) => id === armId)?.name ?? armId;
    const titled = (title: string) => texts.ofRun({ title, name, seed: String(seed) });
    const norms = gradientNormsFigure({ log, lang });
    const figures = [{ name: `gradient-norms-${i + 1}`, title: titled(gradientNormsTitle), svg: norms }];
    if (log.states.length === 0) return figures;
    const states = stateGradientsFigure({ log, lang });
    return [...figures, { name: `state-gradients-${i + 1}`, title: titled(stateGradientsTitle), svg: states }];
  });
}
