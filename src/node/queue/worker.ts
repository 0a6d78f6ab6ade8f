/**
 * A worker: takes jobs from the queue and runs them on processes of its own until it is asked to stop; then it leaves checkpoints of what
 * it runs, puts the jobs back and goes. A database that is away is waited for. It prints nothing. Node only.
 */
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { makeFolder, writeError } from "../files.ts";
import type { Store } from "../store/store.ts";
import { createPool, type Pool } from "../sweeps/pool.ts";
import { type Boss, queueOf } from "./boss.ts";
import { type Build, thisBuild } from "./build.ts";
import { SeriesCache } from "./job-files.ts";
import { JobRun } from "./job-run.ts";
import { takeJob } from "./jobs.ts";
import { listen } from "./news.ts";
import { BEAT_EVERY, beat, enterWorker, isAway, leave } from "./workers.ts";

export interface WorkerOptions {
  readonly store: Store;
  readonly boss: Boss;
  /** Runs at a time. */
  readonly slots: number;
  /** Jobs with one of these tags are taken before those without. */
  readonly tags: readonly string[];
  /** For series and runs. */
  readonly folder: string;
  /** Where the files of series are, if not in the store. */
  readonly shared?: string | undefined;
  /** Milliseconds without a job after which it goes; it stays unless given. */
  readonly idle?: number | undefined;
  /** Asks it to drain and go. */
  readonly signal: AbortSignal;
  onEvent?(event: WorkerEvent): void;
}

export type WorkerEvent =
  | { readonly type: "entered"; readonly id: string; readonly build: Build }
  | {
      readonly type: "taken";
      readonly sweep: string;
      readonly arm: string;
      readonly seed: number;
      readonly from: "start" | "checkpoint";
    }
  | {
      readonly type: "ended";
      readonly sweep: string;
      readonly arm: string;
      readonly seed: number;
      readonly how: "saved" | "failed" | "givenBack";
      readonly message?: string | undefined;
    }
  /** The database does not answer; reported once until it does again. */
  | { readonly type: "away"; readonly error: unknown }
  | { readonly type: "back" };

/** Milliseconds between two looks for a job, of which news arrive sooner. */
const LOOK_EVERY = 1000;

/**
 * @returns runs that it saved
 * @throws TidelabError `queue.otherBuild`, `queue.noFused`, `store.…` where the queue cannot be used at all, and `run.diskFull` or
 *   `run.outputUnwritable` where nothing can be written into its folder; then what it ran is back in the queue
 */
export async function runWorker(options: WorkerOptions): Promise<number> {
  const build = await thisBuild();
  const worker = new Worker(options, build);
  return worker.work();
}

class Worker {
  readonly #options: WorkerOptions;
  readonly #id = randomUUID();
  readonly #build: Build;
  /** Of its runs, as long as it is there. */
  readonly #folder: string;
  readonly #pool: Pool = createPool();
  readonly #series: SeriesCache;
  /** With those that are computed and still on their way to the database. */
  readonly #running = new Map<string, JobRun>();
  readonly #computing = new Set<string>();
  #saved = 0;
  #isAway = false;
  /** What ends it, if it is an error. */
  #fatal: { readonly error: unknown } | undefined;
  #wake: () => void = () => {};

  constructor(options: WorkerOptions, build: Build) {
    this.#options = options;
    this.#build = build;
    this.#folder = join(options.folder, "jobs", this.#id);
    this.#series = new SeriesCache(options.store, join(options.folder, "series"), options.shared);
  }

  async work(): Promise<number> {
    const { store, signal } = this.#options;
    await this.#makeFolder();
    await this.#enter();
    const wake = () => this.#wake();
    const listening = await listen(store, ({ type }) => type === "jobs" && wake());
    signal.addEventListener("abort", wake, { once: true });
    const beats = setInterval(() => {
      this.#beat().catch((error: unknown) => {
        this.#fatal ??= { error };
      });
    }, BEAT_EVERY);
    try {
      await this.#takeJobs();
      await this.#drain();
    } finally {
      clearInterval(beats);
      await this.#pool.kill();
      await listening.close();
      await leave(store, this.#id).catch(() => {});
      await rm(this.#folder, { recursive: true, force: true }).catch(() => {});
    }
    if (this.#fatal) throw this.#fatal.error;
    return this.#saved;
  }

  /** Before anything is taken: a worker that cannot write is no worker. */
  async #makeFolder(): Promise<void> {
    try {
      await makeFolder(this.#folder);
    } catch (error) {
      throw writeError(error, this.#folder);
    }
  }

  async #enter(): Promise<void> {
    const { store, tags, slots, onEvent } = this.#options;
    await enterWorker(store, { id: this.#id, build: this.#build, tags, slots });
    onEvent?.({ type: "entered", id: this.#id, build: this.#build });
  }

  async #takeJobs(): Promise<void> {
    const { signal, slots, idle } = this.#options;
    let busyAt = performance.now();
    while (!signal.aborted && !this.#fatal) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      // A process that is free gets its next run while the last one's files are sent; where they cannot be, it waits.
      const isFree = this.#computing.size < slots && this.#running.size < 2 * slots;
      const hasTaken = isFree && (await this.#take());
      if (this.#running.size > 0) busyAt = performance.now();
      if (hasTaken) continue;
      if (idle !== undefined && performance.now() - busyAt > idle) return;
      const pause = new AbortController();
      const paused = setTimeout(LOOK_EVERY, undefined, { signal: pause.signal }).catch(() => {});
      await Promise.race([woken, paused]);
      pause.abort();
    }
  }

  /** @returns whether there was a job */
  async #take(): Promise<boolean> {
    const { store, boss, tags } = this.#options;
    for (const queue of [...tags.map(queueOf), queueOf(undefined)]) {
      const job = await this.#whenThere(() => takeJob(store, boss, queue, this.#id), undefined);
      if (job === undefined) continue;
      const run = new JobRun(job, {
        ...{
          store,
          boss,
          worker: this.#id,
          build: this.#build,
          host: hostname(),
          pool: this.#pool,
          series: this.#series,
        },
        folder: join(this.#folder, job.id),
        onComputed: () => {
          this.#computing.delete(job.id);
          this.#wake();
        },
        tryUntilDone: (work) => this.#tryUntilDone(work),
      });
      this.#running.set(job.id, run);
      this.#computing.add(job.id);
      void this.#follow(job.id, run);
      return true;
    }
    return false;
  }

  async #follow(id: string, run: JobRun): Promise<void> {
    const { onEvent } = this.#options;
    const { sweep, arm, seed, checkpoint } = run.job.row;
    onEvent?.({ type: "taken", sweep, arm, seed, from: checkpoint === null ? "start" : "checkpoint" });
    try {
      const { how, message } = await run.run();
      if (how === "saved") this.#saved++;
      onEvent?.({ type: "ended", sweep, arm, seed, how, message });
    } catch (error) {
      this.#fatal ??= { error };
    }
    this.#running.delete(id);
    this.#computing.delete(id);
    this.#wake();
  }

  /** Ends what runs, with a checkpoint each, and waits for it. */
  async #drain(): Promise<void> {
    const state = "draining";
    if (this.#running.size > 0) {
      await this.#whenThere(
        () => beat(this.#options.store, this.#options.boss, this.#id, [...this.#running.keys()], state),
        true,
      );
    }
    for (const run of this.#running.values()) run.drain();
    while (this.#running.size > 0) await Promise.allSettled([...this.#running.values()].map(({ over }) => over));
  }

  async #beat(): Promise<void> {
    const { store, boss, signal } = this.#options;
    const running = [...this.#running.keys()];
    const isKnown = await this.#whenThere(
      () => beat(store, boss, this.#id, running, signal.aborted ? "draining" : "working"),
      true,
    );
    // Thought lost: what it runs is run elsewhere too, which changes nothing.
    if (!isKnown && !signal.aborted) await this.#enter().catch(() => {});
  }

  /** @returns what the database says, or something else while it is away */
  async #whenThere<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    const { onEvent } = this.#options;
    try {
      const result = await work();
      if (this.#isAway) onEvent?.({ type: "back" });
      this.#isAway = false;
      return result;
    } catch (error) {
      if (!isAway(error)) throw error;
      if (!this.#isAway) onEvent?.({ type: "away", error });
      this.#isAway = true;
      await setTimeout(LOOK_EVERY);
      return otherwise;
    }
  }

  /** A result is kept until the database takes it. */
  async #tryUntilDone(work: () => Promise<unknown>): Promise<void> {
    for (let isDone = false; !isDone; ) {
      isDone = await this.#whenThere(async () => {
        await work();
        return true;
      }, false);
    }
  }
}
