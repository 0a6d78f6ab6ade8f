/**
 * A report as Markdown (GitHub's), for a repository or a pull request; figures are links to `figures/*.svg` beside it.
 * Its contents are made by `content.ts`.
 */

import type { Figure, FigureLanguage } from "../figures/index.ts";
import type { RunRecord } from "../runs/record.ts";
import type { GradientLog } from "../train/records.ts";
import type { Block, Inline, Report, Row } from "./blocks.ts";
import { makeReport } from "./run/content.ts";
import { seal } from "./seal.ts";
import { visible, visibleLines } from "./visible.ts";

/**
 * The report of a run as a Markdown document.
 * @param figures  as `makeFigures` returns them; only their names and titles are used
 * @param gradients  what the run recorded of them, if anything
 * @example
 * ```ts
 * import { loadRun } from "tidelab/node";
 * import { reportMarkdown } from "tidelab/report";
 *
 * const { record } = await loadRun("runs/mine");
 * console.log(reportMarkdown(record, [], "en").includes("## Learning curves")); // true
 * ```
 */
export function reportMarkdown(
  run: RunRecord,
  figures: readonly Figure[],
  lang: FigureLanguage,
  gradients?: GradientLog,
): string {
  return renderMarkdown(makeReport(run, figures, lang, gradients), "figures");
}

/**
 * A report as a Markdown document.
 * @param folder  beside the document, where its figures lie as SVG; written into links as it is
 */
export function renderMarkdown({ title, genre, details, blocks, maker }: Report, folder: string): string {
  const start = [`# ${escapeText(title)}`, escapeText([genre, ...details].join(" · "))];
  const end = ["---", escapeText(maker)];
  return seal(`${[...start, ...blocks.map((block) => renderBlock(block, folder)), ...end].join("\n\n")}\n\n`);
}

/** Text in which nothing is markup any more, on one line. */
function escapeText(text: string): string {
  return (
    visible(text.replace(/\s+/g, " "))
      // All that can begin markup, HTML, an entity or a formula within a line, and the pipe that ends a cell.
      .replace(/[\\`*_[\]<>|&~$]/g, "\\$&")
      // What begins a heading or a list, if a space follows.
      .replace(/^(\d*)([#+.)-])(?=\s|$)/, "$1\\$2")
      .replace(/^(#+)(?=\s|$)/, "\\$1")
  );
}

/** A code span: its fence is longer than any run of backticks in it. A pipe would end a cell even there. */
function renderInline(part: Inline): string {
  if (typeof part === "string") return escapeText(part);
  const code = visible(part.code.replace(/\s+/g, " ")).replace(/\|/g, "\\|");
  const fence = fenceFor(code, 1);
  const space = /^`|`$|^$/.test(code) ? " " : "";
  return `${fence}${space}${code}${space}${fence}`;
}

function fenceFor(text: string, least: number): string {
  const runs = text.match(/`+/g) ?? [];
  return "`".repeat(runs.reduce((longest, run) => Math.max(longest, run.length + 1), least));
}

function renderBlock(block: Block, folder: string): string {
  switch (block.kind) {
    case "heading":
      return `## ${escapeText(block.text)}`;
    case "subheading":
      return `### ${escapeText(block.text)}`;
    case "paragraph":
      return block.content.map(renderInline).join("");
    case "notice": {
      const kind = block.tone === "failure" ? "CAUTION" : "WARNING";
      return `> [!${kind}]\n> **${escapeText(block.title)}**\n>\n> ${escapeText(block.text)}`;
    }
    case "results": {
      const labels = block.results.map(({ label }) => escapeText(label));
      return [
        tableLine(labels),
        tableLine(labels.map(() => "---:")),
        tableLine(block.results.map(({ value }) => renderInline(value))),
      ].join("\n");
    }
    case "properties": {
      const rows = block.rows.map(({ label, value }) => tableLine([escapeText(label), renderInline(value)]));
      return [tableLine(block.columns.map(escapeText)), tableLine(["---", "---"]), ...rows].join("\n");
    }
    case "table": {
      const head = tableLine(block.columns.map(({ title }) => escapeText(title)));
      const rule = tableLine(block.columns.map(({ isNumber }) => (isNumber ? "---:" : "---")));
      return [
        `**${escapeText(block.label)}** ${escapeText(block.title)}`,
        [head, rule, ...block.rows.map(renderRow)].join("\n"),
      ].join("\n\n");
    }
    case "figure": {
      const title = escapeText(block.figure.title);
      return `![${title}](${folder}/${block.figure.name}.svg)\n\n**${escapeText(block.label)}** ${title}`;
    }
    case "gallery":
      return block.figures.map((figure) => renderBlock(figure, folder)).join("\n\n");
    case "list":
      return block.items.map((item) => `- ${item.map(renderInline).join("")}`).join("\n");
    case "form":
      return block.fields.map((field) => `**${escapeText(field)}** ${BLANK}`).join("  \n");
    case "ruled":
      // A quote keeps the empty lines together, and marks whose words belong here.
      return [
        `**${escapeText(block.label)}**`,
        ["> …", ...Array.from({ length: block.lines - 1 }, () => ">")].join("\n"),
      ].join("\n\n");
    case "code": {
      const fence = fenceFor(block.text, 3);
      return `${fence}${block.language}\n${visibleLines(block.text)}\n${fence}`;
    }
  }
}

/** Underscores with nothing between them that Markdown could take for emphasis. */
const BLANK = "\\_".repeat(24);

function renderRow({ cells, role }: Row): string {
  const texts = cells.map(renderInline);
  return tableLine(role === "strong" ? texts.map((text) => (text === "" ? text : `**${text}**`)) : texts);
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
