/** Adds a run that was just saved to the store. Best effort: whatever happens here, the run is in its folder. */
import { describeError, TidelabError } from "../errors/errors.ts";
import type { About } from "../node/store/about.ts";
import { locateStore } from "../node/store/location.ts";
import { runId } from "../node/store/run-id.ts";
import type { Store } from "../node/store/store.ts";
import type { RunRecord } from "../runs/record.ts";
import { errorMessagesIn } from "./terminal/language.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { warn } from "./views/results.ts";

/** What a run was forked from, and what the fork changed. */
export interface ForkOf {
  readonly parent: string;
  readonly changes: Readonly<Record<string, unknown>>;
}

/** @returns whether the store has the run */
export async function recordRun(
  folder: string,
  record: RunRecord,
  fork: ForkOf | undefined,
  terminal: Terminal,
): Promise<boolean> {
  return withStoreOrWarn(folder, terminal, async () => {
    const about = await aboutOf(folder, fork, terminal);
    return async (store, { addRun }) => void (await addRun(store, record, folder, about));
  });
}

/** Adds the files of a run that the store has to its entry, once they are all there. */
export async function recordFiles(folder: string, record: RunRecord, terminal: Terminal): Promise<void> {
  await withStoreOrWarn(folder, terminal, async () => (store, { updateArtifacts }) => {
    return updateArtifacts(store, runId(record), folder);
  });
}

type Work = (store: Store, runs: typeof import("../node/store/runs.ts")) => Promise<void>;

/** @param prepare  what is done without a store too */
async function withStoreOrWarn(folder: string, terminal: Terminal, prepare: () => Promise<Work>): Promise<boolean> {
  try {
    const work = await prepare();
    const location = locateStore(process.env.TIDELAB_STORE);
    if (location === undefined) return false;
    // Only now: loading what speaks to databases takes a tenth of a second.
    const [{ openStore }, runs] = await Promise.all([
      import("../node/store/store.ts"),
      import("../node/store/runs.ts"),
    ]);
    const store = await openStore(location);
    try {
      await work(store, runs);
    } finally {
      await store.close();
    }
    return true;
  } catch (error) {
    // Not only our own errors: a store must never be the reason that a run is lost.
    const reason = error instanceof TidelabError ? describeError(error, errorMessagesIn(terminal.lang)) : String(error);
    warn(terminal, terminal.messages.notRecorded({ folder, reason }));
    return false;
  }
}

/** A run that is resumed is still the fork that it was. */
async function aboutOf(folder: string, fork: ForkOf | undefined, terminal: Terminal): Promise<About> {
  if (fork) return noteFork(folder, fork, terminal);
  const { readAbout } = await import("../node/store/about.ts");
  const { about, damage } = await readAbout(folder);
  if (damage) warn(terminal, describeError(damage, errorMessagesIn(terminal.lang)));
  return about;
}

/** Writes down in a run's folder what it was forked from. @throws TidelabError `run.diskFull` or `run.outputUnwritable` */
export async function noteFork(folder: string, fork: ForkOf, terminal: Terminal): Promise<About> {
  const { readAbout, writeAbout } = await import("../node/store/about.ts");
  const about = { ...(await readAbout(folder)).about, ...fork };
  const aside = await writeAbout(folder, about);
  if (aside !== undefined) warn(terminal, terminal.messages.aboutSetAside({ path: aside }));
  return about;
}
