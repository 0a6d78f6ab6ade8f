/** Sweeps back into a store from their folders. Runs are put there before, by `store/rebuild.ts`. Node only. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { runId } from "../../runs/run-id.ts";
import { checkNewSweep, isRefusal } from "../store/checks.ts";
import type { Refused } from "../store/rebuild.ts";
import type { Store } from "../store/store.ts";
import { putArmRun, putSweep, storedFailure } from "../store/sweeps.ts";
import { readSweepFile, recordOf, whyNoResult } from "./folder.ts";

/** A sweep's folder lies in `sweeps/`, or a folder deeper. */
const DEEPEST = 2;

/** @returns the folders of the sweeps that were added, and of those that were not, with the reason */
export async function restoreSweeps(
  store: Store,
  roots: readonly string[],
): Promise<{ added: string[]; refused: Refused[] }> {
  const added: string[] = [];
  const refused: Refused[] = [];
  for (const folder of (await Promise.all(roots.map((root) => findSweeps(root, 0)))).flat()) {
    try {
      if (await restoreSweep(store, folder)) added.push(folder);
    } catch (error) {
      // Its runs are in the store; which sweep they were of is then not known.
      if (!isRefusal(error)) throw error;
      refused.push({ folder, error });
    }
  }
  return { added, refused };
}

async function restoreSweep(store: Store, folder: string): Promise<boolean> {
  const sweep = await readSweepFile(folder);
  if (sweep === undefined) return false;
  const { name, definition, arms, seeds, failures } = sweep;
  const known = { folder, name, definition, arms };
  checkNewSweep(
    known,
    failures.map(({ arm, seed, message }) => ({ arm, seed, run: null, failure: message })),
    folder,
  );
  await putSweep(store, known);
  for (const { id: arm } of arms) {
    for (const seed of seeds) {
      const record = await recordOf(folder, arm, seed);
      if (record === undefined) continue;
      await putArmRun(store, folder, { arm, seed, run: runId(record), ...storedFailure(whyNoResult(record)) });
    }
  }
  for (const { arm, seed, ...failure } of failures) {
    await putArmRun(store, folder, { arm, seed, run: null, ...storedFailure(failure) });
  }
  return true;
}

async function findSweeps(folder: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (entries.some(({ name }) => name === "sweep.json")) return [folder];
  if (depth === DEEPEST) return [];
  const inner = entries.filter((entry) => entry.isDirectory());
  return (await Promise.all(inner.map(({ name }) => findSweeps(join(folder, name), depth + 1)))).flat();
}
