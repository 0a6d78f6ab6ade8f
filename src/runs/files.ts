/** Files that appear whole or not at all, and the errors of the file system in the user's words. Node only. */
import "../file-errors.ts";
import { existsSync } from "node:fs";
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type ErrorCode, TidelabError } from "../errors.ts";
import { isRunning } from "./process-owner.ts";
import { isSystemError, reasonOf } from "./system-errors.ts";

let written = 0;

/** A name for what is not whole yet: of this process, and no other write of it has it. */
export function partialName(path: string): string {
  return `${path}.partial-${process.pid}-${++written}`;
}

const PARTIAL = /\.partial-(\d+)(-\d+)?$/;

/**
 * Removes what processes left in a folder that were killed while they wrote a file there. For folders that no process of
 * another machine is writing to: process ids are those of this one.
 */
export async function removePartials(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const abandoned = names.filter((name) => {
    const pid = Number(PARTIAL.exec(name)?.[1] ?? 0);
    return pid > 0 && pid !== process.pid && !isRunning(pid);
  });
  await Promise.all(abandoned.map((name) => rm(join(folder, name), { force: true }).catch(() => {})));
}

const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/**
 * Writes a file beside its place and then moves it there, so that a reader, or a crash, meets the old one or the new one.
 * @throws TidelabError `run.diskFull` or `run.outputUnwritable`; then nothing is left
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = partialName(path);
  let file: FileHandle | undefined;
  try {
    await makeFolder(dirname(path));
    file = await open(temporary, "w");
    await file.writeFile(content);
    // Before the name is given: after a loss of power a file of that name must not be empty.
    await file.sync();
    await file.close();
    file = undefined;
    await rename(temporary, path);
  } catch (error) {
    // Closing may fail for the same reason as writing did.
    await file?.close().catch(() => {});
    await rm(temporary, { force: true }).catch(() => {});
    throw writeError(error, path);
  }
}

/**
 * Makes a folder and those above it. Not by `mkdir`'s own `recursive`: in Node 20 that never returns where the system has
 * no room for a new name in a folder that is there, as in `/proc`.
 * @returns the topmost folder that was made, as an absolute path; undefined when all were there
 */
export async function makeFolder(folder: string): Promise<string | undefined> {
  const path = resolve(folder);
  if (existsSync(path) && (await stat(path)).isDirectory()) return undefined;
  const parent = dirname(path);
  const made = parent === path || existsSync(parent) ? undefined : await makeFolder(parent);
  try {
    await mkdir(path);
  } catch (error) {
    // Another process may have made it meanwhile, which is as well.
    if (isSystemError(error) && error.code === "EEXIST" && (await stat(path)).isDirectory()) return made;
    // Or removed the one above, which was empty.
    if (isSystemError(error) && error.code === "ENOENT" && !existsSync(parent)) return makeFolder(folder);
    if (made !== undefined) await removeEmpty(parent, made);
    throw error;
  }
  return made ?? path;
}

/** Removes a folder and those above it up to `top`, as far as nobody has put anything into them. */
export async function removeEmpty(folder: string, top: string): Promise<void> {
  try {
    for (let path = folder; path.length >= top.length; path = dirname(path)) await rmdir(path);
  } catch {
    // The first one that is in use ends it.
  }
}

/** A failure to write in the user's words; anything else as it is. */
export function writeError(error: unknown, path: string): unknown {
  if (!isSystemError(error)) return error;
  const code: ErrorCode = FULL.has(error.code) ? "run.diskFull" : "run.outputUnwritable";
  return new TidelabError(code, { reason: reasonOf(error) }, path, { cause: error });
}

/** @returns undefined when there is no such file. @throws TidelabError `run.unreadable` */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === "ENOENT") return undefined;
    throw new TidelabError("run.unreadable", { reason: reasonOf(error) }, path, { cause: error });
  }
}

/** @throws TidelabError `run.missing`, `run.notFolder` or `run.unreadable` */
export async function checkFolder(folder: string): Promise<void> {
  try {
    if ((await stat(folder)).isDirectory()) return;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === "ENOENT") throw new TidelabError("run.missing", undefined, folder, { cause: error });
    if (error.code !== "ENOTDIR") {
      throw new TidelabError("run.unreadable", { reason: reasonOf(error) }, folder, { cause: error });
    }
  }
  throw new TidelabError("run.notFolder", undefined, folder);
}
