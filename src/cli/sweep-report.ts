/** The report of a sweep beside its runs, as HTML and as Markdown: what `sweep` and `exercise` end with. */
import { join } from "node:path";
import type { Terminal } from "./terminal/terminal.ts";

/**
 * Writes `report.html`, `report.md` and its figures into the sweep's folder, and says so. A report that somebody has
 * written in stays, and the new one is written beside it.
 * @returns the files
 * @throws TidelabError `run.diskFull`, `run.outputUnwritable`, and what a damaged record gives
 */
export async function writeSweepReport(folder: string, terminal: Terminal): Promise<string[]> {
  const [{ gatherReport }, reports, { replaceFile }, { writeReport }, { tellKept }] = await Promise.all([
    import("../node/reports/sources.ts"),
    import("../report/sweep/index.ts"),
    import("../node/files.ts"),
    import("../node/reports/keep-edited.ts"),
    import("./views/results.ts"),
  ]);
  const input = await gatherReport([folder], undefined);
  const { text, figures } = reports.sweepReportMarkdown(input, terminal.lang, FIGURES);
  for (const { name, svg } of figures) await replaceFile(join(folder, FIGURES, `${name}.svg`), svg);
  const written = [
    await writeReport(join(folder, "report.html"), reports.sweepReportHtml(input, terminal.lang)),
    await writeReport(join(folder, "report.md"), text),
  ];
  tellKept(written, terminal);
  const { arms } = input.result;
  const runs = arms.reduce((sum, arm) => sum + arm.runs.length, 0);
  const paths = written.map(({ path }) => path);
  for (const path of paths) terminal.result(terminal.messages.reported({ path, runs, arms: arms.length }));
  return paths;
}

/** As `tidelab report --out report.md` names it. */
const FIGURES = "report-figures";
