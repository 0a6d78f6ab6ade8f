/** The figure of where the model looks: series over a band that is darker where the attention weight is higher. */

import {
  type Box,
  drawGrid,
  drawUpright,
  drawXLabels,
  drawYLabels,
  makePanel,
  type Panel,
  widestLabel,
  xAxisHeight,
} from "./axes.ts";
import { channelKeys, drawChannels } from "./channels.ts";
import { ink, oranges, palette } from "./colors.ts";
import { type FigureLanguage, figureMessagesIn } from "./language.ts";
import { drawLegend, type LegendKey } from "./legend.ts";
import type { FigureMessages } from "./messages/en.ts";
import { fitNames } from "./names.ts";
import { formatPercent } from "./numbers.ts";
import { element, figureDocument } from "./svg.ts";
import { drawText, fitText, textSize, textWidth } from "./text.ts";
import { type Axis, countAxis, extentOf, padDomain, safeDomain, tightAxis } from "./ticks.ts";

/** One series that the model has classified. */
export interface AttendedSeries {
  /** (T, C) row-major */
  values: Float32Array;
  /** C */
  channels: number;
  /** (T) attention weights: at least 0, with sum 1 */
  weights: Float32Array;
  /** index into `classNames` */
  trueClass: number;
  /** index into `classNames` */
  predictedClass: number;
  /** of the predicted class, 0 to 1 */
  probability: number;
}

/** What the figure of attention is drawn from. */
export interface AttentionInput {
  series: readonly AttendedSeries[];
  classNames: readonly string[];
  lang?: FigureLanguage;
}

/** px */
const WIDTH = 960;
const MARGIN = 16;
const LINE_HEIGHT = 116;
const WEIGHT_HEIGHT = 40;
const INNER_GAP = 8;
const TITLE = 28;
const COLUMN_GAP = 28;

/** From this many series on, panels are in two columns. */
const TWO_COLUMNS_FROM = 3;

/**
 * A panel a series: its values over a band coloured by weight, the weight as an area below, beside a dashed line at 1/T
 * (the weight of every step if the model looked everywhere alike). The title gives true and predicted class, and a tick
 * or cross. All panels share one scale of values and one of weights, so that they can be compared.
 * @returns an SVG document
 * @throws RangeError when a series' values are not (T, C) for its T weights
 * @example
 * ```ts
 * import { attentionFigure } from "tidelab/figures";
 *
 * const values = Float32Array.of(0, 1, 0, -1);
 * const weights = Float32Array.of(0.1, 0.6, 0.2, 0.1);
 * const series = [{ values, channels: 1, weights, trueClass: 0, predictedClass: 0, probability: 0.97 }];
 * console.log(attentionFigure({ series, classNames: ["sine", "square"] }).startsWith("<svg")); // true
 * ```
 */
export function attentionFigure({ series, classNames, lang = "en" }: AttentionInput): string {
  for (const [i, { values, channels, weights }] of series.entries()) {
    if (values.length === weights.length * channels && channels > 0) continue;
    throw new RangeError(`series[${i}]: expected ${weights.length} x ${channels} values, received ${values.length}`);
  }
  const texts = figureMessagesIn(lang);
  const columns = series.length >= TWO_COLUMNS_FROM ? 2 : 1;
  const rows = Math.ceil(series.length / columns);

  const yAxis = tightAxis(padDomain(safeDomain(extentOf(series.flatMap((s) => [...(extentOf(s.values) ?? [])])))), 4);
  const heaviest = series.reduce((most, s) => Math.max(most, extentOf(s.weights)?.[1] ?? 0), 0);
  const weightAxis = firstAndLast(tightAxis([0, 1.05 * (heaviest > 0 ? heaviest : 1)], 3));

  const labels = Math.max(widestLabel(yAxis), widestLabel(weightAxis)) + 7;
  const left = MARGIN + textSize.label + 10 + labels;
  const plotWidth = (WIDTH - MARGIN - left - (columns - 1) * COLUMN_GAP) / columns;
  const channels = series.reduce((most, s) => Math.max(most, s.channels), 1);
  const legend = drawLegend([...seriesKeys(channels, texts), ...weightKeys(texts)], left, 12, WIDTH - MARGIN - left);
  const top = 12 + legend.height + 10;
  // Series of one length share the time axis, whose labels are then under the last panel of a column only.
  const sameLength = new Set(series.map((s) => s.weights.length)).size <= 1;
  const rowHeight = TITLE + LINE_HEIGHT + INNER_GAP + WEIGHT_HEIGHT + (sameLength ? 20 : 36);

  const marks = [...legend.marks];
  for (const [i, shown] of series.entries()) {
    const x = left + (i % columns) * (plotWidth + COLUMN_GAP);
    const y = top + Math.floor(i / columns) * rowHeight + TITLE;
    const isLast = i + columns >= series.length;
    const box = { x, y, width: plotWidth, height: LINE_HEIGHT };
    marks.push(...drawTitle(shown, classNames, box, texts));
    const panels = makePanels(box, shown.weights.length, yAxis, weightAxis);
    marks.push(...drawBand(panels.above, shown.weights, heaviest), drawGrid(panels.above, "horizontal"));
    marks.push(
      ...drawChannels(panels.above, shown.values, shown.channels),
      ...drawWeights(panels.below, shown.weights),
    );
    if (isLast || !sameLength) marks.push(...drawXLabels(panels.below, isLast ? texts.timeStep : undefined));
    if (i % columns === 0) {
      const middle = y + LINE_HEIGHT + INNER_GAP + WEIGHT_HEIGHT / 2;
      marks.push(...drawYLabels(panels.above), drawUpright(texts.value, MARGIN + textSize.label, y + LINE_HEIGHT / 2));
      marks.push(...drawYLabels(panels.below), drawUpright(texts.weight, MARGIN + textSize.label, middle));
    }
  }
  return figureDocument({
    width: WIDTH,
    height: top + rows * rowHeight - (sameLength ? 20 : 36) + xAxisHeight,
    title: texts.attentionTitle,
    description: describe(series, classNames, texts),
    lang,
    marks,
  });
}

/** A strip as low as that of the weights has room for two labels. */
function firstAndLast({ domain, ticks }: Axis): Axis {
  return { domain, ticks: ticks.filter((_, i) => i === 0 || i === ticks.length - 1) };
}

interface Panels {
  /** the series */
  above: Panel;
  /** its weights */
  below: Panel;
}

function makePanels(box: Box, length: number, yAxis: Axis, weightAxis: Axis): Panels {
  // Half a step of room at either end: each step's weight is drawn as wide as a step.
  const xAxis = countAxis([-0.5, Math.max(length, 1) - 0.5], 0, Math.round(box.width / 80));
  const below = { ...box, y: box.y + box.height + INNER_GAP, height: WEIGHT_HEIGHT };
  return { above: makePanel(box, xAxis, yAxis), below: makePanel(below, xAxis, weightAxis) };
}

/**
 * The greatest weight of each pixel column, or of each step where steps are wider than a pixel: spikes must not vanish
 * between pixels. What is no weight (negative, not finite) counts as 0.
 */
function highestByPixel(weights: Float32Array, width: number): Float64Array {
  const bins = Math.max(1, Math.min(weights.length, Math.floor(width)));
  const heights = new Float64Array(bins);
  for (const [t, weight] of weights.entries()) {
    const bin = Math.floor((t * bins) / weights.length);
    if (Number.isFinite(weight)) heights[bin] = Math.max(heights[bin] ?? 0, weight);
  }
  return heights;
}

/** Each run of one colour reaches to the right edge, under the next, so that no seams show between them. */
function drawBand({ box }: Panel, weights: Float32Array, heaviest: number): string[] {
  const heights = highestByPixel(weights, box.width);
  const right = box.x + box.width;
  const marks: string[] = [];
  let last = "#ffffff";
  for (const [bin, weight] of heights.entries()) {
    // 32 shades: more could not be distinguished, and would make the file longer.
    const fill = oranges(heaviest > 0 ? Math.round((32 * weight) / heaviest) / 32 : 0);
    if (fill === last) continue;
    last = fill;
    const x = box.x + (bin * box.width) / heights.length;
    marks.push(element("rect", { x, y: box.y, width: right - x, height: box.height, fill }));
  }
  return marks;
}

/** The weights as an area of steps, and the dashed line of equal weights. */
function drawWeights(panel: Panel, weights: Float32Array): string[] {
  const { box, toY, yAxis } = panel;
  const heights = highestByPixel(weights, box.width);
  const foot = (box.y + box.height).toFixed(2);
  let d = `M${box.x.toFixed(2)},${foot}`;
  for (const [bin, weight] of heights.entries()) {
    const end = box.x + ((bin + 1) * box.width) / heights.length;
    d += `V${toY(weight).toFixed(2)}H${end.toFixed(2)}`;
  }
  const area = { d: `${d}V${foot}Z`, fill: palette.orange, stroke: "none" };
  const equal = 1 / Math.max(weights.length, 1);
  const marks = [drawGrid(panel, "horizontal"), element("path", area)];
  if (equal <= yAxis.domain[1]) marks.push(drawDashes(box.x, toY(equal), box.width));
  return marks;
}

function drawDashes(x: number, y: number, width: number): string {
  const d = `M${x.toFixed(2)},${y.toFixed(2)}h${width.toFixed(2)}`;
  return element("path", { d, fill: "none", stroke: ink.title, "stroke-width": 1, "stroke-dasharray": "3 3" });
}

/** A green tick or a red cross, different in shape too, before the classes and the probability. */
function drawTitle(series: AttendedSeries, classNames: readonly string[], box: Box, texts: FigureMessages): string[] {
  const isRight = series.trueClass === series.predictedClass;
  const [x, y] = [box.x, box.y - 15];
  const d = isRight
    ? `M${(x + 1).toFixed(2)},${y.toFixed(2)}l3.5,4l7,-8.5`
    : `M${(x + 1.5).toFixed(2)},${(y - 4.5).toFixed(2)}l8.5,8.5m0,-8.5l-8.5,8.5`;
  const stroke = isRight ? palette.green : palette.vermillion;
  const sign = { d, fill: "none", stroke, "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round" };
  const full = formatTitle(series, classNames, texts);
  const text = formatTitle(series, classNames, texts, box.width - 18);
  return [
    element("path", sign),
    drawText(text, { x: x + 18, y: box.y - 10, size: textSize.title, fill: ink.title, full }),
  ];
}

/** @param width  px; longer titles are cut in the names, never in the probability; nothing is cut when it is left out */
function formatTitle(
  series: AttendedSeries,
  classNames: readonly string[],
  texts: FigureMessages,
  width?: number,
): string {
  const trueClass = classNames[series.trueClass] ?? String(series.trueClass);
  const predictedClass = classNames[series.predictedClass] ?? String(series.predictedClass);
  const probability = formatPercent(series.probability);
  if (width === undefined) return texts.attentionPanel({ trueClass, predictedClass, probability });
  const words = texts.attentionPanel({ trueClass: "", predictedClass: "", probability });
  const room = width - textWidth(words, textSize.title);
  // A short name leaves the rest of the room to the other.
  const taken = (name: string) => Math.min(textWidth(name, textSize.title), room / 2);
  const fitted = {
    trueClass: fitText(trueClass, room - taken(predictedClass), textSize.title),
    predictedClass: fitText(predictedClass, room - taken(trueClass), textSize.title),
  };
  if (trueClass === predictedClass || fitted.trueClass !== fitted.predictedClass) {
    return texts.attentionPanel({ ...fitted, probability });
  }
  const [ofTrue = "", ofPredicted = ""] = fitNames([trueClass, predictedClass], room / 2, textSize.title);
  return texts.attentionPanel({ trueClass: ofTrue, predictedClass: ofPredicted, probability });
}

function seriesKeys(channels: number, texts: FigureMessages): LegendKey[] {
  const keys = channelKeys(channels, texts);
  return channels === 1 ? keys.map((key) => ({ ...key, label: texts.series })) : keys;
}

function weightKeys(texts: FigureMessages): LegendKey[] {
  const shade = (x: number, y: number, at: number) => {
    return element("rect", { x: x + 44 * at, y: y - 5, width: 44 * (1 - at), height: 10, fill: oranges(at) });
  };
  const frame = (x: number, y: number) => {
    return element("rect", { x, y: y - 5, width: 44, height: 10, fill: "none", stroke: ink.axis, "stroke-width": 0.5 });
  };
  const steps = Array.from({ length: 22 }, (_, i) => i / 22);
  return [
    {
      label: texts.attentionWeight,
      width: 44,
      draw: (x, y) => steps.map((at) => shade(x, y, at)).join("") + frame(x, y),
    },
    { label: texts.uniformWeight, width: 26, draw: (x, y) => drawDashes(x, y, 26) },
  ];
}

function describe(series: readonly AttendedSeries[], classNames: readonly string[], texts: FigureMessages): string {
  const panels = series.map((s) => {
    const words = formatTitle(s, classNames, texts);
    return `${words}: ${s.trueClass === s.predictedClass ? texts.rightAnswer : texts.wrongAnswer}.`;
  });
  return [texts.attentionDescription({ count: series.length }), ...panels].join(" ");
}
