/**
 * Paths of long series: gaps where a value has no place, and no more points than pixels can show. In pixels throughout;
 * the way from values to pixels is `axes.ts`.
 */
import { line } from "d3-shape";
import { element } from "./svg.ts";

/** A series in px. `y` is NaN where there is nothing to draw; `x` does not fall. */
export interface PixelSeries {
  x: Float64Array;
  y: Float64Array;
}

/**
 * A line of the same look with at most two points a pixel column, the least and the greatest in their order.
 * Series with fewer than three points a column stay as they are.
 */
export function thin({ x, y }: PixelSeries): PixelSeries {
  const count = x.length;
  const columns = Math.ceil((x[count - 1] ?? 0) - (x[0] ?? 0)) + 1;
  if (count < 3 * columns) return { x, y };
  const kept: number[] = [];
  for (let start = 0; start < count; ) {
    const column = Math.floor(x[start] ?? 0);
    let end = start;
    let [least, greatest] = [-1, -1];
    for (; end < count && Math.floor(x[end] ?? 0) === column; end++) {
      const value = y[end] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      if (least < 0) least = greatest = end;
      if (value < (y[least] ?? 0)) least = end;
      if (value > (y[greatest] ?? 0)) greatest = end;
    }
    // A column without any value stays as a gap; a gap narrower than a pixel could not be seen.
    if (least < 0) kept.push(start);
    else if (least === greatest) kept.push(least);
    else kept.push(Math.min(least, greatest), Math.max(least, greatest));
    start = end;
  }
  return { x: Float64Array.from(kept, (i) => x[i] ?? 0), y: Float64Array.from(kept, (i) => y[i] ?? Number.NaN) };
}

/**
 * The `d` of a path, `""` when nothing can be drawn. A value between two gaps becomes a line of no length, which round
 * caps make a dot.
 */
export function linePath(series: PixelSeries): string {
  const { x, y } = thin(series);
  const draw = line<number>()
    .defined((i) => !Number.isNaN(y[i]))
    .x((i) => x[i] ?? 0)
    .y((i) => y[i] ?? 0)
    .digits(2);
  return draw(Array.from(x.keys())) ?? "";
}

/** How a line looks: `width` in px, `dash` as SVG has it. */
export interface Stroke {
  readonly stroke: string;
  readonly width: number;
  readonly dash?: string | undefined;
  readonly opacity?: number | undefined;
}

/** A line with round joins and ends. @param d  of its path */
export function drawStroke(d: string, { stroke, width, dash, opacity }: Stroke): string {
  return element("path", {
    d,
    fill: "none",
    stroke,
    "stroke-width": width,
    "stroke-dasharray": dash,
    "stroke-opacity": opacity,
    "stroke-linejoin": "round",
    "stroke-linecap": "round",
  });
}
