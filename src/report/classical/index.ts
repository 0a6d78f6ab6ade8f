/** The report of classifiers without gradients, as HTML and as Markdown. */
import type { Figure, FigureLanguage } from "../../figures/index.ts";
import { renderHtml } from "../html.ts";
import { renderMarkdown } from "../markdown.ts";
import { makeClassicalReport, type ReportedRun } from "./content.ts";

export type { ReportedRun } from "./content.ts";

/** One file, with all figures inside. */
export function classicalReportHtml(runs: readonly ReportedRun[], title: string, lang: FigureLanguage): string {
  return renderHtml(makeClassicalReport(runs, title, lang));
}

/**
 * The document and its figures, to be written as `<folder>/<name>.svg` beside it.
 * @param folder  written into links as it is
 */
export function classicalReportMarkdown(
  runs: readonly ReportedRun[],
  title: string,
  lang: FigureLanguage,
  folder: string,
): { text: string; figures: readonly Figure[] } {
  const report = makeClassicalReport(runs, title, lang);
  const figures = report.blocks.flatMap((block) => (block.kind === "figure" ? [block.figure] : []));
  return { text: renderMarkdown(report, folder), figures };
}
