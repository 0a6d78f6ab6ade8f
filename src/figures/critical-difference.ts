/**
 * The critical-difference diagram: methods on an axis of average ranks over several data sets, joined where they are not
 * told apart. Draws what it is given; the tests are in `statistics/critical-difference.ts`.
 * @see Demšar 2006, https://jmlr.org/papers/v7/demsar06a.html
 */

import { ink, palette } from "./colors.ts";
import { type FigureLanguage, figureMessagesIn } from "./language.ts";
import type { FigureMessages } from "./messages/en.ts";
import { fitNames } from "./names.ts";
import { element, figureDocument } from "./svg.ts";
import { drawText, textSize, textWidth } from "./text.ts";

/** What a diagram of critical differences is drawn from. */
export interface CriticalDifferenceInput {
  /** Names, in the order of the average ranks. */
  readonly methods: readonly string[];
  /** 1 is best. */
  readonly averageRanks: readonly number[];
  /** Groups of methods that are not told apart, by index. */
  readonly cliques: readonly (readonly number[])[];
  readonly lang?: FigureLanguage;
}

/** px */
const WIDTH = 960;
const MARGIN = 16;
const LONGEST_NAME = 220;
const AXIS = 56;
const BAR_GAP = 11;
const ROW = 24;

/**
 * The best is on the left. The better half is named on the left, the other on the right; a bar with a dot on each of
 * its members joins methods of which no two are told apart.
 * @returns an SVG document
 * @example
 * ```ts
 * import { criticalDifferenceFigure } from "tidelab/figures";
 *
 * const svg = criticalDifferenceFigure({ methods: ["CNN", "LSTM", "RNN"], averageRanks: [1.2, 1.9, 2.9], cliques: [[0, 1]] });
 * console.log(svg.includes("CNN")); // true
 * ```
 */
export function criticalDifferenceFigure(input: CriticalDifferenceInput): string {
  const { methods, averageRanks, cliques, lang = "en" } = input;
  const texts = figureMessagesIn(lang);
  const words = methods.map((name, i) => texts.methodRank({ name, rank: rankOf(averageRanks, i).toFixed(2) }));
  const most = Math.max(methods.length, 2);
  const names = Math.min(
    LONGEST_NAME,
    words.reduce((widest, word) => Math.max(widest, textWidth(word, textSize.label)), 0),
  );
  const [left, right] = [MARGIN + names + 24, WIDTH - MARGIN - names - 24];
  const fitted = fitNames(words, names + 1, textSize.label);
  const toX = (rank: number) => left + ((rank - 1) / (most - 1)) * (right - left);

  const byRank = [...methods.keys()].sort((a, b) => rankOf(averageRanks, a) - rankOf(averageRanks, b) || a - b);
  const half = Math.ceil(byRank.length / 2);
  const barsEnd = AXIS + 14 + cliques.length * BAR_GAP;
  const marks = drawAxis(left, right, most, toX);
  for (const [place, method] of byRank.entries()) {
    const isLeft = place < half;
    const row = isLeft ? place : byRank.length - 1 - place;
    const y = barsEnd + 12 + row * ROW;
    const x = toX(rankOf(averageRanks, method));
    const end = isLeft ? left - 16 : right + 16;
    const d = `M${x.toFixed(2)},${AXIS.toFixed(2)}V${y.toFixed(2)}H${end.toFixed(2)}`;
    marks.push(element("path", { d, fill: "none", stroke: ink.label, "stroke-width": 1.2 }));
    const word = words[method] ?? "";
    const at = { x: isLeft ? end - 6 : end + 6, y: y + 0.36 * textSize.label, size: textSize.label, full: word };
    marks.push(drawText(fitted[method] ?? "", { ...at, anchor: isLeft ? "end" : "start" }));
  }
  for (const [i, clique] of cliques.entries()) {
    const xs = clique.map((method) => toX(rankOf(averageRanks, method)));
    marks.push(...drawBar(xs, AXIS + 14 + i * BAR_GAP));
  }
  return figureDocument({
    width: WIDTH,
    height: barsEnd + 12 + half * ROW + MARGIN - 8,
    title: texts.criticalDifferenceTitle,
    description: describe(input, byRank, words, texts),
    lang,
    marks: [
      drawText(texts.averageRank, { x: (left + right) / 2, y: 18, size: textSize.label, anchor: "middle" }),
      ...marks,
    ],
  });
}

function rankOf(averageRanks: readonly number[], method: number): number {
  return averageRanks[method] ?? 1;
}

function drawAxis(left: number, right: number, most: number, toX: (rank: number) => number): string[] {
  const marks = [element("line", { x1: left, y1: AXIS, x2: right, y2: AXIS, stroke: ink.title, "stroke-width": 1.4 })];
  for (let rank = 1; rank <= most; rank++) {
    const x = toX(rank);
    marks.push(element("line", { x1: x, y1: AXIS - 6, x2: x, y2: AXIS, stroke: ink.title, "stroke-width": 1.4 }));
    marks.push(drawText(String(rank), { x, y: AXIS - 11, size: textSize.tick, fill: ink.tick, anchor: "middle" }));
  }
  return marks;
}

/** A bar alone would also cover methods between its ends that are no members. */
function drawBar(xs: readonly number[], y: number): string[] {
  const [from, to] = [Math.min(...xs), Math.max(...xs)];
  const line = { x1: from - 4, y1: y, x2: to + 4, y2: y, stroke: palette.blue, "stroke-width": 4 };
  const dots = xs.map((cx) =>
    element("circle", { cx, cy: y, r: 3.6, fill: "#ffffff", stroke: palette.blue, "stroke-width": 2 }),
  );
  return [element("line", { ...line, "stroke-linecap": "round" }), ...dots];
}

function describe(
  { methods, cliques }: CriticalDifferenceInput,
  byRank: readonly number[],
  words: readonly string[],
  texts: FigureMessages,
): string {
  const joined = cliques.map((clique) => texts.notToldApart({ names: clique.map((i) => methods[i] ?? "").join(", ") }));
  const ranks = texts.criticalDifferenceDescription({ ranks: byRank.map((i) => words[i] ?? "").join("; ") });
  return [ranks, ...joined].join(" ");
}
