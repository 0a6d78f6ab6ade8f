/**
 * A run to the files in its folder in one call, from its start or from where it was interrupted: for a server, a queue's worker, a
 * script. The command does the same step by step (`run-in-folder.ts`), for it draws and records before it lets the folder go.
 * Node only.
 */
import { TidelabError } from "../../errors/errors.ts";
import type { RunEvent, RunOptions } from "../../runs/run-spec.ts";
import { checkParsed } from "../../spec/parse.ts";
import type { Spec } from "../../spec/spec.ts";
import { readCheckpoints } from "./checkpoints.ts";
import { claimFolder, claimRun, type RunClaim } from "./claim.ts";
import { readRecord } from "./folder.ts";
import {
  type FolderProblem,
  type FolderRun,
  type SavedInFolder,
  saveInFolder,
  trainInFolder,
} from "./run-in-folder.ts";

type TrainingOptions = Pick<RunOptions, "threads" | "device" | "signal" | "files">;

/** How a run is resumed in its folder. */
export interface ResumeInFolderOptions extends TrainingOptions {
  /** Receives what goes wrong without ending the run; a warning of the process unless given. */
  onProblem?: (problem: FolderProblem) => void;
}

/** Where a run is run, what it is forked from, and how it runs. */
export interface RunInFolderOptions extends ResumeInFolderOptions, Pick<FolderRun, "fork" | "initial"> {
  /** A folder that is new or empty; `runs/<date>-<name>` unless given. */
  folder?: string;
}

/**
 * Runs a spec, as `parseSpec` returns it, and saves it: with a checkpoint in the folder after each epoch, so that `resumeInFolder` can
 * take it up again. It draws nothing (see `rewriteFigures`) and no other process can use the folder meanwhile. When the signal stops
 * it, or nobody listens any more, its checkpoints stay. Paths of files in the spec start from the current folder unless `files` is given.
 * @returns where it was saved, which files it has, and its record
 * @throws TidelabError as `runSpec`; `run.outputExists`, `run.outputInterrupted`, `folder.locked…`, `run.outputUnwritable` or `run.diskFull`
 * @example
 * ```ts
 * import { loadRun, models, parseSpec, runInFolder } from "tidelab/node";
 *
 * const spec = parseSpec({ data: { kind: "waves", samples: 40, length: 20 }, model: models.cnn({ channels: [4] }), training: { epochs: 2 } });
 * for await (const event of runInFolder(spec, { folder: "runs/cnn" })) {
 *   // Here an event: `prepared`, `step`, `epoch` …
 * }
 * console.log((await loadRun("runs/cnn")).record.status); // finished
 * ```
 */
export async function* runInFolder(
  spec: Spec,
  { folder, fork, initial, onProblem = warn, ...options }: RunInFolderOptions = {},
): AsyncGenerator<RunEvent, SavedInFolder> {
  checkParsed(spec, ["name"]);
  const claim = await claimFolder(folder, spec.name);
  try {
    return yield* trainAndSave(claim, { spec, fork, initial, onProblem }, options);
  } finally {
    await claim.release();
  }
}

/**
 * Resumes a run that was interrupted or stopped, to the bits that it would have had, and saves it.
 * @returns as `runInFolder`
 * @throws TidelabError as `runSpec`; `run.ended` for a run that needs no resuming, `run.noCheckpoints`, `run.dataChanged`, `folder.locked…`,
 *   `checkpoint.none` where no checkpoint can be used, `run.outputUnwritable` or `run.diskFull`
 * @example
 * ```ts
 * import { models, parseSpec, resumeInFolder, runInFolder } from "tidelab/node";
 *
 * const spec = parseSpec({ data: { kind: "waves", samples: 40, length: 20 }, model: models.cnn({ channels: [4] }), training: { epochs: 3 } });
 * for await (const event of runInFolder(spec, { folder: "runs/interrupted" })) {
 *   if (event.type === "checkpoint" && event.state.history.length === 1) break;
 * }
 * const epochs = [];
 * for await (const event of resumeInFolder("runs/interrupted")) if (event.type === "epoch") epochs.push(event.record.epoch);
 * console.log(epochs.join(" ")); // 2 3
 * ```
 */
export async function* resumeInFolder(
  folder: string,
  { onProblem = warn, ...options }: ResumeInFolderOptions = {},
): AsyncGenerator<RunEvent, SavedInFolder> {
  await checkResumable(folder);
  const claim = await claimRun(folder);
  try {
    // Again, as its owner: another process may have ended the run since.
    await checkResumable(folder);
    const interrupted = await readCheckpoints(folder);
    for (const error of interrupted.passedOver) onProblem({ type: "olderCheckpoint", error });
    const { spec, fork } = interrupted.start;
    return yield* trainAndSave(claim, { spec, fork, interrupted, onProblem }, options);
  } finally {
    await claim.release();
  }
}

/** @throws TidelabError `run.ended` for a run that finished or diverged, `run.missing`, `run.notFolder` */
export async function checkResumable(folder: string): Promise<void> {
  const status = (await readRecord(folder))?.status;
  if (status === "finished" || status === "diverged") throw new TidelabError("run.ended", { status }, folder);
}

async function* trainAndSave(
  claim: RunClaim,
  run: FolderRun,
  options: TrainingOptions,
): AsyncGenerator<RunEvent, SavedInFolder> {
  const finished = yield* trainInFolder(claim, run, options);
  return saveInFolder(claim, finished, run);
}

function warn(problem: FolderProblem): void {
  const { type, ...details } = problem;
  const text = Object.values(details).map((detail) => (detail instanceof Error ? detail.message : String(detail)));
  process.emitWarning(text.join(": "), { type: "TidelabWarning", code: type });
}
