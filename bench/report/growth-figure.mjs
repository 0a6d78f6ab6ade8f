/** The figure of how a cost grows: measured points and the fitted power law, both axes logarithmic. */
import { ink, palette } from "../../dist/figures/colors.js";
import { element, figureDocument } from "../../dist/figures/svg.js";
import { drawText, textSize } from "../../dist/figures/text.js";
import { digits } from "./markdown.mjs";

/** px */
const SIZE = { width: 560, height: 340 };
const BOX = { left: 64, right: 544, top: 44, bottom: 284 };

/**
 * @param {object} input
 * @param {string} input.label  of the x axis
 * @param {readonly { x: number, y: number }[]} input.points  y in seconds
 * @param {import("../harness/stats.mjs").Growth} input.fit
 * @returns {string} an SVG document
 */
export function growthFigure({ label, points, fit }) {
  const xs = points.map(({ x }) => x);
  const fitted = (/** @type {number} */ x) => fit.factor * x ** fit.exponent;
  const [x0, x1] = [Math.min(...xs), Math.max(...xs)];
  const ys = [...points.map(({ y }) => y), fitted(x0), fitted(x1)];
  const ticks = yTicks(Math.min(...ys), Math.max(...ys));
  const toX = logScale([x0, x1], [BOX.left + 16, BOX.right - 16]);
  const toY = logScale([ticks[0] ?? 1, ticks.at(-1) ?? 10], [BOX.bottom, BOX.top]);
  const marks = [];
  for (const tick of ticks) {
    const y = toY(tick);
    marks.push(element("line", { x1: BOX.left, x2: BOX.right, y1: y, y2: y, stroke: ink.grid, "stroke-width": 1 }));
    marks.push(
      drawText(digits(tick), { x: BOX.left - 7, y: y + 4, size: textSize.tick, fill: ink.tick, anchor: "end" }),
    );
  }
  const base = { x1: BOX.left, x2: BOX.right, y1: BOX.bottom, y2: BOX.bottom };
  marks.push(element("line", { ...base, stroke: ink.axis, "stroke-width": 1 }));
  for (const x of xs) {
    marks.push(
      drawText(String(x), { x: toX(x), y: BOX.bottom + 16, size: textSize.tick, fill: ink.tick, anchor: "middle" }),
    );
  }
  const line = { x1: toX(x0), y1: toY(fitted(x0)), x2: toX(x1), y2: toY(fitted(x1)) };
  marks.push(element("line", { ...line, stroke: palette.vermillion, "stroke-width": 1.5, "stroke-dasharray": "5 3" }));
  for (const { x, y } of points) marks.push(element("circle", { cx: toX(x), cy: toY(y), r: 4, fill: palette.blue }));
  const law = `exponent ${fit.exponent.toFixed(2)} (r² ${fit.r2.toFixed(4)})`;
  marks.push(drawText("seconds an epoch", { x: 12, y: 24, size: textSize.title, fill: ink.title }));
  marks.push(drawText(law, { x: BOX.right, y: 24, size: textSize.label, fill: palette.vermillion, anchor: "end" }));
  marks.push(
    drawText(label, { x: (BOX.left + BOX.right) / 2, y: BOX.bottom + 38, size: textSize.label, anchor: "middle" }),
  );
  const values = points.map(({ x, y }) => `${x}: ${digits(y)} s`).join(", ");
  return figureDocument({
    ...SIZE,
    title: `Epoch time by ${label}`,
    description: `${values}; fitted power law: ${law}.`,
    lang: "en",
    marks,
  });
}

/** @param {readonly [number, number]} domain @param {readonly [number, number]} range */
function logScale([low, high], [from, to]) {
  const span = Math.log(high / low) || 1;
  return (/** @type {number} */ value) => from + ((to - from) * Math.log(value / low)) / span;
}

/** 1, 2 and 5 times powers of ten around an extent. @param {number} low @param {number} high */
function yTicks(low, high) {
  /** @type {number[]} */
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const times of [1, 2, 5]) ticks.push(times * 10 ** power);
  }
  // From the last tick below to the first one above.
  const first = Math.max(
    0,
    ticks.findLastIndex((tick) => tick <= low * (1 + 1e-9)),
  );
  const last = ticks.findIndex((tick) => tick >= high * (1 - 1e-9));
  const shown = ticks.slice(first, Math.max(last, first + 1) + 1);
  // Over many decades only the powers of ten, and the ends.
  return shown.length <= 9 ? shown : shown.filter((tick, i) => i === 0 || i === shown.length - 1 || isDecade(tick));
}

/** @param {number} tick */
const isDecade = (tick) => Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) < 1e-9;
