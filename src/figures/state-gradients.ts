/** The picture of vanishing and exploding gradients: ‖∂L/∂h_t‖ by time step and training step, a panel a layer and direction. */
import type { GradientLog, StateName } from "../train/records.ts";
import { drawUpright, drawXLabels, drawYLabels, makePanel, widestLabel, xAxisHeight } from "./axes.ts";
import { ink } from "./colors.ts";
import { barHeight, drawCells, drawShadeBar, shadeScale } from "./heat-map.ts";
import { type FigureLanguage, figureMessagesIn } from "./language.ts";
import { fitNames } from "./names.ts";
import { element, figureDocument } from "./svg.ts";
import { drawText, textSize } from "./text.ts";
import { type Axis, countAxis } from "./ticks.ts";

/** What the gradients through time are drawn from. */
export interface StateGradientsInput {
  log: GradientLog;
  lang?: FigureLanguage;
}

/** px */
const WIDTH = 960;
const HEIGHT = 150;
const MARGIN = 16;
const GAP = 28;
const TITLE = 28;
/** Time steps of a panel are drawn in at most so many rows. */
const MOST_ROWS = 75;

/**
 * A heat map for each recurrent layer and direction, all on one scale of powers of ten: the first time step is at the top, the
 * first training step at the left. Dark at one end of time only is a gradient that vanishes on its way to the other.
 * @returns an SVG document
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { stateGradientsFigure } from "tidelab/figures";
 *
 * const log = JSON.parse(await readFile("runs/mine/gradients.json", "utf8")); // beside the record of a run
 * console.log(stateGradientsFigure({ log }).startsWith("<svg")); // true
 * ```
 */
export function stateGradientsFigure({ log, lang = "en" }: StateGradientsInput): string {
  const texts = figureMessagesIn(lang);
  const { states, records } = log;
  const columns = states.length > 1 ? 2 : 1;
  const rows = Math.ceil(states.length / columns);
  const scale = shadeScale(records.flatMap((record) => record.states.flat()));
  const timeAxes = states.map(({ steps }) => timeAxis(steps));
  const left = MARGIN + textSize.label + 10 + Math.max(0, ...timeAxes.map(widestLabel)) + 7;
  const width = (WIDTH - MARGIN - left - (columns - 1) * (GAP + left - MARGIN)) / columns;
  const first = records[0]?.step ?? 1;
  const half = log.every / 2;
  const xDomain = [first - half, (records.at(-1)?.step ?? 1) + half] as const;
  const xAxis = countAxis(xDomain, first, Math.round(width / 80));

  const top = 12 + barHeight + 6;
  const rowHeight = TITLE + HEIGHT + 28;
  const marks = [...drawShadeBar(texts.stateGradient, scale, left, 12)];
  const titles = states.map((state) => stateTitle(state, texts));
  const fitted = fitNames(titles, width, textSize.title);
  for (const [index, full] of titles.entries()) {
    const x = left + (index % columns) * (width + GAP + left - MARGIN);
    const y = top + Math.floor(index / columns) * rowHeight + TITLE;
    const box = { x, y, width, height: HEIGHT };
    const panel = makePanel(box, xAxis, timeAxes[index]!);
    const title = { x, y: y - 10, size: textSize.title, fill: ink.title, full };
    marks.push(drawText(fitted[index] ?? "", title));
    marks.push(
      ...drawCells(
        box,
        records.map((record) => pool(record.states[index] ?? [])),
        scale,
      ),
    );
    marks.push(element("rect", { ...box, fill: "none", stroke: ink.axis, "stroke-width": 1 }));
    marks.push(...drawXLabels(panel, index + columns >= states.length ? texts.trainingStep : undefined));
    marks.push(...drawYLabels(panel));
    if (index % columns === 0) marks.push(drawUpright(texts.timeStep, MARGIN + textSize.label, y + HEIGHT / 2));
  }
  return figureDocument({
    width: WIDTH,
    height: top + rows * rowHeight - 28 + xAxisHeight,
    title: texts.stateGradientsTitle,
    description: texts.stateGradientsDescription({ panels: states.length, records: records.length }),
    lang,
    marks,
  });
}

/** What a reader calls a layer and its direction: `lstm, layer 2, backward`. */
function stateTitle({ layer, level, reverse }: StateName, texts: ReturnType<typeof figureMessagesIn>): string {
  return texts.stateName({ layer, level: level + 1, reverse });
}

/** The first time step at the top. */
function timeAxis(steps: number): Axis {
  const { ticks } = countAxis([-0.5, steps - 0.5], 0, 4);
  return { domain: [steps - 0.5, -0.5], ticks };
}

/** Root mean squares of neighbours, where there are more than can be distinguished. */
function pool(values: readonly number[]): number[] {
  const rows = Math.min(MOST_ROWS, values.length);
  return Array.from({ length: rows }, (_, row) => {
    const from = Math.floor((row * values.length) / rows);
    const to = Math.floor(((row + 1) * values.length) / rows);
    const own = values.slice(from, to);
    return Math.sqrt(own.reduce((sum, value) => sum + value * value, 0) / own.length);
  });
}
