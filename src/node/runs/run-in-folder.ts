/**
 * A run in a folder that this process owns: trained with a checkpoint after each epoch, then saved there or, when that has become
 * impossible meanwhile, where it still can be. Shows and draws nothing; what goes wrong without ending the run is reported to the
 * caller, who also claims the folder before and releases it once everything is written. Node only.
 */
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Numerics } from "../../engine/device.ts";
import { TidelabError } from "../../errors/errors.ts";
import type { ForkOf } from "../../runs/about.ts";
import type { RunRecord } from "../../runs/record.ts";
import {
  type FinishedRun,
  type InitialWeights,
  originOf,
  type RunEvent,
  type RunOptions,
  runSpec,
} from "../../runs/run-spec.ts";
import type { Spec } from "../../spec/spec.ts";
import type { TrainingState } from "../../train/records.ts";
import { filesOfRun } from "../series-files.ts";
import { noteFork, type RecordProblem } from "../store/record-run.ts";
import {
  type CheckpointWriter,
  hasCheckpoints,
  type Interrupted,
  type RunStart,
  startCheckpoints,
} from "./checkpoints.ts";
import { claimDefaultFolder, claimNewFolder, defaultRunFolder, type RunClaim } from "./claim.ts";
import { saveResult } from "./folder.ts";

/** What goes wrong with the folder of a run, and does not end the run. */
export type FolderProblem =
  | RecordProblem
  /** Somebody deleted or moved the folder: what was in it is gone. */
  | { readonly type: "folderMadeAgain"; readonly folder: string }
  /** The newest checkpoint cannot be used: the run is resumed from the one before it. */
  | { readonly type: "olderCheckpoint"; readonly error: TidelabError }
  /** No more checkpoints are written: interrupted now, the run can only be resumed from the last one. */
  | { readonly type: "noCheckpoint"; readonly error: TidelabError }
  /** The run could not be saved in `folder`; it is in `instead`. */
  | { readonly type: "savedElsewhere"; readonly folder: string; readonly instead: string }
  /** The run could not be saved anywhere; it can be resumed from its checkpoints. The error follows. */
  | { readonly type: "keptInCheckpoint"; readonly folder: string };

type OnProblem = (problem: FolderProblem) => void;

/** What is to be run in a folder, and who hears of problems. */
export interface FolderRun {
  readonly spec: Spec;
  /** The run that this one is forked from. */
  readonly fork?: ForkOf | undefined;
  /** Weights to begin with, of another run of the same model, instead of fresh ones. */
  readonly initial?: InitialWeights | undefined;
  /** What was left of this run when it was interrupted: it is resumed from there. */
  readonly interrupted?: Interrupted | undefined;
  readonly onProblem: OnProblem;
}

/**
 * Trains. When a `checkpoint` event arrives, its state is already in the folder.
 * @throws TidelabError as `runSpec`; `run.outputUnwritable` or `run.diskFull` when not even the first checkpoint can be written
 */
export async function* trainInFolder(
  claim: RunClaim,
  run: FolderRun,
  options: Pick<RunOptions, "threads" | "device" | "signal" | "files" | "expectedFiles">,
): AsyncGenerator<RunEvent, FinishedRun> {
  const { spec, interrupted, onProblem } = run;
  const startedAt = interrupted?.start.startedAt ?? new Date().toISOString();
  const initial = run.initial ?? interrupted?.start.initial;
  const fork = run.fork ?? interrupted?.start.fork;
  const keep = checkpointKeeper(claim, interrupted?.writer, fork, onProblem);
  const resumed = interrupted && resumeOptions(interrupted);
  const { files, expected } = filesOfRun(interrupted?.start.dataFiles, claim.folder);
  const sources = { files, expectedFiles: expected };
  const events = runSpec(spec, {
    ...sources,
    ...options,
    ...resumed,
    startedAt,
    checkpointEvery: 1,
    ...(initial && { initial }),
  });
  let numerics: Numerics = "portable";
  let data: Pick<RunStart, "dataSha256" | "dataFiles"> = {};
  try {
    for (;;) {
      const next = await events.next();
      if (next.done) return next.value;
      const event = next.value;
      if (event.type === "prepared") {
        numerics = event.numerics;
        const { sha256, source } = event.data;
        data = { dataSha256: sha256, ...(source && { dataFiles: source.files }) };
      }
      if (event.type === "checkpoint") {
        const origin = { ...(initial && { initial: originOf(initial) }), ...(fork && { fork }) };
        await keep(event.state, { spec, numerics, startedAt, ...data, ...origin });
      }
      yield event;
    }
  } finally {
    // Whoever stops listening, or a checkpoint that cannot be written, ends the run and its threads.
    await events.return(undefined as never);
  }
}

function resumeOptions({ state, start: { numerics, dataSha256 } }: Interrupted): RunOptions {
  return { resume: state, numerics, ...(dataSha256 !== undefined && { dataSha256 }) };
}

/** Writes checkpoints as they come. Reports once that the disk is full; training goes on all the same. */
function checkpointKeeper(
  claim: RunClaim,
  writer: CheckpointWriter | undefined,
  fork: ForkOf | undefined,
  onProblem: OnProblem,
): (state: TrainingState, start: RunStart) => Promise<void> {
  let current = writer;
  let isFailing = false;
  return async (state, start) => {
    if (isFailing) return;
    const isFirst = current === undefined;
    try {
      await writeInto(claim, onProblem, async (isGone) => {
        if (isGone) current = undefined;
        const isNew = current === undefined;
        current ??= startCheckpoints(claim.folder, start);
        await current.write(state);
        // For whoever looks at the run before it has ended; a run that is resumed has it from its checkpoints.
        if (isNew && fork) await noteFork(claim.folder, fork, onProblem);
      });
    } catch (error) {
      // Where not even the first can be written, the run could not be saved either.
      if (!(error instanceof TidelabError) || isFirst) throw error;
      isFailing = true;
      onProblem({ type: "noCheckpoint", error });
    }
  };
}

/**
 * Writes into a folder that this process owns; again where somebody deleted or moved it, even while it was written.
 * @param write  learns whether what was in the folder is gone
 */
async function writeInto<Written>(
  claim: RunClaim,
  onProblem: OnProblem,
  write: (isGone: boolean) => Promise<Written>,
): Promise<Written> {
  const isGone = async () => {
    const gone = await claim.renew();
    if (gone) onProblem({ type: "folderMadeAgain", folder: claim.folder });
    return gone;
  };
  const wasGone = await isGone();
  try {
    return await write(wasGone);
  } catch (error) {
    if (!(error instanceof TidelabError) || !(await isGone())) throw error;
    return write(true);
  }
}

/** Where and how a run was saved. */
export interface SavedInFolder {
  readonly folder: string;
  readonly files: readonly string[];
  /** With the hashes of the files. */
  readonly record: RunRecord;
  /** Not where it was meant to go. */
  readonly isElsewhere: boolean;
}

/**
 * Saves what a run gave, without figures and reports: where it was meant to go, or else in a default folder, or else in the
 * system's folder for temporary files.
 * @throws TidelabError why it could not be saved where it was meant to go, when it could be saved nowhere
 */
export async function saveInFolder(
  claim: RunClaim,
  finished: FinishedRun,
  { fork, onProblem }: Pick<FolderRun, "fork" | "onProblem">,
): Promise<SavedInFolder> {
  const { folder } = claim;
  const saveTo = async (place: string) => {
    // Before the record: a run that is whole says what it was forked from.
    if (fork) await noteFork(place, fork, onProblem);
    return saveResult(place, finished);
  };
  try {
    const saved = await writeInto(claim, onProblem, () => saveTo(folder));
    return { folder, ...saved, isElsewhere: false };
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    const { name } = finished.record;
    const usual = () => claimDefaultFolder(name, new Date());
    const temporary = () =>
      claimNewFolder(join(tmpdir(), `${basename(defaultRunFolder(name, new Date()))}-${process.pid}`));
    for (const claimInstead of [usual, temporary]) {
      let other: RunClaim | undefined;
      try {
        other = await claimInstead();
        const saved = await saveTo(other.folder);
        onProblem({ type: "savedElsewhere", folder, instead: other.folder });
        return { folder: other.folder, ...saved, isElsewhere: true };
      } catch {
        // The first failure is the one to report.
      } finally {
        await other?.release();
      }
    }
    if (await hasCheckpoints(folder).catch(() => false)) onProblem({ type: "keptInCheckpoint", folder });
    throw error;
  }
}
