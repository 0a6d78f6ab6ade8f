/**
 * The queue as what runs a sweep's runs, in place of processes of this machine: a run is put into the queue, and is over when its files have
 * come back from the store into its folder. For the sweep it is the same. When it ends early, what is queued stays: the same
 * command finds its results later. Node only.
 */
import { rm } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { TidelabError } from "../../errors/errors.ts";
import { RECORD } from "../../runs/read-run.ts";
import type { RunRecord } from "../../runs/record.ts";
import { specHash } from "../../runs/run-id.ts";
import type { DeviceChoice } from "../choose-device.ts";
import { readRecord } from "../runs/folder.ts";
import type { QueueJobsTable } from "../store/queue-tables.ts";
import type { Store } from "../store/store.ts";
import type { OnEpoch, Outcome, Pool, PoolJob } from "../sweeps/pool.ts";
import type { Boss } from "./boss.ts";
import type { Build } from "./build.ts";
import { decide, listEpochs } from "./epochs.ts";
import { bringFiles, sendSeries } from "./job-files.ts";
import { addJobs, type NewJob } from "./jobs.ts";
import { type Listening, listen } from "./news.ts";
import { type JobFailure, type JobPayload, jobId, parseFiles } from "./payload.ts";
import { isAway, putBackLost } from "./workers.ts";

export interface QueuePoolOptions {
  readonly store: Store;
  readonly boss: Boss;
  readonly sweep: string;
  readonly queue: string;
  readonly build: Build;
  readonly device: DeviceChoice;
  /** The database does not answer; it is asked again. */
  readonly onAway?: (error: unknown) => void;
}

interface Waiting {
  readonly payload: JobPayload;
  readonly folder: string;
  readonly onEpoch: OnEpoch;
  /** Epochs that the sweep has heard of. */
  heard: number;
  done(outcome: Outcome): void;
  fail(error: unknown): void;
}

/** What is looked at of a job that has ended: not its payload, which is here. */
type EndedRow = Pick<QueueJobsTable, "id" | "state" | "files" | "failure" | "weights_sha256" | "changed">;

/** Milliseconds in which runs are gathered that go into the queue together. */
const GATHERED = 20;
/** Milliseconds between two looks at the tables; news come sooner. */
const LOOK_EVERY = 1000;
/** Milliseconds between two looks for workers that were lost. */
const LOST_EVERY = 5000;
/** Seconds that are looked at again: who commits late has an early time. */
const OVERLAP = 10;

export async function createQueuePool(options: QueuePoolOptions): Promise<Pool> {
  const pool = new QueuePool(options);
  await pool.open();
  return pool;
}

class QueuePool implements Pool {
  readonly #options: QueuePoolOptions;
  readonly #waiting = new Map<string, Waiting>();
  /** By hash: whether they are in the store. */
  readonly #sent = new Map<string, Promise<void>>();
  #fresh: NewJob[] = [];
  /** Results up to here are known, in the database's time. */
  #since = 0;
  #isClosed = false;
  #isLooking = false;
  #looksAgain = false;
  #listening: Listening | undefined;
  #timers: NodeJS.Timeout[] = [];

  constructor(options: QueuePoolOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    const { store, boss, sweep } = this.#options;
    this.#listening = await listen(store, (news) => {
      if (news.sweep === sweep && (news.type === "end" || news.type === "epoch")) void this.#look();
    });
    this.#timers = [
      setInterval(() => void this.#look(), LOOK_EVERY),
      setInterval(() => void putBackLost(store, boss).catch(() => {}), LOST_EVERY),
    ];
  }

  async run({ spec, folder, waits, series, name, position = 0 }: PoolJob, onEpoch: OnEpoch): Promise<Outcome> {
    const { sweep, build, device } = this.#options;
    const payload: JobPayload = {
      ...{ version: 1 as const, sweep, arm: name?.arm ?? spec.name, seed: spec.seed, spec, device, waits },
      numerics: spec.numerics === "auto" ? build.numerics : spec.numerics,
      ...(series && { series: { ...(series.sha256 !== undefined && { sha256: series.sha256 }), files: series.files } }),
    };
    for (const file of series?.files ?? []) await this.#send(file);
    return new Promise((done, fail) => {
      this.#waiting.set(jobId(payload), { payload, folder, onEpoch, heard: 0, done, fail });
      this.#fresh.push({ payload, position, queue: this.#options.queue });
      if (this.#fresh.length === 1) void pause(GATHERED).then(() => this.#put());
    });
  }

  #send(file: Parameters<typeof sendSeries>[1]): Promise<void> {
    const known = this.#sent.get(file.sha256) ?? sendSeries(this.#options.store, file);
    this.#sent.set(file.sha256, known);
    return known;
  }

  async #put(): Promise<void> {
    const { store, boss, sweep, onAway } = this.#options;
    const jobs = this.#fresh;
    this.#fresh = [];
    while (!this.#isClosed) {
      try {
        await addJobs(store, boss, sweep, jobs);
        this.#since = 0;
        return await this.#look();
      } catch (error) {
        if (!isAway(error)) {
          for (const { payload } of jobs) this.#take(jobId(payload))?.fail(error);
          return;
        }
        onAway?.(error);
        await pause(LOOK_EVERY);
      }
    }
  }

  #take(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  /** Looks at what has changed, one look at a time. */
  async #look(): Promise<void> {
    this.#looksAgain = true;
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      while (this.#looksAgain && !this.#isClosed) {
        this.#looksAgain = false;
        const since = this.#since;
        await this.#hearEpochs(since === 0);
        await this.#collect(since);
      }
    } catch (error) {
      this.#options.onAway?.(error);
    } finally {
      this.#isLooking = false;
    }
  }

  /** Passes on epochs in order, those of before too: of a sweep that goes on, the rule must know them all. */
  async #hearEpochs(isAll: boolean): Promise<void> {
    const { store, sweep } = this.#options;
    if (![...this.#waiting.values()].some(({ payload }) => payload.waits)) return;
    for (const { job, epoch, valLoss, goesOn } of await listEpochs(store, sweep, !isAll)) {
      const waiting = this.#waiting.get(job);
      if (waiting === undefined || epoch <= waiting.heard) continue;
      waiting.heard = epoch;
      const decided = waiting.onEpoch(epoch, valLoss);
      if (goesOn === undefined) void decided.then((answer) => this.#decide(job, epoch, answer));
    }
  }

  async #decide(job: string, epoch: number, goesOn: boolean): Promise<void> {
    const { store, sweep, onAway } = this.#options;
    while (!this.#isClosed) {
      try {
        return await decide(store, sweep, job, epoch, goesOn);
      } catch (error) {
        onAway?.(error);
        await pause(LOOK_EVERY);
      }
    }
  }

  async #collect(since: number): Promise<void> {
    const { store, sweep } = this.#options;
    const rows = await store.use((db) =>
      db
        .selectFrom("queue_jobs")
        .select(["id", "state", "files", "failure", "weights_sha256", "changed"])
        .where("sweep", "=", sweep)
        .where("state", "in", ["saved", "failed"])
        .where("changed", ">", since)
        .orderBy("changed")
        .execute(),
    );
    for (const row of rows) await this.#end(row);
    const last = rows.at(-1)?.changed;
    if (last !== undefined) this.#since = Math.max(this.#since, last - OVERLAP);
  }

  async #end(row: EndedRow): Promise<void> {
    const { folder, payload } = this.#waiting.get(row.id) ?? {};
    if (folder === undefined || payload === undefined || this.#isClosed) return;
    if (row.state === "failed") {
      const { message = "?", code, reason } = JSON.parse(row.failure ?? "{}") as Partial<JobFailure>;
      // Without the code: a disk that is full there need not be full here.
      return this.#take(row.id)?.done({ type: "failed", message, code: undefined, reason: reason ?? code ?? message });
    }
    try {
      await bringFiles(this.#options.store, parseFiles(row.files ?? "[]", "run", row.id), folder, RECORD);
      const record = await readResult(folder, payload, row);
      this.#take(row.id)?.done({ type: "saved", weightsSha256: record.weightsSha256, record });
    } catch (error) {
      if (!(error instanceof TidelabError) || isAway(error)) throw error;
      const { reason } = (error.params ?? {}) as { reason?: unknown };
      const why = typeof reason === "string" ? reason : error.message;
      this.#take(row.id)?.done({ type: "failed", message: error.message, code: error.code, reason: why });
    }
  }

  /** Leaves the queue as it is. */
  async kill(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#listening?.close();
    for (const { done } of this.#waiting.values())
      done({ type: "failed", message: "the sweep was ended", code: undefined });
  }
}

/**
 * The record of what came.
 * @throws TidelabError `queue.job` where it is not what was asked for: a job that was edited in the database, or files of another run
 *   under its name; then the folder is removed
 */
async function readResult(folder: string, { spec, numerics }: JobPayload, row: EndedRow): Promise<RunRecord> {
  const record = await readRecord(folder);
  const isSame =
    record !== undefined &&
    specHash(record.spec) === specHash(spec) &&
    record.numerics === numerics &&
    record.weightsSha256 === row.weights_sha256;
  if (isSame) return record;
  await rm(folder, { recursive: true, force: true });
  throw new TidelabError("queue.job", { reason: "its result is that of another run" }, `job ${row.id}`);
}
