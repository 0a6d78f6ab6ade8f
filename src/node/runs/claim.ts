/**
 * A run's folder as the property of one process, from before the training until everything is saved: two runs never get one
 * folder, and a run that is in progress is neither resumed nor overwritten by another process. Node only.
 */
import { existsSync, statSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { TidelabError } from "../../errors/errors.ts";
import { portableName } from "../../runs/file-names.ts";
import { checkPath, isPartial, makeFolder, removeEmpty, removePartials, writeError } from "../files.ts";
import { isSystemError } from "../system-errors.ts";
import { CHECKPOINTS, cleanCheckpoints, hasCheckpoints, isAbandoned } from "./checkpoints.ts";
import { type FolderLock, findHolder, LOCKS, lockedError, lockFolder } from "./lock.ts";

export interface RunClaim {
  readonly folder: string;
  /** Whether nothing of a run was there when it was claimed. */
  readonly isNew: boolean;
  /**
   * Makes sure that the folder is still claimed: somebody may have deleted it, or moved it away. Then it is made and claimed again.
   * @returns whether that was so: what was in it is gone
   * @throws TidelabError as `claimNewFolder`, where the path belongs to something else by now
   */
  renew(): Promise<boolean>;
  /** Lets others in. Folders that were made for the claim, and that nobody has put anything into, are removed. */
  release(): Promise<void>;
}

/**
 * `runs/2026-11-24-lab`; with `-2`, `-3` … behind it when that is taken. Another process may take it at any time.
 * @example
 * ```ts
 * import { defaultRunFolder } from "tidelab/node";
 *
 * console.log(defaultRunFolder("lab", new Date(2026, 10, 24))); // runs/2026-11-24-lab
 * ```
 */
export function defaultRunFolder(name: string, date: Date): string {
  for (const folder of defaultFolders(name, date)) if (!existsSync(folder)) return folder;
  throw new Error("there is always a next one");
}

function* defaultFolders(name: string, date: Date): Generator<string> {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const first = join("runs", portableName(`${day}-${name}`));
  yield first;
  for (let number = 2; ; number++) yield `${first}-${number}`;
}

const TAKEN = new Set(["run.outputExists", "run.outputInterrupted", "folder.locked", "folder.lockedElsewhere"]);

/** Claims the first default folder that no other run has. @throws TidelabError `run.outputUnwritable` or `run.diskFull` */
export async function claimDefaultFolder(name: string, date: Date): Promise<RunClaim> {
  for (const folder of defaultFolders(name, date)) {
    try {
      return await claimNewFolder(folder);
    } catch (error) {
      if (!(error instanceof TidelabError) || !TAKEN.has(error.code)) throw error;
    }
  }
  throw new Error("there is always a next one");
}

/** Claims a new folder, or the first default one when none is named. @throws TidelabError as `claimNewFolder` */
export async function claimFolder(folder: string | undefined, name: string): Promise<RunClaim> {
  return folder === undefined ? claimDefaultFolder(name, new Date()) : claimNewFolder(folder);
}

/**
 * Claims a folder that is new or empty. What a process left there that was killed before its first checkpoint is removed.
 * @throws TidelabError `run.outputExists`, `run.outputInterrupted`, `folder.locked…`, `run.outputUnwritable` or `run.diskFull`
 */
export async function claimNewFolder(folder: string): Promise<RunClaim> {
  checkPath(folder);
  // First without a trace: a folder of something else is not ours to write a lock into.
  await checkNew(folder);
  let made: string | undefined;
  let lock: FolderLock;
  try {
    // Only trying shows whether it works: a name may be too long, or the file system one that takes no folders.
    made = await makeFolder(folder);
    lock = await lockFolder(folder);
  } catch (error) {
    if (made !== undefined) await removeEmpty(resolve(folder), made);
    throw writeError(error, folder);
  }
  const claim = holdClaim(folder, lock, made);
  try {
    await removePartials(folder);
    // Again, as its owner: another process may have used it and gone since.
    await checkNew(folder);
    await rm(join(folder, CHECKPOINTS), { recursive: true, force: true });
    return claim;
  } catch (error) {
    await claim.release();
    throw error;
  }
}

/** @param made  the topmost folder that was made for a claim of a new folder; of another, undefined */
function holdClaim(folder: string, first: FolderLock, made?: string, isNew = true): RunClaim {
  let lock = first;
  const identity = identityOf(folder);
  return {
    folder,
    isNew,
    async renew() {
      if (lock.isHeld()) return false;
      lock.release();
      const isSame = identityOf(folder) === identity;
      if (!isSame) await checkNew(folder);
      lock = await lockFolder(folder);
      // Again, as its owner.
      if (!isSame) await checkNew(folder);
      // Deleting may have been in progress just now, with some of the files gone.
      const isWhole = isSame && (await hasCheckpoints(folder));
      if (!isWhole) await rm(join(folder, CHECKPOINTS), { recursive: true, force: true });
      return !isWhole;
    },
    async release() {
      lock.release();
      if (made !== undefined) await removeEmpty(resolve(folder), made);
    },
  };
}

/** Distinguishes a folder from another one that has its path later. */
function identityOf(folder: string): string | undefined {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found && `${found.dev} ${found.ino} ${found.birthtimeMs}`;
}

/**
 * Claims the folder of a run that is to go on.
 * @throws TidelabError `folder.locked…`, `run.outputUnwritable` or `run.diskFull`
 */
export async function claimRun(folder: string): Promise<RunClaim> {
  const lock = await lockFolder(folder);
  await removePartials(folder);
  await removePartials(join(folder, "figures"));
  await cleanCheckpoints(folder);
  return holdClaim(folder, lock, undefined, false);
}

/**
 * Whether nobody works in a folder, and nothing is there but what a killed process left that had not got to a checkpoint.
 * @throws TidelabError `run.outputExists`, `run.outputInterrupted`, `folder.locked…` or `run.outputUnwritable`
 */
async function checkNew(folder: string): Promise<void> {
  let entries: string[];
  try {
    entries = await readdir(folder);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === "ENOENT") return;
    if (error.code === "ENOTDIR" && existsSync(folder)) throw new TidelabError("run.outputExists", { folder }, folder);
    throw writeError(error, folder);
  }
  const abandoned = entries.includes(CHECKPOINTS) && (await isAbandoned(folder));
  const others = entries.filter((name) => {
    return name !== LOCKS && !isPartial(name) && (name !== CHECKPOINTS || !abandoned);
  });
  if (others.length === 0) return;
  const holder = entries.includes(LOCKS) ? findHolder(folder) : undefined;
  if (holder && holder.owner.pid !== process.pid) throw lockedError(holder, folder);
  const isInterrupted = !entries.includes("run.json") && (await hasCheckpoints(folder));
  throw new TidelabError(isInterrupted ? "run.outputInterrupted" : "run.outputExists", { folder }, folder);
}
