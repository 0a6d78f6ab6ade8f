/** Keeps the store informed of a sweep. Best effort: warns once if the store fails, and the sweep continues without it. */
import type { RunRecord } from "../../runs/record.ts";
import { runId } from "../../runs/run-id.ts";
import type { Failure } from "../../sweep/result.ts";
import { addRun, addRuns } from "../store/runs.ts";
import type { Store } from "../store/store.ts";
import { listSweeps, putArmRun, putSweep, storedFailure } from "../store/sweeps.ts";
import { runFolder, type SweepFile, whyNoResult } from "./folder.ts";

export interface Recorder {
  /** Adds what the folder has and the store has not: at the beginning, and when there are more arms. */
  update(sweep: SweepFile, done: readonly { arm: string; seed: number; record: RunRecord }[]): Promise<void>;
  addRun(arm: string, seed: number, record: RunRecord): Promise<void>;
  addFailure(arm: string, seed: number, failure: Failure): Promise<void>;
}

/** @param store  undefined when there is none to keep informed */
export function createRecorder(
  store: Store | undefined,
  folder: string,
  onFailure: (error: unknown) => void,
): Recorder {
  let isWorking = store !== undefined;
  const attempt = async (work: (store: Store) => Promise<unknown>) => {
    if (!isWorking || store === undefined) return;
    try {
      await work(store);
    } catch (error) {
      isWorking = false;
      onFailure(error);
    }
  };
  const add = async (to: Store, arm: string, seed: number, record: RunRecord) => {
    const run = await addRun(to, record, runFolder(folder, arm, seed));
    await putArmRun(to, folder, { arm, seed, run, ...storedFailure(whyNoResult(record)) });
  };
  return {
    update: (sweep, done) =>
      attempt(async (to) => {
        await putSweep(to, { folder, name: sweep.name, definition: sweep.definition, arms: sweep.arms });
        const kept = (await listSweeps(to)).find((known) => known.name === sweep.name && known.folder === folder)?.runs;
        const known = new Set(kept?.map(({ arm, seed, run }) => `${arm} ${seed} ${run}`));
        const fresh = done.filter(({ arm, seed, record }) => !known.has(`${arm} ${seed} ${runId(record)}`));
        const runs = await addRuns(
          to,
          fresh.map(({ arm, seed, record }) => ({ record, folder: runFolder(folder, arm, seed) })),
        );
        for (const [index, { arm, seed, record }] of fresh.entries()) {
          await putArmRun(to, folder, { arm, seed, run: runs[index] ?? null, ...storedFailure(whyNoResult(record)) });
        }
      }),
    addRun: (arm, seed, record) => attempt((to) => add(to, arm, seed, record)),
    addFailure: (arm, seed, failure) =>
      attempt((to) => putArmRun(to, folder, { arm, seed, run: null, ...storedFailure(failure) })),
  };
}
