/**
 * One panel: its place, the scale from values to pixels, and its grid, axis line, tick labels and titles.
 * The ticks themselves are chosen in `ticks.ts`; the marks inside are the figure's own.
 */
import { scaleLinear, scaleLog } from "d3-scale";
import { ink } from "./colors.ts";
import type { PixelSeries } from "./line.ts";
import { element } from "./svg.ts";
import { drawText, textSize, textWidth } from "./text.ts";
import { type Axis, isDrawable, type Tick } from "./ticks.ts";

/** px */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Panel {
  box: Box;
  xAxis: Axis;
  yAxis: Axis;
  /** px of a value that is in the domain */
  toX: (value: number) => number;
  toY: (value: number) => number;
}

/** @param inset  px that the first and last x stay clear of the sides, for marks as wide as that */
export function makePanel(
  box: Box,
  xAxis: Axis,
  yAxis: Axis,
  options: { logX?: boolean; logY?: boolean; inset?: number } = {},
): Panel {
  const { logX = false, logY = false, inset = 0 } = options;
  const toX = (logX ? scaleLog : scaleLinear)(xAxis.domain, [box.x + inset, box.x + box.width - inset]).clamp(true);
  const toY = (logY ? scaleLog : scaleLinear)(yAxis.domain, [box.y + box.height, box.y]).clamp(true);
  return { box, xAxis, yAxis, toX, toY };
}

/** Values placed in a panel; those that no axis can show become gaps. `xs` must be drawable and not fall. */
export function toPixels(
  panel: Panel,
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  isShown = isDrawable,
): PixelSeries {
  return {
    x: Float64Array.from({ length: xs.length }, (_, i) => panel.toX(xs[i] ?? 0)),
    y: Float64Array.from({ length: xs.length }, (_, i) => {
      const value = ys[i] ?? Number.NaN;
      return isShown(value) ? panel.toY(value) : Number.NaN;
    }),
  };
}

/** px that the widest of an axis's labels takes */
export function widestLabel(axis: Axis): number {
  return axis.ticks.reduce((widest, tick) => Math.max(widest, labelWidth(tick)), 0);
}

function labelWidth(tick: Tick): number {
  return textWidth(tick.label, textSize.tick) + textWidth(tick.exponent ?? "", 0.75 * textSize.tick);
}

/** Thin lines at the ticks, and the line under the panel. Drawn before the marks. */
export function drawGrid({ box, xAxis, yAxis, toX, toY }: Panel, lines: "both" | "horizontal" = "both"): string {
  const { x, y, width, height } = box;
  const across = yAxis.ticks.map((tick) => `M${x.toFixed(2)},${toY(tick.value).toFixed(2)}h${width.toFixed(2)}`);
  const down = xAxis.ticks.map((tick) => `M${toX(tick.value).toFixed(2)},${y.toFixed(2)}v${height.toFixed(2)}`);
  const d = [...across, ...(lines === "both" ? down : [])].join("");
  const grid = d === "" ? [] : [element("path", { d, fill: "none", stroke: ink.grid, "stroke-width": 1 })];
  const base = { x1: x, y1: y + height, x2: x + width, y2: y + height, stroke: ink.axis, "stroke-width": 1 };
  return [...grid, element("line", base)].join("");
}

/** px from the panel's lower edge to the baseline of its tick labels, and of its title below them */
const TICK_DROP = 16;
const TITLE_DROP = 36;

/** px that a label may stick out at the sides; every figure has that much margin */
const OVERHANG = 16;

/** px that an x axis with a title needs below its panel */
export const xAxisHeight = TITLE_DROP + 8;

/** Labels under the panel, without those that would touch the one before. */
export function drawXLabels({ box, xAxis, toX }: Panel, title?: string): string[] {
  const y = box.y + box.height;
  const labels: string[] = [];
  let free = Number.NEGATIVE_INFINITY;
  for (const tick of xAxis.ticks) {
    const half = labelWidth(tick) / 2;
    // A long label at the edge moves inward rather than out of the figure.
    const x = Math.min(Math.max(toX(tick.value), box.x - OVERHANG + half), box.x + box.width + OVERHANG - half);
    if (x - half < free) continue;
    free = x + half + 6;
    labels.push(drawTick(tick, x, y + TICK_DROP, "middle"));
  }
  if (title === undefined) return labels;
  const center = { x: box.x + box.width / 2, y: y + TITLE_DROP, size: textSize.label, anchor: "middle" } as const;
  return [...labels, drawText(title, center)];
}

/** Labels left of the panel. */
export function drawYLabels({ box, yAxis, toY }: Panel): string[] {
  return yAxis.ticks.map((tick) => drawTick(tick, box.x - 7, toY(tick.value) + 0.36 * textSize.tick, "end"));
}

/** A title that reads upwards, centred at `y`, its baseline at `x`. */
export function drawUpright(text: string, x: number, y: number): string {
  return drawText(text, { x, y, size: textSize.label, anchor: "middle", rotate: -90 });
}

function drawTick(tick: Tick, x: number, y: number, anchor: "middle" | "end"): string {
  const exponent = tick.exponent === undefined ? {} : { exponent: tick.exponent };
  return drawText(tick.label, { x, y, size: textSize.tick, fill: ink.tick, anchor, ...exponent });
}
