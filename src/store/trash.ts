/**
 * Removing runs without losing them: the folder moves to `.trash` beside it, and the store marks the run. Nothing is ever
 * deleted; whoever needs the room empties `.trash` by hand.
 */
import "../file-errors.ts";
import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { TidelabError } from "../errors.ts";
import { writeError } from "../runs/files.ts";
import type { StoredRun } from "./runs.ts";
import { type Queries, type Store, toStored } from "./store.ts";

export const TRASH = ".trash";
const MARK = 8;

/** `runs/lab` → `runs/.trash/lab-1a2b3c4d`: the same disk, and a name that stays free. */
function trashPlace(folder: string, id: string): string {
  return join(dirname(folder), TRASH, `${basename(folder)}-${id.slice(0, MARK)}`);
}

function placeBefore(trashed: string, id: string): string {
  const name = basename(trashed);
  const end = `-${id.slice(0, MARK)}`;
  return join(dirname(trashed), "..", name.endsWith(end) ? name.slice(0, -end.length) : name);
}

/**
 * @param at  ISO 8601
 * @returns where the folder is now; undefined when it was gone already
 * @throws TidelabError `run.outputUnwritable`; then nothing has changed
 */
export async function trashRun(store: Store, run: StoredRun, at: string): Promise<string | undefined> {
  const place = trashPlace(run.folder, run.id);
  return store.change(async (db) => {
    const isThere = existsSync(run.folder);
    await setPlace(db, run.id, toStored(store, place), at);
    if (isThere) await move(run.folder, place);
    return isThere ? place : undefined;
  });
}

/** @returns where the folder is again @throws TidelabError `run.outputExists` or `run.outputUnwritable` */
export async function restoreRun(store: Store, run: StoredRun): Promise<string> {
  const place = placeBefore(run.folder, run.id);
  if (existsSync(place)) throw new TidelabError("run.outputExists", { folder: place }, place);
  return store.change(async (db) => {
    await setPlace(db, run.id, toStored(store, place), null);
    if (existsSync(run.folder)) await move(run.folder, place);
    return place;
  });
}

async function setPlace(db: Queries, id: string, folder: string, deletedAt: string | null): Promise<void> {
  await db.updateTable("runs").set({ folder, deleted_at: deletedAt }).where("id", "=", id).execute();
}

async function move(from: string, to: string): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
  } catch (error) {
    throw writeError(error, from);
  }
}
