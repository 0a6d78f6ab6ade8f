/** The figure of what each parameter tensor went through: the norm of its gradient, and how far a step moved it. */
import type { GradientLog } from "../train/records.ts";
import { drawXLabels, makePanel, xAxisHeight } from "./axes.ts";
import { ink } from "./colors.ts";
import { barHeight, drawCells, drawShadeBar, shadeScale } from "./heat-map.ts";
import { type FigureLanguage, figureMessagesIn } from "./language.ts";
import { fitNames } from "./names.ts";
import { element, figureDocument } from "./svg.ts";
import { drawText, textSize, textWidth } from "./text.ts";
import { countAxis } from "./ticks.ts";

/** What the gradients of each tensor are drawn from. */
export interface TensorGradientsInput {
  log: GradientLog;
  lang?: FigureLanguage;
}

/** px */
const WIDTH = 960;
const MARGIN = 16;
const GAP = 28;
const ROW = 18;
const LONGEST_NAME = 220;

/**
 * Two heat maps side by side, a row a tensor and a column a recorded step: the norm of its gradient before clipping, and
 * ‖Δw‖ / ‖w‖ of the step. Tensors of nothing but zeros have no second and stay white.
 * @returns an SVG document
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { tensorGradientsFigure } from "tidelab/figures";
 *
 * const log = JSON.parse(await readFile("runs/mine/gradients.json", "utf8")); // beside the record of a run
 * console.log(tensorGradientsFigure({ log }).startsWith("<svg")); // true
 * ```
 */
export function tensorGradientsFigure({ log, lang = "en" }: TensorGradientsInput): string {
  const texts = figureMessagesIn(lang);
  const { parameters, records } = log;
  const names = fitNames(parameters, LONGEST_NAME, textSize.tick);
  const left = MARGIN + names.reduce((widest, name) => Math.max(widest, textWidth(name, textSize.tick)), 0) + 8;
  const width = (WIDTH - MARGIN - left - GAP) / 2;
  const height = Math.max(ROW * parameters.length, ROW);
  const first = records[0]?.step ?? 1;
  const half = log.every / 2;
  const xAxis = countAxis([first - half, (records.at(-1)?.step ?? 1) + half], first, Math.round(width / 80));
  const top = 12 + barHeight + 10;

  const marks: string[] = [];
  for (const [row, name] of names.entries()) {
    const y = top + (row + 0.5) * ROW + 0.36 * textSize.tick;
    const at = { x: left - 8, y, size: textSize.tick, fill: ink.tick, anchor: "end" } as const;
    marks.push(drawText(name, { ...at, full: parameters[row] ?? name }));
  }
  const maps = [
    { title: texts.tensorNorm, values: records.map((record) => record.parameters) },
    { title: texts.tensorUpdate, values: records.map((record) => record.updates) },
  ];
  for (const [index, { title, values }] of maps.entries()) {
    const box = { x: left + index * (width + GAP), y: top, width, height };
    const scale = shadeScale(values.flat());
    marks.push(...drawShadeBar(title, scale, box.x, 12), ...drawCells(box, values, scale));
    marks.push(element("rect", { ...box, fill: "none", stroke: ink.axis, "stroke-width": 1 }));
    marks.push(...drawXLabels(makePanel(box, xAxis, { domain: [0, 1], ticks: [] }), texts.trainingStep));
  }
  return figureDocument({
    width: WIDTH,
    height: top + height + xAxisHeight,
    title: texts.tensorGradientsTitle,
    description: texts.tensorGradientsDescription({ tensors: parameters.length, records: records.length }),
    lang,
    marks,
  });
}
