/** What issue 11 asks of the studio, and the table of what was measured. */
import { table } from "../report/markdown.mjs";

/**
 * @typedef {object} Target
 * @property {string} what
 * @property {number} most  met up to here
 * @property {string} unit
 * @property {number} digits  after the point
 */

/** @satisfies {Record<string, Target>} */
export const TARGETS = {
  "cold-start": { what: "From opening the page to the first loss point, one click", most: 3, unit: " s", digits: 2 },
  foreign: { what: "Requests that left the origin", most: 0, unit: "", digits: 0 },
  scripts: { what: "Scripts of the first screen, gzipped", most: 120, unit: " kB", digits: 1 },
  route: { what: "Scripts of the largest other screen, gzipped", most: 40, unit: " kB", digits: 1 },
  styles: { what: "Styles of the first screen and the largest other part, gzipped", most: 15, unit: " kB", digits: 1 },
  workers: { what: "Workers with the engine, gzipped", most: 400, unit: " kB", digits: 1 },
  epoch: {
    what: "Epoch of the lab: the page's seconds over Node's, as many threads",
    most: 1.15,
    unit: "×",
    digits: 2,
  },
  frames: { what: "Gap between frames while four charts are drawn, 95th percentile", most: 50, unit: " ms", digits: 1 },
  redraw: { what: "Redrawing a chart of 10,000 points", most: 8, unit: " ms", digits: 2 },
  memory: {
    what: "Memory of the page after 400 epochs over that after 200, garbage collected",
    most: 1.1,
    unit: "×",
    digits: 2,
  },
};

/** @typedef {{ key: keyof typeof TARGETS, value: number }} Verdict */

/** @param {Verdict} verdict */
const isMet = ({ key, value }) => value <= TARGETS[key].most;

/** @param {Verdict} verdict */
export function verdictText(verdict) {
  const { most, unit } = TARGETS[verdict.key];
  return `≤ ${most}${unit}: ${isMet(verdict) ? "met" : "**not met**"}`;
}

/** All targets, those that were not measured among them. @param {readonly Verdict[]} verdicts */
export function targetTable(verdicts) {
  const rows = Object.entries(TARGETS).map(([key, { what, most, unit, digits }]) => {
    const verdict = verdicts.find((found) => found.key === key);
    const limit = `≤ ${most}${unit}`;
    if (verdict === undefined) return [what, limit, "–", "not measured"];
    return [what, limit, `${verdict.value.toFixed(digits)}${unit}`, isMet(verdict) ? "met" : "**not met**"];
  });
  return table(["what", "target>", "measured>", ""], rows);
}
