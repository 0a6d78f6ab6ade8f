/**
 * Runs a sweep: every arm with every seed, in parallel, those that are done already left as they are; and when all have ended
 * the arms that their results propose. It reports events and prints nothing; the arms that it begins with come here checked
 * (`check.ts`). Node only.
 */
import { TidelabError } from "../../errors/errors.ts";
import type { RunRecord } from "../../runs/record.ts";
import type { Failure } from "../../sweep/result.ts";
import type { DeviceChoice } from "../choose-device.ts";
import { isDiskFault, removePartials } from "../files.ts";
import { lockFolder } from "../runs/lock.ts";
import type { Store } from "../store/store.ts";
import { prepareRunFolder, removeUnfinished, runFolder, whyNoResult } from "./folder.ts";
import type { Job, JobName, SweepPlan } from "./jobs.ts";
import { type Added, Ledger } from "./ledger.ts";
import { createPool, type Outcome, type Pool } from "./pool.ts";
import { Pruner } from "./pruner.ts";

export interface SweepOptions {
  /** Runs at a time. */
  readonly jobs: number;
  /** What runs the runs: processes of this machine unless given. It is ended with the sweep. */
  readonly pool?: Pool;
  /** Where the runs are computed; their results do not depend on it. The CPU unless given. */
  readonly device?: DeviceChoice;
  /** Ends the sweep at once; unfinished runs are lost, and run again next time. */
  readonly signal?: AbortSignal;
  /** Runs to start in this call. */
  readonly maxRuns?: number | undefined;
  /** Milliseconds after which no run is started; one that would not end in time, as far as can be estimated, is not either. */
  readonly budget?: number | undefined;
  readonly store?: Store | undefined;
  onEvent?(event: SweepEvent): void;
}

export type SweepEvent =
  /** Before the first run: all jobs that are known, and which of them are done. */
  | { readonly type: "begin"; readonly jobs: readonly Job[]; readonly done: ReadonlyMap<Job, RunRecord> }
  /** Arms that results propose, and which of their jobs are done; at the end of a search without arms. */
  | {
      readonly type: "arms";
      readonly arms: readonly string[];
      readonly done: ReadonlyMap<Job, RunRecord>;
      /** Runs that there will be in all, as far as is known. */
      readonly total: number;
    }
  | { readonly type: "start"; readonly job: Job }
  | { readonly type: "epoch"; readonly job: Job; readonly epoch: number; readonly valLoss: number }
  /** With a record, or with what says why there is no result; a run that diverged or was pruned has both. */
  | {
      readonly type: "end";
      readonly job: JobName;
      readonly record: RunRecord | undefined;
      readonly failure: Failure | undefined;
    }
  /** The store does not take what it is given; reported once. */
  | { readonly type: "storeFailed"; readonly error: unknown };

export interface SweepOutcome {
  /** What ended it. */
  readonly ended: "done" | "stopped" | "maxRuns" | "budget";
  /** Runs that are still to be run. */
  readonly left: number;
}

/**
 * @throws TidelabError `folder.locked` while another process works on the folder, `sweep.otherRuns` when it has runs of other
 * specs in the places of these, `sweep.folderGone` when somebody deletes or moves it meanwhile, `run.diskFull` or
 * `run.outputUnwritable`
 */
export async function runSweep(plan: SweepPlan, options: SweepOptions): Promise<SweepOutcome> {
  try {
    const lock = await lockFolder(plan.folder);
    try {
      return await runLocked(plan, options, () => {
        if (!lock.isHeld()) throw new TidelabError("sweep.folderGone", undefined, plan.folder);
      });
    } finally {
      lock.release();
    }
  } finally {
    // Also where the sweep never began: what looks into the queue would keep the process alive.
    await options.pool?.kill();
  }
}

/** @param checkFolder  throws where the folder is not ours any more */
async function runLocked(plan: SweepPlan, options: SweepOptions, checkFolder: () => void): Promise<SweepOutcome> {
  const { onEvent = () => {} } = options;
  await removePartials(plan.folder);
  const { ledger, added } = await Ledger.open(plan, options.store, (error) => onEvent({ type: "storeFailed", error }));
  onEvent({ type: "begin", jobs: added.jobs, done: added.done });
  const runner = new Runner(plan, ledger, options, onEvent, checkFolder);
  try {
    await runner.take(added);
    await runner.work();
    while (runner.goesOn) {
      const more = await ledger.propose();
      if (more === undefined) {
        // Fewer than were asked for: there is nothing new left to try.
        if (ledger.known < ledger.total) {
          onEvent({ type: "arms", arms: [], done: new Map(), total: ledger.known });
        }
        break;
      }
      onEvent({ type: "arms", arms: more.arms.map(({ id }) => id), done: more.done, total: ledger.total });
      await runner.take(more);
      await runner.work();
    }
  } finally {
    await runner.end();
  }
  const { ended } = runner;
  const all = ended === "done" ? ledger.known : ledger.total;
  return { ended, left: Math.max(0, all - (await ledger.countEnded())) };
}

/** Runs the runs of a sweep, so many at a time, until there are no more or something ends it. */
class Runner {
  readonly #plan: SweepPlan;
  readonly #ledger: Ledger;
  readonly #options: SweepOptions;
  readonly #onEvent: (event: SweepEvent) => void;
  readonly #checkFolder: () => void;
  readonly #pool: Pool;
  readonly #queue: Job[] = [];
  readonly #active = new Set<Promise<void>>();
  /** Runs that were started. */
  #count = 0;
  /** Called when a run has ended, or the sweep must. */
  #wake: () => void = () => {};
  readonly #pruner: Pruner<Job> | undefined;
  readonly #limits: ReturnType<typeof createLimits>;
  #limit: "maxRuns" | "budget" | undefined;
  /** What ends the sweep, if it is an error. */
  #fatal: { readonly error: unknown } | undefined;

  constructor(
    plan: SweepPlan,
    ledger: Ledger,
    options: SweepOptions,
    onEvent: (event: SweepEvent) => void,
    checkFolder: () => void,
  ) {
    this.#checkFolder = checkFolder;
    this.#pool = options.pool ?? createPool();
    this.#plan = plan;
    this.#ledger = ledger;
    this.#options = options;
    this.#onEvent = onEvent;
    this.#limits = createLimits(options);
    const { prune } = plan.definition;
    this.#pruner = prune && new Pruner(prune);
    options.signal?.addEventListener("abort", () => this.#wake(), { once: true });
  }

  /** Whether nothing has ended the sweep yet. */
  get goesOn(): boolean {
    return this.#limit === undefined && this.#fatal === undefined && !this.#options.signal?.aborted;
  }

  get ended(): SweepOutcome["ended"] {
    return this.#options.signal?.aborted ? "stopped" : (this.#limit ?? "done");
  }

  /** Queues the jobs that are not done. Arms that do not compile have none: all their runs have failed. */
  async take({ arms, jobs, done }: Added): Promise<void> {
    for (const job of jobs) this.#pruner?.add(job, done.get(job)?.history);
    this.#queue.push(...jobs.filter((job) => !done.has(job)));
    for (const { id: arm, fault } of arms) {
      if (fault === undefined) continue;
      for (const seed of this.#plan.seeds) await this.#fail({ arm, seed }, { reason: "invalid", message: fault });
    }
  }

  /** Comes back when the queue is empty and all its runs have ended, or as soon as the sweep must end. */
  async work(): Promise<void> {
    while ((this.#queue.length > 0 && !this.#limit) || this.#active.size > 0) {
      // One promise a round, and not one a run: of a queue, thousands wait.
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      while (this.#queue.length > 0 && this.#active.size < this.#options.jobs && this.goesOn) {
        this.#limit = this.#limits.reached();
        if (this.#limit) break;
        // The queue has one.
        const one = this.#run(this.#queue.shift()!).finally(() => {
          this.#active.delete(one);
          this.#wake();
        });
        this.#active.add(one);
      }
      if (this.#active.size > 0 && !this.#options.signal?.aborted) await woken;
      if (this.#options.signal?.aborted || this.#fatal) break;
    }
  }

  /** Ends what is running. @throws what ended the sweep, if it was an error */
  async end(): Promise<void> {
    await this.#pool.kill();
    await Promise.all(this.#active);
    if (this.#fatal) throw this.#fatal.error;
  }

  /** Never rejects: whatever goes wrong with the sweep itself ends it. */
  async #run(job: Job): Promise<void> {
    try {
      await this.#runAndRecord(job);
    } catch (error) {
      this.#fatal ??= { error };
    }
  }

  async #runAndRecord(job: Job): Promise<void> {
    const position = this.#count++;
    const { folder } = this.#plan;
    this.#checkFolder();
    await prepareRunFolder(folder, job.arm, job.seed);
    const started = performance.now();
    this.#onEvent({ type: "start", job });
    const place = runFolder(folder, job.arm, job.seed);
    const waits = this.#pruner !== undefined;
    const { device = "cpu" } = this.#options;
    const { arm, seed, spec, series } = job;
    const what = { spec, folder: place, device, waits, name: { arm, seed }, position, series };
    const outcome = await this.#pool.run(what, async (epoch, valLoss) => {
      try {
        this.#onEvent({ type: "epoch", job, epoch, valLoss });
        return (await this.#pruner?.epoch(job, valLoss, epoch === job.spec.training.epochs)) ?? true;
      } catch (error) {
        this.#fatal ??= { error };
        return false;
      }
    });
    if (this.#options.signal?.aborted || this.#fatal) return removeUnfinished(folder, job.arm, job.seed);
    this.#limits.note(performance.now() - started);
    await this.#finish(job, outcome);
    this.#pruner?.end(job);
  }

  async #finish(job: Job, outcome: Outcome): Promise<void> {
    this.#checkFolder();
    // A process that died may have saved its run before.
    const record = await this.#ledger.addRun(job, outcome.type === "saved" ? outcome.record : undefined);
    if (record !== undefined) {
      this.#onEvent({ type: "end", job, record, failure: whyNoResult(record) });
      return;
    }
    const place = runFolder(this.#plan.folder, job.arm, job.seed);
    if (outcome.type === "saved") throw new Error(`a run that was saved is not there: ${place}`);
    if (outcome.type === "drained") throw new Error("no run of a sweep is asked to drain");
    const { message, code, reason = message, exit } = outcome;
    if (isDiskFault(code)) throw new TidelabError(code, { reason }, place);
    await this.#fail(job, { reason: "failed", message, ...(exit && { exit }) });
  }

  async #fail(job: JobName, failure: Failure): Promise<void> {
    await this.#ledger.addFailure(job, failure);
    this.#onEvent({ type: "end", job, record: undefined, failure });
  }
}

function createLimits({ maxRuns, budget }: SweepOptions) {
  const begun = performance.now();
  let started = 0;
  let ended = 0;
  let spent = 0;
  return {
    note(milliseconds: number) {
      ended++;
      spent += milliseconds;
    },
    /** Asked before each run; counts the run when nothing is reached. */
    reached(): "maxRuns" | "budget" | undefined {
      if (maxRuns !== undefined && started >= maxRuns) return "maxRuns";
      const usual = ended === 0 ? 0 : spent / ended;
      if (budget !== undefined && performance.now() - begun + usual > budget) return "budget";
      started++;
      return undefined;
    },
  };
}
