/**
 * Folders of runs as the store keeps them, and what keeps a record from leading elsewhere: folders named by an imported line
 * stay inside the project, and a folder is only changed after its `run.json` was seen to be that run.
 */
import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { TidelabError } from "../../errors/errors.ts";
import { runId } from "../../runs/run-id.ts";
import { loadAnyRecord } from "../runs/classical-folder.ts";
import { DEFAULT_STORE, type StoreLocation } from "./location.ts";

interface Located {
  readonly location: StoreLocation;
}

/** What relative folders are relative to: a SQLite file's folder, so that the two can be moved together; or `runs/`. */
function baseOf(location: StoreLocation): string {
  return resolve(dirname(location.kind === "sqlite" ? location.file : DEFAULT_STORE));
}

/** A folder as the store keeps it: relative in a SQLite file; absolute in a database that many machines share. */
export function toStored({ location }: Located, folder: string): string {
  return location.kind === "postgres" ? resolve(folder) : relativeTo(baseOf(location), resolve(folder));
}

/** A kept folder as a path from where the command runs. */
export function fromStored({ location }: Located, stored: string): string {
  const path = resolve(baseOf(location), stored);
  const near = relative(process.cwd(), path);
  return near.startsWith("..") || isAbsolute(near) ? path : near || ".";
}

/** `fromStored` for many: those in one folder differ by their last part. */
export function createFolders(store: Located): (stored: string) => string {
  const known = new Map<string, string>();
  return (stored) => {
    const [, above, name] = /^(.+)\/([^/\\]+)$/.exec(stored) ?? [];
    if (above === undefined || name === undefined || name === "." || name === "..") return fromStored(store, stored);
    const near = known.get(above) ?? fromStored(store, above);
    known.set(above, near);
    // Elsewhere, it may lead to where the command runs.
    if (isAbsolute(near)) return fromStored(store, stored);
    return near === "." ? name : `${near}${sep}${name}`;
  };
}

/** A kept folder as exported lines have it: relative, for both databases alike. */
export function toExported({ location }: Located, stored: string): string {
  return relativeTo(baseOf(location), resolve(baseOf(location), stored));
}

function relativeTo(base: string, path: string): string {
  // Elsewhere a backslash is a character of a name.
  return relative(base, path).replaceAll(sep, "/") || ".";
}

/** Bytes; PostgreSQL's indexes take 2.7 kB. */
const LONGEST_FOLDER = 1024;

/**
 * A folder from an imported line as the store keeps it.
 * @throws TidelabError `store.place` unless it stays inside the project: the folder that the command runs in, that of the
 *   SQLite file, and the one around a `runs` folder with that file in it
 */
export function fromImported(store: Located, folder: string, where: string): string {
  const base = baseOf(store.location);
  const refuse = () => new TidelabError("store.place", { received: JSON.stringify(folder) }, where);
  const isPlain = folder !== "" && !/[\p{Cc}\p{Cs}\\]|^[a-z]:/iu.test(folder) && !isAbsolute(folder);
  if (!isPlain || Buffer.byteLength(folder) > LONGEST_FOLDER) throw refuse();
  const path = resolve(base, folder);
  const projects = [process.cwd(), base, ...(basename(base) === "runs" ? [dirname(base)] : [])];
  const stays = (at: string, roots: readonly string[]) => roots.some((root) => at.startsWith(join(root, sep)));
  // The folder of all runs is none of them.
  if (join(base, sep).startsWith(join(path, sep))) throw refuse();
  // By name, and after symbolic links were followed.
  if (!stays(path, projects) || !stays(realPath(path), projects.map(realPath))) throw refuse();
  return store.location.kind === "postgres" ? path : relativeTo(base, path);
}

/** With the links of what is there followed; what is not there yet stays as it is. */
function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : join(realPath(parent), basename(path));
}

/** What is in the folder that the store has for a run: the run, nothing, or something else. */
export async function whatIsIn(folder: string, id: string): Promise<"run" | "nothing" | "other"> {
  if (!existsSync(folder)) return "nothing";
  try {
    return runId(await loadAnyRecord(folder)) === id ? "run" : "other";
  } catch (error) {
    if (error instanceof TidelabError) return "other";
    throw error;
  }
}
