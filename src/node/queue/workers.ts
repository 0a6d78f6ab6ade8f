/**
 * Workers of the queue as the database knows them: who is there, with which build, and who was lost. A worker that was not heard of for
 * `LOST_AFTER` is lost, by the database's clock, and whoever notices first puts its jobs back. Node only.
 */
import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { TidelabError } from "../../errors/errors.ts";
import type { Queries, Store } from "../store/store.ts";
import { announce, type Boss, now } from "./boss.ts";
import { type Build, isSameBuild, showBuild } from "./build.ts";
import { returnLost } from "./jobs.ts";

/** Milliseconds between two signs of life. */
export const BEAT_EVERY = 5_000;
/** Seconds: three beats that did not come. With the next beat of another worker, a lost one's jobs are back within 20 s. */
const LOST_AFTER = 15;
/** Any number that is ours alone: one at a time looks for the lost, or enters. */
const LOOKING = 7_235_020;
const ENTERING = 7_235_021;

export interface NewWorker {
  readonly id: string;
  readonly build: Build;
  readonly tags: readonly string[];
  readonly slots: number;
}

export interface KnownWorker extends NewWorker {
  readonly host: string;
  readonly pid: number;
  readonly state: "working" | "draining" | "gone" | "lost";
  readonly done: number;
  /** Jobs that it runs. */
  readonly running: number;
  /** Seconds since it was last heard of. */
  readonly silent: number;
}

/**
 * Enters a worker, if runs would have the same bits on it as on the others.
 * @throws TidelabError `queue.otherBuild` for a host that computes other bits than one that works here, or than a sweep that is open;
 *   `queue.noFused` where it cannot run what a sweep needs
 */
export async function enterWorker(store: Store, worker: NewWorker): Promise<void> {
  await store.change(async (db) => {
    await enterAlone(db);
    await checkBuild(db, worker.build, worker.id);
    const row = {
      ...{ id: worker.id, host: hostname(), pid: process.pid, build: JSON.stringify(worker.build) },
      ...{ tags: JSON.stringify(worker.tags), slots: worker.slots, state: "working" as const },
      ...{ done: 0, started: now, seen: now },
    };
    const { done: _, started: __, ...again } = row;
    await db
      .insertInto("queue_workers")
      .values(row)
      .onConflict((conflict) => conflict.column("id").doUpdateSet(again))
      .execute();
    await announce(db, { type: "worker" });
  });
}

/** One worker or sweep enters at a time, until the end of its transaction. */
export async function enterAlone(db: Queries): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(ENTERING)})`.execute(db);
}

/**
 * Refuses a build that gives other bits than those that work on the queue's sweeps.
 * @param own  the worker that asks; undefined for a sweep
 */
export async function checkBuild(db: Queries, build: Build, own: string | undefined, sweep?: string): Promise<void> {
  const workers = (await workersIn(db)).filter(({ id, state }) => id !== own && isHere(state));
  const sweeps = await db.selectFrom("queue_sweeps").selectAll().where("state", "in", ["open", "paused"]).execute();
  const others = [
    ...workers.map(({ host, build: theirs }) => ({ what: `worker on ${host}`, theirs, needsFused: false })),
    ...sweeps.flatMap(({ name, owner, build: theirs }) => {
      const parsed = JSON.parse(theirs) as Build;
      return name === sweep
        ? []
        : [{ what: `sweep ${name} (${owner})`, theirs: parsed, needsFused: own !== undefined }];
    }),
  ];
  for (const { what, theirs, needsFused } of others) {
    if (!isSameBuild(theirs, build)) {
      throw new TidelabError("queue.otherBuild", {
        other: what,
        expected: showBuild(theirs),
        received: showBuild(build),
      });
    }
    if (needsFused && theirs.numerics === "fused" && build.numerics !== "fused") {
      throw new TidelabError("queue.noFused", { other: what });
    }
  }
}

function isHere(state: KnownWorker["state"]): boolean {
  return state === "working" || state === "draining";
}

/**
 * A sign of life; puts back what lost workers had, and jobs of this worker that it does not know of: taken in a transaction whose answer
 * was lost.
 * @param running  ids of the jobs that it runs
 * @returns false where this worker was thought lost meanwhile: its jobs may be run by others by now, and it must enter again
 */
export async function beat(
  store: Store,
  boss: Boss,
  id: string,
  running: readonly string[],
  state: "working" | "draining",
): Promise<boolean> {
  const { numUpdatedRows } = await store.use((db) =>
    db
      .updateTable("queue_workers")
      .set({ state, seen: now })
      .where("id", "=", id)
      .where("state", "!=", "gone")
      .executeTakeFirst(),
  );
  await putBackLost(store, boss, id, running);
  return numUpdatedRows > 0n;
}

/** Puts back jobs whose worker is gone, or was not heard of for too long. */
export async function putBackLost(
  store: Store,
  boss: Boss,
  own?: string,
  running: readonly string[] = [],
): Promise<void> {
  await store.change(async (db) => {
    const { rows } = await sql<{ free: boolean }>`
      select pg_try_advisory_xact_lock(${sql.lit(LOOKING)}) as free`.execute(db);
    if (!rows[0]?.free) return;
    await db
      .updateTable("queue_workers")
      .set({ state: "gone" })
      .where("state", "!=", "gone")
      .where("seen", "<", sql<number>`${now} - ${sql.lit(LOST_AFTER)}`)
      .execute();
    const lost = await db
      .selectFrom("queue_jobs")
      .leftJoin("queue_workers", "queue_workers.id", "queue_jobs.worker")
      .select(["queue_jobs.id", "queue", "losses", "sweep", "worker"])
      .where("queue_jobs.state", "=", "running")
      .where((eb) =>
        eb.or([
          eb("queue_workers.id", "is", null),
          eb("queue_workers.state", "=", "gone"),
          ...(own === undefined ? [] : [eb("queue_jobs.worker", "=", own)]),
        ]),
      )
      // Just taken: its worker may not know yet that it has it.
      .where("queue_jobs.changed", "<", sql<number>`${now} - 5`)
      .forUpdate("queue_jobs")
      .execute();
    await returnLost(
      db,
      boss,
      lost.filter(({ id, worker }) => worker !== own || !running.includes(id)),
    );
  });
}

/** Notes that a worker has gone, with nothing in its hands. */
export async function leave(store: Store, id: string): Promise<void> {
  await store.change(async (db) => {
    await db.updateTable("queue_workers").set({ state: "gone", seen: now }).where("id", "=", id).execute();
    await announce(db, { type: "worker" });
  });
}

/** Whether the database is away, so that asking again may help. */
export function isAway(error: unknown): boolean {
  return error instanceof TidelabError && ["store.lost", "store.unreachable"].includes(error.code);
}

/** Milliseconds between two tries to reach a database that is away. */
const AGAIN_AFTER = 1000;

/** Does something as soon as the database is there. @param onAway  is called for each try that failed */
export async function untilThere<T>(work: () => Promise<T>, onAway: (error: unknown) => void): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isAway(error)) throw error;
      onAway(error);
      await setTimeout(AGAIN_AFTER);
    }
  }
}

/** Workers of the last day, those that work first. */
export function listWorkers(store: Store): Promise<KnownWorker[]> {
  return store.use(workersIn);
}

async function workersIn(db: Queries): Promise<KnownWorker[]> {
  const rows = await db
    .selectFrom("queue_workers")
    .selectAll()
    .select(sql<number>`${now} - seen`.as("silent"))
    .select((eb) =>
      eb
        .selectFrom("queue_jobs")
        .select(eb.fn.countAll<string>().as("count"))
        .whereRef("queue_jobs.worker", "=", "queue_workers.id")
        .where("queue_jobs.state", "=", "running")
        .as("running"),
    )
    .where("seen", ">", sql<number>`${now} - 86400`)
    .orderBy("state", "desc")
    .orderBy("host")
    .orderBy("started")
    .execute();
  return rows.map(({ build, tags, seen: _, started: __, running, silent, state, ...row }) => ({
    ...row,
    build: JSON.parse(build) as Build,
    tags: JSON.parse(tags) as string[],
    running: Number(running),
    silent,
    state: state !== "gone" && silent > LOST_AFTER ? ("lost" as const) : state,
  }));
}
