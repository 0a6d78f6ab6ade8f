/** The words and tables of RESULTS.md. Measures nothing. */
import { formatAmount, formatTarget, isMet, TARGETS } from "../targets.mjs";

/** @typedef {import("../harness/stats.mjs").Summary} Summary */
/** @typedef {import("../targets.mjs").Verdict} Verdict */
/** @typedef {{ name: string, svg: string, caption: string }} Figure */

/**
 * What a job returns.
 * @typedef {object} Section
 * @property {string} title
 * @property {readonly string[]} body  paragraphs and tables, in Markdown
 * @property {readonly Verdict[]} [verdicts]
 * @property {readonly Figure[]} [figures]
 */

/**
 * @param {readonly string[]} head  a title that ends with `>` is of a column of numbers
 * @param {readonly (readonly string[])[]} rows
 */
export function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(" | ")} |`;
  const titles = head.map((title) => title.replace(/>$/, ""));
  return [line(titles), line(head.map((title) => (title.endsWith(">") ? "---:" : "---"))), ...rows.map(line)].join(
    "\n",
  );
}

/** Three digits that count. @param {number} value */
export function digits(value) {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  return value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)) + 1e-9)));
}

/** `1.23 (1.20–1.31)`. @param {Summary} summary @param {(value: number) => string} [format] */
export function withSpread({ median, min, max }, format = digits) {
  return `${format(median)} (${format(min)}–${format(max)})`;
}

/** The target beside a figure: `≥ 2.00×: met`. @param {Verdict} verdict */
export function verdictText({ key, value }) {
  return `${formatTarget(key)}: ${isMet(key, value) ? "met" : "**not met**"}`;
}

/** All targets with their figures, those that were not measured among them. @param {readonly Verdict[]} verdicts */
export function targetTable(verdicts) {
  const keys = /** @type {(keyof typeof TARGETS)[]} */ (Object.keys(TARGETS));
  const rows = keys.map((key) => {
    const verdict = verdicts.find((found) => found.key === key);
    const { what, unit } = TARGETS[key];
    if (verdict === undefined) return [what, formatTarget(key), "–", "not measured"];
    const { value } = verdict;
    return [what, formatTarget(key), formatAmount(value, unit), isMet(key, value) ? "met" : "**not met**"];
  });
  return table(["what", "target>", "measured>", ""], rows);
}

/** @param {Section} section */
export function sectionText({ title, body, figures = [] }) {
  const drawn = figures.map(({ name, caption }) => `![${caption}](figures/${name}.svg)`);
  return [`## ${title}`, ...body, ...drawn].join("\n\n");
}
