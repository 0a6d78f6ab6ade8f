/**
 * Runs a sweep for `sweep` and `exercise`: checks it, shows how it goes, stops when asked to, says what came of it. Loaded
 * when a sweep begins, with the engine behind it.
 */
import { availableParallelism } from "node:os";
import { TidelabError } from "../errors/errors.ts";
import { deviceFor } from "../node/choose-device.ts";
import type { Alarm } from "../node/queue/alarms.ts";
import { seriesFilesIn } from "../node/series-files.ts";
import { openStoreIfPossible } from "../node/store/store.ts";
import { readSweepResult } from "../node/sweeps/folder.ts";
import { runSweep, type SweepOutcome } from "../node/sweeps/runner.ts";
import { type Arm, makeArms, seedsOf } from "../sweep/arms.ts";
import { checkParts, checkSweep, type Problem } from "../sweep/check.ts";
import type { SweepDefinition } from "../sweep/definition.ts";
import { checkRunCount, chooseJobs } from "../sweep/limits.ts";
import type { SweepResult } from "../sweep/result.ts";
import { plannedArms } from "../sweep/rounds.ts";
import { parseDevice } from "./device.ts";
import type { QueueFlags } from "./queue-sweep.ts";
import { writeSweepReport } from "./sweep-report.ts";
import { EXIT, explain, type Refusal } from "./terminal/failures.ts";
import { catchInterrupts } from "./terminal/interrupts.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { showNotices } from "./views/notices.ts";
import { warn } from "./views/results.ts";
import { reasonOf } from "./views/run-problems.ts";
import { followSweep } from "./views/sweep-progress.ts";
import { formatSweep } from "./views/sweep-table.ts";

/** The flags that `sweep` and `exercise` share, as typed. */
export interface SweepFlags extends QueueFlags {
  readonly jobs?: string;
  readonly maxRuns?: string;
  readonly budget?: string;
  readonly device?: string;
}

export interface SweepRequest {
  readonly definition: SweepDefinition;
  readonly source: SweepSource;
  readonly folder: string;
  readonly flags: SweepFlags;
}

/** What a sweep was read from, for errors. */
export interface SweepSource {
  readonly name: string;
  /** Where in it something is that has these keys. */
  placeOf(keys: readonly (string | number)[], where: string): string;
  /** An error whose path leads to a place in it, with that place. */
  relocate(error: unknown): unknown;
}

export interface SweepDone {
  readonly exitCode: number;
  readonly result: SweepResult;
  readonly outcome: SweepOutcome;
  /** Files of the report; none when the sweep was stopped or has no result yet. */
  readonly report: readonly string[];
}

/**
 * @returns what came of it, as far as it has come
 * @throws TidelabError for a sweep that cannot run, before anything is written
 */
export async function runSweepCommand(
  { definition, source, folder, flags }: SweepRequest,
  terminal: Terminal,
): Promise<SweepDone> {
  const { messages } = terminal;
  const wanted = parseJobs(flags.jobs);
  const limits = { maxRuns: parseCount(flags.maxRuns, "--max-runs"), budget: parseDuration(flags.budget, "--budget") };
  const device = parseDevice(flags.device);
  const queueing = flags.queue || flags.tag !== undefined || flags.priority !== undefined;
  const queue = queueing ? await import("./queue-sweep.ts") : undefined;
  const queued = queue?.checkQueueFlags(flags, device);
  // Whether there is one at all is known before anything is written; with a queue, its workers have it.
  if (!queue) await deviceFor(device);
  const files = seriesFilesIn(".", { keep: true });
  const first = listArms(definition);
  if (first instanceof TidelabError) {
    const axes = definition.axes.map((axis, index) => ({ axis, index }));
    refuse([first], await checkParts(definition.base, axes, 0, files), source, terminal);
  }
  const seeds = seedsOf(definition);
  const checked = await checkSweep(definition, first, seeds[0] ?? 0, files);
  if (checked.problems.length > 0) refuse([], checked.problems, source, terminal);
  // Those of the first seed are shown for all: only what the split leaves differs.
  showNotices(
    checked.arms.flatMap(({ notices }) => notices),
    terminal,
  );
  const plan = { definition, arms: checked.arms, seeds, folder };
  const arms = plannedArms(definition, plan.arms.length);
  const total = arms * seeds.length;
  const jobs = queue && wanted === undefined ? 0 : chooseJobs(wanted, plan.arms, total, availableParallelism());
  terminal.info(terminal.style("bold", messages.sweepHeadline({ name: definition.name, arms, seeds: seeds.length })));
  const interrupts = catchInterrupts(() => queue || terminal.notice(messages.sweepStopping));
  const onNoStore = (error: unknown) => {
    warn(terminal, messages.sweepNotRecorded({ reason: reasonOf(error, terminal) }));
  };
  const request = { plan, total, device, jobs: wanted, hasBudget: limits.budget !== undefined };
  const inQueue = queue && queued && (await queue.openQueueSweep({ ...request, ...queued }, terminal));
  const own = inQueue ? undefined : await openStoreIfPossible(process.env.TIDELAB_STORE, onNoStore);
  const follower = followSweep(plan, inQueue ? RUNNING_SHOWN : jobs, terminal);
  let outcome: SweepOutcome | undefined;
  let alarms: readonly Alarm[] = [];
  try {
    outcome = await runSweep(plan, {
      ...limits,
      ...(inQueue && { pool: inQueue.pool }),
      jobs: inQueue?.atOnce ?? jobs,
      device,
      signal: interrupts.signal,
      store: inQueue?.store ?? own,
      onEvent: (event) => follower.show(event),
    });
  } finally {
    follower.end();
    await own?.close();
    alarms = (await inQueue?.end(outcome)) ?? [];
    interrupts.dispose();
  }
  const result = await readSweepResult(folder);
  terminal.result(formatSweep(result, terminal).join("\n"));
  terminal.result(messages.sweepSaved({ folder }));
  queue?.showAlarms(alarms, terminal);
  const isLeft = inQueue !== undefined && outcome.ended === "stopped";
  if (outcome.ended !== "done" && !isLeft) terminal.notice(messages.sweepEnded[outcome.ended]({ left: outcome.left }));
  const hasResults = result.arms.some(({ runs }) => runs.length > 0);
  if (outcome.ended === "stopped") {
    if (hasResults) terminal.notice(messages.sweepReportLater({ folder }));
    return { exitCode: interrupts.exitCode ?? EXIT.failed, result, outcome, report: [] };
  }
  const exitCode = alarms.length > 0 ? EXIT.failed : exitCodeFor(result, terminal);
  return { exitCode, result, outcome, report: hasResults ? await writeSweepReport(folder, terminal) : [] };
}

/**
 * A run that diverged or was pruned, and an arm that a search proposed and that does not compile, are results of the
 * experiment; a run that broke off is not, nor is a sweep that has nothing else.
 */
function exitCodeFor({ arms }: SweepResult, terminal: Terminal): number {
  const { messages } = terminal;
  const failures = arms.flatMap((arm) => arm.failures);
  if (failures.length > 0 && arms.every(({ runs }) => runs.length === 0)) {
    warn(terminal, messages.sweepNoResult({ failures: failures.length }));
    return EXIT.failed;
  }
  const broken = failures.filter(({ reason }) => reason === "failed").length;
  if (broken === 0) return EXIT.done;
  warn(terminal, messages.sweepBroken({ broken }));
  return EXIT.failed;
}

/** @returns an error for more arms or runs than there may be */
function listArms(definition: SweepDefinition): Arm[] | TidelabError {
  try {
    checkRunCount(definition);
    return makeArms(definition);
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
}

/**
 * Says everything that is wrong with a sweep, each thing at its place.
 * @throws TidelabError the one thing that is wrong with its file, or `sweep.invalid` with all that was said
 */
export function refuse(
  errors: readonly TidelabError[],
  found: readonly Problem[],
  { name, placeOf, relocate }: SweepSource,
  terminal: Terminal,
): never {
  const placed = errors.map((error) => relocate(error) as TidelabError);
  const [only] = placed;
  if (only && errors.length === 1 && found.length === 0) throw only;
  const problems = [
    ...placed,
    ...found.flatMap(({ where, keys, error }) => {
      const place = placeOf(keys, where);
      return error.moved(({ path }) => (path === undefined ? place : `${place}: ${path}`)).all;
    }),
  ];
  for (const problem of problems) {
    for (const line of explain(problem, terminal.lang, false)) terminal.notice(`  ${line}`);
  }
  const refusal: Refusal = { problems };
  throw new TidelabError("sweep.invalid", { count: problems.length }, name, { cause: refusal });
}

/** @throws TidelabError `cli.jobs` */
export function parseJobs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!COUNT.test(text))
    throw new TidelabError("cli.jobs", { received: text, cores: availableParallelism() }, "--jobs");
  return Number(text);
}

/** Runs that are shown at a time while others run them. */
const RUNNING_SHOWN = 8;

const COUNT = /^0*[1-9]\d*$/;

/** @throws TidelabError `cli.count` */
function parseCount(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  if (!COUNT.test(text)) throw new TidelabError("cli.count", { received: text }, flag);
  return Number(text);
}

const UNITS = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/** `90s`, `10m`, `1.5h` in milliseconds. @throws TidelabError `cli.duration` */
export function parseDuration(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(s|m|h)$/.exec(text) ?? [];
  const milliseconds = Number(amount) * UNITS[unit as keyof typeof UNITS];
  if (!(milliseconds > 0)) throw new TidelabError("cli.duration", { received: text }, flag);
  return milliseconds;
}
