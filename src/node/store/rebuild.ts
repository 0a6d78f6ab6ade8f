/**
 * A store from the folders of runs: the way back when the database is lost or damaged. Folders hold everything (`run.json`,
 * `about.json`), the store only finds it faster.
 */
import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { TidelabError } from "../../errors/errors.ts";
import { writeError } from "../files.ts";
import { loadAnyRecord } from "../runs/classical-folder.ts";
import { findRunFolders } from "../runs/find.ts";
import { readAbout } from "./about.ts";
import { hashArtifacts } from "./artifacts.ts";
import { checkNewRun, isRefusal } from "./checks.ts";
import type { StoreLocation } from "./location.ts";
import { toStored } from "./places.ts";
import { putRun } from "./runs.ts";
import type { Store } from "./store.ts";
import { TRASH } from "./trash.ts";

/** Folders within each other that are looked into: sweeps hold arms, arms hold runs, each may have a trash. */
const DEEPEST = 5;

/** Moves a damaged SQLite file aside, with what belongs to it. @returns its new name */
export async function setAside(location: StoreLocation): Promise<string | undefined> {
  if (location.kind !== "sqlite" || !existsSync(location.file)) return undefined;
  let aside = `${location.file}.damaged`;
  for (let number = 2; existsSync(aside); number++) aside = `${location.file}.damaged-${number}`;
  try {
    for (const end of ["", "-wal", "-shm"]) {
      if (existsSync(location.file + end)) await rename(location.file + end, aside + end);
    }
  } catch (error) {
    throw writeError(error, location.file);
  }
  return aside;
}

export interface Refused {
  readonly folder: string;
  readonly error: TidelabError;
}

export interface Rebuilt {
  /** Folders of the runs that were added. */
  readonly added: readonly string[];
  /** Folders of runs that were not, and why. */
  readonly refused: readonly Refused[];
  /** Runs that were added without their notes, tags and parent, which cannot be read. */
  readonly withoutAbout: readonly Refused[];
}

/** Adds every run found under some folders. @param at  ISO 8601: when runs in a trash are said to have been removed */
export async function rebuildStore(store: Store, roots: readonly string[], at: string): Promise<Rebuilt> {
  const added: string[] = [];
  const refused: Refused[] = [];
  const withoutAbout: Refused[] = [];
  for (const folder of (await Promise.all(roots.map((root) => findRunFolders(root, DEEPEST, true)))).flat()) {
    try {
      const record = await loadAnyRecord(folder);
      const [{ about, damage }, artifacts] = await Promise.all([readAbout(folder), hashArtifacts(folder)]);
      const deletedAt = basename(dirname(folder)) === TRASH ? at : null;
      const run = { record, folder: toStored(store, folder), about, artifacts, deletedAt };
      checkNewRun(run, folder);
      await store.change((db) => putRun(db, run));
      added.push(folder);
      if (damage) withoutAbout.push({ folder, error: damage });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refused.push({ folder, error });
    }
  }
  return { added, refused, withoutAbout };
}
