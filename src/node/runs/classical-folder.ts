/**
 * A run of a classifier without gradients on disk: the fitted classifier and `run.json`, which is written last. There are no checkpoints:
 * fitting takes seconds, and cannot be taken up in the middle. Draws nothing. Node only.
 */
import { join } from "node:path";
import { TidelabError } from "../../errors/errors.ts";
import { type AnyRunRecord, isClassical, parseAnyRecord } from "../../runs/any-record.ts";
import { type ClassicalRunOptions, type FinishedClassicalRun, runClassicalSpec } from "../../runs/classical/fit.ts";
import { type ClassicalRun, readClassicalRun } from "../../runs/classical/read.ts";
import { CLASSIFIER, formatClassicalRecord, parseClassicalRun } from "../../runs/classical/record.ts";
import type { ClassicalSpec } from "../../runs/classical/spec.ts";
import { RECORD, type SavedRun } from "../../runs/read-run.ts";
import { checkFolder, readTextIfThere, replaceFiles } from "../files.ts";
import { claimFolder, type RunClaim } from "./claim.ts";
import { loadRecord, loadRun } from "./folder.ts";

/** Where a run is run, and what it reads. */
export interface ClassicalInFolderOptions extends ClassicalRunOptions {
  /** A folder that is new or empty; `runs/<date>-<name>` unless given. */
  readonly folder?: string | undefined;
}

/** Where a run of a classifier without gradients was saved. */
export interface SavedClassicalRun extends FinishedClassicalRun {
  readonly folder: string;
  readonly savedFiles: readonly string[];
}

/**
 * Fits a classifier without gradients as a spec says, tests it, and saves it. Paths of files in the spec start from the current folder unless
 * `files` is given.
 * @param spec  as `parseClassicalSpec` gives it
 * @throws TidelabError `classical.…` and `data.…` for series that the method cannot take; `run.outputExists`, `folder.locked…`,
 *   `run.outputUnwritable` or `run.diskFull`
 * @example
 * ```ts
 * import { parseClassicalSpec, runClassicalInFolder } from "tidelab/node";
 *
 * const spec = parseClassicalSpec({ data: { kind: "waves", samples: 40, length: 20 }, classifier: { method: "dtw" } });
 * const { record, folder } = await runClassicalInFolder(spec, { folder: "runs/dtw" });
 * console.log(folder, record.test.accuracy > 0.5, record.found.window); // runs/dtw true 1
 * ```
 */
export async function runClassicalInFolder(
  spec: ClassicalSpec,
  { folder, ...options }: ClassicalInFolderOptions = {},
): Promise<SavedClassicalRun> {
  const claim = await claimFolder(folder, spec.name);
  try {
    return await runClassicalClaimed(spec, claim, options);
  } finally {
    await claim.release();
  }
}

/** As `runClassicalInFolder`, in a folder that this process owns. */
export async function runClassicalClaimed(
  spec: ClassicalSpec,
  claim: RunClaim,
  options: ClassicalRunOptions,
): Promise<SavedClassicalRun> {
  const finished = await runClassicalSpec(spec, options);
  await claim.renew();
  const { folder } = claim;
  const contents = [
    [join(folder, CLASSIFIER), finished.classifierText],
    [join(folder, RECORD), formatClassicalRecord(finished.record)],
  ] as const;
  await replaceFiles(contents);
  return { ...finished, folder, savedFiles: contents.map(([path]) => path) };
}

/**
 * A saved run of a classifier without gradients: its record and the fitted classifier.
 * @throws TidelabError `run.…`, `json.…` and `classical.saved`: what is missing, damaged, of a newer version, of a net, or does not fit
 * @example
 * ```ts
 * import { loadClassicalRun, parseClassicalSpec, runClassicalInFolder } from "tidelab/node";
 *
 * const spec = parseClassicalSpec({ data: { kind: "waves", samples: 40, length: 20 }, classifier: { method: "mini-rocket", features: 84 } });
 * await runClassicalInFolder(spec, { folder: "runs/rocket" });
 * const { record, classifier } = await loadClassicalRun("runs/rocket");
 * console.log(record.spec.classifier.method, classifier.found.features); // mini-rocket 84
 * ```
 */
export async function loadClassicalRun(folder: string): Promise<ClassicalRun> {
  await checkFolder(folder);
  const [record, classifier] = [join(folder, RECORD), join(folder, CLASSIFIER)];
  const text = await readTextIfThere(record);
  if (text === undefined) throw new TidelabError("run.noRecord", undefined, folder);
  const fitted = await readTextIfThere(classifier);
  if (fitted === undefined) {
    // A net has no such file, and the record says so.
    parseClassicalRun(text, record);
    throw new TidelabError("run.noClassifier", undefined, folder);
  }
  return readClassicalRun(text, fitted, { record, classifier });
}

/** The record of a run of either kind; undefined where a folder has none. @throws TidelabError as `readRecord` */
export async function readAnyRecord(folder: string): Promise<AnyRunRecord | undefined> {
  await checkFolder(folder);
  const path = join(folder, RECORD);
  const text = await readTextIfThere(path);
  return text === undefined ? undefined : parseAnyRecord(text, path);
}

/** The record of a run of either kind. @throws TidelabError as `loadRecord` */
export async function loadAnyRecord(folder: string): Promise<AnyRunRecord> {
  // Where there is none, reading it says why.
  return (await readAnyRecord(folder)) ?? loadRecord(folder);
}

/** A saved run of either kind. @throws TidelabError as `loadRun` and `loadClassicalRun` */
export async function loadAnyRun(folder: string): Promise<SavedRun | ClassicalRun> {
  const record = await loadAnyRecord(folder);
  return isClassical(record) ? loadClassicalRun(folder) : loadRun(folder);
}
