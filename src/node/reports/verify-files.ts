/**
 * Holds the files of a run's folder against its record: weights, gradients, snapshots, figures. What of that needs the run trained again is
 * compared when it has been. Node only; `verify.ts` compares the numbers of the record.
 */
import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { sha256OfText } from "../../bytes/sha256.ts";
import { TidelabError } from "../../errors/errors.ts";
import { compareReport } from "../../report/compare-report.ts";
import { makeFigures } from "../../report/run/run-figures.ts";
import { isSealed } from "../../report/seal.ts";
import { formatGradients } from "../../runs/gradients.ts";
import type { RunRecord } from "../../runs/record.ts";
import type { FinishedRun } from "../../runs/run-spec.ts";
import { formatSnapshots } from "../../runs/snapshots.ts";
import { VERSION } from "../../version.ts";
import { readIfThere } from "../files.ts";
import { GRADIENTS, loadRun, loadSnapshots, SNAPSHOTS, WEIGHTS } from "../runs/folder.ts";
import { FIGURES, readDrawn } from "./presentation.ts";

export interface FileVerdict {
  /** Within the folder, with `/`. */
  readonly file: string;
  /**
   * `different` from its hash in the record, or from what the run gives when it is trained again; `otherRun`: figures of another
   * result, as when a run went on and was not drawn again; `unfinished`: drawing was cut off, or its record removed, so that
   * nothing says what the figures should be; `edited`: a report that shows something else than its record gives; `unreadable`: not
   * what it should be at all.
   */
  readonly result: "same" | "different" | "missing" | "otherRun" | "unfinished" | "edited" | "unreadable";
}

const DRAWN_FILE = `${FIGURES}/drawn.json`;

/** @throws TidelabError `run.unreadable` for a file that the system does not give */
export async function checkFiles(folder: string, record: RunRecord): Promise<FileVerdict[]> {
  return [
    await checkWeights(folder, record),
    ...(await checkNamed(folder, GRADIENTS, record)),
    ...(await checkSnapshots(folder, record)),
    ...(await checkFigures(folder, record)),
  ];
}

/** The hash of the whole file, where the record has it, and what is in it: names, shapes, every number. */
async function checkWeights(folder: string, record: RunRecord): Promise<FileVerdict> {
  const byHash = await checkHash(folder, WEIGHTS, record.files?.[WEIGHTS]);
  if (byHash && byHash.result !== "same") return byHash;
  try {
    await loadRun(folder);
    return { file: WEIGHTS, result: "same" };
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    if (error.code === "run.noWeights") return { file: WEIGHTS, result: "missing" };
    return { file: WEIGHTS, result: error.code === "run.weightsChanged" ? "different" : "unreadable" };
  }
}

/** A file that not every run leaves, by its hash. */
async function checkNamed(
  folder: string,
  file: typeof GRADIENTS | typeof SNAPSHOTS,
  record: RunRecord,
): Promise<FileVerdict[]> {
  const verdict = await checkHash(folder, file, record.files?.[file]);
  if (verdict) return [verdict];
  // A record that has hashes has one of each file that the run left.
  const isForeign = record.files !== undefined && (await readIfThere(join(folder, file))) !== undefined;
  return isForeign ? [{ file, result: "different" }] : [];
}

/** The hash of the whole file, and the weights in it against those that the history names. */
async function checkSnapshots(folder: string, record: RunRecord): Promise<FileVerdict[]> {
  const verdicts = await checkNamed(folder, SNAPSHOTS, record);
  if (verdicts[0]?.result !== "same") return verdicts;
  try {
    await loadSnapshots(folder);
    return verdicts;
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    return [{ file: SNAPSHOTS, result: error.code === "run.snapshotChanged" ? "different" : "unreadable" }];
  }
}

async function checkFigures(folder: string, record: RunRecord): Promise<FileVerdict[]> {
  const drawn = await readDrawn(folder);
  const file = DRAWN_FILE;
  const figures = await namesIn(join(folder, FIGURES), FIGURE);
  const reports = await namesIn(folder, REPORT);
  if (drawn === undefined) {
    // Runs of sweeps are not drawn, and runs from before there were hashes have no record of their figures.
    const isUndrawn = record.files === undefined || figures.length + reports.length === 0;
    return isUndrawn ? [] : [{ file, result: "unfinished" }];
  }
  if (drawn === "damaged") return [{ file, result: "unreadable" }];
  if (drawn.weightsSha256 !== record.weightsSha256) return [{ file, result: "otherRun" }];
  const verdicts: FileVerdict[] = [];
  // Drawing that was stopped leaves figures of an earlier one, which are in no record.
  if (figures.some((name) => drawn.files[name] === undefined)) verdicts.push({ file, result: "unfinished" });
  for (const name of reports) {
    const text = (await readIfThere(join(folder, name)))?.toString();
    if (text !== undefined && !isSealed(text)) verdicts.push({ file: name, result: "edited" });
  }
  for (const [name, sha256] of Object.entries(drawn.files)) {
    const verdict = await checkHash(folder, `figures/${name}`, sha256);
    if (verdict) verdicts.push(verdict);
  }
  return verdicts;
}

async function checkHash(folder: string, file: string, sha256: string | undefined): Promise<FileVerdict | undefined> {
  if (sha256 === undefined) return undefined;
  const bytes = await readIfThere(join(folder, file));
  if (bytes === undefined) return { file, result: "missing" };
  const found = createHash("sha256").update(bytes).digest("hex");
  return { file, result: found === sha256 ? "same" : "different" };
}

const FIGURE = /\.(svg|png)$/;
/** Also those that are written beside one that was edited. */
const REPORT = /^report(-\d+)?\.(html|md)$/;

async function namesIn(folder: string, pattern: RegExp): Promise<string[]> {
  return (await readdir(folder).catch((): string[] => [])).filter((name) => pattern.test(name)).sort();
}

/**
 * What the run gave when it was trained again, against the files: gradients and snapshots to the byte, the record of the figures against the
 * figures drawn again, the reports against reports written again. Figures and reports of another version of Tidelab may look
 * different and are left out.
 */
export async function compareFiles(folder: string, record: RunRecord, run: FinishedRun): Promise<FileVerdict[]> {
  const verdicts: FileVerdict[] = [];
  const gradients = (await readIfThere(join(folder, GRADIENTS)))?.toString();
  if (gradients !== undefined) {
    const isSame = run.gradients !== undefined && formatGradients(run.gradients) === gradients;
    verdicts.push({ file: GRADIENTS, result: isSame ? "same" : "different" });
  }
  const snapshots = await readIfThere(join(folder, SNAPSHOTS));
  if (snapshots !== undefined) {
    const isSame = run.snapshots.length > 0 && snapshots.equals(formatSnapshots(run.model, run.snapshots));
    verdicts.push({ file: SNAPSHOTS, result: isSame ? "same" : "different" });
  }
  const drawn = await readDrawn(folder);
  if (drawn === undefined || drawn === "damaged" || drawn.tidelab !== VERSION) return verdicts;
  if (drawn.weightsSha256 !== record.weightsSha256) return verdicts;
  for (const { name, svg } of makeFigures({ ...run, record }, drawn.lang)) {
    const recorded = drawn.files[`${name}.svg`];
    // Missing figures are no false ones: drawing may have been stopped.
    if (recorded === undefined) continue;
    verdicts.push({ file: `figures/${name}.svg`, result: sha256OfText(svg) === recorded ? "same" : "different" });
  }
  return [...verdicts, ...(await compareReports(folder, record, run))];
}

async function compareReports(folder: string, record: RunRecord, run: FinishedRun): Promise<FileVerdict[]> {
  const verdicts: FileVerdict[] = [];
  for (const file of await namesIn(folder, REPORT)) {
    const text = (await readIfThere(join(folder, file)))?.toString();
    const verdict = text === undefined ? undefined : compareReport(file, text, record, run);
    if (verdict === undefined || verdict.result === "otherVersion") continue;
    verdicts.push({ file, result: verdict.result === "same" ? "same" : "edited" });
  }
  return verdicts;
}
