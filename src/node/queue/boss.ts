/**
 * pg-boss on the store's PostgreSQL: which job comes next, retries and their delays. It uses the store's own connections, so an address has
 * one meaning, and a job is taken or ended in one transaction with what is known of it. Nothing of ours is in its tables but the id of a job.
 */
import "../../errors/queue-errors.ts";
import { CompiledQuery, sql } from "kysely";
import type PgBoss from "pg-boss";
import { TidelabError } from "../../errors/errors.ts";
import { showLocation } from "../store/location.ts";
import type { Queries, Store } from "../store/store.ts";

/** Our queues in a schema of their own, beside any other program's pg-boss. */
const SCHEMA = "tidelab_queue";
/** Runs that break off are tried again after 1–2 s and 2–4 s, then parked. */
const RETRIES = { retryLimit: 2, retryDelay: 1, retryBackoff: true };
/** A hundred days: who lost its worker is found by heartbeats, and a long sweep does not go stale. */
const EXPIRE_SECONDS = 8_640_000;

export type Boss = PgBoss;

/** A job as it is put into a queue of pg-boss. */
export interface Queued {
  readonly id: string;
  readonly queue: string;
  readonly priority: number;
}

/** The queue of jobs with a tag, or of those without. */
export function queueOf(tag: string | undefined): string {
  return tag === undefined ? "jobs" : `jobs-${tag}`;
}

/**
 * @param creates  makes pg-boss's tables where there are none, which needs the owner's rights
 * @throws TidelabError `queue.store` for a store that is no PostgreSQL, `queue.absent` without the package, `queue.notSetUp`, `store.…`
 */
export async function openBoss(store: Store, creates: boolean): Promise<Boss> {
  if (store.location.kind !== "postgres")
    throw new TidelabError("queue.store", undefined, showLocation(store.location));
  const boss = new (await loadBoss())({
    db: { executeSql: (text: string, values: unknown[]) => store.use((db) => execute(db, text, values)) },
    schema: SCHEMA,
    supervise: false,
    schedule: false,
    migrate: creates,
  });
  // Without a listener an event of this name ends the process.
  boss.on("error", () => {});
  try {
    await boss.start();
  } catch (error) {
    if (error instanceof TidelabError || creates) throw error;
    throw new TidelabError("queue.notSetUp", undefined, showLocation(store.location), { cause: error });
  }
  return boss;
}

async function loadBoss(): Promise<typeof PgBoss> {
  try {
    return (await import("pg-boss")).default;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new TidelabError("queue.absent", undefined, "pg-boss");
  }
}

async function execute(db: Queries, text: string, values: readonly unknown[] = []): Promise<{ rows: never[] }> {
  const { rows } = await db.executeQuery(CompiledQuery.raw(text, [...values]));
  return { rows: rows as never[] };
}

/** For calls of pg-boss within a transaction of ours. */
export function within(db: Queries): {
  db: { executeSql(text: string, values: unknown[]): Promise<{ rows: never[] }> };
} {
  return { db: { executeSql: (text, values) => execute(db, text, values) } };
}

/** Makes a queue where there is none. Only the owner of pg-boss's tables can make one. */
export async function ensureQueue(boss: Boss, queue: string): Promise<void> {
  if ((await boss.getQueue(queue)) === null) await boss.createQueue(queue);
}

/** Puts jobs into their queues; those that are there already stay as they are. */
export async function enqueue(boss: Boss, db: Queries, jobs: readonly Queued[], delay = 0): Promise<void> {
  if (jobs.length === 0) return;
  const keepUntil = new Date(Date.now() + EXPIRE_SECONDS * 1000).toISOString();
  const rows = jobs.map(({ id, queue, priority }) => ({
    ...{ id, name: queue, priority, data: { job: id }, keepUntil },
    ...{ ...RETRIES, expireInSeconds: EXPIRE_SECONDS },
    ...(delay > 0 && { startAfter: String(delay) }),
  }));
  await boss.insert(rows as never, within(db) as never);
}

/** Puts a job back as if it had never been taken. */
export async function requeue(boss: Boss, db: Queries, job: Queued, delay = 0): Promise<void> {
  await boss.deleteJob(job.queue, job.id, within(db) as never);
  await enqueue(boss, db, [job], delay);
}

/** Seconds since 1970 by the database's clock: hosts' own clocks may differ. */
export const now = sql<number>`extract(epoch from clock_timestamp())::float8`;

/** The channel that everybody listens on, the studio too; the payload is a `QueueNews` in JSON. */
export const CHANNEL = "tidelab_queue";

export interface QueueNews {
  /** `jobs`: there may be some to take. */
  readonly type: "jobs" | "taken" | "epoch" | "decided" | "end" | "sweep" | "worker" | "alarm";
  readonly sweep?: string;
  readonly job?: string;
}

/** Reaches listeners when the transaction is committed. */
export async function announce(db: Queries, news: QueueNews): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, ${JSON.stringify(news)})`.execute(db);
}
