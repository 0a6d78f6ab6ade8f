/** The figures of a sweep's report, drawn from its numbers. Where they stand is `content.ts`'s business. */
import type { TimeSeriesDataset } from "../../data/dataset.ts";
import {
  armCurvesFigure,
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
import { messagesIn as figureMessagesIn } from "../../figures/language.ts";
import type { SweepMessages } from "../../messages/sweep-report.en.ts";
import type { Arm } from "./arms.ts";
import type { AcrossData, NamedComparison } from "./comparisons.ts";
import type { Misclassified, RecordedGradients } from "./input.ts";

/** Panels that fit on a page of A4; of more arms there are several figures, of many more not all are drawn. */
const CURVES_PER_FIGURE = 16;
export const MOST_CURVES = 48;
/** Longer figures of intervals run over a page. */
const MOST_INTERVALS = 24;
const MOST_PICTURES = 4;

export function drawPictures(
  pictures: readonly { readonly dataset: TimeSeriesDataset; readonly label: string }[],
  lang: FigureLanguage,
  texts: SweepMessages,
): Figure[] {
  const title = figureMessagesIn(lang).samplesTitle;
  return pictures.slice(0, MOST_PICTURES).map(({ dataset, label }, i) => ({
    name: i === 0 ? "samples" : `samples-${i + 1}`,
    title: label === "" ? title : texts.samplesOf({ title, label }),
    svg: samplesFigure({ dataset, perClass: pictures.length > 1 ? 2 : 3, lang }),
  }));
}

export function drawCurves(arms: readonly Arm[], lang: FigureLanguage): Figure[] {
  const drawn = arms.filter(({ runs }) => runs.length > 0).slice(0, MOST_CURVES);
  const histories = drawn.map(({ name, runs }) => ({ name, histories: runs.map(({ history }) => history) }));
  const title = figureMessagesIn(lang).armCurvesTitle;
  return Array.from({ length: Math.ceil(drawn.length / CURVES_PER_FIGURE) }, (_, i) => {
    const shown = histories.slice(i * CURVES_PER_FIGURE, (i + 1) * CURVES_PER_FIGURE);
    const svg = armCurvesFigure({ arms: shown, scaledTo: histories, lang });
    return { name: i === 0 ? "arm-curves" : `arm-curves-${i + 1}`, title, svg };
  });
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
  return arms.flatMap((arm, i) => {
    const summed = summedConfusion(arm);
    if (summed === undefined) return [];
    const svg = confusionMatrixFigure({ classNames: summed.labels, confusionMatrix: summed.matrix, lang });
    return [{ name: `confusion-${i + 1}`, title: texts.confusionOf({ title, name: arm.name }), svg }];
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
  return recorded.flatMap(({ armId, log }, i) => {
    const name = arms.find(({ id }) => id === armId)?.name ?? armId;
    const titled = (title: string) => texts.gradientsOf({ title, name });
    const norms = gradientNormsFigure({ log, lang });
    const figures = [{ name: `gradient-norms-${i + 1}`, title: titled(gradientNormsTitle), svg: norms }];
    if (log.states.length === 0) return figures;
    const states = stateGradientsFigure({ log, lang });
    return [...figures, { name: `state-gradients-${i + 1}`, title: titled(stateGradientsTitle), svg: states }];
  });
}
