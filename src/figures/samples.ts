/** The figure of what the data look like: a grid with a column a class and, in it, that class's first series. */
import type { TimeSeriesDataset } from "../data/dataset.ts";
import {
  drawGrid,
  drawUpright,
  drawXLabels,
  drawYLabels,
  makePanel,
  type Panel,
  widestLabel,
  xAxisHeight,
} from "./axes.ts";
import { channelKeys, drawChannels } from "./channels.ts";
import { ink } from "./colors.ts";
import { type FigureLanguage, figureMessagesIn } from "./language.ts";
import { drawLegend } from "./legend.ts";
import { fitNames } from "./names.ts";
import { figureDocument } from "./svg.ts";
import { drawText, fitText, textSize, textWidth } from "./text.ts";
import { countAxis, extentOf, padDomain, safeDomain, tightAxis } from "./ticks.ts";

/** What the figure of samples is drawn from. */
export interface SamplesInput {
  dataset: TimeSeriesDataset;
  /** most series a class; 3 as in the lab notebook */
  perClass?: number;
  lang?: FigureLanguage;
}

/** px; more classes than fit make the figure wider, so that a panel stays legible */
const WIDTH = 960;
const LEAST_COLUMN = 96;
const ROW = 140;
const GAP = 16;

/**
 * The first series of each class, a column a class and a line a channel, on axes shared by all panels.
 * Values that are not finite leave gaps; a class without series has an empty column that says so.
 * @returns an SVG document
 * @throws RangeError when `perClass` is not a whole number > 0
 * @example
 * ```ts
 * import { waves } from "tidelab";
 * import { samplesFigure } from "tidelab/figures";
 *
 * const { train } = waves({ samples: 40, length: 20, seed: 7 });
 * console.log(samplesFigure({ dataset: train, perClass: 2 }).includes(">square<")); // true
 * ```
 */
export function samplesFigure({ dataset, perClass = 3, lang = "en" }: SamplesInput): string {
  if (!(Number.isInteger(perClass) && perClass > 0))
    throw new RangeError(`perClass: expected 1, 2, …, received ${perClass}`);
  const texts = figureMessagesIn(lang);
  const { length, channels, classNames } = dataset;
  const shown = firstOfEachClass(dataset, perClass);
  const rows = Math.max(1, ...shown.map((series) => series.length));
  const columns = Math.max(classNames.length, 1);

  const yAxis = tightAxis(
    padDomain(safeDomain(extentOf(shown.flat().flatMap((series) => [...(extentOf(series) ?? [])])))),
    5,
  );
  const left = 12 + textSize.label + 12 + widestLabel(yAxis) + 7;
  const right = 24;
  const column = Math.max(LEAST_COLUMN, (WIDTH - left - right - GAP * (columns - 1)) / columns);
  const width = left + right + columns * column + GAP * (columns - 1);
  const xAxis = countAxis(timeDomain(length), 0, Math.max(2, Math.round(column / 70)));

  const legend = drawLegend(channels > 1 ? channelKeys(channels, texts) : [], left, 12, width - left - right);
  const top = 16 + (channels > 1 ? legend.height + 6 : 0) + textSize.title + 8;
  const bottom = top + rows * ROW + (rows - 1) * GAP;

  const marks = channels > 1 ? [...legend.marks] : [];
  const cramped = classNames.some((name) => textWidth(name, textSize.title) > column);
  const titleSize = cramped ? textSize.label : textSize.title;
  const names = fitNames(classNames, column, titleSize);
  for (const [c, name] of classNames.entries()) {
    const x = left + c * (column + GAP);
    const title = { x: x + column / 2, y: top - 8, size: titleSize, fill: ink.title, anchor: "middle" } as const;
    marks.push(drawText(names[c] ?? "", { ...title, full: name }));
    const series = shown[c] ?? [];
    for (let r = 0; r < rows; r++) {
      const panel = makePanel({ x, y: top + r * (ROW + GAP), width: column, height: ROW }, xAxis, yAxis);
      marks.push(drawGrid(panel));
      if (c === 0) marks.push(...drawYLabels(panel));
      if (r === rows - 1) marks.push(...drawXLabels(panel));
      const values = series[r];
      if (values !== undefined) marks.push(...drawChannels(panel, values, channels));
      else if (r === 0) marks.push(drawNote(panel, texts.noSeries));
    }
  }
  const axisTitle = { x: (left + width - right) / 2, y: bottom + xAxisHeight - 8, size: textSize.label } as const;
  marks.push(drawText(texts.timeStep, { ...axisTitle, anchor: "middle" }));
  marks.push(drawUpright(texts.value, 12 + textSize.label, (top + bottom) / 2));

  return figureDocument({
    width: Math.ceil(width),
    height: bottom + xAxisHeight,
    title: texts.samplesTitle,
    description: texts.samplesDescription({ classes: classNames.join(", "), perClass, length, channels }),
    lang,
    marks,
  });
}

/** Steps 0 to T − 1; a single step is in the middle. */
function timeDomain(length: number): [number, number] {
  return length > 1 ? [0, length - 1] : [-1, 1];
}

/** By class, views of the first `perClass` series, each (T, C) without its padding. */
function firstOfEachClass(dataset: TimeSeriesDataset, perClass: number) {
  const { values, labels, length, channels, classNames, lengths } = dataset;
  const shown: Float32Array[][] = classNames.map(() => []);
  for (const [i, label] of labels.entries()) {
    const series = shown[label];
    if (series === undefined || series.length >= perClass) continue;
    const from = i * length;
    series.push(values.subarray(from * channels, (from + (lengths?.[i] ?? length)) * channels));
  }
  return shown;
}

function drawNote({ box }: Panel, text: string): string {
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, size: textSize.label, fill: ink.tick } as const;
  return drawText(fitText(text, box.width, textSize.label), { ...at, anchor: "middle" });
}
