/** The figure of a data set before training: each class with its mean and spread over time, the sizes of the classes, the lengths. */
import type { TimeSeriesDataset } from "../data/dataset.ts";
import {
  type Box,
  drawGrid,
  drawUpright,
  drawXLabels,
  drawYLabels,
  makePanel,
  type Panel,
  toPixels,
  widestLabel,
  xAxisHeight,
} from "./axes.ts";
import { channelKeys } from "./channels.ts";
import { ink, lineStyle, palette } from "./colors.ts";
import { type FigureLanguage, figureMessagesIn } from "./language.ts";
import { drawLegend } from "./legend.ts";
import { drawStroke, linePath } from "./line.ts";
import type { FigureMessages } from "./messages/en.ts";
import { fitNames } from "./names.ts";
import { element, figureDocument } from "./svg.ts";
import { drawText, textSize, textWidth } from "./text.ts";
import { type Axis, countAxis, extentOf, padDomain, safeDomain, tightAxis } from "./ticks.ts";

/** What the overview is drawn from. */
export interface DataOverviewInput {
  /** Before transforms; padding is not drawn. */
  readonly dataset: TimeSeriesDataset;
  readonly lang?: FigureLanguage;
}

/** px */
const WIDTH = 960;
const RIGHT = 24;
const GAP = 20;
const ROW = 130;
const HEAD = 30;
const BARS = 150;
const COLUMNS = 3;
/** More classes are counted, not drawn. */
const MOST_CLASSES = 12;
const MOST_BINS = 24;

/** Of one class and channel over time, of the series that are still there at a step. */
interface Course {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/**
 * Small multiples, one a class: the mean of each channel over time and, around that of the first, one standard deviation; below them
 * how many series each class has, and how long they are.
 * @returns an SVG document
 * @example
 * ```ts
 * import { waves } from "tidelab";
 * import { dataFigure } from "tidelab/figures";
 *
 * const { train } = waves({ samples: 40, length: 20, seed: 7 });
 * console.log(dataFigure({ dataset: train }).includes(">square (")); // true
 * ```
 */
export function dataFigure({ dataset, lang = "en" }: DataOverviewInput): string {
  const texts = figureMessagesIn(lang);
  const { classNames, channels, length, count } = dataset;
  const shown = Math.min(classNames.length, MOST_CLASSES);
  const courses = Array.from({ length: shown }, (_, label) => coursesOf(dataset, label));
  const edges = courses.flatMap((all) =>
    all.flatMap(({ mean, deviation }, c) => Array.from(mean, (m, t) => [m, ...(c === 0 ? band(m, deviation[t]) : [])])),
  );
  const yAxis = tightAxis(padDomain(safeDomain(extentOf(edges.flat()))), 4);
  const left = 12 + textSize.label + 12 + widestLabel(yAxis) + 7;
  const columns = Math.max(1, Math.min(COLUMNS, shown));
  const column = (WIDTH - left - RIGHT - GAP * (columns - 1)) / columns;
  const xAxis = countAxis(length > 1 ? [0, length - 1] : [-1, 1], 0, Math.max(2, Math.round(column / 70)));

  const marks: string[] = [];
  let top = 12;
  if (channels > 1) {
    const legend = drawLegend(channelKeys(channels, texts), left, top, WIDTH - left - RIGHT);
    marks.push(...legend.marks);
    top += legend.height + 4;
  }
  const sizes = sizesOf(dataset);
  const titles = classNames.slice(0, shown).map((name, label) => `${name} (${sizes[label] ?? 0})`);
  const names = fitNames(titles, column, textSize.label);
  const rows = Math.ceil(shown / columns);
  const first = top;
  for (const [label, all] of courses.entries()) {
    const [row, at] = [Math.floor(label / columns), label % columns];
    const box = { x: left + at * (column + GAP), y: top + HEAD + row * (ROW + HEAD + 14), width: column, height: ROW };
    const panel = makePanel(box, xAxis, yAxis);
    const title = {
      x: box.x + column / 2,
      y: box.y - 8,
      size: textSize.label,
      fill: ink.title,
      anchor: "middle",
    } as const;
    marks.push(drawText(names[label] ?? "", { ...title, full: titles[label] ?? "" }), drawGrid(panel));
    if (at === 0) marks.push(...drawYLabels(panel));
    // Under the last panel of each column.
    if (label + columns >= shown) marks.push(...drawXLabels(panel));
    marks.push(...drawCourses(panel, all));
  }
  const end = top + rows * (ROW + HEAD + 14) - 14;
  marks.push(
    drawUpright(channels > 1 ? texts.meanAndFirstSpread : texts.meanAndSpread, 12 + textSize.label, (first + end) / 2),
  );
  const axisTitle = { x: (left + WIDTH - RIGHT) / 2, y: end + xAxisHeight - 8, size: textSize.label } as const;
  marks.push(drawText(texts.timeStep, { ...axisTitle, anchor: "middle" }));
  top = end + xAxisHeight + 34;

  const half = (WIDTH - left - RIGHT - 80) / 2;
  marks.push(...drawSizes({ x: left, y: top, width: half, height: BARS }, titles, sizes, texts));
  marks.push(...drawLengths({ x: left + half + 80, y: top, width: half, height: BARS }, dataset, texts));
  const more = classNames.length - shown;
  const height = top + BARS + xAxisHeight + (more > 0 ? 22 : 0);
  if (more > 0) {
    const at = { x: left, y: height - 8, size: textSize.label, fill: ink.faint } as const;
    marks.push(drawText(texts.moreClasses({ count: more }), at));
  }
  return figureDocument({
    width: WIDTH,
    height,
    title: texts.dataTitle,
    description: texts.dataDescription({ classes: titles.join(", "), series: count, length, channels }),
    lang,
    marks,
  });
}

function band(mean: number, deviation = 0): [number, number] {
  return [mean - deviation, mean + deviation];
}

/** By channel. */
function coursesOf({ values, labels, length, channels, lengths }: TimeSeriesDataset, label: number): Course[] {
  const rows = [...labels.keys()].filter((row) => labels[row] === label);
  return Array.from({ length: channels }, (_, channel) => {
    const mean = new Float64Array(length);
    const deviation = new Float64Array(length);
    for (let t = 0; t < length; t++) {
      const there = rows.filter((row) => t < (lengths?.[row] ?? length));
      const all = there.map((row) => values[(row * length + t) * channels + channel] ?? Number.NaN);
      const at = all.filter((value) => !Number.isNaN(value));
      mean[t] = at.length === 0 ? Number.NaN : at.reduce((sum, value) => sum + value, 0) / at.length;
      const squares = at.reduce((sum, value) => sum + (value - mean[t]!) * (value - mean[t]!), 0); // set above
      deviation[t] = at.length === 0 ? Number.NaN : Math.sqrt(squares / at.length);
    }
    return { mean, deviation };
  });
}

function drawCourses(panel: Panel, courses: readonly Course[]): string[] {
  const [first] = courses;
  const marks: string[] = [];
  if (first) {
    const { mean, deviation } = first;
    const steps = Float64Array.from(mean.keys());
    const up = toPixels(
      panel,
      steps,
      mean.map((value, t) => value + deviation[t]!),
    ); // as long as the mean
    const down = toPixels(
      panel,
      steps,
      mean.map((value, t) => value - deviation[t]!),
    );
    const points = [...up.x.keys()].filter((i) => !Number.isNaN(up.y[i]!) && !Number.isNaN(down.y[i]!));
    const forth = points.map((i) => `${up.x[i]!.toFixed(2)},${up.y[i]!.toFixed(2)}`);
    const back = points.reverse().map((i) => `${down.x[i]!.toFixed(2)},${down.y[i]!.toFixed(2)}`);
    const d = `M${[...forth, ...back].join("L")}Z`;
    if (points.length > 1) marks.push(element("path", { d, fill: palette.blue, "fill-opacity": "0.18" }));
  }
  for (const [channel, { mean }] of [...courses.entries()].reverse()) {
    const d = linePath(toPixels(panel, Float64Array.from(mean.keys()), mean));
    if (d !== "") marks.push(drawStroke(d, { ...lineStyle(channel), width: 1.5 }));
  }
  return marks;
}

function sizesOf({ labels, classNames }: TimeSeriesDataset): number[] {
  const sizes = classNames.map(() => 0);
  for (const label of labels) sizes[label]! += 1; // an index into the names
  return sizes;
}

/** A bar a class. */
function drawSizes(box: Box, titles: readonly string[], sizes: readonly number[], texts: FigureMessages): string[] {
  const shown = titles.length;
  const yAxis = countAxis([0, Math.max(1, ...sizes.slice(0, shown))], 0, 4);
  const panel = makePanel(box, barAxis(shown), yAxis);
  const slot = box.width / Math.max(1, shown);
  const names = fitNames(titles, Math.max(24, slot - 4), textSize.tick);
  const isCramped = titles.some((title) => textWidth(title, textSize.tick) > 3 * slot);
  const marks = [heading(box, texts.sizesTitle), drawGrid(panel, "horizontal"), ...drawYLabels(panel)];
  for (const [label, title] of titles.entries()) {
    marks.push(bar(panel, label, slot, sizes[label] ?? 0));
    const at = { x: box.x + (label + 0.5) * slot, y: box.y + box.height + 16, size: textSize.tick } as const;
    const text = isCramped ? String(label + 1) : (names[label] ?? "");
    marks.push(drawText(text, { ...at, fill: ink.tick, anchor: "middle", full: title }));
  }
  return marks;
}

/** A histogram of the lengths. */
function drawLengths(box: Box, { length, lengths, count }: TimeSeriesDataset, texts: FigureMessages): string[] {
  const all = lengths ? Array.from(lengths) : new Array<number>(count).fill(length);
  const low = all.reduce((least, steps) => Math.min(least, steps), length);
  const bins = Math.max(1, Math.min(MOST_BINS, length - low + 1));
  const width = Math.max(1, (length - low + 1) / bins);
  const counts = new Array<number>(bins).fill(0);
  for (const steps of all) counts[Math.min(bins - 1, Math.floor((steps - low) / width))]! += 1; // below `bins`
  const yAxis = countAxis([0, Math.max(1, ...counts)], 0, 4);
  const panel = makePanel(box, barAxis(bins), yAxis);
  const slot = box.width / bins;
  const marks = [heading(box, texts.lengthsTitle), drawGrid(panel, "horizontal"), ...drawYLabels(panel)];
  for (const [bin, size] of counts.entries()) if (size > 0) marks.push(bar(panel, bin, slot, size));
  const label = (text: string, x: number, anchor: "start" | "middle" | "end") =>
    drawText(text, { x, y: box.y + box.height + 16, size: textSize.tick, fill: ink.tick, anchor });
  if (bins === 1) marks.push(label(String(length), box.x + box.width / 2, "middle"));
  else marks.push(label(String(low), box.x, "start"), label(String(length), box.x + box.width, "end"));
  return marks;
}

/** Bars have no scale of their own: they are placed by number. */
function barAxis(bars: number): Axis {
  return { domain: [0, Math.max(1, bars)], ticks: [] };
}

function bar({ box, toY }: Panel, index: number, slot: number, value: number): string {
  const width = Math.min(56, 0.7 * slot);
  const y = toY(value);
  return element("rect", {
    x: box.x + (index + 0.5) * slot - width / 2,
    y,
    width,
    height: Math.max(0, box.y + box.height - y),
    fill: palette.blue,
    "fill-opacity": "0.75",
  });
}

function heading({ x, y, width }: Box, text: string): string {
  return drawText(text, { x: x + width / 2, y: y - 12, size: textSize.label, fill: ink.title, anchor: "middle" });
}
