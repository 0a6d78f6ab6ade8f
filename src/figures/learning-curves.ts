/** The figure of how training went: loss and accuracy by epoch, on training and validation series. */

import type { EpochRecord } from "../train/records.ts";
import {
  drawGrid,
  drawXLabels,
  drawYLabels,
  makePanel,
  type Panel,
  toPixels,
  widestLabel,
  xAxisHeight,
} from "./axes.ts";
import { ink, palette } from "./colors.ts";
import { epochAxis, hasLogarithm, LOG_FROM, lossAxis, shareAxis } from "./curve-axes.ts";
import { type FigureLanguage, figureMessagesIn } from "./language.ts";
import { drawLegend } from "./legend.ts";
import { drawStroke, linePath, type Stroke } from "./line.ts";
import type { FigureMessages } from "./messages/en.ts";
import { formatValue } from "./numbers.ts";
import { element, figureDocument } from "./svg.ts";
import { drawText, textSize } from "./text.ts";
import { type Axis, decadeAxis, extentOf, isDrawable } from "./ticks.ts";

/** What learning curves are drawn from. */
export interface LearningCurvesInput {
  history: readonly EpochRecord[];
  lang?: FigureLanguage;
}

/** px */
const WIDTH = 960;
const PLOT_HEIGHT = 270;
const MARGIN = 16;
const GAP = 28;

/** Up to this many epochs each one is a mark, which also distinguishes the lines without colour. */
const MOST_MARKERS = 40;

interface Curve {
  key: "train" | "validation";
  values: readonly number[];
}

interface Plot {
  title: string;
  yAxis: Axis;
  curves: readonly Curve[];
  isShown: (value: number) => boolean;
  logY: boolean;
}

/**
 * Loss and accuracy side by side, as in the lab notebook; a third panel with a log scale comes in between when the
 * losses span more than two decades. A value that is not finite leaves a gap and is counted in a note; a loss of 0 or
 * less leaves one on the log scale. Epochs may come in any order.
 * @returns an SVG document
 * @example
 * ```ts
 * import { learningCurvesFigure } from "tidelab/figures";
 *
 * const epoch = (number: number, loss: number) => ({
 *   ...{ epoch: number, lr: 0.001, trainLoss: loss, valLoss: loss + 0.1, trainAccuracy: 1 - loss, valAccuracy: 0.9 - loss },
 *   ...{ gradNorm: 1, trainSeconds: 0.5, valSeconds: 0.1, weightsSha256: "" },
 * });
 * const svg = learningCurvesFigure({ history: [epoch(1, 0.6), epoch(2, 0.3)] });
 * console.log(svg.startsWith("<svg")); // true
 * ```
 */
export function learningCurvesFigure({ history, lang = "en" }: LearningCurvesInput): string {
  const texts = figureMessagesIn(lang);
  // Lines need rising epochs, and an epoch that is no number has no place at all.
  const records = history.filter((r) => isDrawable(r.epoch)).sort((a, b) => a.epoch - b.epoch);
  const epochs = records.map((r) => r.epoch);
  const plots = choosePlots(records, texts);
  const hasMarkers = records.length <= MOST_MARKERS;

  const lefts = plots.map((plot) => Math.max(24, widestLabel(plot.yAxis)) + 7);
  const free = WIDTH - 2 * MARGIN - lefts.reduce((sum, w) => sum + w, 0) - GAP * (plots.length - 1);
  const plotWidth = free / plots.length;
  const xAxis = epochAxis(epochs, Math.round(plotWidth / 80));

  const legend = drawLegend(
    (["train", "validation"] as const).map((key) => ({
      label: texts[key],
      width: 26,
      draw: (x, y) =>
        drawStroke(`M${x.toFixed(2)},${y.toFixed(2)}h26`, strokeOf(key, 2)) +
        (hasMarkers ? drawMarker(x + 13, y, key) : ""),
    })),
    MARGIN + (lefts[0] ?? 0),
    12,
    WIDTH / 2,
  );
  const marks = [...legend.marks];
  const missing = countMissing(history);
  if (missing > 0) {
    const at = { x: WIDTH - MARGIN, y: 12 + 14, size: textSize.tick, fill: ink.tick, anchor: "end" } as const;
    marks.push(drawText(texts.notDrawn({ count: missing }), at));
  }

  const top = 12 + legend.height + 36;
  let x = MARGIN;
  for (const [i, plot] of plots.entries()) {
    x += lefts[i] ?? 0;
    const box = { x, y: top, width: plotWidth, height: PLOT_HEIGHT };
    const panel = makePanel(box, xAxis, plot.yAxis, { logY: plot.logY, inset: 8 });
    marks.push(drawText(plot.title, { x, y: top - 12, size: textSize.title, fill: ink.title }));
    marks.push(drawGrid(panel, "horizontal"), ...drawXLabels(panel, texts.epoch), ...drawYLabels(panel));
    const lines = plot.curves.flatMap((curve) => drawCurve(panel, epochs, curve, plot.isShown));
    const middle = { x: x + plotWidth / 2, y: top + PLOT_HEIGHT / 2, size: textSize.label, fill: ink.tick } as const;
    marks.push(...(lines.length > 0 ? lines : [drawText(texts.noValues, { ...middle, anchor: "middle" })]));
    x += plotWidth + GAP;
  }

  return figureDocument({
    width: WIDTH,
    height: top + PLOT_HEIGHT + xAxisHeight,
    title: texts.learningCurvesTitle,
    description: describe(records, texts),
    lang,
    marks,
  });
}

function choosePlots(records: readonly EpochRecord[], texts: FigureMessages): Plot[] {
  const loss: Curve[] = [
    { key: "train", values: records.map((r) => r.trainLoss) },
    { key: "validation", values: records.map((r) => r.valLoss) },
  ];
  const accuracy: Curve[] = [
    { key: "train", values: records.map((r) => r.trainAccuracy) },
    { key: "validation", values: records.map((r) => r.valAccuracy) },
  ];
  const lossPlot = {
    title: texts.loss,
    yAxis: lossAxis(extentOf(loss.flatMap((c) => c.values)), records.length),
    curves: loss,
  };
  const accuracyAxis = shareAxis(extentOf(accuracy.flatMap((c) => c.values)), records.length);
  const linear = { isShown: isDrawable, logY: false };
  const plots = [
    { ...lossPlot, ...linear },
    { title: texts.accuracy, yAxis: accuracyAxis, curves: accuracy, ...linear },
  ];
  const positive = extentOf(loss.flatMap((c) => c.values.filter(hasLogarithm)));
  if (positive !== undefined && positive[1] / positive[0] > LOG_FROM) {
    plots.splice(1, 0, {
      title: texts.lossLog,
      yAxis: decadeAxis(positive, 7),
      curves: loss,
      isShown: hasLogarithm,
      logY: true,
    });
  }
  return plots;
}

function countMissing(history: readonly EpochRecord[]): number {
  const values = history.flatMap((r) => [r.trainLoss, r.valLoss, r.trainAccuracy, r.valAccuracy]);
  return values.filter((value) => !isDrawable(value)).length;
}

function drawCurve(panel: Panel, epochs: readonly number[], curve: Curve, isShown: Plot["isShown"]): string[] {
  const series = toPixels(panel, epochs, curve.values, isShown);
  const d = linePath(series);
  if (d === "") return [];
  const hasMarkers = epochs.length <= MOST_MARKERS;
  const marks = [drawStroke(d, strokeOf(curve.key, hasMarkers ? 1.8 : 1.3))];
  if (hasMarkers) {
    for (const [i, x] of series.x.entries()) {
      const y = series.y[i] ?? Number.NaN;
      if (!Number.isNaN(y)) marks.push(drawMarker(x, y, curve.key));
    }
  }
  return marks;
}

function strokeOf(key: Curve["key"], width: number): Stroke {
  return { stroke: key === "train" ? palette.blue : palette.vermillion, width };
}

/** A dot for training, an open square for validation: both stay visible where they overlap. */
function drawMarker(x: number, y: number, key: Curve["key"]): string {
  if (key === "train") return element("circle", { cx: x, cy: y, r: 3, fill: palette.blue });
  const square = { x: x - 3, y: y - 3, width: 6, height: 6, fill: "#ffffff", stroke: palette.vermillion };
  return element("rect", { ...square, "stroke-width": 1.4 });
}

function describe(records: readonly EpochRecord[], texts: FigureMessages): string {
  const summary = texts.learningCurvesDescription({ epochs: records.length });
  const last = records.at(-1);
  if (last === undefined) return summary;
  const words = texts.learningCurvesLast({
    epoch: formatValue(last.epoch),
    trainLoss: formatValue(last.trainLoss),
    valLoss: formatValue(last.valLoss),
    trainAccuracy: formatValue(last.trainAccuracy),
    valAccuracy: formatValue(last.valAccuracy),
  });
  return `${summary} ${words}`;
}
