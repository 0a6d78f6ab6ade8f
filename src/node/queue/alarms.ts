/** Alarms: two runs of one job that gave other bits. They name both hosts and builds, and stay until somebody looks. Node only. */
import type { QueueJobsTable } from "../store/queue-tables.ts";
import type { Queries } from "../store/store.ts";
import { announce, now } from "./boss.ts";
import type { Build } from "./build.ts";

/** One of two runs of a job. */
export interface AlarmSide {
  readonly host: string;
  readonly build: Build;
  /** Hash of its weights, or the loss of its epoch. */
  readonly value: string;
}

export interface Alarm {
  readonly sweep: string;
  readonly arm: string;
  readonly seed: number;
  readonly what: string;
  readonly first: AlarmSide;
  readonly second: AlarmSide;
}

/** @param what  `weights`, or the epoch whose losses differ */
export async function raiseAlarm(db: Queries, row: QueueJobsTable, what: string, first: AlarmSide, second: AlarmSide) {
  const { id: job, sweep, arm, seed } = row;
  await db
    .insertInto("queue_alarms")
    .values({ job, sweep, arm, seed, what, first: JSON.stringify(first), second: JSON.stringify(second), at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await announce(db, { type: "alarm", sweep, job });
}

/** Alarms of a sweep, the oldest first. */
export async function alarmsIn(db: Queries, sweep: string): Promise<Alarm[]> {
  const rows = await db.selectFrom("queue_alarms").selectAll().where("sweep", "=", sweep).orderBy("at").execute();
  return rows.map(({ first, second, ...row }) => ({
    ...{ sweep: row.sweep, arm: row.arm, seed: row.seed, what: row.what },
    first: JSON.parse(first) as AlarmSide,
    second: JSON.parse(second) as AlarmSide,
  }));
}
