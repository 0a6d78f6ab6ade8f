/**
 * Runs a sweep: every arm with every seed, in parallel, those that are done already left as they are; and when all have ended
 * the arms that their results propose. It tells what happens and shows nothing; the arms that it begins with come here checked
 * (`check.ts`). Node only.
 */
import "../file-errors.ts";
import { TidelabError } from "../errors.ts";
import type { RunRecord } from "../runs/record.ts";
import type { Spec } from "../spec/spec.ts";
import { specHash } from "../store/run-id.ts";
import type { Store } from "../store/store.ts";
import { type Arm, axesOf } from "./arms.ts";
import { type CheckedArm, checkArm } from "./check.ts";
import type { SweepDefinition } from "./definition.ts";
import { lockFolder } from "./lock.ts";
import { monitorOf, scoreArm } from "./objective.ts";
import { createPool, type Outcome } from "./pool.ts";
import { shouldPrune } from "./prune.ts";
import { createRecorder } from "./recorder.ts";
import { knownArms, nextArms, plannedArms } from "./rounds.ts";
import {
  prepareRunFolder,
  readSweepFile,
  recordOf,
  runFolder,
  type SweepFile,
  whyNoResult,
  writeSweepFile,
} from "./sweep-folder.ts";

export interface SweepPlan {
  readonly definition: SweepDefinition;
  /** Those that it begins with; of a grid or a random search all there are. */
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
  /** With a record, or with a message that says why there is no result; a run that diverged or was pruned has both. */
  | {
      readonly type: "end";
      readonly job: Omit<Job, "spec">;
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
  const { definition, seeds, folder } = plan;
  const { signal, onEvent = () => {} } = options;
  const before = await readSweepFile(folder);
  const arms: PlannedArm[] = [...plan.arms];
  arms.push(...(await planArms(knownArms(definition, before).slice(arms.length), plan)));
  const planned = plannedArms(definition, plan.arms.length);
  const jobs = jobsOf(arms, plan);
  const records = new Map<string, RunRecord>();
  const losses = new Map<Job, number[]>();
  const queue: Job[] = [];
  /** Looks which jobs are done, and queues the others. */
  const enqueue = async (some: readonly Job[]) => {
    const done = await findDone(folder, some);
    for (const [job, record] of done) {
      records.set(keyOf(job), record);
      losses.set(
        job,
        record.history.map(({ valLoss }) => valLoss),
      );
    }
    queue.push(...some.filter((job) => !done.has(job)));
    return done;
  };
  const done = await enqueue(jobs);
  let sweep = describeSweep(plan, arms, before?.failures ?? []);
  await writeSweepFile(folder, sweep);
  const recorder = createRecorder(options.store, folder, (error) => onEvent({ type: "storeFailed", error }));
  await recorder.update(sweep, listDone(done));
  onEvent({ type: "begin", jobs, done });

  const limits = createLimits(options);
  const pool = createPool();
  let fatal: TidelabError | undefined;
  const noteFailure = async ({ arm, seed }: Pick<Job, "arm" | "seed">, message: string | undefined) => {
    sweep = withFailure(sweep, arm, seed, message);
    await writeSweepFile(folder, sweep);
  };
  const fail = async (job: Omit<Job, "spec">, message: string) => {
    await noteFailure(job, message);
    await recorder.addFailure(job.arm, job.seed, message);
    onEvent({ type: "end", job, record: undefined, failure: message });
  };

  const finish = async (job: Job, outcome: Outcome) => {
    const { arm, seed } = job;
    if (outcome.type === "saved") {
      const record = await recordOf(folder, arm, seed);
      if (record === undefined) throw new Error(`a run that was saved is not there: ${runFolder(folder, arm, seed)}`);
      records.set(keyOf(job), record);
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
    await fail(job, message);
  };

  const run = async (job: Job) => {
    await prepareRunFolder(folder, job.arm, job.seed);
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

  /** Arms that do not compile have no jobs. */
  const failFaulty = async (some: readonly PlannedArm[]) => {
    for (const { id, fault } of some) {
      if (fault !== undefined) for (const seed of seeds) await fail({ arm: id, seed }, fault);
    }
  };
  /** @returns whether there are further arms */
  const addArms = async () => {
    const scores = arms.map(({ id: arm }) => {
      const ofArm = seeds.map((seed) => records.get(keyOf({ arm, seed })));
      return scoreArm(ofArm, monitorOf(definition.base));
    });
    const more = await planArms(nextArms(definition, arms, scores), plan);
    if (more.length === 0) {
      const total = arms.length * seeds.length;
      if (arms.length < planned) onEvent({ type: "arms", arms: [], done: new Map(), total });
      return false;
    }
    arms.push(...more);
    // What is proposed stands in the file before it is run, and stays what it is from then on.
    sweep = describeSweep(plan, arms, sweep.failures);
    await writeSweepFile(folder, sweep);
    const doneAlready = await enqueue(jobsOf(more, plan));
    await recorder.update(sweep, listDone(doneAlready));
    onEvent({ type: "arms", arms: more.map(({ id }) => id), done: doneAlready, total: planned * seeds.length });
    await failFaulty(more);
    return true;
  };

  const active = new Set<Promise<void>>();
  const aborted = new Promise<void>((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener("abort", () => resolve(), { once: true });
  });
  let limit: "maxRuns" | "budget" | undefined;
  const runQueue = async () => {
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
  };
  try {
    await failFaulty(arms);
    do await runQueue();
    while (!limit && !fatal && !signal?.aborted && (await addArms()) && !signal?.aborted);
  } finally {
    await pool.kill();
    await Promise.allSettled(active);
  }
  if (fatal) throw fatal;
  const ended = signal?.aborted ? "stopped" : (limit ?? "done");
  const all = (ended === "done" ? arms.length : planned) * seeds.length;
  const there = (await findDone(folder, jobsOf(arms, plan))).size + sweep.failures.length;
  return { ended, left: Math.max(0, all - there) };
}

/** An arm with the spec of its runs; without one where it does not compile, which then is its fault. */
type PlannedArm = Arm & { readonly spec?: Spec; readonly fault?: string };

/** Arms that were proposed: one that does not compile has failed and does not end the others. */
async function planArms(arms: readonly Arm[], { definition, seeds }: SweepPlan): Promise<PlannedArm[]> {
  const planned: PlannedArm[] = [];
  for (const arm of arms) {
    const result = await checkArm(definition, arm, seeds[0] ?? 0);
    planned.push(result instanceof TidelabError ? { ...arm, fault: result.message } : result);
  }
  return planned;
}

function keyOf({ arm, seed }: Pick<Job, "arm" | "seed">): string {
  return `${seed} ${arm}`;
}

function listDone(done: ReadonlyMap<Job, RunRecord>) {
  return [...done].map(([{ arm, seed }, record]) => ({ arm, seed, record }));
}

/** Seed by seed, so that a sweep that is cut short has whole comparisons. */
function jobsOf(arms: readonly PlannedArm[], { seeds, definition }: SweepPlan): Job[] {
  return seeds.flatMap((seed) =>
    arms.flatMap(({ id, spec }) => {
      return spec ? [{ arm: id, seed, spec: { ...spec, seed, name: nameOf(id, definition.name) } }] : [];
    }),
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
function describeSweep(
  { definition, seeds }: SweepPlan,
  arms: readonly Arm[],
  failures: SweepFile["failures"],
): SweepFile {
  return {
    name: definition.name,
    seeds: [...seeds],
    axes: axesOf(definition, arms),
    arms: arms.map(({ id, settings }) => ({ id, settings: { ...settings } })),
    failures: failures.filter(({ arm, seed }) => arms.some(({ id }) => id === arm) && seeds.includes(seed)),
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
