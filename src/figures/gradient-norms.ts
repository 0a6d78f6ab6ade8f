/** The figure of how large gradients were: their global norm over the steps, before and after clipping. */
import type { GradientLog } from "../train/records.ts";
import { drawGrid, drawXLabels, drawYLabels, makePanel, toPixels, widestLabel, xAxisHeight } from "./axes.ts";
import { ink, palette } from "./colors.ts";
import { type FigureLanguage, figureMessagesIn } from "./language.ts";
import { drawLegend, type LegendKey } from "./legend.ts";
import { linePath } from "./line.ts";
import { formatValue } from "./numbers.ts";
import { element, figureDocument } from "./svg.ts";
import { drawText, textSize } from "./text.ts";
import { countAxis, decadeAxis, type Extent, extentOf, isDrawable, safeDomain } from "./ticks.ts";

/** What the norms of gradients are drawn from. */
export interface GradientNormsInput {
  log: GradientLog;
  lang?: FigureLanguage;
}

/** px */
const WIDTH = 960;
const HEIGHT = 270;
const MARGIN = 16;

const hasLogarithm = (value: number) => isDrawable(value) && value > 1e-300;

/**
 * Norms on a log scale: a norm that explodes and one that vanishes are both seen. Without clipping there is one line; with
 * it a second one for what was left, and a dashed one where it was cut.
 * @returns an SVG document
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { gradientNormsFigure } from "tidelab/figures";
 *
 * const log = JSON.parse(await readFile("runs/mine/gradients.json", "utf8")); // beside the record of a run
 * console.log(gradientNormsFigure({ log }).startsWith("<svg")); // true
 * ```
 */
export function gradientNormsFigure({ log, lang = "en" }: GradientNormsInput): string {
  const texts = figureMessagesIn(lang);
  const { records, clipGradNorm } = log;
  const steps = records.map(({ step }) => step);
  const before = records.map(({ norm }) => norm);
  const after = records.map(({ clippedNorm }) => clippedNorm);
  const isClipped = after.some((norm, index) => norm !== before[index]) || clipGradNorm > 0;

  const limit = clipGradNorm > 0 ? [clipGradNorm] : [];
  const extent = extentOf([...before, ...(isClipped ? after : []), ...limit].filter(hasLogarithm));
  const yAxis = decadeAxis(extent ?? [0.1, 1], 6);
  const left = MARGIN + widestLabel(yAxis) + 7;
  const [first = 1, last = 1] = [steps[0], steps.at(-1)];
  const around: Extent = steps.length > 1 ? [first, last] : safeDomain([first - 1, first + 1]);
  const axis = countAxis(around, first, 10);
  const xAxis = { ...axis, ticks: axis.ticks.filter(({ value }) => value >= first && value <= last) };

  const keys = [
    key(texts.beforeClipping, palette.blue),
    ...(isClipped ? [key(texts.afterClipping, palette.vermillion)] : []),
  ];
  if (limit.length > 0) keys.push(key(texts.clipThreshold, ink.title, "3 3"));
  const legend = drawLegend(keys, left, 12, WIDTH - MARGIN - left);
  const top = 12 + legend.height + 36;
  const box = { x: left, y: top, width: WIDTH - MARGIN - left, height: HEIGHT };
  const panel = makePanel(box, xAxis, yAxis, { logY: true, inset: 8 });
  const marks = [
    ...legend.marks,
    drawText(texts.globalNorm, { x: left, y: top - 12, size: textSize.title, fill: ink.title }),
  ];
  marks.push(drawGrid(panel, "horizontal"), ...drawXLabels(panel, texts.trainingStep), ...drawYLabels(panel));
  for (const value of limit) {
    const d = `M${box.x.toFixed(2)},${panel.toY(value).toFixed(2)}h${box.width.toFixed(2)}`;
    marks.push(stroke(d, ink.title, 1, "3 3"));
  }
  // What clipping left is drawn over what there was: where nothing was cut the two are one.
  const lines = [{ values: before, color: palette.blue as string, width: 2.6 }];
  if (isClipped) lines.push({ values: after, color: palette.vermillion, width: 1.3 });
  const drawn = lines.flatMap(({ values, color, width }) => {
    const d = linePath(toPixels(panel, steps, values, hasLogarithm));
    return d === "" ? [] : [stroke(d, color, width)];
  });
  const middle = { x: left + box.width / 2, y: top + HEIGHT / 2, size: textSize.label, fill: ink.tick } as const;
  marks.push(...(drawn.length > 0 ? drawn : [drawText(texts.noValues, { ...middle, anchor: "middle" })]));

  const shown = extentOf(before);
  return figureDocument({
    width: WIDTH,
    height: top + HEIGHT + xAxisHeight,
    title: texts.gradientNormsTitle,
    description: texts.gradientNormsDescription({
      records: records.length,
      every: log.every,
      least: formatValue(shown?.[0] ?? Number.NaN),
      greatest: formatValue(shown?.[1] ?? Number.NaN),
    }),
    lang,
    marks,
  });
}

function key(label: string, color: string, dash?: string): LegendKey {
  return { label, width: 26, draw: (x, y) => stroke(`M${x.toFixed(2)},${y.toFixed(2)}h26`, color, dash ? 1 : 2, dash) };
}

function stroke(d: string, color: string, width: number, dash?: string): string {
  const line = { d, fill: "none", stroke: color, "stroke-width": width, "stroke-dasharray": dash };
  return element("path", { ...line, "stroke-linejoin": "round", "stroke-linecap": dash ? "butt" : "round" });
}
