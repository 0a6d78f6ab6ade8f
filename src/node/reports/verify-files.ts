/**
 * Reads the files of a run's folder that are held against its record. How they are compared is `runs/compare-files.ts`'s and
 * `report/compare-drawn.ts`'s, for a page too. Node only; `verify.ts` compares the numbers of the record.
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { checkDrawnFiles, compareDrawnFiles, type DrawnFileVerdict } from "../../report/compare-drawn.ts";
import { checkResultFiles, compareResultFiles } from "../../runs/compare-files.ts";
import type { RunRecord } from "../../runs/record.ts";
import type { FinishedRun } from "../../runs/run-spec.ts";
import { readIfThere } from "../files.ts";
import { GRADIENTS, SNAPSHOTS, WEIGHTS } from "../runs/folder.ts";
import { FIGURES } from "./presentation.ts";

export interface FileVerdict {
  /** Within the folder, with `/`. */
  readonly file: string;
  /** As of `DrawnFileVerdict`. Reports of other versions are not listed. */
  readonly result: Exclude<DrawnFileVerdict["result"], "otherVersion">;
}

/** @throws TidelabError `run.unreadable` for a file that the system does not give */
export async function checkFiles(folder: string, record: RunRecord): Promise<FileVerdict[]> {
  const files = await readFiles(folder, [WEIGHTS, GRADIENTS, SNAPSHOTS, ...(await drawnIn(folder, /./))]);
  return listed([...checkResultFiles(files, record), ...checkDrawnFiles(files, record)]);
}

/** What the run gave when it was trained again, against the files. */
export async function compareFiles(folder: string, record: RunRecord, run: FinishedRun): Promise<FileVerdict[]> {
  const files = await readFiles(folder, [GRADIENTS, SNAPSHOTS, ...(await drawnIn(folder, /\.json$/))]);
  return listed([...compareResultFiles(files, run), ...compareDrawnFiles(files, record, run)]);
}

function listed(verdicts: readonly DrawnFileVerdict[]): FileVerdict[] {
  return verdicts.flatMap(({ file, result }) => (result === "otherVersion" ? [] : [{ file, result }]));
}

/** Names of reports, and of those files in the folder of figures. */
async function drawnIn(folder: string, inFigures: RegExp): Promise<string[]> {
  const namesIn = async (place: string) => readdir(place).catch((): string[] => []);
  const figures = (await namesIn(join(folder, FIGURES))).filter((name) => /\.(svg|png|json)$/.test(name));
  const reports = (await namesIn(folder)).filter((name) => /^report.*\.(html|md)$/.test(name));
  return [...figures.filter((name) => inFigures.test(name)).map((name) => `${FIGURES}/${name}`), ...reports];
}

async function readFiles(folder: string, names: readonly string[]): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const name of names) {
    const bytes = await readIfThere(join(folder, name));
    if (bytes) files.set(name, bytes);
  }
  return files;
}
