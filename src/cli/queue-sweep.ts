/** `tidelab sweep --queue`: the queue that runs a sweep, opened before its first run and left after its last. */

import { tmpdir } from "node:os";
import { join } from "node:path";
import { TidelabError } from "../errors/errors.ts";
import type { DeviceChoice } from "../node/choose-device.ts";
import { type Alarm, alarmsIn } from "../node/queue/alarms.ts";
import { type Boss, ensureQueue, openBoss, queueOf } from "../node/queue/boss.ts";
import { showBuild, thisBuild } from "../node/queue/build.ts";
import { createQueuePool } from "../node/queue/queue-pool.ts";
import { closeSweep, openSweep, unopenSweep } from "../node/queue/sweeps.ts";
import { runWorker } from "../node/queue/worker.ts";
import { listWorkers, untilThere } from "../node/queue/workers.ts";
import { removeAbandoned } from "../node/store/blobs.ts";
import { openStore, type Store } from "../node/store/store.ts";
import type { SweepPlan } from "../node/sweeps/jobs.ts";
import type { Pool } from "../node/sweeps/pool.ts";
import type { SweepOutcome } from "../node/sweeps/runner.ts";
import { storeLocation } from "./run-store.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { warn } from "./views/results.ts";
import { reasonOf } from "./views/run-problems.ts";
import { workerEvents } from "./views/worker-events.ts";

export interface QueueFlags {
  readonly queue?: boolean;
  readonly tag?: string;
  readonly priority?: string;
}

/** A sweep in the queue. */
export interface QueueSweep {
  /** Waits for a database that is away. */
  readonly store: Store;
  readonly pool: Pool;
  /** Runs that may be in the queue at a time. */
  readonly atOnce: number;
  /** Closes it. @returns alarms */
  end(outcome: SweepOutcome | undefined): Promise<readonly Alarm[]>;
}

/** Runs in the queue at a time: enough for any number of workers, and few enough to be followed. */
const MOST_AT_ONCE = 5000;
const HIGHEST_PRIORITY = 1000;

/** @throws TidelabError `queue.onlyQueue`, `queue.priority` or `queue.tag` for flags that do not go together or are out of range */
export function checkQueueFlags({ queue, tag, priority }: QueueFlags, device: DeviceChoice) {
  for (const [flag, value] of Object.entries({ "--tag": tag, "--priority": priority })) {
    if (!queue && value !== undefined) throw new TidelabError("queue.onlyQueue", { flag }, flag);
  }
  if (priority !== undefined && !(/^-?\d+$/.test(priority) && Math.abs(Number(priority)) <= HIGHEST_PRIORITY)) {
    throw new TidelabError("queue.priority", { most: HIGHEST_PRIORITY, received: priority }, "--priority");
  }
  if (tag !== undefined) checkTag(tag);
  return { tag: tag ?? (device === "gpu" ? "gpu" : undefined), priority: Number(priority ?? 0) };
}

/** @throws TidelabError `queue.tag` */
export function checkTag(tag: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,29}$/.test(tag)) throw new TidelabError("queue.tag", { received: tag }, "--tag");
  return tag;
}

export interface QueueRequest {
  readonly plan: SweepPlan;
  /** Runs that there will be, as far as is known. */
  readonly total: number;
  readonly tag: string | undefined;
  readonly priority: number;
  readonly device: DeviceChoice;
  /** Runs at a time that this process runs itself; none when undefined. */
  readonly jobs: number | undefined;
  readonly hasBudget: boolean;
}

/** @throws TidelabError `queue.…` or `store.…` */
export async function openQueueSweep(request: QueueRequest, terminal: Terminal): Promise<QueueSweep> {
  const { plan, total, tag, priority, device, jobs, hasBudget } = request;
  const { name } = plan.definition;
  const { messages } = terminal;
  const store = await openStore(storeLocation());
  try {
    const boss = await openBoss(store, true);
    const queue = queueOf(tag);
    await ensureQueue(boss, queue);
    await removeAbandoned(store);
    const build = await thisBuild();
    const { isPaused, before } = await openSweep(store, { name, folder: plan.folder, build, priority, total });
    if (isPaused) warn(terminal, messages.queuePaused({ name }));
    const onAway = createAway(terminal);
    const own = jobs === undefined ? undefined : startWorker(store, boss, tag, jobs, terminal);
    const pool = await createQueuePool({ store, boss, sweep: name, queue, build, device, onAway });
    const workers = (await listWorkers(store)).filter(({ state }) => state === "working");
    const slots = workers.reduce((sum, one) => sum + one.slots, 0);
    terminal.info(messages.queuedSweep({ workers: workers.length, slots }));
    const patient: Store = {
      ...store,
      use: (work) => untilThere(() => store.use(work), onAway),
      change: (work) => untilThere(() => store.change(work), onAway),
    };
    return {
      store: patient,
      pool,
      // Within a budget nothing is put in that nobody would take now.
      atOnce: hasBudget ? Math.max(1, slots, jobs ?? 0) : MOST_AT_ONCE,
      async end(outcome) {
        try {
          await own?.stop();
          // What ended it is the error to be shown.
          if (outcome === undefined) await unopenSweep(store, name, before).catch(() => {});
          if (outcome?.ended === "done") await closeSweep(patient, name);
          if (outcome?.ended === "stopped") terminal.notice(messages.queueLeft({ name, left: outcome.left }));
          return await (outcome?.ended === "done" ? patient : store).use((db) => alarmsIn(db, name));
        } finally {
          await store.close();
        }
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Says once that the database is away, until it was there for a while. */
function createAway(terminal: Terminal): (error: unknown) => void {
  let said = Number.NEGATIVE_INFINITY;
  return (error) => {
    if (performance.now() - said > QUIET)
      warn(terminal, terminal.messages.queueAway({ reason: reasonOf(error, terminal) }));
    said = performance.now();
  };
}

const QUIET = 30_000;

/** A worker in this process, for `--jobs`. */
function startWorker(store: Store, boss: Boss, tag: string | undefined, slots: number, terminal: Terminal) {
  const controller = new AbortController();
  const folder = join(tmpdir(), "tidelab-worker");
  const tags = tag === undefined ? [] : [tag];
  const { signal } = controller;
  const over = runWorker({
    store,
    boss,
    slots,
    tags,
    folder,
    signal,
    onEvent: workerEvents(slots, tags, terminal, true),
  });
  // It is waited for at the end.
  over.catch(() => {});
  return {
    async stop() {
      controller.abort();
      await over;
    },
  };
}

/** Alarms as warnings. */
export function showAlarms(alarms: readonly Alarm[], terminal: Terminal): void {
  for (const { arm, seed, what, first, second } of alarms) {
    const side = ({ host, build, value }: Alarm["first"]) => ({ host, value, build: showBuild(build) });
    warn(terminal, terminal.messages.queueAlarm({ arm, seed, what, first: side(first), second: side(second) }));
  }
}
