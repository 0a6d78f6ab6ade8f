/**
 * One process at a time in a folder, that of a run or of a sweep. Not a lock of the system: who is refused learns which process
 * works there, and on a disk that machines share nobody guesses about a process of another one. Node only.
 *
 * Each process first announces itself in `<folder>/.locks` with its own file and then looks whether there are others; so of
 * two that come at the same time at least one sees the other. The later one gives way. A file is only ever removed by its owner or
 * when its owner is dead, and no name is used twice: nobody can remove the claim of a living process by mistake.
 */
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as v from "valibot";
import { TidelabError } from "../../errors/errors.ts";
import { makeFolder, writeError } from "../files.ts";
import { isSystemError } from "../system-errors.ts";
import { type Owner, ownerSchema, stateOf, thisProcess } from "./process-owner.ts";

export const LOCKS = ".locks";
const UNFINISHED = ".partial";

/** Milliseconds that the earlier of two processes waits for the later one to give way; a holder does not. */
const GIVES_WAY_WITHIN = 2000;
const LOOK_EVERY = 20;

export interface FolderLock {
  /** False when somebody has deleted or moved the folder, or the claim in it. */
  isHeld(): boolean;
  release(): void;
}

export interface LockOptions {
  /** Milliseconds to wait for a process that works there; 0, the default, for none. */
  readonly patience?: number;
}

/** Another process that works in a folder. */
export interface Holder {
  readonly owner: Owner;
  /** On another machine or in another container: whether it still runs cannot be seen. */
  readonly isElsewhere: boolean;
  /** Its claim, which may be removed by hand where it is known to be dead. */
  readonly file: string;
}

/**
 * Makes the folder if there is none, and locks it. A lock ends with its process, however that ends.
 * @throws TidelabError `folder.locked` or `folder.lockedElsewhere`; `run.outputUnwritable` or `run.diskFull`
 */
export async function lockFolder(folder: string, { patience = 0 }: LockOptions = {}): Promise<FolderLock> {
  const until = performance.now() + patience;
  for (;;) {
    const { holder, lock } = await tryLock(folder);
    if (lock) return lock;
    if (performance.now() >= until) throw lockedError(holder, folder);
    await setTimeout(LOOK_EVERY);
  }
}

/** @returns undefined when no other process works there, as far as can be seen */
export function findHolder(folder: string): Holder | undefined {
  return othersIn(folder, undefined)[0]?.holder;
}

export function lockedError({ owner, isElsewhere, file }: Holder, folder: string): TidelabError {
  const { pid, host, since } = owner;
  return isElsewhere
    ? new TidelabError("folder.lockedElsewhere", { pid, host, since, file }, folder)
    : new TidelabError("folder.locked", { pid, since }, folder);
}

type Attempt =
  | { readonly lock: FolderLock; readonly holder?: never }
  | { readonly lock?: never; readonly holder: Holder };

async function tryLock(folder: string): Promise<Attempt> {
  // Names sort by time: who came first is the same to all.
  const name = `${String(Date.now()).padStart(15, "0")}-${randomBytes(6).toString("hex")}.json`;
  await announce(folder, name);
  const release = () => withdraw(folder, name);
  const until = performance.now() + GIVES_WAY_WITHIN;
  try {
    for (;;) {
      const others = othersIn(folder, name);
      const [first] = others;
      if (first === undefined) {
        removeUnfinished(folder);
        return { lock: holdUntilExit(release, () => existsSync(join(folder, LOCKS, name))) };
      }
      if (others.some((other) => other.name < name) || performance.now() > until) {
        release();
        return { holder: first.holder };
      }
      await setTimeout(LOOK_EVERY);
    }
  } catch (error) {
    release();
    throw error;
  }
}

async function announce(folder: string, name: string): Promise<void> {
  const place = join(folder, LOCKS);
  // Another name until it is whole: others read each claim that they find.
  const unfinished = join(place, name + UNFINISHED);
  for (let attempt = 0; ; attempt++) {
    try {
      await makeFolder(place);
      writeFileSync(unfinished, JSON.stringify(thisProcess()));
      renameSync(unfinished, join(place, name));
      return;
    } catch (error) {
      // A process that is done removes the empty folder of claims, perhaps just now.
      if (isSystemError(error) && error.code === "ENOENT" && attempt < 100) continue;
      removeQuietly(unfinished);
      throw writeError(error, folder);
    }
  }
}

/** Announcements of processes that were killed while they wrote them. One that is about to be whole is written again. */
function removeUnfinished(folder: string): void {
  for (const name of namesIn(folder)) if (name.endsWith(UNFINISHED)) removeQuietly(join(folder, LOCKS, name));
}

/** Where a file could not be written, it may be no path to remove either. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Then it is not there, or stays for the next owner to remove.
  }
}

function withdraw(folder: string, name: string): void {
  try {
    rmSync(join(folder, LOCKS, name), { force: true });
    rmdirSync(join(folder, LOCKS));
  } catch {
    // Others are there too, or the whole folder is gone.
  }
}

function othersIn(folder: string, own: string | undefined): { name: string; holder: Holder }[] {
  const here = thisProcess();
  const claims = namesIn(folder).filter((name) => name.endsWith(".json"));
  return claims.sort().flatMap((name) => {
    if (name === own) return [];
    const file = join(folder, LOCKS, name);
    const owner = readOwner(file);
    if (owner === "gone") return [];
    const state = owner === undefined ? "dead" : stateOf(owner, here);
    if (owner === undefined || state === "dead") {
      removeQuietly(file);
      return [];
    }
    return [{ name, holder: { owner, isElsewhere: state === "elsewhere", file } }];
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(join(folder, LOCKS));
  } catch (error) {
    if (isSystemError(error) && (error.code === "ENOENT" || error.code === "ENOTDIR")) return [];
    throw writeError(error, folder);
  }
}

/** @returns undefined for a claim that is not whole, which only a crash of the machine leaves */
function readOwner(file: string): Owner | "gone" | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return "gone";
    throw writeError(error, file);
  }
  try {
    return v.parse(ownerSchema, JSON.parse(text));
  } catch {
    return undefined;
  }
}

const held = new Set<() => void>();

/** A process that ends by itself leaves no claim; one that is killed leaves one that is seen to be dead. */
function holdUntilExit(release: () => void, isHeld: () => boolean): FolderLock {
  if (held.size === 0) process.on("exit", releaseAll);
  held.add(release);
  return {
    isHeld,
    release() {
      if (!held.delete(release)) return;
      if (held.size === 0) process.off("exit", releaseAll);
      release();
    },
  };
}

function releaseAll(): void {
  for (const release of held) release();
}
