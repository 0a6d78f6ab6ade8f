/** Holds a report of a run against the one that is written again from its record and from what training it again gave. Text only. */
import type { FigureLanguage } from "../figures/index.ts";
import type { RunRecord } from "../runs/record.ts";
import { VERSION } from "../version.ts";
import { recordInHtml, reportHtml } from "./html.ts";
import { reportMarkdown } from "./markdown.ts";
import { type FigureSources, makeFigures } from "./run/run-figures.ts";

const MARKDOWN = /\.(md|markdown)$/i;

/** Whether a report shows what its record gives: `line` is the first that it would not have. */
export type ReportVerdict =
  | { readonly result: "same" }
  | { readonly result: "otherVersion" }
  | { readonly result: "different"; readonly line: number };

/**
 * Whether a report is the one that its record gives, in its own language.
 * @param name  of its file: what ends in `.md` is Markdown, all else HTML
 * @param text  the report; line ends may be those of another system
 * @param run   what training the record's spec again gave: `Verdict.run` of `verifyRun`
 * @returns `otherVersion` where another version of Tidelab wrote it, which may have drawn it otherwise
 * @example
 * ```ts
 * import { compareReport } from "tidelab/report";
 * import { loadRun } from "tidelab/node";
 * import { runSpec } from "tidelab/runs";
 *
 * const { record } = await loadRun("runs/mine");
 * const training = runSpec(record.spec, { numerics: record.numerics });
 * let next = await training.next();
 * while (!next.done) next = await training.next();
 * console.log(compareReport("report.html", "<!doctype html>", record, next.value)); // { result: 'different', line: 2 }
 * ```
 */
export function compareReport(
  name: string,
  text: string,
  record: RunRecord,
  run: Omit<FigureSources, "record">,
): ReportVerdict {
  if (record.environment.tidelab !== VERSION) return { result: "otherVersion" };
  const isMarkdown = MARKDOWN.test(name);
  const lang = isMarkdown ? langOfMarkdown(text) : (recordInHtml(text)?.lang ?? "en");
  const draw = isMarkdown ? reportMarkdown : reportHtml;
  const drawn = draw(record, makeFigures({ ...run, record }, lang), lang, run.gradients).split("\n");
  const given = text.replaceAll("\r\n", "\n").split("\n");
  const line = drawn.findIndex((wanted, index) => wanted !== given[index]);
  if (line < 0 && drawn.length === given.length) return { result: "same" };
  return { result: "different", line: (line < 0 ? drawn.length : line) + 1 };
}

function langOfMarkdown(text: string): FigureLanguage {
  return /\p{Script=Han}/u.test(text.split("\n")[2] ?? "") ? "zh-CN" : "en";
}
