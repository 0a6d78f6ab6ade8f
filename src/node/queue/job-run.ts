/** One job on a worker: its files brought, its run followed, its result sent, or what was saved of it put back. Node only. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { TidelabError } from "../../errors/errors.ts";
import { isDiskFault, writeError } from "../files.ts";
import { CHECKPOINTS, hasCheckpoints } from "../runs/checkpoints.ts";
import type { Artifact } from "../store/artifacts.ts";
import type { Store } from "../store/store.ts";
import type { Outcome, Pool } from "../sweeps/pool.ts";
import type { Boss } from "./boss.ts";
import type { Build } from "./build.ts";
import { decisionOf, reportEpoch } from "./epochs.ts";
import { bringFiles, type SeriesCache, sendFiles } from "./job-files.ts";
import { failJob, finishJob, giveBack, hasOtherWork, keepCheckpoint, showEpoch, type Taken } from "./jobs.ts";
import { type JobFailure, type JobPayload, parseFiles, parseJob } from "./payload.ts";

export interface JobContext {
  readonly store: Store;
  readonly boss: Boss;
  readonly worker: string;
  readonly host: string;
  readonly build: Build;
  readonly pool: Pool;
  readonly series: SeriesCache;
  /** Of this run alone. */
  readonly folder: string;
  /** Its process is free: what it left is still to be sent. */
  onComputed(): void;
  /** For what must reach the database. */
  tryUntilDone(work: () => Promise<unknown>): Promise<void>;
}

export interface Ended {
  readonly how: "saved" | "failed" | "givenBack";
  readonly message?: string;
}

/** Milliseconds between two checkpoints in the store: what a lost worker loses at most of a long run. */
const CHECKPOINT_EVERY = 60_000;
/** Milliseconds between two looks for a decision. */
const DECISION_EVERY = 200;
/** Milliseconds that a run waits for others before it makes room for them. */
const MAKES_ROOM_AFTER = 10_000;
/** Seconds before a run that made room may be taken again. */
const COMES_BACK_AFTER = 5;
/** Milliseconds that a run has to leave a checkpoint; then it is ended without. */
const DRAINS_WITHIN = 20_000;
/** Milliseconds between two reports of an epoch of a run that nobody waits for. */
const SHOW_EVERY = 500;

export class JobRun {
  readonly job: Taken;
  readonly #context: JobContext;
  readonly #drain = new AbortController();
  /** Settles when it has ended. */
  over: Promise<unknown> = Promise.resolve();
  #sending: Promise<unknown> = Promise.resolve();
  #shownAt = 0;

  constructor(job: Taken, context: JobContext) {
    this.job = job;
    this.#context = context;
  }

  /** Asks it to leave a checkpoint and end. */
  drain(): void {
    this.#drain.abort();
  }

  run(): Promise<Ended> {
    const ended = this.#run();
    this.over = ended;
    return ended;
  }

  /**
   * What goes wrong is the job's failure, unless it is this machine's disk.
   * @throws TidelabError `run.diskFull`, `run.outputUnwritable`; then the job is back in the queue
   */
  async #run(): Promise<Ended> {
    const { folder, store, boss, worker, tryUntilDone } = this.#context;
    try {
      return await this.#runAndSend();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const code = error instanceof TidelabError ? error.code : undefined;
      if (isDiskFault(code)) {
        await tryUntilDone(() => giveBack(store, boss, worker, this.job, undefined));
        throw error;
      }
      const failure = { message: error.message, code };
      await tryUntilDone(() =>
        this.#fail(failure, code?.startsWith("queue.") === true || code?.startsWith("spec.") === true),
      );
      return { how: "failed", message: error.message };
    } finally {
      await rm(folder, { recursive: true, force: true }).catch(() => {});
    }
  }

  async #runAndSend(): Promise<Ended> {
    const { folder, store, boss, worker, host, build, tryUntilDone, onComputed } = this.#context;
    const payload = parseJob(this.job.id, this.job.row.payload);
    const outcome = await this.#compute(payload);
    onComputed();
    await this.#sending.catch(() => {});
    if (outcome.type === "failed") {
      const { message, code, reason } = outcome;
      if (isDiskFault(code)) throw new TidelabError(code, { reason: reason ?? message }, folder);
      await tryUntilDone(() => this.#fail({ message, code, reason }, false));
      return { how: "failed", message };
    }
    if (outcome.type === "drained") {
      await tryUntilDone(async () => {
        const checkpoint = await this.#sendCheckpoint();
        await giveBack(
          store,
          boss,
          worker,
          this.job,
          checkpoint,
          this.#drain.signal.reason === ROOM ? COMES_BACK_AFTER : 0,
        );
      });
      return { how: "givenBack" };
    }
    const { weightsSha256 } = outcome;
    const side = { host, build, value: weightsSha256 };
    await tryUntilDone(async () => {
      const files = await sendFiles(store, folder);
      await finishJob(store, boss, worker, this.job, { weightsSha256, files, side });
    });
    return { how: "saved" };
  }

  async #compute({ spec, numerics, device, waits, series }: JobPayload): Promise<Outcome> {
    const { store, folder, pool, series: cache } = this.#context;
    await this.#clear();
    if (this.job.row.checkpoint !== null) {
      const files = parseFiles(this.job.row.checkpoint, "checkpoint", `job ${this.job.id}`);
      await bringFiles(store, files, join(folder, CHECKPOINTS), "start.json");
    }
    const data = series && { folder: await cache.bring(series.files), files: series.files, sha256: series.sha256 };
    const queue = { numerics, checkpointEvery: CHECKPOINT_EVERY, ...(data && { data }) };
    const signal = this.#drain.signal;
    const run = pool.run(
      { spec, folder, device, waits, queue },
      (epoch, valLoss) => this.#epoch(epoch, valLoss, waits),
      {
        drain: signal,
        onCheckpoint: () => {
          this.#sending = this.#sending.then(() => this.#keepCheckpoint()).catch(() => {});
        },
      },
    );
    // A process that does not hear is left behind: without its checkpoint.
    const tooLate = new Promise<Outcome>((resolve) => {
      signal.addEventListener("abort", () => {
        void setTimeout(DRAINS_WITHIN, undefined, { ref: false }).then(() => resolve({ type: "drained" }));
      });
    });
    return Promise.race([run, tooLate]);
  }

  async #clear(): Promise<void> {
    const { folder } = this.#context;
    try {
      await rm(folder, { recursive: true, force: true });
    } catch (error) {
      throw writeError(error, folder);
    }
  }

  async #epoch(epoch: number, valLoss: number, waits: boolean): Promise<boolean> {
    const { store, worker, host, build, tryUntilDone } = this.#context;
    const { id } = this.job;
    const { sweep } = this.job.row;
    if (performance.now() - this.#shownAt > SHOW_EVERY) {
      this.#shownAt = performance.now();
      await showEpoch(store, worker, id, epoch, valLoss).catch(() => {});
    }
    if (!waits) return true;
    let decision: boolean | undefined;
    await tryUntilDone(async () => {
      decision = await reportEpoch(store, sweep, { job: id, epoch, valLoss }, host, build);
    });
    let since = performance.now();
    while (decision === undefined && !this.#drain.signal.aborted) {
      await setTimeout(DECISION_EVERY);
      await tryUntilDone(async () => {
        decision = await decisionOf(store, id, epoch);
      });
      if (performance.now() - since < MAKES_ROOM_AFTER) continue;
      since = performance.now();
      if (await hasOtherWork(store, this.job.queue)) this.#drain.abort(ROOM);
    }
    return decision ?? true;
  }

  async #fail(failure: JobFailure, parks: boolean): Promise<void> {
    const { store, boss, worker } = this.#context;
    await failJob(store, boss, worker, this.job, failure, parks);
  }

  async #sendCheckpoint(): Promise<Artifact[] | undefined> {
    const { store, folder } = this.#context;
    return (await hasCheckpoints(folder)) ? sendFiles(store, join(folder, CHECKPOINTS)) : undefined;
  }

  async #keepCheckpoint(): Promise<void> {
    const { store, worker } = this.#context;
    const checkpoint = await this.#sendCheckpoint();
    if (checkpoint) await keepCheckpoint(store, worker, this.job.id, checkpoint);
  }
}

/** Why a run is drained that waits for others. */
const ROOM = "room";
