/** The queue as a page follows it: what `tidelab sweep status` and `sweep workers` show, again at each news. Only reads. Node only. */
import type { StoreLocation } from "../store/location.ts";
import { openStore, type Store } from "../store/store.ts";
import { type Listening, listen } from "./news.ts";
import { listSweepNames, type SweepStatus, sweepStatus } from "./sweeps.ts";
import { type KnownWorker, listWorkers } from "./workers.ts";

/** Sweeps that are shown: those that are open, and the last ones that are not. */
const MOST_SWEEPS = 20;
/** Runs of a sweep that are shown; how many there are is in its counts. */
const MOST_RUNS = 100;

export interface LiveQueue {
  readonly sweeps: readonly SweepStatus[];
  readonly workers: readonly KnownWorker[];
}

/** Opens the store when somebody looks, and again when that failed. */
export function liveQueue(location: StoreLocation) {
  let opened: Promise<Store> | undefined;
  const store = (): Promise<Store> => {
    opened ??= openStore(location).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    async snapshot(): Promise<LiveQueue> {
      const from = await store();
      const sweeps: SweepStatus[] = [];
      for (const { name } of (await listSweepNames(from)).slice(0, MOST_SWEEPS)) {
        const { running, parked, ...status } = await sweepStatus(from, name);
        sweeps.push({ ...status, running: running.slice(0, MOST_RUNS), parked: parked.slice(0, MOST_RUNS) });
      }
      return { sweeps, workers: await listWorkers(from) };
    },
    async follow(onNews: () => void): Promise<Listening> {
      return listen(await store(), onNews);
    },
    async close(): Promise<void> {
      await (await opened?.catch(() => undefined))?.close();
    },
  };
}
