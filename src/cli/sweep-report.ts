/** The report of a sweep beside its runs, as HTML and as Markdown: what `sweep` and `exercise` end with. */
import { join } from "node:path";
import type { Terminal } from "./terminal.ts";

/**
 * Writes `report.html`, `report.md` and its figures into the sweep's folder, and says so.
 * @returns the files
 * @throws TidelabError `run.diskFull`, `run.outputUnwritable`, and what a damaged record gives
 */
export async function writeSweepReport(folder: string, terminal: Terminal): Promise<string[]> {
  const [{ gatherReport }, reports, { replaceFile }] = await Promise.all([
    import("./report-sources.ts"),
    import("../report/sweep/index.ts"),
    import("../runs/files.ts"),
  ]);
  const input = await gatherReport([folder], undefined);
  const [html, markdown] = [join(folder, "report.html"), join(folder, "report.md")];
  const { text, figures } = reports.sweepReportMarkdown(input, terminal.lang, FIGURES);
  for (const { name, svg } of figures) await replaceFile(join(folder, FIGURES, `${name}.svg`), svg);
  await replaceFile(markdown, text);
  await replaceFile(html, reports.sweepReportHtml(input, terminal.lang));
  const { arms } = input.result;
  const runs = arms.reduce((sum, arm) => sum + arm.runs.length, 0);
  for (const path of [html, markdown]) terminal.result(terminal.messages.reported({ path, runs, arms: arms.length }));
  return [html, markdown];
}

/** As `tidelab report --out report.md` names it. */
const FIGURES = "report-figures";
