/** The run store as commands use it: which one `TIDELAB_STORE` names, opened and closed around a piece of work. */
import { resolve } from "node:path";
import { TidelabError } from "../errors/errors.ts";
import { locateStore, type StoreLocation } from "../node/store/location.ts";
import { addRun, findRun, listNames, listRuns, type RunName, type StoredRun } from "../node/store/runs.ts";
import { openStore, type Store } from "../node/store/store.ts";

/** @throws TidelabError `store.off` */
export function storeLocation(): StoreLocation {
  const location = locateStore(process.env.TIDELAB_STORE);
  if (location === undefined) throw new TidelabError("store.off", undefined, "TIDELAB_STORE");
  return location;
}

/** @throws TidelabError `store.…`, and what the work throws */
export async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(storeLocation());
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/**
 * The runs that a user names. A folder of a run that the store does not know is added to it.
 * @param onDamage  gets an `about.json` of such a folder that cannot be read
 * @throws TidelabError `store.noRun`, `store.ambiguous`, and those of a folder that cannot be read
 */
export async function findRuns(
  store: Store,
  names: readonly string[],
  onDamage: (damage: TidelabError) => void = () => {},
): Promise<StoredRun[]> {
  const [{ readAnyRecord }, { readAbout }, { existsSync }] = await Promise.all([
    import("../node/runs/classical-folder.ts"),
    import("../node/store/about.ts"),
    import("node:fs"),
  ]);
  const found: RunName[] = [];
  for (const name of names) {
    const runs = await listNames(store, name);
    const path = await pathOf(name, runs);
    const isStored = (run: RunName) => resolve(run.folder) === resolve(path);
    const stored = runs.find(isStored);
    if (stored) {
      found.push(stored);
      continue;
    }
    const record = existsSync(path) ? await readAnyRecord(path) : undefined;
    // One whose folder is gone, or that has none, is found by what the store knows.
    if (record === undefined) {
      found.push(findRun(runs, name));
      continue;
    }
    const { about, damage } = await readAbout(path);
    if (damage) onDamage(damage);
    const id = await addRun(store, record, path, about);
    found.push(findRun(await listNames(store, id), id));
  }
  const whole = await listRuns(store, { ids: found.map(({ id }) => id) });
  return found.flatMap(({ id }) => whole.find((run) => run.id === id) ?? []);
}

/** Where the run is, which may be in `runs/` and not in the store; what was typed where nobody knows. */
async function pathOf(name: string, runs: readonly RunName[]): Promise<string> {
  const { findRunPath } = await import("./find-run.ts");
  return findRunPath(name, runs).catch((error: unknown) => {
    if (error instanceof TidelabError && error.code === "run.unknown") return name;
    throw error;
  });
}
