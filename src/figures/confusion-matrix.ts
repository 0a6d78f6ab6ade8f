/** The figure of which classes are taken for which: counts by true and predicted class, with a colour bar. */

import { drawUpright, widestLabel } from "./axes.ts";
import { greens, ink, readableOn } from "./colors.ts";
import { type FigureLanguage, figureMessagesIn } from "./language.ts";
import type { FigureMessages } from "./messages/en.ts";
import { fitNames } from "./names.ts";
import { formatCount, formatPercent } from "./numbers.ts";
import { element, figureDocument } from "./svg.ts";
import { drawText, textSize, textWidth } from "./text.ts";
import { countAxis, isDrawable, type Tick, tightAxis } from "./ticks.ts";

/** What a confusion matrix is drawn from. */
export interface ConfusionMatrixInput {
  classNames: readonly string[];
  /** (K, K) counts: row = true class, column = predicted class, as in scikit-learn */
  confusionMatrix: readonly (readonly number[])[];
  /** Matrices of the same classes that are drawn beside it: all of them get one scale and one size. */
  scaledTo?: readonly (readonly (readonly number[])[])[];
  lang?: FigureLanguage;
}

/** px */
const MARGIN = 16;
const MATRIX = 500;
const LONGEST_ROW_NAME = 200;
const LONGEST_COLUMN_NAME = 150;
const BAR = 16;
/** Steps of the colour bar; finer than one can see. */
const BAR_STEPS = 128;

/**
 * The matrix with a count in every cell, from white (0) to dark green (the greatest count) as in matplotlib's `Greens`.
 * Long names are cut (the whole name shows on hover) and tilted where they would touch. A count that is not finite is "–".
 * @returns an SVG document
 * @throws RangeError when the matrix is not K × K for K class names
 * @example
 * ```ts
 * import { confusionMatrixFigure } from "tidelab/figures";
 *
 * const svg = confusionMatrixFigure({ classNames: ["sine", "square"], confusionMatrix: [[86, 0], [3, 91]] });
 * console.log(svg.startsWith("<svg")); // true
 * ```
 */
export function confusionMatrixFigure(input: ConfusionMatrixInput): string {
  const { classNames, confusionMatrix, scaledTo = [], lang = "en" } = input;
  const texts = figureMessagesIn(lang);
  const size = classNames.length;
  if (confusionMatrix.length !== size || confusionMatrix.some((row) => row.length !== size)) {
    throw new RangeError(`confusionMatrix: expected ${size} x ${size} for ${size} class names`);
  }
  const counts = [confusionMatrix, ...scaledTo].flat(2).filter((count) => isDrawable(count) && count > 0);
  const most = counts.reduce((a, b) => Math.max(a, b), 0);

  const cell = Math.round(Math.min(110, Math.max(30, MATRIX / Math.max(size, 1))));
  const side = cell * size;
  const rowNames = fitNames(classNames, LONGEST_ROW_NAME, textSize.label);
  const columnNames = fitNames(classNames, LONGEST_COLUMN_NAME, textSize.label);
  const widestRow = widestOf(rowNames);
  const widestColumn = widestOf(columnNames);
  const tilted = widestColumn > cell - 8;
  const nameDrop = tilted ? 14 + (widestColumn + textSize.label) * Math.SQRT1_2 : 12 + textSize.label;

  const head = headline(confusionMatrix, texts);
  const heads = [head, ...scaledTo.map((other) => headline(other, texts))];
  const barDomain = [0, most > 0 ? most : 1] as const;
  const barAxis = counts.every(Number.isInteger) ? countAxis(barDomain, 0, 5) : tightAxis(barDomain, 5);
  // A tilted first name reaches left of the matrix by about 0.7 of its length.
  const names = Math.max(widestRow + 10, tilted ? widestColumn * Math.SQRT1_2 - cell / 2 + 4 : 0);
  const left = MARGIN + textSize.label + 8 + names;
  const top = MARGIN + textSize.label + 14;
  const barX = left + side + 28;
  const width = Math.max(barX + BAR + 7 + widestLabel(barAxis) + MARGIN, left + widestOf(heads) + MARGIN);
  const height = top + side + nameDrop + 12 + textSize.label + MARGIN;

  const marks = [drawText(head, { x: left, y: MARGIN + textSize.label, size: textSize.label })];
  for (const [i, row] of confusionMatrix.entries()) {
    for (const [j, count] of row.entries()) {
      marks.push(...drawCell(left + j * cell, top + i * cell, cell, count, most));
    }
  }
  marks.push(element("rect", { x: left, y: top, width: side, height: side, fill: "none", stroke: ink.axis }));
  for (const [i, name] of rowNames.entries()) {
    const at = { x: left - 8, y: top + (i + 0.5) * cell + 0.36 * textSize.label, size: textSize.label } as const;
    marks.push(drawText(name, { ...at, anchor: "end", full: classNames[i] ?? name }));
  }
  for (const [j, name] of columnNames.entries()) {
    const at = { x: left + (j + 0.5) * cell, y: top + side + 6 + textSize.label, size: textSize.label } as const;
    const tilt = tilted ? ({ x: at.x + 4, anchor: "end", rotate: -45 } as const) : ({ anchor: "middle" } as const);
    marks.push(drawText(name, { ...at, ...tilt, full: classNames[j] ?? name }));
  }
  const below = { x: left + side / 2, y: height - MARGIN, size: textSize.label, anchor: "middle" } as const;
  marks.push(drawText(texts.predicted, below), drawUpright(texts.true, MARGIN + textSize.label, top + side / 2));
  marks.push(...drawBar(barX, top, side, barAxis.domain[1], barAxis.ticks));

  return figureDocument({
    width: Math.ceil(width),
    height: Math.ceil(height),
    title: texts.confusionTitle,
    description: describe(classNames, confusionMatrix, texts),
    lang,
    marks,
  });
}

/** px */
function widestOf(names: readonly string[]): number {
  return names.reduce((widest, name) => Math.max(widest, textWidth(name, textSize.label)), 0);
}

/** One square with its count, as large as fits. */
function drawCell(x: number, y: number, cell: number, count: number, most: number): string[] {
  const fill = greens(isDrawable(count) && most > 0 ? count / most : 0);
  let text = formatCount(count);
  let size = Math.min(18, Math.max(11, 0.3 * cell));
  if (textWidth(text, size) > cell - 4) {
    size = Math.min(size, (size * (cell - 4)) / textWidth(text, size));
    if (size < 8) {
      text = count.toExponential(0).replace("e+", "e");
      size = 8;
    }
  }
  const at = {
    x: x + cell / 2,
    y: y + cell / 2 + 0.36 * size,
    size,
    fill: count === 0 ? ink.faint : readableOn(fill),
    anchor: "middle",
  } as const;
  const square = element("rect", { x, y, width: cell, height: cell, fill, stroke: "#ffffff", "stroke-width": 1 });
  return [square, drawText(text, at)];
}

/** The scale of the greens. Each step reaches down to the foot, under the next, so that no seams show between them. */
function drawBar(x: number, top: number, height: number, most: number, ticks: readonly Tick[]): string[] {
  const marks: string[] = [];
  for (let step = BAR_STEPS - 1; step >= 0; step--) {
    const part = (height * (step + 1)) / BAR_STEPS;
    marks.push(
      element("rect", { x, y: top + height - part, width: BAR, height: part, fill: greens((step + 0.5) / BAR_STEPS) }),
    );
  }
  marks.push(element("rect", { x, y: top, width: BAR, height, fill: "none", stroke: ink.axis }));
  for (const tick of ticks) {
    const y = top + height * (1 - tick.value / most);
    marks.push(element("line", { x1: x + BAR, y1: y, x2: x + BAR + 4, y2: y, stroke: ink.axis }));
    const exponent = tick.exponent === undefined ? {} : { exponent: tick.exponent };
    const at = { x: x + BAR + 7, y: y + 0.36 * textSize.tick, size: textSize.tick, fill: ink.tick };
    marks.push(drawText(tick.label, { ...at, ...exponent }));
  }
  return marks;
}

/** How many are right, of how many. */
function headline(matrix: ConfusionMatrixInput["confusionMatrix"], texts: FigureMessages): string {
  let correct = 0;
  let total = 0;
  for (const [i, row] of matrix.entries()) {
    for (const [j, count] of row.entries()) {
      if (!(isDrawable(count) && count > 0)) continue;
      total += count;
      if (i === j) correct += count;
    }
  }
  const percent = formatPercent(correct / total);
  return texts.correct({ correct: formatCount(correct), total: formatCount(total), percent });
}

function describe(
  classNames: readonly string[],
  matrix: ConfusionMatrixInput["confusionMatrix"],
  texts: FigureMessages,
) {
  const name = (index: number) => classNames[index] ?? "";
  const rows = matrix.map((row, i) => {
    const counted = row.flatMap((count, j) => {
      return count === 0 ? [] : [texts.confusionCount({ name: name(j), count: formatCount(count) })];
    });
    return texts.confusionRow({ name: name(i), counts: counted.join(", ") || "0" });
  });
  return [texts.confusionDescription({ classes: classNames.length }), ...rows].join(" ");
}
