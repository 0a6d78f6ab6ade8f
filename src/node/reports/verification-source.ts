/**
 * What there is to verify at a path: the record in a run's folder; the one inside its report, which then is held against its own
 * record too; or the many runs of a sweep. Node only.
 */
import { readdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { TidelabError } from "../../errors/errors.ts";
import { compareReport, type ReportVerdict } from "../../report/compare-report.ts";
import { recordInHtml } from "../../report/html.ts";
import { type RunInside, runsInHtml } from "../../report/sweep/runs-inside.ts";
import { parseRecord, type RunRecord } from "../../runs/record.ts";
import type { FinishedRun } from "../../runs/run-spec.ts";
import { readTextIfThere } from "../files.ts";
import { findRunFolders } from "../runs/find.ts";
import { loadRecord, RECORD } from "../runs/folder.ts";

export interface VerificationSource {
  readonly record: RunRecord;
  /** Of the run, whose files are compared too; undefined for a report, which may be all that there is. */
  readonly folder: string | undefined;
  /**
   * Draws the report again from the record and what training it again left.
   * @returns undefined for a folder
   */
  comparePresentation(run: FinishedRun): Promise<ReportVerdict | undefined>;
}

/** A run of several that are verified together. */
export interface RunToVerify {
  readonly name: string;
  /** Undefined where a report does not say where the run is. */
  readonly folder: string | undefined;
  /** What a report says of the run; its record must say so too. */
  readonly weightsSha256?: string;
}

const HTML = /\.html?$/i;
const MARKDOWN = /\.(md|markdown)$/i;

/** Folders of a sweep are two levels deep; one more for a folder of sweeps. */
const DEEPEST = 3;

/**
 * @returns undefined for a path that is a single run or its report
 * @throws TidelabError `run.unreadable`
 */
export async function findRunsToVerify(path: string): Promise<readonly RunToVerify[] | undefined> {
  if (await isFile(path)) {
    const inside = HTML.test(path) ? runsInHtml(await textOf(path)) : undefined;
    return inside && Promise.all(inside.map((run) => placeOf(path, run)));
  }
  const names = await readdir(path).catch((): string[] => []);
  if (names.includes(RECORD) || names.length === 0) return undefined;
  const folders = await findRunFolders(path, DEEPEST);
  return folders.length === 0 ? undefined : folders.map((folder) => ({ name: folder, folder }));
}

/** Folders are written as they were where the report was made: seen from there, from the report, or in the sweep it lies in. */
async function placeOf(report: string, { arm, seed, folder, weightsSha256 }: RunInside): Promise<RunToVerify> {
  const near = join(dirname(report), arm, `seed-${seed}`);
  const places = folder === null ? [near] : [folder, resolve(dirname(report), folder), near];
  return { name: `${arm}, ${seed}`, folder: await firstRun(places), weightsSha256 };
}

async function firstRun(places: readonly string[]): Promise<string | undefined> {
  for (const place of places) if (await isFile(join(place, RECORD))) return place;
  return undefined;
}

/** @throws TidelabError `run.…`, `json.…` and, for a document that is no report of a run, `verify.report` */
export async function readForVerification(path: string): Promise<VerificationSource> {
  if (!(await isFile(path))) {
    return { record: await loadRecord(path), folder: path, comparePresentation: async () => undefined };
  }
  if (MARKDOWN.test(path)) return readMarkdown(path);
  if (HTML.test(path)) return readHtml(path);
  throw new TidelabError("verify.kind", undefined, path);
}

async function readHtml(path: string): Promise<VerificationSource> {
  const html = await textOf(path);
  const found = recordInHtml(html);
  if (found === undefined) throw new TidelabError("verify.report", undefined, path);
  const record = parseRecord(found.json, path);
  return { record, folder: undefined, comparePresentation: async (run) => compareReport(path, html, record, run) };
}

/** A Markdown report has no record inside: that of the folder it lies in is its own. */
async function readMarkdown(path: string): Promise<VerificationSource> {
  const folder = dirname(path);
  if (!(await isFile(join(folder, RECORD)))) throw new TidelabError("verify.markdown", undefined, path);
  const record = await loadRecord(folder);
  const text = await textOf(path);
  return { record, folder, comparePresentation: async (run) => compareReport(path, text, record, run) };
}

async function textOf(path: string): Promise<string> {
  return (await readTextIfThere(path)) ?? "";
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
