/**
 * The checkpoints of a run that has not ended, in `<run folder>/checkpoints`: what the run was started with, and the last two states.
 * The folder appears with its first state: where it is, the run can be resumed. A state that cannot be trusted is passed over for
 * the one before it. Node only; the bytes are `checkpoint.ts`'s.
 */

import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { TidelabError } from "../../errors/errors.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../runs/checkpoint.ts";
import { CHECKPOINTS, newestFirst, noState, type SavedState, START, stateName } from "../../runs/checkpoint-files.ts";
import { formatStart, identityOf, parseStart, type RunStart } from "../../runs/start.ts";
import type { TrainingState } from "../../train/records.ts";
import {
  checkFolder,
  isPartial,
  partialName,
  readIfThere,
  readTextIfThere,
  removePartials,
  replaceFile,
  writeError,
} from "../files.ts";
import { isSystemError } from "../system-errors.ts";

export type { RunStart };
export { CHECKPOINTS };

/** The newest may be cut off by a crash of the machine; the one before it is then there. */
const KEPT = 2;

/** A folder that somebody deletes while a state is written must not come back without its claim: it would look like another run's. */
const IN_PLACE = { makesFolder: false };

/** A place for checkpoints of one run, in a folder that is there. */
export interface CheckpointWriter {
  /** Adds a state and removes those before the last two. @throws TidelabError `run.diskFull` or `run.outputUnwritable` */
  write(state: TrainingState): Promise<void>;
}

/** The checkpoints of a run that begins. Nothing is written before the first state. */
export function startCheckpoints(folder: string, start: RunStart): CheckpointWriter {
  const text = formatStart(start);
  const run = identityOf(text);
  const own = writerOf(folder, run);
  let isStarted = false;
  return {
    async write(state) {
      if (isStarted) return own.write(state);
      const place = join(folder, CHECKPOINTS);
      const temporary = partialName(place);
      try {
        await mkdir(temporary);
        await replaceFile(join(temporary, START), text, IN_PLACE);
        await replaceFile(join(temporary, stateName(state)), encodeCheckpoint(state, run), IN_PLACE);
        await rename(temporary, place);
      } catch (error) {
        await rm(temporary, { recursive: true, force: true }).catch(() => {});
        throw writeError(error, place);
      }
      isStarted = true;
    },
  };
}

function writerOf(folder: string, run: string): CheckpointWriter {
  return {
    async write(state) {
      await replaceFile(join(folder, CHECKPOINTS, stateName(state)), encodeCheckpoint(state, run), IN_PLACE);
      const older = (await listStates(folder)).slice(KEPT);
      await Promise.all(older.map((file) => rm(join(folder, CHECKPOINTS, file), { force: true })));
    },
  };
}

/** What an interrupted run is resumed from. */
export interface Interrupted extends SavedState {
  readonly writer: CheckpointWriter;
}

/**
 * The newest state of a run that can be trusted.
 * @throws TidelabError `run.missing`, `run.notFolder`, `run.noCheckpoints`, `checkpoint.start` or `checkpoint.none`
 */
export async function readCheckpoints(folder: string): Promise<Interrupted> {
  await checkFolder(folder);
  const path = join(folder, CHECKPOINTS, START);
  const text = await readTextIfThere(path);
  const states = await listStates(folder);
  // A run that was killed before its first state has nothing to resume from.
  if (text === undefined || states.length === 0) throw new TidelabError("run.noCheckpoints", undefined, folder);
  const start = parseStart(text, path);
  const run = identityOf(text);
  const passedOver: TidelabError[] = [];
  for (const file of states) {
    const source = join(folder, CHECKPOINTS, file);
    try {
      const state = decodeCheckpoint((await readIfThere(source)) ?? new Uint8Array(), run, source);
      return { start, state, passedOver, writer: writerOf(folder, run) };
    } catch (error) {
      if (!(error instanceof TidelabError)) throw error;
      passedOver.push(error);
    }
  }
  throw noState(passedOver, folder);
}

/** What a run was started with. @throws TidelabError `run.noCheckpoints`, `run.unreadable` or `checkpoint.start` */
export async function readStart(folder: string): Promise<RunStart> {
  const path = join(folder, CHECKPOINTS, START);
  const text = await readTextIfThere(path);
  if (text === undefined) throw new TidelabError("run.noCheckpoints", undefined, folder);
  return parseStart(text, path);
}

/** Whether a folder has a run's checkpoints in it: what the run was started with, and a state. */
export async function hasCheckpoints(folder: string): Promise<boolean> {
  const isStarted = (await readIfThere(join(folder, CHECKPOINTS, START))) !== undefined;
  return isStarted && (await listStates(folder)).length > 0;
}

/** Whether what is there is only the beginning of checkpoints: of a run that was killed before its first state. */
export async function isAbandoned(folder: string): Promise<boolean> {
  const names = await readdir(join(folder, CHECKPOINTS)).catch(() => ["unreadable"]);
  return names.every((name) => name === START || isPartial(name));
}

/** Removes what a process left that was killed while it wrote a state. For the owner of the folder. */
export async function cleanCheckpoints(folder: string): Promise<void> {
  await removePartials(join(folder, CHECKPOINTS));
}

/** For a run that has ended and will not go on. */
export async function removeCheckpoints(folder: string): Promise<void> {
  await rm(join(folder, CHECKPOINTS), { recursive: true, force: true });
}

/** Names of the states, the newest first. */
async function listStates(folder: string): Promise<string[]> {
  try {
    return newestFirst(await readdir(join(folder, CHECKPOINTS)));
  } catch (error) {
    if (isSystemError(error) && (error.code === "ENOENT" || error.code === "ENOTDIR")) return [];
    throw error;
  }
}
