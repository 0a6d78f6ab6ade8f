/**
 * Removing runs without losing them: the folder moves to `.trash` beside it, and the store marks the run. Nothing is ever
 * deleted; whoever needs the room empties `.trash` by hand. A folder that does not hold the run is never moved.
 */
import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { TidelabError } from "../../errors/errors.ts";
import { writeError } from "../files.ts";
import { toStored, whatIsIn } from "./places.ts";
import type { StoredRun } from "./runs.ts";
import type { Store } from "./store.ts";

export const TRASH = ".trash";
const MARK = 8;

/** What became of a run's folder. */
export interface Moved {
  /** Where it is now; undefined when it was gone, or is something else's. */
  readonly to: string | undefined;
  /** Something else is in the place that the store has for the run; it was left alone. */
  readonly isForeign: boolean;
}

/** `runs/lab` → `runs/.trash/lab-1a2b3c4d`: the same disk, and a name that is free: `-2` … where it is not. */
async function trashPlace(folder: string, id: string): Promise<{ place: string; isThere: boolean }> {
  const first = join(dirname(folder), TRASH, `${basename(folder)}-${id.slice(0, MARK)}`);
  let place = first;
  for (let number = 2; existsSync(place); number++) {
    // Moved there by a command that was ended before the store heard of it.
    if (!existsSync(folder) && (await whatIsIn(place, id)) === "run") return { place, isThere: true };
    place = `${first}-${number}`;
  }
  return { place, isThere: false };
}

function placeBefore(trashed: string, id: string): string {
  if (basename(dirname(trashed)) !== TRASH) return trashed;
  const name = basename(trashed);
  const at = name.lastIndexOf(`-${id.slice(0, MARK)}`);
  const isMarked = at > 0 && /^(-\d+)?$/.test(name.slice(at + 1 + MARK));
  return join(dirname(trashed), "..", isMarked ? name.slice(0, at) : name);
}

/**
 * @param at  ISO 8601
 * @throws TidelabError `run.outputUnwritable` or `store.…`; then nothing has changed
 */
export async function trashRun(store: Store, run: StoredRun, at: string): Promise<Moved> {
  const found = await whatIsIn(run.folder, run.id);
  if (found === "other") {
    await mark(store, run.id, { deleted_at: at });
    return { to: undefined, isForeign: true };
  }
  const { place, isThere } = await trashPlace(run.folder, run.id);
  const row = { deleted_at: at, folder: toStored(store, place) };
  if (found === "run") await moveWith(run.folder, place, () => mark(store, run.id, row));
  else await mark(store, run.id, row);
  return { to: found === "run" || isThere ? place : undefined, isForeign: false };
}

/**
 * Takes a run out of the trash.
 * @throws TidelabError `run.outputExists` where something else is in its place, `run.outputUnwritable` or `store.…`
 */
export async function restoreRun(store: Store, run: StoredRun): Promise<string> {
  const found = await whatIsIn(run.folder, run.id);
  if (found === "other") {
    await mark(store, run.id, { deleted_at: null });
    return run.folder;
  }
  const place = placeBefore(run.folder, run.id);
  const row = { deleted_at: null, folder: toStored(store, place) };
  if (place === run.folder) await mark(store, run.id, row);
  // Gone from the trash and in its place: moved by a command that was ended before the store heard of it.
  else if (existsSync(place) && (found === "run" || (await whatIsIn(place, run.id)) !== "run")) {
    throw new TidelabError("run.outputExists", { folder: place }, place);
  } else if (found === "run") await moveWith(run.folder, place, () => mark(store, run.id, row));
  else await mark(store, run.id, row);
  return place;
}

async function mark(store: Store, id: string, row: { deleted_at: string | null; folder?: string }): Promise<void> {
  await store.change((db) => db.updateTable("runs").set(row).where("id", "=", id).execute());
}

/** Moves a folder, and back when what goes with it fails. */
async function moveWith(from: string, to: string, work: () => Promise<void>): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
  } catch (error) {
    throw writeError(error, from);
  }
  try {
    await work();
  } catch (error) {
    await rename(to, from).catch(() => {});
    throw error;
  }
}
