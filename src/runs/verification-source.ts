/**
 * What there is to verify at a path: the record in a run's folder, or the one inside its report, which then is held against
 * its own record too. Node only.
 */
import { stat } from "node:fs/promises";
import { TidelabError } from "../errors.ts";
import { recordInHtml, reportHtml } from "../report/html.ts";
import { makeFigures } from "./artifacts.ts";
import { readIfThere } from "./files.ts";
import { loadRecord } from "./folder.ts";
import { parseRecord, type RunRecord } from "./record.ts";
import type { FinishedRun } from "./session.ts";
import { VERSION } from "./version.ts";

/** Whether a report shows what its record gives: `line` is the first that it would not have. */
export type PresentationVerdict =
  | { readonly result: "same" | "otherVersion" }
  | { readonly result: "different"; readonly line: number };

export interface VerificationSource {
  readonly record: RunRecord;
  /**
   * Draws the report again from the record and what training it again left.
   * @returns undefined for a folder
   */
  comparePresentation(run: FinishedRun): Promise<PresentationVerdict | undefined>;
}

/** @throws TidelabError `run.…`, `json.…` and, for an HTML file that is no report, `verify.report` */
export async function readForVerification(path: string): Promise<VerificationSource> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) return { record: await loadRecord(path), comparePresentation: async () => undefined };
  const html = (await readIfThere(path))?.toString() ?? "";
  const found = recordInHtml(html);
  if (found === undefined) throw new TidelabError("verify.report", undefined, path);
  const record = parseRecord(found.json, path);
  return {
    record,
    async comparePresentation({ data, evaluation, gradients }) {
      if (record.environment.tidelab !== VERSION) return { result: "otherVersion" };
      const figures = makeFigures({ record, data, evaluation, gradients }, found.lang);
      const drawn = reportHtml(record, figures, found.lang, gradients).split("\n");
      const given = html.replaceAll("\r\n", "\n").split("\n");
      const line = drawn.findIndex((text, index) => text !== given[index]);
      if (line < 0 && drawn.length === given.length) return { result: "same" };
      return { result: "different", line: (line < 0 ? drawn.length : line) + 1 };
    },
  };
}
