/**
 * Jobs of the queue from one state to the next: each step is one transaction over pg-boss's tables and ours, and gives the same when it
 * is made twice. A job has one result; a second run of it changes nothing, and is compared with the first. Node only.
 */
import { sql } from "kysely";
import type { Artifact } from "../store/artifacts.ts";
import type { QueueJobsTable } from "../store/queue-tables.ts";
import type { Queries, Store } from "../store/store.ts";
import { type AlarmSide, raiseAlarm } from "./alarms.ts";
import { announce, type Boss, enqueue, now, type Queued, requeue, within } from "./boss.ts";
import { type JobFailure, type JobPayload, jobId } from "./payload.ts";

/** Positions of a sweep that its priority is above: in a queue, jobs come in the order of their sweep. */
const POSITIONS = 1_000_000;
/** Workers that may be lost with a job before it is parked: a machine that is switched off is not its fault, nine are. */
const MOST_LOSSES = 9;
/** As many jobs as a statement puts in. */
const ROWS_AT_ONCE = 500;

export interface NewJob {
  readonly payload: JobPayload;
  readonly position: number;
  readonly queue: string;
}

/** A job that a worker has taken. */
export interface Taken extends Queued {
  readonly row: QueueJobsTable;
  /** Whether it is parked when it breaks off once more. */
  readonly isLastTry: boolean;
}

/**
 * Adds jobs. Those that are there stay as they are, but for parked ones, which are tried again.
 * @returns their ids, in order
 */
export async function addJobs(store: Store, boss: Boss, sweep: string, jobs: readonly NewJob[]): Promise<string[]> {
  const ids = jobs.map(({ payload }) => jobId(payload));
  for (let start = 0; start < jobs.length; start += ROWS_AT_ONCE) {
    const some = jobs.slice(start, start + ROWS_AT_ONCE);
    await store.change((db) => addSome(db, boss, sweep, some, ids.slice(start, start + ROWS_AT_ONCE)));
  }
  return ids;
}

async function addSome(db: Queries, boss: Boss, sweep: string, jobs: readonly NewJob[], ids: readonly string[]) {
  const rows = jobs.map(({ payload, position, queue }, index) => ({
    ...{ id: ids[index] ?? "", sweep, arm: payload.arm, seed: payload.seed, position, queue, losses: 0 },
    ...{ payload: JSON.stringify(payload), state: "waiting" as const, changed: now },
  }));
  const added = await db
    .insertInto("queue_jobs")
    .values(rows)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .execute();
  const retried = await db
    .updateTable("queue_jobs")
    .set({ state: "waiting", worker: null, losses: 0, failure: null, changed: now })
    .where("id", "in", ids)
    .where("state", "=", "failed")
    .returning("id")
    .execute();
  const fresh = await queuedOf(
    db,
    [...added, ...retried].map(({ id }) => id),
  );
  for (const job of fresh.filter(({ id }) => retried.some((one) => one.id === id))) {
    await boss.deleteJob(job.queue, job.id, within(db) as never);
  }
  await enqueue(boss, db, fresh);
  await hold(db, boss, sweep, fresh);
  await announce(db, { type: "jobs", sweep });
}

/** Of a sweep that is paused, nothing is taken. */
async function hold(db: Queries, boss: Boss, sweep: string, jobs: readonly Queued[]): Promise<void> {
  const { state } = (await sweepOf(db, sweep)) ?? {};
  if (state !== "paused") return;
  for (const { queue, id } of jobs) await boss.cancel(queue, id, within(db) as never);
}

function sweepOf(db: Queries, name: string) {
  return db.selectFrom("queue_sweeps").selectAll().where("name", "=", name).executeTakeFirst();
}

/** Jobs with the priority that their sweep and their position give them. */
export async function queuedOf(db: Queries, ids: readonly string[]): Promise<Queued[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom("queue_jobs")
    .innerJoin("queue_sweeps", "queue_sweeps.name", "queue_jobs.sweep")
    .select(["queue_jobs.id as id", "queue"])
    .select(sql<number>`priority * ${sql.lit(POSITIONS)} - position`.as("priority"))
    .where("queue_jobs.id", "in", ids)
    .execute();
}

/** As `queuedOf` has it, of the row that is changed. */
const priorityOf = sql<number | null>`(
  select priority * ${sql.lit(POSITIONS)} - queue_jobs.position from queue_sweeps where name = queue_jobs.sweep
)`.as("priority");

/** Takes the next job of a queue. @returns undefined where there is none */
export async function takeJob(store: Store, boss: Boss, queue: string, worker: string): Promise<Taken | undefined> {
  return store.change(async (db) => {
    const [found] = await boss.fetch(queue, { ...within(db), includeMetadata: true } as never);
    if (!found) return undefined;
    const { id, retryCount, retryLimit } = found as unknown as { id: string; retryCount: number; retryLimit: number };
    const row = await db
      .updateTable("queue_jobs")
      .set({ state: "running", worker, epoch: null, val_loss: null, changed: now })
      .where("id", "=", id)
      .where("state", "in", ["waiting", "running"])
      .returningAll()
      .returning(priorityOf)
      .executeTakeFirst();
    if (row === undefined) {
      // Cancelled, or saved by somebody who was thought lost.
      await boss.deleteJob(queue, id, within(db) as never);
      return undefined;
    }
    await announce(db, { type: "taken", sweep: row.sweep, job: id });
    return { id, queue, priority: row.priority ?? 0, row, isLastTry: retryCount >= retryLimit };
  });
}

export interface Saved {
  readonly weightsSha256: string;
  readonly files: readonly Artifact[];
  readonly side: AlarmSide;
}

/** Notes that a run was saved. One that was saved before stays; other weights than its are an alarm. */
export async function finishJob(store: Store, boss: Boss, worker: string, { id, queue }: Queued, saved: Saved) {
  await store.change(async (db) => {
    const row = await db.selectFrom("queue_jobs").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
    if (row === undefined) return;
    const { weightsSha256, files, side } = saved;
    if (row.state === "saved") {
      if (row.weights_sha256 !== weightsSha256) {
        await raiseAlarm(db, row, "weights", JSON.parse(row.side ?? "{}") as AlarmSide, side);
      }
    } else {
      await db
        .updateTable("queue_jobs")
        .set({ state: "saved", worker, weights_sha256: weightsSha256, files: JSON.stringify(files), changed: now })
        .set({ side: JSON.stringify(side), failure: null, checkpoint: null })
        .where("id", "=", id)
        .execute();
      await db
        .updateTable("queue_workers")
        .set((eb) => ({ done: eb("done", "+", 1) }))
        .where("id", "=", worker)
        .execute();
    }
    await endInQueue(db, boss, queue, id);
    await announce(db, { type: "end", sweep: row.sweep, job: id });
  });
}

/** Completes a job, or takes it out of the queue where it was put back because its worker was thought lost. */
async function endInQueue(db: Queries, boss: Boss, queue: string, id: string): Promise<void> {
  const { affected } = (await boss.complete(queue, id, {}, within(db) as never)) as unknown as { affected: number };
  if (affected === 0) await boss.deleteJob(queue, id, within(db) as never);
}

/** Notes that a run broke off: it is tried again after a while, or parked with its error. */
export async function failJob(
  store: Store,
  boss: Boss,
  worker: string,
  job: Taken,
  failure: JobFailure,
  parks: boolean,
) {
  await store.change(async (db) => {
    const isParked = parks || job.isLastTry;
    const row = await db
      .updateTable("queue_jobs")
      .set({ state: isParked ? "failed" : "waiting", failure: JSON.stringify(failure), changed: now })
      .where("id", "=", job.id)
      .where("worker", "=", worker)
      .where("state", "=", "running")
      .returning("sweep")
      .executeTakeFirst();
    if (row === undefined) return;
    await boss.fail(job.queue, job.id, { message: failure.message }, within(db) as never);
    if (parks && !job.isLastTry) await boss.deleteJob(job.queue, job.id, within(db) as never);
    if (!isParked) await hold(db, boss, row.sweep, [job]);
    await announce(db, { type: isParked ? "end" : "jobs", sweep: row.sweep, job: job.id });
  });
}

/** Puts a job back that was not finished, with what was saved of it. @param delay  seconds before it may be taken again */
export async function giveBack(
  store: Store,
  boss: Boss,
  worker: string,
  job: Queued,
  checkpoint: readonly Artifact[] | undefined,
  delay = 0,
) {
  await store.change(async (db) => {
    const row = await db
      .updateTable("queue_jobs")
      .set({ state: "waiting", worker: null, changed: now })
      .set(checkpoint ? { checkpoint: JSON.stringify(checkpoint) } : {})
      .where("id", "=", job.id)
      .where("worker", "=", worker)
      .where("state", "=", "running")
      .returning("sweep")
      .executeTakeFirst();
    if (row === undefined) return;
    await requeue(boss, db, job, delay);
    await hold(db, boss, row.sweep, [job]);
    await announce(db, { type: "jobs", sweep: row.sweep, job: job.id });
  });
}

/** Keeps a checkpoint of a run that goes on. */
export async function keepCheckpoint(store: Store, worker: string, id: string, checkpoint: readonly Artifact[]) {
  await store.use((db) =>
    db
      .updateTable("queue_jobs")
      .set({ checkpoint: JSON.stringify(checkpoint) })
      .where("id", "=", id)
      .where("worker", "=", worker)
      .where("state", "=", "running")
      .execute(),
  );
}

/** Shows how far a run has come. */
export async function showEpoch(store: Store, worker: string, id: string, epoch: number, valLoss: number) {
  await store.use((db) =>
    db
      .updateTable("queue_jobs")
      .set({ epoch, val_loss: Number.isFinite(valLoss) ? valLoss : null, changed: now })
      .where("id", "=", id)
      .where("worker", "=", worker)
      .execute(),
  );
}

/** Whether a queue has jobs that wait for a worker. */
export async function hasOtherWork(store: Store, queue: string): Promise<boolean> {
  const found = await store.use((db) =>
    db
      .selectFrom("queue_jobs")
      .innerJoin("queue_sweeps", "queue_sweeps.name", "queue_jobs.sweep")
      .select("queue_jobs.id")
      .where("queue", "=", queue)
      .where("queue_jobs.state", "=", "waiting")
      .where("queue_sweeps.state", "=", "open")
      .limit(1)
      .execute(),
  );
  return found.length > 0;
}

/** Puts the jobs of a worker back that is lost; one that many workers were lost with is parked. */
export async function returnLost(
  db: Queries,
  boss: Boss,
  rows: readonly Pick<QueueJobsTable, "id" | "queue" | "losses" | "sweep">[],
) {
  for (const { id, queue, losses, sweep } of rows) {
    const isParked = losses + 1 > MOST_LOSSES;
    const failure: JobFailure = { message: `${losses + 1} workers were lost while they ran this job` };
    await db
      .updateTable("queue_jobs")
      .set({ state: isParked ? "failed" : "waiting", losses: losses + 1, worker: null, changed: now })
      .set(isParked ? { failure: JSON.stringify(failure) } : {})
      .where("id", "=", id)
      .execute();
    const [queued] = await queuedOf(db, [id]);
    if (isParked || queued === undefined) await boss.deleteJob(queue, id, within(db) as never);
    else {
      await requeue(boss, db, queued);
      await hold(db, boss, sweep, [queued]);
    }
    await announce(db, { type: isParked ? "end" : "jobs", sweep, job: id });
  }
}
