/** The figure of the learning-rate range test: the loss as the rate rises, and the rates that it suggests. */
import type { RangeTest } from "../train/records.ts";
import { drawGrid, drawXLabels, drawYLabels, makePanel, widestLabel, xAxisHeight } from "./axes.ts";
import { ink, palette } from "./colors.ts";
import { type FigureLanguage, figureMessagesIn } from "./language.ts";
import { drawLegend, type LegendKey } from "./legend.ts";
import { linePath } from "./line.ts";
import { formatValue } from "./numbers.ts";
import { element, figureDocument } from "./svg.ts";
import { drawText, textSize } from "./text.ts";
import { decadeAxis, extentOf, isDrawable, niceAxis, safeDomain } from "./ticks.ts";

/** What the figure of a range test is drawn from. */
export interface LrFindInput {
  test: RangeTest;
  lang?: FigureLanguage;
}

/** px */
const WIDTH = 960;
const HEIGHT = 320;
const MARGIN = 16;
/** Losses of a divergence above so many times the first one would flatten all that matters. */
const MOST_SHOWN = 2;

/**
 * Single losses as faint dots, the smoothed loss as a line, against the rate on a log scale. The suggested rate is a solid
 * upright line, a tenth of the minimum a dashed one. Losses past the upper edge are left out.
 * @returns an SVG document
 * @example
 * ```ts
 * import { lrFindFigure } from "tidelab/figures";
 *
 * const points = [1, 0.9, 0.4, 2].map((loss, step) => ({ lr: 10 ** (step - 4), loss, smoothed: loss }));
 * const test = { points, end: "finished" as const, steepest: 0.001, minimumTenth: 0.001, suggestion: 0.001 };
 * console.log(lrFindFigure({ test }).startsWith("<svg")); // true
 * ```
 */
export function lrFindFigure({ test, lang = "en" }: LrFindInput): string {
  const texts = figureMessagesIn(lang);
  const { points, suggestion, minimumTenth } = test;
  const smoothed = points.map((point) => point.smoothed);
  const top = MOST_SHOWN * (smoothed[0] ?? 1);
  const isShown = (loss: number) => isDrawable(loss) && loss <= top;
  const yAxis = niceAxis(safeDomain(extentOf(points.flatMap((p) => [p.loss, p.smoothed]).filter(isShown))), 6);
  const rates = extentOf(points.map(({ lr }) => lr));
  const xAxis = {
    ...decadeAxis(rates ?? [1e-7, 10], 10),
    domain: rates && rates[0] < rates[1] ? rates : ([1e-7, 10] as const),
  };
  const ticks = xAxis.ticks.filter(({ value }) => value >= xAxis.domain[0] * 0.999 && value <= xAxis.domain[1] * 1.001);
  const left = MARGIN + widestLabel(yAxis) + 7;

  const uprights = [
    { label: texts.suggestedRate, lr: suggestion, dash: undefined },
    { label: texts.minimumTenthRate, lr: minimumTenth, dash: "5 3" },
  ].flatMap(({ label, lr, dash }) => (lr === null ? [] : [{ label: `${label}: ${formatRate(lr)}`, lr, dash }]));
  const keys: LegendKey[] = [
    { label: texts.smoothedLoss, width: 26, draw: (x, y) => stroke(across(x, y, 26), palette.blue, 2) },
    { label: texts.stepLoss, width: 12, draw: (x, y) => dot(x + 6, y) },
    ...uprights.map(({ label, dash }) => ({
      label,
      width: 26,
      draw: (x: number, y: number) => stroke(across(x, y, 26), palette.vermillion, 1.6, dash),
    })),
  ];
  const legend = drawLegend(keys, left, 12, WIDTH - MARGIN - left);
  const y = 12 + legend.height + 36;
  const box = { x: left, y, width: WIDTH - MARGIN - left, height: HEIGHT };
  const panel = makePanel(box, { domain: xAxis.domain, ticks }, yAxis, { inset: 8, logX: true });
  const marks = [...legend.marks, drawText(texts.loss, { x: left, y: y - 12, size: textSize.title, fill: ink.title })];
  marks.push(drawGrid(panel, "horizontal"), ...drawXLabels(panel, texts.learningRate), ...drawYLabels(panel));
  for (const { lr, dash } of uprights) {
    const d = `M${panel.toX(lr).toFixed(2)},${box.y.toFixed(2)}v${box.height.toFixed(2)}`;
    marks.push(stroke(d, palette.vermillion, 1.6, dash));
  }
  for (const { lr, loss } of points) if (isShown(loss)) marks.push(dot(panel.toX(lr), panel.toY(loss)));
  const line = linePath({
    x: Float64Array.from(points, ({ lr }) => panel.toX(lr)),
    y: Float64Array.from(smoothed, (loss) => (isShown(loss) ? panel.toY(loss) : Number.NaN)),
  });
  if (line !== "") marks.push(stroke(line, palette.blue, 2));
  return figureDocument({
    width: WIDTH,
    height: y + HEIGHT + xAxisHeight,
    title: texts.lrFindTitle,
    description: texts.lrFindDescription({
      points: points.length,
      suggestion: suggestion === null ? undefined : formatRate(suggestion),
    }),
    lang,
    marks,
  });
}

/** Two significant digits: a range test is no more exact than that. */
function formatRate(lr: number): string {
  return lr < 0.001 ? lr.toExponential(1).replace("-", "−") : formatValue(Number(lr.toPrecision(2)));
}

function across(x: number, y: number, width: number): string {
  return `M${x.toFixed(2)},${y.toFixed(2)}h${width}`;
}

function dot(x: number, y: number): string {
  return element("circle", { cx: x, cy: y, r: 2, fill: ink.grid, stroke: ink.axis, "stroke-width": 0.5 });
}

function stroke(d: string, color: string, width: number, dash?: string): string {
  const line = { d, fill: "none", stroke: color, "stroke-width": width, "stroke-dasharray": dash };
  return element("path", { ...line, "stroke-linejoin": "round", "stroke-linecap": dash ? "butt" : "round" });
}
