/**
 * The figure of how all arms of a sweep trained: small multiples, a column of two panels an arm (loss above, accuracy
 * below), all on the same axes, so that panels can be compared by eye.
 */

import type { EpochRecord } from "../train/records.ts";
import {
  drawGrid,
  drawUpright,
  drawXLabels,
  drawYLabels,
  makePanel,
  type Panel,
  toPixels,
  widestLabel,
} from "./axes.ts";
import { ink, palette } from "./colors.ts";
import { epochAxis, hasLogarithm, LOG_FROM, lossAxis, shareAxis } from "./curve-axes.ts";
import { type FigureLanguage, figureMessagesIn } from "./language.ts";
import { drawLegend } from "./legend.ts";
import { drawStroke, linePath } from "./line.ts";
import type { FigureMessages } from "./messages/en.ts";
import { isWhole, wrapNames } from "./names.ts";
import { formatValue } from "./numbers.ts";
import { element, figureDocument } from "./svg.ts";
import { drawText, textSize } from "./text.ts";
import { decadeAxis, extentOf, isDrawable } from "./ticks.ts";

/** The histories of one arm. */
export interface ArmHistories {
  readonly name: string;
  /** Of each run, epochs from 1 on; one that ended early is shorter. */
  readonly histories: readonly (readonly EpochRecord[])[];
}

/** What the learning curves of arms are drawn from. */
export interface ArmCurvesInput {
  readonly arms: readonly ArmHistories[];
  /** Arms whose values the axes span, where several figures share them; those drawn unless given. */
  readonly scaledTo?: readonly ArmHistories[];
  readonly lang?: FigureLanguage;
}

/** px */
const WIDTH = 960;
const MARGIN = 16;
const COLUMNS = 4;
const COLUMN_GAP = 18;
const NAME = 26;
/** Of a name, and how many of them. */
const NAME_LINE = 17;
const MOST_NAME_LINES = 3;
const PANEL_HEIGHT = 104;
const PANEL_GAP = 12;
const BAND_GAP = 26;
const X_LABELS = 20;

type Curve = "trainLoss" | "valLoss" | "trainAccuracy" | "valAccuracy";

/**
 * Thin lines are the validation of each run, strong ones the means of training and validation over the runs, as far as all
 * of them went. A ring marks the lowest mean validation loss.
 * @returns an SVG document
 * @example
 * ```ts
 * import { armCurvesFigure } from "tidelab/figures";
 *
 * const epoch = (number: number, loss: number) => ({
 *   ...{ epoch: number, lr: 0.001, trainLoss: loss, valLoss: loss + 0.1, trainAccuracy: 1 - loss, valAccuracy: 0.9 - loss },
 *   ...{ gradNorm: 1, trainSeconds: 0.5, valSeconds: 0.1, weightsSha256: "" },
 * });
 * const histories = [[epoch(1, 0.6), epoch(2, 0.3)], [epoch(1, 0.5), epoch(2, 0.2)]]; // of two seeds
 * const svg = armCurvesFigure({ arms: [{ name: "LSTM", histories }] });
 * console.log(svg.includes(">LSTM<")); // true
 * ```
 */
export function armCurvesFigure({ arms, scaledTo = arms, lang = "en" }: ArmCurvesInput): string {
  const texts = figureMessagesIn(lang);
  const all = scaledTo.flatMap((arm) => arm.histories.flat());
  const longest = scaledTo.reduce((most, arm) => Math.max(most, ...arm.histories.map((runs) => runs.length)), 0);
  const valuesOf = (keys: readonly Curve[]) => all.flatMap((record) => keys.map((key) => record[key]));
  const losses = valuesOf(["trainLoss", "valLoss"]);
  const positive = extentOf(losses.filter(hasLogarithm));
  const logY = positive !== undefined && positive[1] / positive[0] > LOG_FROM;
  const above = logY ? decadeAxis(positive, 4) : lossAxis(extentOf(losses), longest);
  const below = shareAxis(extentOf(valuesOf(["trainAccuracy", "valAccuracy"])), longest);

  // As many bands as are needed, filled evenly: nine arms are drawn three by three.
  const bands = Math.max(1, Math.ceil(arms.length / COLUMNS));
  const columns = Math.max(1, Math.ceil(arms.length / bands));
  const left = MARGIN + textSize.label + 10 + Math.max(widestLabel(above), widestLabel(below)) + 7;
  const width = (WIDTH - MARGIN - left - COLUMN_GAP * (columns - 1)) / columns;
  const xAxis = epochAxis(
    Array.from({ length: longest }, (_, i) => i + 1),
    Math.max(2, Math.round(width / 60)),
  );

  const legend = drawLegend(keys(texts), left, 12, WIDTH - MARGIN - left);
  const top = 12 + legend.height + 8;
  const names = wrapNames(
    arms.map(({ name }) => name),
    width,
    textSize.title,
    MOST_NAME_LINES,
  );
  const nameHeight = NAME + NAME_LINE * (Math.max(1, ...names.map((lines) => lines.length)) - 1);
  const bandHeight = nameHeight + 2 * PANEL_HEIGHT + PANEL_GAP + X_LABELS + BAND_GAP;
  const marks = [...legend.marks];
  for (const [i, { name, histories }] of arms.entries()) {
    const x = left + (i % columns) * (width + COLUMN_GAP);
    const y = top + Math.floor(i / columns) * bandHeight + nameHeight;
    const lines = names[i] ?? [];
    for (const [k, line] of lines.entries()) {
      const at = { x, y: y - 9 - NAME_LINE * (lines.length - 1 - k), size: textSize.title, fill: ink.title };
      marks.push(drawText(line, isWhole(lines, name) ? at : { ...at, full: name }));
    }
    const loss = makePanel({ x, y, width, height: PANEL_HEIGHT }, xAxis, above, { logY, inset: 6 });
    const lower = { x, y: y + PANEL_HEIGHT + PANEL_GAP, width, height: PANEL_HEIGHT };
    const accuracy = makePanel(lower, xAxis, below, { inset: 6 });
    marks.push(drawGrid(loss, "horizontal"), drawGrid(accuracy, "horizontal"));
    marks.push(...drawArm(loss, histories, ["trainLoss", "valLoss"], logY ? hasLogarithm : isDrawable));
    marks.push(...drawArm(accuracy, histories, ["trainAccuracy", "valAccuracy"], isDrawable));
    marks.push(...drawBest(loss, histories, logY ? hasLogarithm : isDrawable), ...drawXLabels(accuracy));
    if (i % columns === 0) {
      const turned = MARGIN + textSize.label;
      marks.push(...drawYLabels(loss), drawUpright(logY ? texts.lossLog : texts.loss, turned, y + PANEL_HEIGHT / 2));
      marks.push(...drawYLabels(accuracy), drawUpright(texts.accuracy, turned, lower.y + PANEL_HEIGHT / 2));
    }
  }
  const bottom = top + bands * bandHeight - BAND_GAP;
  const center = { x: (left + WIDTH - MARGIN) / 2, y: bottom + 16, size: textSize.label, anchor: "middle" } as const;
  marks.push(drawText(texts.epoch, center));
  return figureDocument({
    width: WIDTH,
    height: bottom + 28,
    title: texts.armCurvesTitle,
    description: describe(arms, texts),
    lang,
    marks,
  });
}

function drawArm(
  panel: Panel,
  histories: ArmHistories["histories"],
  [train, val]: readonly [Curve, Curve],
  isShown: (value: number) => boolean,
): string[] {
  const draw = (values: readonly number[], stroke: string, width: number, opacity?: number) => {
    const d = linePath(
      toPixels(
        panel,
        values.map((_, i) => i + 1),
        values,
        isShown,
      ),
    );
    return d === "" ? [] : [drawStroke(d, { stroke, width, opacity })];
  };
  const single = histories.length > 1 ? histories.map((history) => history.map((record) => record[val])) : [];
  return [
    ...single.flatMap((values) => draw(values, palette.vermillion, 1, 0.35)),
    ...draw(meanCurve(histories, train), palette.blue, 1.8),
    ...draw(meanCurve(histories, val), palette.vermillion, 1.8),
  ];
}

/** The mean over the runs, epoch by epoch, as far as all of them went: beyond, it would jump where one drops out. */
function meanCurve(histories: ArmHistories["histories"], key: Curve): number[] {
  const length = Math.min(...histories.map((history) => history.length));
  if (!Number.isFinite(length)) return [];
  return Array.from({ length }, (_, i) => {
    return histories.reduce((sum, history) => sum + (history[i]?.[key] ?? Number.NaN), 0) / histories.length;
  });
}

/** Index of the least value that can be drawn, −1 without any. */
function lowest(values: readonly number[], isShown: (value: number) => boolean): number {
  return values.reduce((best, value, i) => {
    return isShown(value) && (best < 0 || value < (values[best] ?? 0)) ? i : best;
  }, -1);
}

function drawBest(panel: Panel, histories: ArmHistories["histories"], isShown: (value: number) => boolean): string[] {
  const means = meanCurve(histories, "valLoss");
  const best = lowest(means, isShown);
  return best < 0 ? [] : [drawRing(panel.toX(best + 1), panel.toY(means[best] ?? 0))];
}

function drawRing(cx: number, cy: number): string {
  return element("circle", { cx, cy, r: 3.5, fill: "#ffffff", stroke: palette.vermillion, "stroke-width": 1.8 });
}

function keys(texts: FigureMessages) {
  const line = (label: string, stroke: string, strength: number, opacity?: number) => ({
    label,
    width: 26,
    draw: (x: number, y: number) =>
      drawStroke(`M${x.toFixed(2)},${y.toFixed(2)}h26`, { stroke, width: strength, opacity }),
  });
  return [
    line(texts.meanTraining, palette.blue, 2),
    line(texts.meanValidation, palette.vermillion, 2),
    line(texts.eachValidation, palette.vermillion, 1, 0.35),
    { label: texts.lowestValidationLoss, width: 9, draw: (x: number, y: number) => drawRing(x + 4.5, y) },
  ];
}

function describe(arms: readonly ArmHistories[], texts: FigureMessages): string {
  const ends = arms.map(({ name, histories }) => {
    const losses = meanCurve(histories, "valLoss");
    const best = lowest(losses, isDrawable);
    const accuracy = meanCurve(histories, "valAccuracy").at(-1) ?? Number.NaN;
    const loss = losses[best] ?? Number.NaN;
    return texts.armCurvesArm({
      name,
      runs: histories.length,
      accuracy: formatValue(accuracy),
      loss: formatValue(loss),
      epoch: best + 1,
    });
  });
  return [texts.armCurvesDescription({ arms: arms.length }), ...ends].join(" ");
}
