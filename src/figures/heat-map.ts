/**
 * Many small numbers as shades, on a scale of powers of ten, and the bar that explains it. Each figure draws
 * the panels around them and decides what the numbers are.
 */
import { scaleLog } from "d3-scale";
import type { Box } from "./axes.ts";
import { greens, ink } from "./colors.ts";
import { element } from "./svg.ts";
import { drawText, textSize } from "./text.ts";
import { decadeAxis, type Extent, extentOf } from "./ticks.ts";

/** More could not be distinguished, and would make the file longer. */
const SHADES = 24;

export interface ShadeScale {
  /** 0 (palest) … 1 for a value; undefined for what has no place: not positive, not finite. */
  at(value: number | null | undefined): number | undefined;
  readonly domain: Extent;
}

/** From the least to the greatest positive value, in whole powers of ten. */
export function shadeScale(values: Iterable<number | null>): ShadeScale {
  const positive = extentOf([...values].flatMap((value) => (value !== null && isShown(value) ? [value] : [])));
  const { domain } = decadeAxis(positive ?? [0.1, 1], 6);
  const scale = scaleLog(domain, [0, 1]).clamp(true);
  return {
    domain,
    at: (value) => (value !== null && value !== undefined && isShown(value) ? scale(value) : undefined),
  };
}

function isShown(value: number): boolean {
  return value > 1e-300 && value <= 1e300;
}

/**
 * Cells of equal size that fill a box: `columns[x][y]`, the first y at the top. Neighbours of one shade in a column are
 * one mark, and all marks of a shade are one path. Cells without a value stay white.
 */
export function drawCells(box: Box, columns: readonly (readonly (number | null)[])[], scale: ShadeScale): string[] {
  const paths = new Map<number, string>();
  const width = box.width / Math.max(columns.length, 1);
  for (const [x, column] of columns.entries()) {
    const height = box.height / Math.max(column.length, 1);
    const shades = column.map((value) => {
      const at = scale.at(value);
      return at === undefined ? undefined : Math.round(at * SHADES);
    });
    for (let from = 0; from < shades.length; ) {
      const shade = shades[from];
      let to = from + 1;
      while (to < shades.length && shades[to] === shade) to++;
      if (shade !== undefined) {
        const [left, top] = [box.x + x * width, box.y + from * height];
        const d = `M${left.toFixed(2)},${top.toFixed(2)}h${width.toFixed(2)}v${((to - from) * height).toFixed(2)}h-${width.toFixed(2)}Z`;
        paths.set(shade, (paths.get(shade) ?? "") + d);
      }
      from = to;
    }
  }
  const shades = [...paths].sort(([a], [b]) => a - b);
  // Edges between cells fall between pixels; smoothed, they would show as a grid.
  return shades.map(([shade, d]) => {
    return element("path", { d, fill: greens(shade / SHADES), "shape-rendering": "crispEdges" });
  });
}

/** px */
const BAR_WIDTH = 180;
const BAR_HEIGHT = 10;
export const barHeight = 46;

/** The bar of shades with its powers of ten, and a title above it. @param y  upper edge */
export function drawShadeBar(title: string, scale: ShadeScale, x: number, y: number): string[] {
  const top = y + textSize.label + 6;
  const marks = [drawText(title, { x, y: y + textSize.label, size: textSize.label })];
  for (let shade = 0; shade <= SHADES; shade++) {
    const width = BAR_WIDTH / (SHADES + 1);
    const bar = { x: x + shade * width, y: top, width: BAR_WIDTH - shade * width, height: BAR_HEIGHT };
    marks.push(element("rect", { ...bar, fill: greens(shade / SHADES) }));
  }
  const frame = {
    x,
    y: top,
    width: BAR_WIDTH,
    height: BAR_HEIGHT,
    fill: "none",
    stroke: ink.axis,
    "stroke-width": 0.5,
  };
  marks.push(element("rect", frame));
  const { ticks } = decadeAxis(scale.domain, 4);
  const toX = scaleLog(scale.domain, [x, x + BAR_WIDTH]);
  for (const { value, label, exponent } of ticks) {
    const at = {
      x: toX(value),
      y: top + BAR_HEIGHT + 14,
      size: textSize.tick,
      fill: ink.tick,
      anchor: "middle",
    } as const;
    marks.push(drawText(label, exponent === undefined ? at : { ...at, exponent }));
  }
  return marks;
}
