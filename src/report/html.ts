/**
 * A report as one HTML file: figures inside, no script, nothing loaded from anywhere. Its contents are made by
 * `content.ts`, how it looks by `style.ts`.
 */

import type { Figure, FigureLanguage } from "../figures/index.ts";
import type { RunRecord } from "../runs/record.ts";
import type { GradientLog } from "../train/records.ts";
import type { Block, FigureBlock, Inline, Property, Report, TableBlock } from "./blocks.ts";
import { makeReport } from "./run/content.ts";
import { seal } from "./seal.ts";
import { style } from "./style.ts";

/**
 * The report of a run as an HTML document.
 * @param figures  as `makeFigures` returns them, in the same language
 * @param gradients  what the run recorded of them, if anything
 * @example
 * ```ts
 * import { loadRun } from "tidelab/node";
 * import { reportHtml } from "tidelab/report";
 *
 * const { record } = await loadRun("runs/mine");
 * console.log(reportHtml(record, [], "en").startsWith("<!doctype html>")); // true
 * ```
 */
export function reportHtml(
  run: RunRecord,
  figures: readonly Figure[],
  lang: FigureLanguage,
  gradients?: GradientLog,
): string {
  return renderHtml(makeReport(run, figures, lang, gradients), hiddenJson(RECORD, run));
}

/**
 * A report as an HTML document.
 * @param hidden  hidden markup at the end
 */
export function renderHtml({ lang, title, genre, details, blocks, maker }: Report, hidden = ""): string {
  return seal(`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Tidelab">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(`${title} · ${genre}`)}</title>
<style>
${style}</style>
</head>
<body>
<main>
<header>
<p class="genre">${escapeHtml(genre)}</p>
<h1>${escapeHtml(title)}</h1>
<p class="details">${details.map((detail) => `<span>${escapeHtml(detail)}</span>`).join("")}</p>
</header>
${blocks.map(renderBlock).join("\n")}
</main>
<footer>${escapeHtml(maker)}</footer>
${hidden}</body>
</html>
`);
}

/** The record goes along unseen, so that `tidelab verify` needs no other file. */
const RECORD = "run-json";

/** Data in an element that is not shown. Characters that HTML could not hold are escaped in JSON. */
export function hiddenJson(id: string, value: unknown): string {
  const escapeUnit = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const json = JSON.stringify(value).replace(/\p{C}/gu, (character) => character.split("").map(escapeUnit).join(""));
  return `<pre id="${id}" hidden>${escapeHtml(json)}</pre>\n`;
}

/** The JSON that `hiddenJson` put there; undefined where there is none. A browser that saved the page wrote `hidden=""`. */
export function decodeHidden(id: string, html: string): string | undefined {
  const [, after] = html.split(new RegExp(`<pre id="${id}" hidden(?:="")?>`));
  const end = after?.indexOf("</pre>") ?? -1;
  if (after === undefined || end < 0) return undefined;
  const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  return after.slice(0, end).replace(/&(lt|gt|quot|#39|amp);/g, (entity, name: string) => entities[name] ?? entity);
}

/**
 * The record that a report carries, as JSON, and the language it is written in; undefined for any other HTML.
 * @example
 * ```ts
 * import { recordInHtml } from "tidelab/report";
 *
 * console.log(recordInHtml("<html>not a report</html>")); // undefined
 * ```
 */
export function recordInHtml(html: string): { json: string; lang: FigureLanguage } | undefined {
  const json = decodeHidden(RECORD, html);
  return json === undefined ? undefined : { json, lang: /<html lang="zh-CN"/.test(html) ? "zh-CN" : "en" };
}

/** Text for content and attributes; characters that HTML cannot hold become U+FFFD. */
function escapeHtml(text: string): string {
  return text
    .replace(/[^\P{C}\p{Cf}\p{Co}\t\n]/gu, "\ufffd")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&#39;");
}

function renderInline(part: Inline): string {
  return typeof part === "string" ? escapeHtml(part) : `<code>${escapeHtml(part.code)}</code>`;
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `<h2>${escapeHtml(block.text)}</h2>`;
    case "subheading":
      return `<h3>${escapeHtml(block.text)}</h3>`;
    case "paragraph":
      return `<p>${block.content.map(renderInline).join("")}</p>`;
    case "notice": {
      const { tone, title, text } = block;
      return `<aside class="notice ${tone}"><strong>${escapeHtml(title)}</strong><p>${escapeHtml(text)}</p></aside>`;
    }
    case "results":
      return `<dl class="results">\n${block.results.map(renderPair).join("\n")}\n</dl>`;
    case "properties":
      return `<dl class="properties">\n${block.rows.map(renderPair).join("\n")}\n</dl>`;
    case "table":
      return renderTable(block);
    case "figure":
      return renderFigure(block);
    case "gallery":
      return `<div class="gallery">\n${block.figures.map(renderFigure).join("\n")}\n</div>`;
    case "list":
      return `<ul>\n${block.items.map((item) => `<li>${item.map(renderInline).join("")}</li>`).join("\n")}\n</ul>`;
    case "form":
      return `<div class="form">${block.fields.map(renderField).join("")}</div>\n<p class="hint">${escapeHtml(block.hint)}</p>`;
    case "ruled":
      return renderRuled(block.label, block.lines);
    case "code":
      return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
  }
}

function renderFigure({ label, figure }: FigureBlock): string {
  // The SVG carries its own title and description for those who hear the report.
  return `<figure>\n<div class="wide">\n${figure.svg.trimEnd()}\n</div>\n<figcaption>${renderCaption(label, figure.title)}</figcaption>\n</figure>`;
}

/** To be filled in by hand on paper, or on the screen before printing: editing needs no script. */
function renderField(label: string): string {
  const name = escapeHtml(label);
  return `<span class="field">${name} <span class="blank" contenteditable="true" role="textbox" aria-label="${name}"></span></span>`;
}

function renderRuled(label: string, lines: number): string {
  const name = escapeHtml(label);
  const attributes = `contenteditable="true" role="textbox" aria-multiline="true" aria-label="${name}"`;
  return `<div class="ruled"><p>${name}</p><div class="lines" style="min-height: ${2 * lines}em" ${attributes}></div></div>`;
}

function renderPair({ label, value, isLong }: Property): string {
  return `<div${isLong ? ' class="wide-row"' : ""}><dt>${escapeHtml(label)}</dt><dd>${renderInline(value)}</dd></div>`;
}

function renderCaption(label: string, title: string): string {
  return `<b>${escapeHtml(label)}</b> ${escapeHtml(title)}`;
}

/** Rows of a table that moves to the next page rather than break on paper: of more, half a page would stay empty. */
const LONGEST_UNBROKEN = 5;

/** Characters of a cell from which on a phone gives it room: broken after every word it could not be read. */
const LONG_CELL = 24;

function classOfWords(cell: Inline): string {
  return typeof cell === "string" && cell.length >= LONG_CELL ? ' class="words"' : "";
}

function renderTable({ label, title, columns, rows }: TableBlock): string {
  const classOf = (index: number) => (columns[index]?.isNumber ? ' class="number"' : "");
  const head = columns.map(({ title }, index) => `<th scope="col"${classOf(index)}>${escapeHtml(title)}</th>`).join("");
  const body = rows.map(({ cells, role }) => {
    const [name = "", ...others] = cells;
    const row = others
      .map((cell, index) => `<td${classOf(index + 1) || classOfWords(cell)}>${renderInline(cell)}</td>`)
      .join("");
    return `<tr${role ? ` class="${role}"` : ""}><th scope="row"${classOf(0)}>${renderInline(name)}</th>${row}</tr>`;
  });
  // Above the table, not in it: a table that is wider than a phone scrolls, and its caption would be cut.
  const id = label.replace(/\s+/g, "-");
  const caption = `<p class="caption" id="${escapeHtml(id)}">${renderCaption(label, title)}</p>`;
  const size = rows.length <= LONGEST_UNBROKEN ? "table short" : "table";
  return `<div class="${size}">\n${caption}\n<div class="wide">\n<table aria-labelledby="${escapeHtml(id)}">\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>\n</div>\n</div>`;
}
