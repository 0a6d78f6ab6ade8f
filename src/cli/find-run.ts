/**
 * Which run a user means, the same for every command: a path, an id or the beginning of one, a run's name, or the name of its
 * folder. Looks at what is there before it asks the store, so that a path needs no store at all.
 */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { TidelabError } from "../errors/errors.ts";
import { CHECKPOINTS, readStart } from "../node/runs/checkpoints.ts";
import { readAnyRecord } from "../node/runs/classical-folder.ts";
import { RECORD } from "../node/runs/folder.ts";
import { findHolder } from "../node/runs/lock.ts";
import { locateStore, storeExists } from "../node/store/location.ts";
import { runId } from "../runs/run-id.ts";
import { nearest } from "../spec/nearest.ts";

export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
}

const RUNS = "runs";
/** A shorter beginning of an id is too easily a word. */
const SHORTEST_ID = 4;
const MOST_LISTED = 5;

/**
 * @param stored  runs of the store, where it is open already
 * @returns the path of the run: what was typed where that is there
 * @throws TidelabError `run.unknown` or `run.ambiguous`; `store.…` for a store that cannot be read and was needed
 */
export async function findRunPath(typed: string, stored?: readonly Candidate[]): Promise<string> {
  if (existsSync(typed)) return basename(typed) === RECORD ? dirname(typed) : typed;
  const here = await runsHere();
  const found = match(here, typed);
  const [only] = found;
  if (found.length > 1) throw ambiguous(found, typed);
  const { candidates, error } = stored ? { candidates: stored, error: undefined } : await runsOfStore(typed);
  const others = match(candidates, typed).filter(
    ({ folder }) => only === undefined || resolve(folder) !== resolve(only.folder),
  );
  const all = [...found, ...others];
  if (all.length > 1) throw ambiguous(all, typed);
  if (all[0] !== undefined) return all[0].folder;
  if (error !== undefined) throw error;
  const inStore = stored ?? (await runsOfStore()).candidates;
  const known = [...here, ...inStore].flatMap(({ name, folder }) => [name, basename(folder)]);
  throw new TidelabError("run.unknown", { nearest: nearest(typed, [...new Set(known)]) }, typed);
}

/** By the folder's name first: of runs with one name only the folder distinguishes them. */
function match(candidates: readonly Candidate[], typed: string): readonly Candidate[] {
  const ways: ((one: Candidate) => boolean)[] = [
    ({ folder }) => basename(folder) === typed,
    ({ id }) => typed.length >= SHORTEST_ID && id.startsWith(typed.toLowerCase()),
    ({ name }) => name === typed,
  ];
  return ways.map((way) => candidates.filter(way)).find((some) => some.length > 0) ?? [];
}

function ambiguous(found: readonly Candidate[], typed: string): TidelabError {
  const shown = found.slice(0, MOST_LISTED).map(({ id, folder }) => `${folder} (${id.slice(0, 8)})`);
  const runs = `${shown.join(", ")}${found.length > MOST_LISTED ? ", …" : ""}`;
  return new TidelabError("run.ambiguous", { count: found.length, runs }, typed);
}

export interface UnfinishedRun {
  readonly folder: string;
  /** Whether a process works on it; else it was interrupted. */
  readonly isRunning: boolean;
}

/** Runs in `runs/` that have not been saved, which no store knows. */
export async function unfinishedRuns(): Promise<UnfinishedRun[]> {
  const entries = await readdir(RUNS, { withFileTypes: true }).catch(() => []);
  return entries.flatMap((entry) => {
    const folder = join(RUNS, entry.name);
    if (!entry.isDirectory() || entry.name.startsWith(".") || existsSync(join(folder, RECORD))) return [];
    const isRunning = holds(folder);
    return isRunning || existsSync(join(folder, CHECKPOINTS)) ? [{ folder, isRunning }] : [];
  });
}

/** Whether a process works in a folder; false for a folder that cannot be read. */
function holds(folder: string): boolean {
  try {
    return findHolder(folder) !== undefined;
  } catch {
    return false;
  }
}

/** Runs in `runs/`, also those that are running or interrupted. */
async function runsHere(): Promise<Candidate[]> {
  const entries = await readdir(RUNS, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith("."));
  const found = await Promise.all(
    folders.map(async ({ name }): Promise<Candidate[]> => {
      const folder = join(RUNS, name);
      try {
        if (existsSync(join(folder, RECORD))) {
          const record = await readAnyRecord(folder);
          return record ? [{ id: runId(record), name: record.name, folder }] : [];
        }
        if (!existsSync(join(folder, CHECKPOINTS))) return [];
        const start = await readStart(folder);
        return [{ id: runId(start), name: start.spec.name, folder }];
      } catch (error) {
        if (!(error instanceof TidelabError)) throw error;
        // A damaged run is found by its folder, and the command says what is wrong with it.
        return [{ id: "", name, folder }];
      }
    }),
  );
  return found.flat();
}

/** @param typed  where those alone are wanted that it may mean */
async function runsOfStore(typed?: string): Promise<{ candidates: readonly Candidate[]; error?: TidelabError }> {
  const location = locateStore(process.env.TIDELAB_STORE);
  if (location === undefined || !storeExists(location)) return { candidates: [] };
  const [{ openStore }, { listNames }] = await Promise.all([
    import("../node/store/store.ts"),
    import("../node/store/runs.ts"),
  ]);
  try {
    const store = await openStore(location);
    try {
      return { candidates: await listNames(store, typed) };
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    return { candidates: [], error };
  }
}
