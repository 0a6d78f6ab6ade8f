/**
 * Runs a sweep: every arm with every seed, in parallel, those that are done already left as they are. It tells what happens
 * and shows nothing; arms come here checked (`check.ts`). Node only.
 */
import "../file-errors.ts";
import { TidelabError } from "../errors.ts";
import type { RunRecord } from "../runs/record.ts";
import type { Spec } from "../spec/spec.ts";
import { specHash } from "../store/run-id.ts";
import type { Store } from "../store/store.ts";
import { axesOf } from "./arms.ts";
import type { CheckedArm } from "./check.ts";
import type { SweepDefinition } from "./definition.ts";
import { lockFolder } from "./lock.ts";
import { createPool, type Outcome } from "./pool.ts";
import { shouldPrune } from "./prune.ts";
import { createRecorder } from "./recorder.ts";
import {
  clearRun,
  readSweepFile,
  recordOf,
  runFolder,
  type SweepFile,
  whyNoResult,
  writeSweepFile,
} from "./sweep-folder.ts";

export interface SweepPlan {
  readonly definition: SweepDefinition;
  readonly arms: readonly CheckedArm[];
  readonly seeds: readonly number[];
  readonly folder: string;
}

export interface SweepOptions {
  /** Runs at a time. */
  readonly jobs: number;
  /** Ends the sweep at once; runs under way are lost, and run again next time. */
  readonly signal?: AbortSignal;
  /** Runs to start in this call. */
  readonly maxRuns?: number | undefined;
  /** Milliseconds after which no run is started; one that would not end in time, as far as can be told, is not either. */
  readonly budget?: number | undefined;
  readonly store?: Store | undefined;
  onEvent?(event: SweepEvent): void;
}

/** A run of a sweep. */
export interface Job {
  readonly arm: string;
  readonly seed: number;
  readonly spec: Spec;
}

export type SweepEvent =
  /** Before the first run: all jobs, and which of them are done. */
  | { readonly type: "begin"; readonly jobs: readonly Job[]; readonly done: ReadonlyMap<Job, RunRecord> }
  | { readonly type: "start"; readonly job: Job }
  | { readonly type: "epoch"; readonly job: Job; readonly epoch: number; readonly valLoss: number }
  /** With a record, or with a message that says why there is no result; a run that diverged or was pruned has both. */
  | {
      readonly type: "end";
      readonly job: Job;
      readonly record: RunRecord | undefined;
      readonly failure: string | undefined;
    }
  /** The store does not take what it is given; told once. */
  | { readonly type: "storeFailed"; readonly error: unknown };

export interface SweepOutcome {
  /** What ended it. */
  readonly ended: "done" | "stopped" | "maxRuns" | "budget";
  /** Runs that are still to be run. */
  readonly left: number;
}

/** What is wrong with the disk is wrong for all runs. */
const ENDS_ALL = new Set(["run.diskFull", "run.outputUnwritable"]);

/**
 * @throws TidelabError `sweep.locked` while another process works on the folder, `sweep.otherRuns` when it has runs of other
 * specs in the places of these, `run.diskFull` or `run.outputUnwritable`
 */
export async function runSweep(plan: SweepPlan, options: SweepOptions): Promise<SweepOutcome> {
  const unlock = await lockFolder(plan.folder);
  try {
    return await runLocked(plan, options);
  } finally {
    unlock();
  }
}

async function runLocked(plan: SweepPlan, options: SweepOptions): Promise<SweepOutcome> {
  const { definition, folder } = plan;
  const { signal, onEvent = () => {} } = options;
  const jobs = jobsOf(plan);
  const done = await findDone(folder, jobs);
  let sweep = await describeSweep(plan);
  await writeSweepFile(folder, sweep);
  const recorder = createRecorder(options.store, folder, (error) => onEvent({ type: "storeFailed", error }));
  await recorder.begin(
    sweep,
    [...done].map(([{ arm, seed }, record]) => ({ arm, seed, record })),
  );
  onEvent({ type: "begin", jobs, done });

  const losses = new Map<Job, number[]>();
  for (const [job, { history }] of done)
    losses.set(
      job,
      history.map(({ valLoss }) => valLoss),
    );
  const queue = jobs.filter((job) => !done.has(job));
  const limits = createLimits(options);
  const pool = createPool();
  let fatal: TidelabError | undefined;
  const noteFailure = async ({ arm, seed }: Job, message: string | undefined) => {
    sweep = withFailure(sweep, arm, seed, message);
    await writeSweepFile(folder, sweep);
  };

  const finish = async (job: Job, outcome: Outcome) => {
    const { arm, seed } = job;
    if (outcome.type === "saved") {
      const record = await recordOf(folder, arm, seed);
      if (record === undefined) throw new Error(`a run that was saved is not there: ${runFolder(folder, arm, seed)}`);
      if (sweep.failures.some((entry) => entry.arm === arm && entry.seed === seed)) await noteFailure(job, undefined);
      await recorder.addRun(arm, seed, record);
      onEvent({ type: "end", job, record, failure: whyNoResult(record) });
      return;
    }
    const { message, code, reason = message } = outcome;
    if (code !== undefined && ENDS_ALL.has(code)) {
      fatal ??= new TidelabError(code as "run.diskFull", { reason }, runFolder(folder, arm, seed));
      return;
    }
    await noteFailure(job, message);
    await recorder.addFailure(arm, seed, message);
    onEvent({ type: "end", job, record: undefined, failure: message });
  };

  const run = async (job: Job) => {
    await clearRun(folder, job.arm, job.seed);
    const started = performance.now();
    const own: number[] = [];
    losses.set(job, own);
    onEvent({ type: "start", job });
    const running = pool.start({ spec: job.spec, folder: runFolder(folder, job.arm, job.seed) }, (epoch, valLoss) => {
      own.push(valLoss);
      onEvent({ type: "epoch", job, epoch, valLoss });
      if (!definition.prune || epoch === job.spec.training.epochs) return;
      const others = [...losses].filter(([other]) => other !== job && other.seed === job.seed).map(([, list]) => list);
      if (shouldPrune(own, others, definition.prune)) running.stop();
    });
    const outcome = await running.outcome;
    if (signal?.aborted || fatal) return;
    limits.note(performance.now() - started);
    await finish(job, outcome);
  };

  const active = new Set<Promise<void>>();
  const aborted = new Promise<void>((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener("abort", () => resolve(), { once: true });
  });
  let limit: "maxRuns" | "budget" | undefined;
  try {
    while ((queue.length > 0 && !limit) || active.size > 0) {
      while (queue.length > 0 && active.size < options.jobs && !limit && !fatal) {
        limit = limits.reached();
        if (limit) break;
        const one = run(queue.shift()!).finally(() => active.delete(one)); // the queue has one
        active.add(one);
      }
      if (active.size > 0) await Promise.race([...active, aborted]);
      if (signal?.aborted || fatal) break;
    }
  } finally {
    await pool.kill();
    await Promise.allSettled(active);
  }
  if (fatal) throw fatal;
  const left = jobs.length - (await findDone(folder, jobs)).size - sweep.failures.length;
  return { ended: signal?.aborted ? "stopped" : (limit ?? "done"), left: Math.max(0, left) };
}

/** Seed by seed, so that a sweep that is cut short has whole comparisons. */
function jobsOf({ arms, seeds, definition }: SweepPlan): Job[] {
  return seeds.flatMap((seed) =>
    arms.map(({ id, spec }) => ({ arm: id, seed, spec: { ...spec, seed, name: nameOf(id, definition.name) } })),
  );
}

/** An arm's id as the name of its runs, within what a spec allows. */
function nameOf(id: string, sweep: string): string {
  const name = id.replaceAll(/[^\p{L}\p{N}._-]/gu, "-").slice(0, 80);
  return /^[\p{L}\p{N}]/u.test(name) ? name : sweep;
}

/** Runs that are there and are those that the plan means. @throws TidelabError `sweep.otherRuns` */
async function findDone(folder: string, jobs: readonly Job[]): Promise<Map<Job, RunRecord>> {
  const done = new Map<Job, RunRecord>();
  const others: string[] = [];
  for (const job of jobs) {
    const record = await recordOf(folder, job.arm, job.seed);
    if (record === undefined) continue;
    if (specHash(record.spec) === specHash(job.spec)) done.set(job, record);
    else others.push(runFolder(folder, job.arm, job.seed));
  }
  if (others.length > 0) {
    throw new TidelabError("sweep.otherRuns", { count: others.length, first: others[0] ?? "" }, folder);
  }
  return done;
}

/** What `sweep.json` says: failures of before stay until their runs are run again. */
async function describeSweep({ definition, arms, seeds, folder }: SweepPlan): Promise<SweepFile> {
  const before = await readSweepFile(folder);
  return {
    name: definition.name,
    seeds: [...seeds],
    axes: axesOf(definition, arms),
    arms: arms.map(({ id, settings }) => ({ id, settings: { ...settings } })),
    failures: (before?.failures ?? []).filter(
      ({ arm, seed }) => arms.some(({ id }) => id === arm) && seeds.includes(seed),
    ),
    definition: { ...definition },
  };
}

/** With a failure in the place of the one before, or without any; in the order of arms and seeds. */
function withFailure(sweep: SweepFile, arm: string, seed: number, message: string | undefined): SweepFile {
  const others = sweep.failures.filter((entry) => entry.arm !== arm || entry.seed !== seed);
  const all = message === undefined ? others : [...others, { arm, seed, message }];
  const place = (entry: { arm: string; seed: number }) =>
    sweep.arms.findIndex(({ id }) => id === entry.arm) * sweep.seeds.length + sweep.seeds.indexOf(entry.seed);
  return { ...sweep, failures: all.sort((a, b) => place(a) - place(b)) };
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
