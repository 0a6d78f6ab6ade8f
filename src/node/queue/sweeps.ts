/** Sweeps of the queue: opened by the command that collects their results, paused, cancelled and looked at by anybody. Node only. */
import { hostname } from "node:os";
import { resolve } from "node:path";
import { sql } from "kysely";
import { TidelabError } from "../../errors/errors.ts";
import type { QueueSweepsTable } from "../store/queue-tables.ts";
import type { Queries, Store } from "../store/store.ts";
import { type Alarm, alarmsIn } from "./alarms.ts";
import { announce, type Boss, now, requeue, within } from "./boss.ts";
import type { Build } from "./build.ts";
import { queuedOf } from "./jobs.ts";
import type { JobFailure } from "./payload.ts";
import { checkBuild, enterAlone } from "./workers.ts";

export type SweepState = QueueSweepsTable["state"];

/** Whose sweep it is: nobody else collects into the same folder. */
function ownerOf(folder: string): string {
  return `${hostname()}:${resolve(folder)}`;
}

/**
 * Opens a sweep, or continues the one of this name and folder.
 * @returns whether it is paused, and what it was before; undefined for a new one
 * @throws TidelabError `queue.sweepTaken` for a name that a sweep of another folder has, `queue.otherBuild`
 */
export async function openSweep(
  store: Store,
  {
    name,
    folder,
    build,
    priority,
    total,
  }: { name: string; folder: string; build: Build; priority: number; total: number },
): Promise<{ isPaused: boolean; before: SweepState | undefined }> {
  return store.change(async (db) => {
    // Of two that open one name at the same time, the second sees the first.
    await enterAlone(db);
    await checkBuild(db, build, undefined, name);
    const known = await sweepOf(db, name);
    const owner = ownerOf(folder);
    const isLive = known?.state === "open" || known?.state === "paused";
    if (known && isLive && known.owner !== owner) {
      throw new TidelabError("queue.sweepTaken", { name, owner: known.owner }, name);
    }
    const state = known?.state === "paused" ? ("paused" as const) : ("open" as const);
    const row = { owner, build: JSON.stringify(build), priority, total, state, changed: now };
    await db
      .insertInto("queue_sweeps")
      .values({ name, ...row })
      .onConflict((conflict) => conflict.column("name").doUpdateSet(row))
      .execute();
    await announce(db, { type: "sweep", sweep: name });
    return { isPaused: state === "paused", before: known?.state };
  });
}

/**
 * Notes that a sweep was opened and could not begin: it is what it was before, and a new one is cancelled, so that its name is free. One of which
 * jobs wait or run stays open for who collects them.
 * @param before  as `openSweep` gives it
 */
export async function unopenSweep(store: Store, name: string, before: SweepState | undefined): Promise<void> {
  if (before === "open" || before === "paused") return;
  const job = await store.use((db) =>
    db
      .selectFrom("queue_jobs")
      .select("id")
      .where("sweep", "=", name)
      .where("state", "in", ["waiting", "running"])
      .executeTakeFirst(),
  );
  if (job === undefined) await setState(store, name, before ?? "cancelled");
}

/** Notes that a sweep has all its results. */
export async function closeSweep(store: Store, name: string): Promise<void> {
  await setState(store, name, "done");
}

async function setState(store: Store, name: string, state: SweepState): Promise<void> {
  await store.change(async (db) => {
    await db.updateTable("queue_sweeps").set({ state, changed: now }).where("name", "=", name).execute();
    await announce(db, { type: "sweep", sweep: name });
  });
}

function sweepOf(db: Queries, name: string) {
  return db.selectFrom("queue_sweeps").selectAll().where("name", "=", name).executeTakeFirst();
}

/** @throws TidelabError `queue.noSweep`; `queue.state` where it is in another state than expected */
async function known(store: Store, name: string, expected?: "open" | "paused") {
  const sweep = await store.use((db) => sweepOf(db, name));
  if (sweep !== undefined) {
    const { state } = sweep;
    if (expected !== undefined && state !== expected) throw new TidelabError("queue.state", { expected, state }, name);
    return sweep;
  }
  const names = await store.use((db) => db.selectFrom("queue_sweeps").select("name").orderBy("name").execute());
  throw new TidelabError("queue.noSweep", { known: names.map((one) => one.name).join(", ") }, name);
}

/** Lets nothing of a sweep be taken any more; what runs goes on. @returns jobs that wait now */
export async function pauseSweep(store: Store, boss: Boss, name: string): Promise<number> {
  await known(store, name, "open");
  await setState(store, name, "paused");
  return eachWaiting(store, name, (db, { queue, id }) => boss.cancel(queue, id, within(db) as never));
}

/** @returns jobs that may be taken again */
export async function resumeSweep(store: Store, boss: Boss, name: string): Promise<number> {
  await known(store, name, "paused");
  await setState(store, name, "open");
  return eachWaiting(store, name, (db, { queue, id }) => boss.resume(queue, id, within(db) as never));
}

/** Takes a sweep's jobs out of the queue; results stay, and what runs is not kept. @returns jobs that were taken out */
export async function cancelSweep(store: Store, boss: Boss, name: string): Promise<number> {
  const { state } = await known(store, name);
  if (state !== "done") await setState(store, name, "cancelled");
  let count = 0;
  await store.change(async (db) => {
    const rows = await db
      .deleteFrom("queue_jobs")
      .where("sweep", "=", name)
      .where("state", "!=", "saved")
      .returning(["id", "queue"])
      .execute();
    count = rows.length;
    for (const { id, queue } of rows) await boss.deleteJob(queue, id, within(db) as never);
    await announce(db, { type: "sweep", sweep: name });
  });
  return count;
}

/** Tries parked jobs again; their sweep is open then. @returns how many there are */
export async function retrySweep(store: Store, boss: Boss, name: string): Promise<number> {
  const { state } = await known(store, name);
  return store.change(async (db) => {
    const rows = await db
      .updateTable("queue_jobs")
      .set({ state: "waiting", losses: 0, worker: null, changed: now })
      .where("sweep", "=", name)
      .where("state", "=", "failed")
      .returning("id")
      .execute();
    const jobs = await queuedOf(
      db,
      rows.map(({ id }) => id),
    );
    for (const job of jobs) {
      await requeue(boss, db, job);
      if (state === "paused") await boss.cancel(job.queue, job.id, within(db) as never);
    }
    if (rows.length > 0 && state !== "paused") {
      await db.updateTable("queue_sweeps").set({ state: "open", changed: now }).where("name", "=", name).execute();
    }
    await announce(db, { type: "jobs", sweep: name });
    return rows.length;
  });
}

async function eachWaiting(
  store: Store,
  sweep: string,
  work: (db: Queries, job: { id: string; queue: string }) => Promise<unknown>,
): Promise<number> {
  return store.change(async (db) => {
    const rows = await db
      .selectFrom("queue_jobs")
      .select(["id", "queue"])
      .where("sweep", "=", sweep)
      .where("state", "=", "waiting")
      .execute();
    for (const row of rows) await work(db, row);
    await announce(db, { type: "jobs", sweep });
    return rows.length;
  });
}

export interface SweepStatus {
  readonly name: string;
  readonly state: SweepState;
  readonly owner: string;
  readonly priority: number;
  /** Runs that there will be, as far as is known; those that were done before they were queued are not counted. */
  readonly jobs: Readonly<Record<"waiting" | "running" | "saved" | "failed", number>>;
  readonly running: readonly {
    readonly arm: string;
    readonly seed: number;
    readonly host: string;
    readonly epoch: number | null;
  }[];
  readonly parked: readonly { readonly arm: string; readonly seed: number; readonly failure: JobFailure }[];
  readonly alarms: readonly Alarm[];
  /** Runs that were saved in the last ten minutes, per minute. */
  readonly perMinute: number;
}

/** Minutes that the throughput is measured over. */
const WINDOW = 10;

/** @throws TidelabError `queue.noSweep` */
export async function sweepStatus(store: Store, name: string): Promise<SweepStatus> {
  const { state, owner, priority } = await known(store, name);
  return store.use(async (db) => {
    const ofSweep = db.selectFrom("queue_jobs").where("queue_jobs.sweep", "=", name);
    const counts = await ofSweep
      .select(["state", (eb) => eb.fn.countAll<string>().as("count")])
      .groupBy("state")
      .execute();
    const running = await ofSweep
      .leftJoin("queue_workers", "queue_workers.id", "queue_jobs.worker")
      .select(["arm", "seed", "epoch", "host"])
      .where("queue_jobs.state", "=", "running")
      .orderBy("position")
      .execute();
    const parked = await ofSweep
      .select(["arm", "seed", "failure"])
      .where("state", "=", "failed")
      .orderBy("position")
      .execute();
    const recent = await ofSweep
      .select((eb) => eb.fn.countAll<string>().as("count"))
      .where("state", "=", "saved")
      .where("changed", ">", sql<number>`${now} - ${sql.lit(WINDOW * 60)}`)
      .executeTakeFirst();
    const first = await ofSweep
      .select(sql<number>`${now} - min(changed)`.as("seconds"))
      .where("state", "=", "saved")
      .executeTakeFirst();
    const countOf = (one: string) => Number(counts.find((row) => row.state === one)?.count ?? 0);
    const minutes = Math.min(WINDOW, Math.max((first?.seconds ?? 60) / 60, 1 / 60));
    return {
      ...{ name, state, owner, priority },
      jobs: {
        waiting: countOf("waiting"),
        running: countOf("running"),
        saved: countOf("saved"),
        failed: countOf("failed"),
      },
      running: running.map(({ host, ...row }) => ({ ...row, host: host ?? "?" })),
      parked: parked.map(({ failure, ...row }) => ({ ...row, failure: JSON.parse(failure ?? "{}") as JobFailure })),
      alarms: await alarmsIn(db, name),
      perMinute: Number(recent?.count ?? 0) / minutes,
    };
  });
}

/** Names of sweeps with their state, those that are open first. */
export async function listSweepNames(store: Store): Promise<{ name: string; state: SweepState; owner: string }[]> {
  const rows = await store.use((db) =>
    db.selectFrom("queue_sweeps").select(["name", "state", "owner"]).orderBy("changed", "desc").execute(),
  );
  return rows.sort((a, b) => Number(a.state !== "open") - Number(b.state !== "open"));
}
