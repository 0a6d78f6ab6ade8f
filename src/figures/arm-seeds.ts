/**
 * The figure of the results of every run of every arm: a row an arm, a dot a seed, and the mean over them. A run that
 * collapsed is visible where a mean and its spread would hide it.
 */

import { drawXLabels, makePanel, type Panel, xAxisHeight } from "./axes.ts";
import { ink, palette } from "./colors.ts";
import { type FigureLanguage, figureMessagesIn } from "./language.ts";
import { drawLegend } from "./legend.ts";
import type { FigureMessages } from "./messages/en.ts";
import { isWhole, wrapNames } from "./names.ts";
import { formatPercent } from "./numbers.ts";
import { element, figureDocument } from "./svg.ts";
import { drawText, textSize, textWidth } from "./text.ts";
import { extentOf, isDrawable, padDomain, safeDomain, tightAxis } from "./ticks.ts";

/** The runs of one arm. */
export interface ArmSeeds {
  readonly name: string;
  readonly runs: readonly SeedDot[];
}

/** The result of one run. */
export interface SeedDot {
  readonly seed: number;
  /** 0 … 1 */
  readonly accuracy: number;
  /** Far below what the arm does with other seeds: drawn in another colour, with its seed beside it. */
  readonly isCollapsed: boolean;
}

/** What the accuracies of all runs are drawn from. */
export interface ArmSeedsInput {
  readonly arms: readonly ArmSeeds[];
  /** Arms whose values the axis spans, where several figures share it; those drawn unless given. */
  readonly scaledTo?: readonly ArmSeeds[];
  /** Accuracy of an answer that knows nothing of the series; a dashed line. */
  readonly chance?: number | undefined;
  readonly lang?: FigureLanguage;
}

/** px */
const WIDTH = 960;
const MARGIN = 16;
const ROW = 30;
const LONGEST_NAME = 380;
const NAME_LINE = 15;
const MOST_NAME_LINES = 3;
const RADIUS = 4.5;

/**
 * Dots that would hide each other are moved up and down in their row; their place from left to right is exact.
 * @returns an SVG document
 * @example
 * ```ts
 * import { armSeedsFigure } from "tidelab/figures";
 *
 * const runs = [{ seed: 1, accuracy: 0.93, isCollapsed: false }, { seed: 2, accuracy: 0.51, isCollapsed: true }];
 * const svg = armSeedsFigure({ arms: [{ name: "GRU", runs }], chance: 0.5 });
 * console.log(svg.includes(">GRU<")); // true
 * ```
 */
export function armSeedsFigure({ arms, scaledTo = arms, chance, lang = "en" }: ArmSeedsInput): string {
  const texts = figureMessagesIn(lang);
  const names = arms.map(({ name }) => name);
  const widest = names.reduce((most, name) => Math.max(most, textWidth(name, textSize.label)), 0);
  const nameWidth = Math.min(LONGEST_NAME, widest);
  const lines = wrapNames(names, nameWidth + 1, textSize.label, MOST_NAME_LINES);
  const rowHeight = ROW + NAME_LINE * (Math.max(1, ...lines.map((name) => name.length)) - 1);
  const left = MARGIN + nameWidth + 16;
  const hasCollapsed = arms.some(({ runs }) => runs.some(({ isCollapsed }) => isCollapsed));
  const legend = drawLegend(keys(texts, chance !== undefined, hasCollapsed), left, 12, WIDTH - MARGIN - left);
  const top = 12 + legend.height + 8;
  const box = { x: left, y: top, width: WIDTH - MARGIN - 8 - left, height: Math.max(arms.length, 1) * rowHeight };
  const values = scaledTo.flatMap(({ runs }) => runs.map(({ accuracy }) => 100 * accuracy));
  const domain = padDomain(safeDomain(extentOf([...values, ...(chance === undefined ? [] : [100 * chance])])));
  const panel = makePanel(box, tightAxis(domain, 8), { domain: [0, 1], ticks: [] });

  const marks = [...legend.marks, drawGround(panel, Math.max(arms.length, 1), rowHeight)];
  if (chance !== undefined) marks.push(drawDashes(panel.toX(100 * chance), top, box.height));
  for (const [i, { name, runs }] of arms.entries()) {
    const y = top + (i + 0.5) * rowHeight;
    const shown = lines[i] ?? [];
    for (const [k, line] of shown.entries()) {
      const drop = 0.36 * textSize.label + NAME_LINE * (k - (shown.length - 1) / 2);
      const place = { x: left - 12, y: y + drop, size: textSize.label, anchor: "end" } as const;
      marks.push(drawText(line, isWhole(shown, name) ? place : { ...place, full: name }));
    }
    marks.push(...drawRuns(panel, runs, y, texts));
  }
  marks.push(...drawXLabels(panel, texts.testAccuracyInPercent));
  return figureDocument({
    width: WIDTH,
    height: top + box.height + xAxisHeight,
    title: texts.armSeedsTitle,
    description: describe(arms, chance, texts),
    lang,
    marks,
  });
}

function drawGround({ box, xAxis, toX }: Panel, rows: number, rowHeight: number): string {
  const down = xAxis.ticks.map(({ value }) => `M${toX(value).toFixed(2)},${box.y.toFixed(2)}v${box.height.toFixed(2)}`);
  const across = Array.from({ length: rows }, (_, i) => {
    return `M${box.x.toFixed(2)},${(box.y + (i + 0.5) * rowHeight).toFixed(2)}h${box.width.toFixed(2)}`;
  });
  return element("path", { d: [...down, ...across].join(""), fill: "none", stroke: ink.grid, "stroke-width": 1 });
}

function drawRuns({ toX, box }: Panel, runs: readonly SeedDot[], y: number, texts: FigureMessages): string[] {
  const drawable = runs.filter(({ accuracy }) => isDrawable(accuracy));
  if (drawable.length === 0) return [];
  const mean = drawable.reduce((sum, { accuracy }) => sum + accuracy, 0) / drawable.length;
  const marks = drawable.length > 1 ? [drawMean(toX(100 * mean), y)] : [];
  const taken: number[] = [];
  for (const { accuracy, isCollapsed } of [...drawable].sort((a, b) => a.accuracy - b.accuracy)) {
    const x = toX(100 * accuracy);
    const near = taken.filter((other) => x - other < 1.4 * RADIUS).length;
    taken.push(x);
    // 0, then one up, one down, and so on, as far as the row reaches.
    const lift = near === 0 ? 0 : (near % 2 === 1 ? -1 : 1) * Math.min(9, 5 * Math.ceil(near / 2));
    marks.push(drawDot(x, y + lift, isCollapsed));
  }
  return [...marks, ...nameCollapsed(drawable, toX, y, box.x + box.width, texts)];
}

/** The seeds of collapsed runs in one text, which single ones would write over each other. */
function nameCollapsed(
  runs: readonly SeedDot[],
  toX: Panel["toX"],
  y: number,
  right: number,
  texts: FigureMessages,
): string[] {
  const collapsed = runs.filter(({ isCollapsed }) => isCollapsed);
  if (collapsed.length === 0) return [];
  const xs = collapsed.map(({ accuracy }) => toX(100 * accuracy));
  const label = texts.seedNumbers({ seeds: collapsed.map(({ seed }) => seed) });
  const isRight = Math.max(...xs) + 10 + textWidth(label, textSize.tick) < right;
  const x = isRight ? Math.max(...xs) + 9 : Math.min(...xs) - 9;
  const at = { x, y: y + 0.36 * textSize.tick, size: textSize.tick, fill: palette.vermillion } as const;
  return [drawText(label, { ...at, anchor: isRight ? "start" : "end" })];
}

function drawMean(x: number, y: number): string {
  return element("line", { x1: x, y1: y - 10, x2: x, y2: y + 10, stroke: ink.title, "stroke-width": 2 });
}

function drawDot(cx: number, cy: number, isCollapsed: boolean): string {
  const fill = isCollapsed ? palette.vermillion : palette.blue;
  return element("circle", { cx, cy, r: RADIUS, fill, "fill-opacity": 0.75, stroke: "#ffffff", "stroke-width": 0.8 });
}

function drawDashes(x: number, y: number, height: number): string {
  const line = { x1: x, y1: y, x2: x, y2: y + height, stroke: ink.axis, "stroke-width": 1.4 };
  return element("line", { ...line, "stroke-dasharray": "5 4" });
}

function keys(texts: FigureMessages, hasChance: boolean, hasCollapsed: boolean) {
  const dot = (isCollapsed: boolean) => (x: number, y: number) => drawDot(x + 4.5, y, isCollapsed);
  return [
    { label: texts.oneRun, width: 9, draw: dot(false) },
    ...(hasCollapsed ? [{ label: texts.collapsedRun, width: 9, draw: dot(true) }] : []),
    { label: texts.meanOfSeeds, width: 4, draw: (x: number, y: number) => drawMean(x + 2, y) },
    ...(hasChance
      ? [{ label: texts.chance, width: 4, draw: (x: number, y: number) => drawDashes(x + 2, y - 9, 18) }]
      : []),
  ];
}

function describe(arms: readonly ArmSeeds[], chance: number | undefined, texts: FigureMessages): string {
  const rows = arms.map(({ name, runs }) => {
    const values = runs.map(
      ({ seed, accuracy }) => `${texts.seedNumbers({ seeds: [seed] })}: ${formatPercent(accuracy)}`,
    );
    return texts.armSeedsArm({ name, values: values.join(", ") || "–" });
  });
  const start = texts.armSeedsDescription({ chance: chance === undefined ? undefined : formatPercent(chance) });
  return [start, ...rows].join(" ");
}
