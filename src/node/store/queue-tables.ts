/**
 * The tables of the queue, beside those of the runs: what is known of its sweeps, jobs and workers, and files by hash. In every store,
 * so that there is one list of steps; only PostgreSQL has a queue. The queue itself, which job comes next, is pg-boss's.
 */
import { type Kysely, sql } from "kysely";

/** A file that is whole; its content is in chunks. */
export interface BlobsTable {
  sha256: string;
  bytes: number;
  /** Which chunks are its own: two uploads at the same time do not mix. */
  upload: string;
  /** Seconds since 1970 by the database's clock: when somebody who needs it last added it, or found it there. */
  used: number;
}

export interface BlobChunksTable {
  upload: string;
  number: number;
  content: Uint8Array;
  /** Seconds since 1970, of the one who wrote it: chunks of an upload that never ended are removed some day. */
  at: number;
}

export interface QueueSweepsTable {
  name: string;
  /** Host and folder of the command that collects the results. */
  owner: string;
  /** JSON: a `Build`. */
  build: string;
  priority: number;
  state: "open" | "paused" | "cancelled" | "done";
  /** Runs that there will be, as far as is known. */
  total: number;
  /** Seconds since 1970 by the database's clock, as all times of the queue. */
  changed: number;
}

export interface QueueJobsTable {
  /** A UUID made of what the job is: the same run of the same sweep has the same. */
  id: string;
  sweep: string;
  arm: string;
  seed: number;
  /** In the order of the sweep. */
  position: number;
  /** The queue of pg-boss that it is in. */
  queue: string;
  /** JSON: a `JobPayload`. */
  payload: string;
  state: "waiting" | "running" | "saved" | "failed";
  /** Who runs it, or ran it last. */
  worker: string | null;
  /** Workers that were lost with it. */
  losses: number;
  epoch: number | null;
  val_loss: number | null;
  weights_sha256: string | null;
  /** JSON: files of the run as `Artifact`s, once it is saved. */
  files: string | null;
  /** JSON: files of a checkpoint as `Artifact`s, of a run that was given back. */
  checkpoint: string | null;
  /** JSON: a `JobFailure`; of a job that is tried again, that of the last time. */
  failure: string | null;
  /** JSON: an `AlarmSide`, who saved it. */
  side: string | null;
  changed: number;
}

/** Epochs of runs that wait after each: for pruning. */
export interface QueueEpochsTable {
  job: string;
  epoch: number;
  val_loss: number;
  /** 1 or 0; null until it is decided. */
  goes_on: number | null;
}

export interface QueueWorkersTable {
  id: string;
  host: string;
  pid: number;
  /** JSON: a `Build`. */
  build: string;
  /** JSON: a list. */
  tags: string;
  slots: number;
  state: "working" | "draining" | "gone";
  /** Runs that it has saved. */
  done: number;
  started: number;
  /** When it was last heard of. */
  seen: number;
}

/** Two runs of one job that gave other bits. */
export interface QueueAlarmsTable {
  job: string;
  sweep: string;
  arm: string;
  seed: number;
  at: number;
  /** What differs: `weights`, or the epoch at which the losses do. */
  what: string;
  /** JSON: an `AlarmSide`. */
  first: string;
  /** JSON: an `AlarmSide`. */
  second: string;
}

export interface QueueTables {
  blobs: BlobsTable;
  blob_chunks: BlobChunksTable;
  queue_sweeps: QueueSweepsTable;
  queue_jobs: QueueJobsTable;
  queue_epochs: QueueEpochsTable;
  queue_workers: QueueWorkersTable;
  queue_alarms: QueueAlarmsTable;
}

type Type = "text" | "integer" | "double precision" | "bytea";

/** A `?` behind a type is a column that may be null. */
const TABLES: Readonly<Record<keyof QueueTables, { columns: Record<string, Type | `${Type}?`>; key: string[] }>> = {
  blobs: { columns: { sha256: "text", bytes: "double precision", upload: "text" }, key: ["sha256"] },
  blob_chunks: {
    columns: { upload: "text", number: "integer", content: "bytea", at: "double precision" },
    key: ["upload", "number"],
  },
  queue_sweeps: {
    columns: {
      name: "text",
      owner: "text",
      build: "text",
      priority: "integer",
      state: "text",
      total: "integer",
      changed: "double precision",
    },
    key: ["name"],
  },
  queue_jobs: {
    columns: {
      id: "text",
      sweep: "text",
      arm: "text",
      seed: "double precision",
      position: "integer",
      queue: "text",
      payload: "text",
      state: "text",
      worker: "text?",
      losses: "integer",
      epoch: "integer?",
      val_loss: "double precision?",
      weights_sha256: "text?",
      files: "text?",
      checkpoint: "text?",
      failure: "text?",
      side: "text?",
      changed: "double precision",
    },
    key: ["id"],
  },
  queue_epochs: {
    columns: { job: "text", epoch: "integer", val_loss: "double precision", goes_on: "integer?" },
    key: ["job", "epoch"],
  },
  queue_workers: {
    columns: {
      id: "text",
      host: "text",
      pid: "integer",
      build: "text",
      tags: "text",
      slots: "integer",
      state: "text",
      done: "integer",
      started: "double precision",
      seen: "double precision",
    },
    key: ["id"],
  },
  queue_alarms: {
    columns: {
      job: "text",
      sweep: "text",
      arm: "text",
      seed: "double precision",
      at: "double precision",
      what: "text",
      first: "text",
      second: "text",
    },
    key: ["job", "at", "second"],
  },
};

/** The step that makes them. */
export async function makeQueueTables(db: Kysely<unknown>): Promise<void> {
  for (const [name, { columns, key }] of Object.entries(TABLES)) {
    let table = db.schema.createTable(name);
    for (const [column, typed] of Object.entries(columns)) {
      const type = typed.replace("?", "") as Type;
      table = table.addColumn(column, sqlType(type), (made) => (typed.endsWith("?") ? made : made.notNull()));
    }
    await table.addPrimaryKeyConstraint(`${name}_key`, key as never).execute();
  }
  await db.schema.createIndex("queue_jobs_sweep").on("queue_jobs").columns(["sweep", "changed"]).execute();
  await db.schema.createIndex("queue_jobs_worker").on("queue_jobs").columns(["state", "worker"]).execute();
}

/** Only a store in PostgreSQL has blobs; SQLite takes any name for a type. */
function sqlType(type: Type) {
  return type === "bytea" ? (sql`bytea` as never) : type;
}
