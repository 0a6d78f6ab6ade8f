/** The figure of paired differences with their confidence intervals: one row a comparison, beside the line of no difference. */

import { drawXLabels, makePanel, type Panel, xAxisHeight } from "./axes.ts";
import { ink, palette } from "./colors.ts";
import { type FigureLanguage, figureMessagesIn } from "./language.ts";
import { drawLegend } from "./legend.ts";
import type { FigureMessages } from "./messages/en.ts";
import { isWhole, wrapNames } from "./names.ts";
import { formatPoints } from "./numbers.ts";
import { element, figureDocument } from "./svg.ts";
import { drawText, fitText, textSize, textWidth } from "./text.ts";
import { extentOf, padDomain, safeDomain, tightAxis } from "./ticks.ts";

/** One comparison of two arms. */
export interface IntervalRow {
  readonly first: string;
  readonly second: string;
  /** Mean difference, first minus second, in percentage points. */
  readonly mean: number;
  /** Undefined where none can be computed. */
  readonly interval: readonly [low: number, high: number] | undefined;
  /** Whether a difference is shown. */
  readonly isShown: boolean;
}

/** What intervals of differences are drawn from. */
export interface IntervalsInput {
  readonly rows: readonly IntervalRow[];
  readonly lang?: FigureLanguage;
}

/** px */
const WIDTH = 960;
const MARGIN = 16;
const ROW = 28;
const LONGEST_NAME = 380;
const NAME_LINE = 15;
const MOST_NAME_LINES = 3;

/**
 * Blue where a difference is shown, grey where it is not; an open dot where there is no interval. To the right of zero the
 * first of the two is higher.
 * @returns an SVG document
 * @example
 * ```ts
 * import { intervalsFigure } from "tidelab/figures";
 *
 * const rows = [{ first: "LSTM", second: "RNN", mean: 3.2, interval: [0.4, 6] as const, isShown: true }];
 * console.log(intervalsFigure({ rows }).includes("LSTM")); // true
 * ```
 */
export function intervalsFigure({ rows, lang = "en" }: IntervalsInput): string {
  const texts = figureMessagesIn(lang);
  // Where all are compared with one, its name is printed once, above the rows.
  const [common] = rows.length > 1 && new Set(rows.map(({ first }) => first)).size === 1 ? rows : [];
  const names = rows.map(({ first, second }) => (common ? `− ${second}` : texts.versus({ first, second })));
  const values = rows.map(formatValue);
  const widest = (words: readonly string[], size: number) =>
    words.reduce((most, word) => Math.max(most, textWidth(word, size)), 0);
  const nameWidth = Math.min(LONGEST_NAME, widest(names, textSize.label));
  const valueWidth = widest(values, textSize.tick);
  const lines = wrapNames(names, nameWidth + 1, textSize.label, MOST_NAME_LINES);
  const rowHeight = ROW + NAME_LINE * (Math.max(1, ...lines.map((name) => name.length)) - 1);
  const left = MARGIN + nameWidth + 16;
  const legend = drawLegend(keys(texts), left, 12, WIDTH - MARGIN - left);
  const top = 12 + legend.height + (common ? 30 : 8);
  const box = {
    x: left,
    y: top,
    width: WIDTH - MARGIN - valueWidth - 16 - left,
    height: Math.max(rows.length, 1) * rowHeight,
  };
  const reached = extentOf([0, ...rows.flatMap(({ mean, interval }) => [mean, ...(interval ?? [])])]);
  const domain = padDomain(safeDomain(reached?.[0] === reached?.[1] ? [-1, 1] : reached));
  const panel = makePanel(box, tightAxis(domain, 8), { domain: [0, Math.max(rows.length, 1)], ticks: [] });

  const marks = [...legend.marks, ...drawGround(panel)];
  if (common) {
    const at = { x: left - 12, y: top - 8, size: textSize.title, fill: ink.title, full: common.first } as const;
    // It is aligned with the ends of the rows; what is too long for that begins at the margin.
    const isLong = textWidth(common.first, textSize.title) > left - 12 - MARGIN;
    const place = isLong ? { ...at, x: MARGIN } : ({ ...at, anchor: "end" } as const);
    marks.push(drawText(fitText(common.first, WIDTH - 2 * MARGIN, textSize.title), place));
  }
  for (const [i, row] of rows.entries()) {
    const y = top + (i + 0.5) * rowHeight;
    const name = names[i] ?? "";
    const shown = lines[i] ?? [];
    for (const [k, line] of shown.entries()) {
      const drop = 0.36 * textSize.label + NAME_LINE * (k - (shown.length - 1) / 2);
      const place = { x: left - 12, y: y + drop, size: textSize.label, anchor: "end" } as const;
      marks.push(drawText(line, isWhole(shown, name) ? place : { ...place, full: name }));
    }
    marks.push(...drawRow(panel, row, y));
    const numbers = { x: WIDTH - MARGIN, y: y + 0.36 * textSize.tick, size: textSize.tick, anchor: "end" } as const;
    marks.push(drawText(values[i] ?? "", { ...numbers, fill: ink.label }));
  }
  marks.push(...drawXLabels(panel, texts.differenceInPoints));
  return figureDocument({
    width: WIDTH,
    height: top + box.height + xAxisHeight,
    title: texts.intervalsTitle,
    description: [texts.intervalsDescription, ...rows.map((row, i) => describeRow(row, values[i] ?? "", texts))].join(
      " ",
    ),
    lang,
    marks,
  });
}

function drawGround({ box, xAxis, toX }: Panel): string[] {
  const down = xAxis.ticks.map(({ value }) => `M${toX(value).toFixed(2)},${box.y.toFixed(2)}v${box.height.toFixed(2)}`);
  const grid = { d: down.join(""), fill: "none", stroke: ink.grid, "stroke-width": 1 };
  const zero = { x1: toX(0), y1: box.y - 4, x2: toX(0), y2: box.y + box.height + 4, stroke: ink.title };
  return [element("path", grid), element("line", { ...zero, "stroke-width": 1.4 })];
}

function drawRow({ toX }: Panel, { mean, interval, isShown }: IntervalRow, y: number): string[] {
  const color = isShown ? palette.blue : ink.axis;
  if (interval === undefined) return [drawDot(toX(mean), y, color, false)];
  const [low, high] = [toX(interval[0]), toX(interval[1])];
  return [drawWhisker(low, high, y, color), drawDot(toX(mean), y, color, true)];
}

function drawWhisker(low: number, high: number, y: number, stroke: string): string {
  const d = `M${low.toFixed(2)},${(y - 5).toFixed(2)}v10m0,-5H${high.toFixed(2)}m0,-5v10`;
  return element("path", { d, fill: "none", stroke, "stroke-width": 2 });
}

function drawDot(cx: number, cy: number, color: string, isFilled: boolean): string {
  return element("circle", { cx, cy, r: 4.5, fill: isFilled ? color : "#ffffff", stroke: color, "stroke-width": 1.5 });
}

/** `+3.2 [−0.5, +6.9]` */
function formatValue({ mean, interval }: IntervalRow): string {
  return interval === undefined
    ? formatPoints(mean)
    : `${formatPoints(mean)} [${interval.map(formatPoints).join(", ")}]`;
}

function describeRow({ first, second, isShown }: IntervalRow, value: string, texts: FigureMessages): string {
  return texts.intervalsRow({ name: texts.versus({ first, second }), value, isShown });
}

function keys(texts: FigureMessages) {
  const whisker = (label: string, color: string) => ({
    label,
    width: 30,
    draw: (x: number, y: number) => drawWhisker(x, x + 30, y, color) + drawDot(x + 15, y, color, true),
  });
  return [whisker(texts.differenceShown, palette.blue), whisker(texts.noDifferenceShown, ink.axis)];
}
