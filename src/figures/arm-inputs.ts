/**
 * The figure of what the model of each arm reads: a row an arm, a column a class, in each panel the same series as the arm's
 * transforms leave it. `samples.ts` draws the samples of one data set, before any transform.
 */

import { drawGrid, drawXLabels, drawYLabels, makePanel, type Panel, toPixels, widestLabel } from "./axes.ts";
import { channelKeys, drawChannels } from "./channels.ts";
import { ink, palette } from "./colors.ts";
import { type FigureLanguage, figureMessagesIn } from "./language.ts";
import { drawLegend } from "./legend.ts";
import { linePath } from "./line.ts";
import type { FigureMessages } from "./messages/en.ts";
import { fitNames, isWhole, wrapNames } from "./names.ts";
import { element, figureDocument } from "./svg.ts";
import { drawText, textSize, textWidth } from "./text.ts";
import { countAxis, extentOf, padDomain, safeDomain, tightAxis } from "./ticks.ts";

/** What the models of one arm read of a series of each class. */
export interface ArmInput {
  readonly name: string;
  /** By class: the pieces of one series that the model reads, one by one; more than one are windows. Empty without a series. */
  readonly pieces: readonly (readonly Float32Array[])[];
}

/** What the figure of inputs is drawn from. */
export interface ArmInputsInput {
  readonly arms: readonly ArmInput[];
  /** Arms whose values the axes span, where several figures share them; those drawn unless given. */
  readonly scaledTo?: readonly ArmInput[];
  readonly classNames: readonly string[];
  readonly channels: number;
  /** That of arms unless given: the rows may be anything that is read differently. */
  readonly title?: string;
  readonly lang?: FigureLanguage;
}

/** px */
const WIDTH = 960;
const MARGIN = 16;
const ROW = 76;
/** Of a window, of which a row has several. */
const STRIP = 34;
const ROW_GAP = 12;
const GAP = 14;
const LONGEST_NAME = 150;
const NAME_LINE = 15;
const MOST_NAME_LINES = 4;
const X_LABELS = 20;
/** px from one window to the next below it */
const DROP = 8;
/** Windows beyond these are not drawn, but counted. */
const MOST_WINDOWS = 5;

/**
 * All panels share one axis of steps, so that what is cut off, added or squeezed can be seen. The windows of a series are drawn
 * one below the other, each from step 0, as the model reads them.
 * @returns an SVG document
 * @example
 * ```ts
 * import { armInputsFigure } from "tidelab/figures";
 *
 * const series = Float32Array.of(0, 1, 0, -1);
 * const arms = [
 *   { name: "whole", pieces: [[series]] },
 *   { name: "windows", pieces: [[series.subarray(0, 2), series.subarray(2)]] },
 * ];
 * const svg = armInputsFigure({ arms, classNames: ["sine"], channels: 1 });
 * console.log(svg.includes(">windows<")); // true
 * ```
 */
export function armInputsFigure(input: ArmInputsInput): string {
  const { arms, scaledTo = arms, classNames, channels, lang = "en" } = input;
  const texts = figureMessagesIn(lang);
  const all = scaledTo.flatMap(({ pieces }) => pieces.flat());
  const longest = all.reduce((most, piece) => Math.max(most, piece.length / channels), 1);
  const yAxis = tightAxis(padDomain(safeDomain(extentOf(all.flatMap((piece) => [...(extentOf(piece) ?? [])])))), 3);
  const columns = Math.max(classNames.length, 1);
  const names = wrapNames(
    arms.map(({ name }) => name),
    LONGEST_NAME,
    textSize.label,
    MOST_NAME_LINES,
  );
  const nameWidth = names.flat().reduce((most, line) => Math.max(most, textWidth(line, textSize.label)), 0);
  const left = MARGIN + nameWidth + 14 + widestLabel(yAxis) + 7;
  const column = (WIDTH - MARGIN - left - GAP * (columns - 1)) / columns;
  const xAxis = countAxis(longest > 1 ? [0, longest - 1] : [-1, 1], 0, Math.max(2, Math.round(column / 40)));
  const legend = drawLegend(channels > 1 ? channelKeys(channels, texts) : [], left, 12, WIDTH - MARGIN - left);
  const top = 16 + (channels > 1 ? legend.height + 6 : 0) + textSize.title + 8;

  const marks = channels > 1 ? [...legend.marks] : [];
  const titles = fitNames(classNames, column, textSize.label);
  for (const [c, full] of classNames.entries()) {
    const x = left + c * (column + GAP) + column / 2;
    const at = { x, y: top - 8, size: textSize.label, fill: ink.title, anchor: "middle", full } as const;
    marks.push(drawText(titles[c] ?? "", at));
  }
  let bottom = top;
  for (const [r, { name, pieces }] of arms.entries()) {
    const y = r === 0 ? top : bottom + ROW_GAP;
    const height = rowHeight(pieces);
    bottom = y + height;
    const lines = names[r] ?? [];
    for (const [k, line] of lines.entries()) {
      const drop = 0.36 * textSize.label + NAME_LINE * (k - (lines.length - 1) / 2);
      const place = { x: MARGIN, y: y + height / 2 + drop, size: textSize.label } as const;
      marks.push(drawText(line, isWhole(lines, name) ? place : { ...place, full: name }));
    }
    for (const c of classNames.keys()) {
      const panel = makePanel({ x: left + c * (column + GAP), y, width: column, height }, xAxis, yAxis);
      // Each window has its strip of the panel, on which the values of the axis do not hold.
      const hasWindows = pieces.some((ofClass) => ofClass.length > 1);
      const ground = hasWindows ? { ...panel, yAxis: { ...yAxis, ticks: [] } } : panel;
      marks.push(drawGrid(ground), ...drawPieces(panel, pieces[c] ?? [], channels, texts));
      if (c === 0) marks.push(...drawYLabels(ground));
      if (r === arms.length - 1) marks.push(...drawXLabels(panel));
    }
  }
  const center = { x: (left + WIDTH - MARGIN) / 2, y: bottom + X_LABELS + 14, size: textSize.label } as const;
  marks.push(drawText(texts.timeStep, { ...center, anchor: "middle" }));
  return figureDocument({
    width: WIDTH,
    height: bottom + X_LABELS + 26,
    title: input.title ?? texts.armInputsTitle,
    description: describe(arms, classNames, channels, texts),
    lang,
    marks,
  });
}

function rowHeight(pieces: ArmInput["pieces"]): number {
  const most = Math.min(MOST_WINDOWS, Math.max(1, ...pieces.map((ofClass) => ofClass.length)));
  return most === 1 ? ROW : Math.max(ROW, most * STRIP + (most - 1) * DROP);
}

function drawPieces(panel: Panel, pieces: readonly Float32Array[], channels: number, texts: FigureMessages): string[] {
  const [first] = pieces;
  if (first === undefined) {
    const { x, y, width, height } = panel.box;
    const at = { x: x + width / 2, y: y + height / 2, size: textSize.tick, fill: ink.tick, anchor: "middle" } as const;
    return [drawText(texts.noSeries, at)];
  }
  if (pieces.length === 1) return [...drawChannels(panel, first, channels), drawEnd(panel, first.length / channels)];
  const shown = pieces.slice(0, MOST_WINDOWS);
  const rest = pieces.length - shown.length;
  const { box, xAxis, yAxis } = panel;
  // Each window has its own strip, so that none hides another.
  const height = (box.height - DROP * (shown.length - 1)) / shown.length;
  const strips = shown.flatMap((piece, k) => {
    const strip = makePanel({ ...box, y: box.y + k * (height + DROP), height }, xAxis, yAxis);
    return drawWindow(strip, piece, channels, k);
  });
  if (rest === 0) return strips;
  const at = { x: box.x + box.width - 3, y: box.y + box.height - 4, size: textSize.tick, fill: ink.tick } as const;
  return [...strips, drawText(texts.moreWindows({ count: rest }), { ...at, anchor: "end" })];
}

/** A window of one channel in alternating colours; channels have their own colours. */
function drawWindow(panel: Panel, piece: Float32Array, channels: number, k: number): string[] {
  if (channels > 1) return drawChannels(panel, piece, channels);
  const d = linePath(toPixels(panel, [...piece.keys()], piece));
  const stroke = k % 2 === 0 ? palette.blue : palette.vermillion;
  return d === ""
    ? []
    : [element("path", { d, fill: "none", stroke, "stroke-width": 1.2, "stroke-linejoin": "round" })];
}

/** Where a series ends before the axis does, which on its own looks like a line that breaks off. */
function drawEnd({ box, xAxis, toX }: Panel, steps: number): string {
  if (steps - 1 >= xAxis.domain[1]) return "";
  const x = toX(steps - 1);
  const line = { x1: x, y1: box.y, x2: x, y2: box.y + box.height, stroke: ink.axis, "stroke-width": 1 };
  return element("line", { ...line, "stroke-dasharray": "3 3" });
}

function describe(
  arms: readonly ArmInput[],
  classNames: readonly string[],
  channels: number,
  texts: FigureMessages,
): string {
  const rows = arms.map(({ name, pieces }) => {
    const some = pieces.find((ofClass) => ofClass.length > 0) ?? [];
    return texts.armInputsArm({ name, steps: (some[0]?.length ?? 0) / channels, windows: some.length });
  });
  return [texts.armInputsDescription({ classes: classNames.join(", ") }), ...rows].join(" ");
}
