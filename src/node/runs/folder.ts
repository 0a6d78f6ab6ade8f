/**
 * A run on disk: `run.json`, weights and recorded gradients in one folder. `run.json` is written last, so that a folder that has one
 * holds the whole result. Draws nothing: figures and reports are in `../reports`. Node only.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { TidelabError } from "../../errors/errors.ts";
import { parseGradients } from "../../runs/gradients.ts";
import { compileAgain, putWeights, RECORD, type SavedRun, WEIGHTS } from "../../runs/read-run.ts";
import { parseRecord, type RunRecord } from "../../runs/record.ts";
import { GRADIENTS, runFiles } from "../../runs/run-files.ts";
import type { FinishedRun } from "../../runs/run-spec.ts";
import { noSnapshots, readSnapshots, SNAPSHOTS, snapshotEpochs } from "../../runs/snapshots.ts";
import type { GradientLog } from "../../train/records.ts";
import { checkFolder, readIfThere, readTextIfThere, replaceFiles, type WriteOptions } from "../files.ts";
import { hasCheckpoints, removeCheckpoints } from "./checkpoints.ts";
import { claimNewFolder, claimRun, type RunClaim } from "./claim.ts";
import { findHolder, lockedError } from "./lock.ts";

export { GRADIENTS, RECORD, SNAPSHOTS, WEIGHTS };

/**
 * Checks, before any work is done, that a run can be saved there. Leaves nothing behind.
 * @throws TidelabError `run.outputExists`, `run.outputInterrupted`, `folder.locked…` or `run.outputUnwritable`
 * @example
 * ```ts
 * import { checkOutput } from "tidelab/node";
 *
 * await checkOutput("runs/new"); // passes
 * console.log(await checkOutput("runs/mine").catch((error) => error.code)); // run.outputExists
 * ```
 */
export async function checkOutput(folder: string): Promise<void> {
  await (await claimNewFolder(folder)).release();
}

/**
 * Claims the folder that a run is saved in: a new or empty one, or one that holds the run's own checkpoints and what it had saved
 * when it was stopped.
 * @throws TidelabError `run.outputExists`, `folder.locked…`, `run.outputUnwritable` or `run.diskFull`
 */
export async function claimToSave(folder: string): Promise<RunClaim> {
  // Where not even that can be asked, claiming says why.
  const isOwn = await hasCheckpoints(folder).catch(() => false);
  return isOwn ? claimRun(folder) : claimNewFolder(folder);
}

/**
 * Saves what a run gave, without figures and reports, for the owner of its folder.
 * @param options  not durable where the files go elsewhere at once
 * @returns the files, `run.json` last, and the record as it is written there: with the hashes of the others
 * @throws TidelabError `run.outputUnwritable` or `run.diskFull`; then the folder is as it was
 */
export async function saveResult(
  folder: string,
  run: FinishedRun,
  { durable = true }: Pick<WriteOptions, "durable"> = {},
): Promise<{ files: string[]; record: RunRecord }> {
  const { files, record } = runFiles(run);
  const placed = [...files].map(([name, content]) => [join(folder, name), content] as const);
  await replaceFiles(placed, { durable });
  if (record.status !== "stopped") await removeCheckpoints(folder);
  return { files: placed.map(([path]) => path), record };
}

/** Whether a folder holds a run that began and has no record yet. */
async function isInterrupted(folder: string): Promise<boolean> {
  return !existsSync(join(folder, RECORD)) && (await hasCheckpoints(folder));
}

/**
 * The record in a folder; undefined when there is none.
 * @throws TidelabError `run.…` and `json.…`: the folder is missing, the record damaged or of a newer version
 */
export async function readRecord(folder: string): Promise<RunRecord | undefined> {
  await checkFolder(folder);
  const path = join(folder, RECORD);
  const text = await readTextIfThere(path);
  return text === undefined ? undefined : parseRecord(text, path);
}

/** The record in a folder. @throws TidelabError as `readRecord`, and `run.unfinished` or `run.noRecord` */
export async function loadRecord(folder: string): Promise<RunRecord> {
  const record = await readRecord(folder);
  if (record) return record;
  const holder = findHolder(folder);
  if (holder) throw lockedError(holder, folder);
  if (await isInterrupted(folder)) throw new TidelabError("run.unfinished", { folder }, folder);
  throw new TidelabError("run.noRecord", undefined, folder);
}

/**
 * A saved run: its record, and its model with the trained weights.
 * @throws TidelabError `run.…`, `json.…` and `safetensors.…`: what is missing, damaged, of a newer version, or does not fit
 * @example
 * ```ts
 * import { evaluate, loadData, loadRun } from "tidelab/node";
 *
 * const { record, model } = await loadRun("runs/mine");
 * const { test } = await loadData(record.spec);
 * console.log((await evaluate(model, test)).accuracy === record.test?.accuracy); // true
 * ```
 */
export async function loadRun(folder: string): Promise<SavedRun> {
  const record = await loadRecord(folder);
  const model = compileAgain(record, join(folder, RECORD));
  const path = join(folder, WEIGHTS);
  const bytes = await readIfThere(path);
  if (bytes === undefined) throw new TidelabError("run.noWeights", undefined, folder);
  putWeights(model, record, bytes, path);
  return { record, model };
}

/**
 * The snapshots of a run that was trained with the schedule `cosineRestarts`, each a run by itself, as `readSnapshots` gives them.
 * @returns one for each cycle that was completed, in their order
 * @throws TidelabError `run.noSnapshots` for a run without; as `loadRun`
 * @example
 * ```ts
 * import { createEnsemble } from "tidelab/inference";
 * import { loadSnapshots, models, parseSpec, runInFolder } from "tidelab/node";
 *
 * const schedule = { kind: "cosineRestarts", cycles: 3 } as const;
 * const data = { kind: "waves", samples: 40, length: 20 } as const;
 * const spec = parseSpec({ data, model: models.cnn({ channels: [4] }), training: { epochs: 6, schedule } });
 * for await (const _event of runInFolder(spec, { folder: "runs/cycles" }));
 * const snapshots = await loadSnapshots("runs/cycles");
 * const ensemble = await createEnsemble(snapshots.slice(-2)); // the last two
 * ensemble.close();
 * console.log(snapshots.length); // 3
 * ```
 */
export async function loadSnapshots(folder: string): Promise<SavedRun[]> {
  const record = await loadRecord(folder);
  const path = join(folder, SNAPSHOTS);
  const bytes = snapshotEpochs(record).length > 0 ? await readIfThere(path) : undefined;
  if (bytes === undefined) throw noSnapshots(record, folder);
  return readSnapshots(record, bytes, path);
}

/**
 * What a run recorded of its gradients.
 * @returns undefined where it recorded nothing
 * @throws TidelabError `json.…` or `run.gradients` for a file that is damaged
 */
export async function readGradients(folder: string): Promise<GradientLog | undefined> {
  const path = join(folder, GRADIENTS);
  const text = await readTextIfThere(path);
  return text === undefined ? undefined : parseGradients(text, path);
}
