/** `tidelab/report`: reports and figures of runs and sweeps, from their records. Text in, text out; the caller writes the files. */
export type { Figure, FigureLanguage } from "../figures/index.ts";
export type { RunRecord } from "../runs/record.ts";
export type { SweepArm, SweepResult, SweepSearch } from "../sweep/result.ts";
export { checkDrawnFiles, compareDrawnFiles, type DrawnFileVerdict } from "./compare-drawn.ts";
export { compareReport, type ReportVerdict } from "./compare-report.ts";
export { recordInHtml, reportHtml } from "./html.ts";
export { reportMarkdown } from "./markdown.ts";
export { drawnJson } from "./run/drawn.ts";
export { type FigureSources, makeFigures } from "./run/run-figures.ts";
export {
  type ConcludedArm,
  type ConcludedComparison,
  type SweepConclusions,
  sweepConclusions,
} from "./sweep/conclusions.ts";
export {
  type DataPicture,
  type Misclassified,
  type RecordedGradients,
  type SweepReportInput,
  sweepReportHtml,
  sweepReportMarkdown,
} from "./sweep/index.ts";
