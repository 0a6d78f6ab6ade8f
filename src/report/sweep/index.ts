/** The report of a sweep, as HTML and as Markdown. */
import type { Figure, FigureLanguage } from "../../figures/index.ts";
import type { Report } from "../blocks.ts";
import { renderHtml } from "../html.ts";
import { renderMarkdown } from "../markdown.ts";
import { makeSweepReport } from "./content.ts";
import type { SweepReportInput } from "./input.ts";
import { runsForHtml } from "./runs-inside.ts";

export type { DataPicture, Misclassified, RecordedGradients, SweepReportInput } from "./input.ts";

/**
 * One file, with all figures inside.
 * @example
 * ```ts
 * import { loadRun } from "tidelab/node";
 * import { sweepReportHtml } from "tidelab/report";
 *
 * const [{ record: one }, { record: two }] = [await loadRun("runs/mine"), await loadRun("runs/other")];
 * const arms = [one, two].map((run) => {
 *   return { id: run.name, settings: { "training.lr": run.spec.training.lr }, runs: [run], failures: [] };
 * });
 * const result = { name: "rates", axes: [{ path: "training.lr", values: [0.001, 0.01] }], arms, seeds: [one.seed] };
 * console.log(sweepReportHtml({ result }, "en").includes("<title>rates")); // true
 * ```
 */
export function sweepReportHtml(input: SweepReportInput, lang: FigureLanguage): string {
  return renderHtml(makeSweepReport(input, lang), runsForHtml(input));
}

/**
 * The document and its figures, to be written as `<folder>/<name>.svg` beside it.
 * @param folder  written into links as it is
 * @example
 * ```ts
 * import { loadRun } from "tidelab/node";
 * import { sweepReportMarkdown } from "tidelab/report";
 *
 * const [{ record: one }, { record: two }] = [await loadRun("runs/mine"), await loadRun("runs/other")];
 * const arms = [one, two].map((run) => {
 *   return { id: run.name, settings: { "training.lr": run.spec.training.lr }, runs: [run], failures: [] };
 * });
 * const result = { name: "rates", axes: [{ path: "training.lr", values: [0.001, 0.01] }], arms, seeds: [one.seed] };
 * const { text, figures } = sweepReportMarkdown({ result }, "en", "figures");
 * console.log(text.startsWith("# rates"), figures.length > 0); // true true
 * ```
 */
export function sweepReportMarkdown(
  input: SweepReportInput,
  lang: FigureLanguage,
  folder: string,
): { text: string; figures: readonly Figure[] } {
  const report = makeSweepReport(input, lang);
  return { text: renderMarkdown(report, folder), figures: figuresOf(report) };
}

function figuresOf({ blocks }: Report): Figure[] {
  return blocks.flatMap((block) => {
    if (block.kind === "figure") return [block.figure];
    return block.kind === "gallery" ? block.figures.map(({ figure }) => figure) : [];
  });
}
