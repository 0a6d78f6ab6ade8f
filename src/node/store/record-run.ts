/** Adds a run that was just saved to the store. Best effort: whatever happens here, the run is in its folder. */
import type { TidelabError } from "../../errors/errors.ts";
import type { About, ForkOf } from "../../runs/about.ts";
import type { AnyRunRecord } from "../../runs/any-record.ts";
import { runId } from "../../runs/run-id.ts";
import { readAbout, writeAbout } from "./about.ts";
import { locateStore } from "./location.ts";
import type { Store } from "./store.ts";

/** What went wrong beside a run that is safe in its folder. */
export type RecordProblem =
  /** The store could not take it; `error` may be any, of a driver too. */
  | { readonly type: "notRecorded"; readonly folder: string; readonly error: unknown }
  /** The run's `about.json` cannot be read: the store has neither its notes nor its origin. */
  | { readonly type: "aboutDamaged"; readonly error: TidelabError }
  /** A damaged `about.json` was replaced; it is kept at `path`. */
  | { readonly type: "aboutSetAside"; readonly path: string };

type OnProblem = (problem: RecordProblem) => void;

export interface RecordOptions {
  /** Which store, as `TIDELAB_STORE` says it. */
  readonly store: string | undefined;
  readonly onProblem: OnProblem;
}

/** @returns whether the store has the run */
export async function recordRun(
  folder: string,
  record: AnyRunRecord,
  fork: ForkOf | undefined,
  options: RecordOptions,
): Promise<boolean> {
  return tryWithStore(folder, options, async () => {
    const about = await aboutOf(folder, fork, options.onProblem);
    return async (store, { addRun }) => void (await addRun(store, record, folder, about));
  });
}

/** Adds the files of a run that the store has to its entry, once they are all there. */
export async function recordFiles(folder: string, record: AnyRunRecord, options: RecordOptions): Promise<void> {
  await tryWithStore(folder, options, async () => (store, { updateArtifacts }) => {
    return updateArtifacts(store, runId(record), folder);
  });
}

type Work = (store: Store, runs: typeof import("./runs.ts")) => Promise<void>;

/** @param prepare  what is done without a store too */
async function tryWithStore(
  folder: string,
  { store: setting, onProblem }: RecordOptions,
  prepare: () => Promise<Work>,
): Promise<boolean> {
  try {
    const work = await prepare();
    const location = locateStore(setting);
    if (location === undefined) return false;
    // Only now: loading what speaks to databases takes a tenth of a second.
    const [{ openStore }, runs] = await Promise.all([import("./store.ts"), import("./runs.ts")]);
    const store = await openStore(location);
    try {
      await work(store, runs);
    } finally {
      await store.close();
    }
    return true;
  } catch (error) {
    // Not only our own errors: a store must never be the reason that a run is lost.
    onProblem({ type: "notRecorded", folder, error });
    return false;
  }
}

/** A run that is resumed is still the fork that it was. */
async function aboutOf(folder: string, fork: ForkOf | undefined, onProblem: OnProblem): Promise<About> {
  if (fork) return noteFork(folder, fork, onProblem);
  const { about, damage } = await readAbout(folder);
  if (damage) onProblem({ type: "aboutDamaged", error: damage });
  return about;
}

/** Writes down in a run's folder what it was forked from. @throws TidelabError `run.diskFull` or `run.outputUnwritable` */
export async function noteFork(folder: string, fork: ForkOf, onProblem: OnProblem): Promise<About> {
  const about = { ...(await readAbout(folder)).about, ...fork };
  const aside = await writeAbout(folder, about);
  if (aside !== undefined) onProblem({ type: "aboutSetAside", path: aside });
  return about;
}
