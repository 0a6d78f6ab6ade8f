/**
 * A report as one HTML file: figures inside, no script, nothing loaded from anywhere. What it tells is made by
 * `content.ts`, how it looks by `style.ts`.
 */
import type { Figure, FigureLanguage } from "../figures/index.ts";
import type { RunRecord } from "../runs/record.ts";
import type { GradientLog } from "../train/gradients.ts";
import type { Block, Inline, Property, TableBlock } from "./blocks.ts";
import { makeReport } from "./content.ts";
import { style } from "./style.ts";

/**
 * The report of a run as an HTML document.
 * @param figures  as `makeFigures` returns them, in the same language
 * @param gradients  what the run recorded of them, if anything
 */
export function reportHtml(
  run: RunRecord,
  figures: readonly Figure[],
  lang: FigureLanguage,
  gradients?: GradientLog,
): string {
  const { title, genre, details, blocks, maker } = makeReport(run, figures, lang, gradients);
  return `<!doctype html>
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
${RECORD_OPEN}${escapeHtml(formatRecordLine(run))}${RECORD_CLOSE}
</body>
</html>
`;
}

/** The record goes along unseen, so that `tidelab verify` needs no other file. */
const RECORD_OPEN = '<pre id="run-json" hidden>';
const RECORD_CLOSE = "</pre>";

/** Characters that HTML could not hold stand in JSON as escapes. */
function formatRecordLine(run: RunRecord): string {
  const escapeUnit = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(run).replace(/\p{C}/gu, (character) => character.split("").map(escapeUnit).join(""));
}

/** The record that a report carries, as JSON, and the language it is written in; undefined for any other HTML. */
export function recordInHtml(html: string): { json: string; lang: FigureLanguage } | undefined {
  const [, after] = html.split(RECORD_OPEN);
  const [json] = after?.split(RECORD_CLOSE) ?? [];
  if (json === undefined) return undefined;
  const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  const text = json.replace(/&(lt|gt|quot|#39|amp);/g, (entity, name: string) => entities[name] ?? entity);
  return { json: text, lang: /<html lang="zh-CN">/.test(html) ? "zh-CN" : "en" };
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
      // The SVG carries its own title and description for those who hear the report.
      return `<figure>\n<div class="wide">\n${block.figure.svg.trimEnd()}\n</div>\n<figcaption>${renderCaption(block.label, block.figure.title)}</figcaption>\n</figure>`;
    case "code":
      return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
  }
}

function renderPair({ label, value, isLong }: Property): string {
  return `<div${isLong ? ' class="wide-row"' : ""}><dt>${escapeHtml(label)}</dt><dd>${renderInline(value)}</dd></div>`;
}

function renderCaption(label: string, title: string): string {
  return `<b>${escapeHtml(label)}</b> ${escapeHtml(title)}`;
}

function renderTable({ label, title, columns, rows }: TableBlock): string {
  const classOf = (index: number) => (columns[index]?.isNumber ? ' class="number"' : "");
  const head = columns.map(({ title }, index) => `<th scope="col"${classOf(index)}>${escapeHtml(title)}</th>`).join("");
  const body = rows.map(({ cells, role }) => {
    const [name = "", ...others] = cells;
    const row = others.map((cell, index) => `<td${classOf(index + 1)}>${renderInline(cell)}</td>`).join("");
    return `<tr${role ? ` class="${role}"` : ""}><th scope="row"${classOf(0)}>${renderInline(name)}</th>${row}</tr>`;
  });
  const caption = `<caption>${renderCaption(label, title)}</caption>`;
  return `<div class="wide">\n<table>\n${caption}\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>\n</div>`;
}
