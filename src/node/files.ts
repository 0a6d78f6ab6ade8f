/** Files that appear whole or not at all, and the errors of the file system as the user sees them. Node only. */
import { existsSync } from "node:fs";
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type ErrorCode, TidelabError } from "../errors/errors.ts";
import { show } from "../errors/show.ts";
import { isRunning } from "./runs/process-owner.ts";
import { isSystemError, reasonOf } from "./system-errors.ts";

let written = 0;

/** A name for what is not whole yet: of this process, and no other write of it has it. */
export function partialName(path: string): string {
  return `${path}.partial-${process.pid}-${++written}`;
}

const PARTIAL = /\.partial-(\d+)(-\d+)?$/;

/** Whether a name is one of those that `partialName` gives. */
export function isPartial(name: string): boolean {
  return PARTIAL.test(name);
}

/** Milliseconds after which a file that is still not whole is nobody's any more, though its process id is in use. */
const ABANDONED_AFTER = 3_600_000;

/**
 * Removes what processes left in a folder that were killed while they wrote a file there. For folders that no process of
 * another machine is writing to: process ids are those of this one.
 */
export async function removePartials(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const pid = Number(PARTIAL.exec(name)?.[1] ?? 0);
    if (pid === 0 || pid === process.pid) continue;
    const path = join(folder, name);
    const isOld = async () => Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? 0) > ABANDONED_AFTER;
    if (isRunning(pid) && !(await isOld())) continue;
    await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}

const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

export interface WriteOptions {
  /**
   * Whether the content is on the disk before the name is given, so that a loss of power leaves no empty file of that name.
   * Takes a while; not needed for what can be made again.
   */
  readonly durable?: boolean;
  /** Whether to make the folder where there is none, which is the default. */
  readonly makesFolder?: boolean;
}

/**
 * Writes a file beside its place and then moves it there, so that a reader, or a crash, sees the old one or the new one.
 * @throws TidelabError `run.diskFull` or `run.outputUnwritable`; then nothing is left
 */
export function replaceFile(path: string, content: string | Uint8Array, options: WriteOptions = {}): Promise<void> {
  return replaceFiles([[path, content]], options);
}

/**
 * Writes files that belong together: each gets its name, in this order, when all are written. So a full disk changes none.
 * @throws TidelabError `run.diskFull` or `run.outputUnwritable`, for the file that it happened at; then nothing is left
 */
export async function replaceFiles(
  files: readonly (readonly [path: string, content: string | Uint8Array])[],
  { durable = true, makesFolder = true }: WriteOptions = {},
): Promise<void> {
  const parts: { path: string; temporary: string }[] = [];
  let at = "";
  try {
    for (const [path, content] of files) {
      at = path;
      if (makesFolder) await makeFolder(dirname(path));
      const temporary = partialName(path);
      parts.push({ path, temporary });
      await writeWhole(temporary, content, durable);
    }
    for (const { path, temporary } of parts) {
      at = path;
      await rename(temporary, path);
    }
  } catch (error) {
    await Promise.all(parts.map(({ temporary }) => rm(temporary, { force: true }).catch(() => {})));
    throw writeError(error, at);
  }
}

async function writeWhole(path: string, content: string | Uint8Array, durable: boolean): Promise<void> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "w");
    await file.writeFile(content);
    if (durable) await file.sync();
    await file.close();
  } catch (error) {
    // Closing may fail for the same reason as writing did.
    await file?.close().catch(() => {});
    throw error;
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

/** Removes a file if it is there. @throws TidelabError `run.outputUnwritable` */
export async function removeFile(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    throw writeError(error, path);
  }
}

/** Errors of the disk that `writeError` gives: what one run meets, all runs of this machine would. */
export const DISK_FAULTS = ["run.diskFull", "run.outputUnwritable"] as const satisfies readonly ErrorCode[];
export type DiskFault = (typeof DISK_FAULTS)[number];

export function isDiskFault(code: string | undefined): code is DiskFault {
  return (DISK_FAULTS as readonly (string | undefined)[]).includes(code);
}

/** A failure to write as the user sees it; anything else as it is. */
export function writeError(error: unknown, path: string): unknown {
  if (!isSystemError(error)) return error;
  const code: ErrorCode = FULL.has(error.code) ? "run.diskFull" : "run.outputUnwritable";
  return new TidelabError(code, { reason: reasonOf(error) }, path, { cause: error });
}

/** @returns the text of a file, undefined when there is none. @throws TidelabError `run.unreadable` */
export async function readTextIfThere(path: string): Promise<string | undefined> {
  const bytes = await readIfThere(path);
  return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
}

/** @returns undefined when there is no such file. @throws TidelabError `run.unreadable` */
export async function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === "ENOENT") return undefined;
    throw new TidelabError("run.unreadable", { reason: reasonOf(error) }, path, { cause: error });
  }
}

/** @throws TidelabError `run.folder` for what cannot be a folder's path: nothing, a number, a URL */
export function checkPath(folder: unknown): asserts folder is string {
  if (typeof folder === "string") return;
  throw new TidelabError("run.folder", { received: folder instanceof URL ? "a URL" : show(folder) }, "folder");
}

/** @throws TidelabError `run.missing`, `run.notFolder` or `run.unreadable` */
export async function checkFolder(folder: string): Promise<void> {
  checkPath(folder);
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
