/**
 * Runs a benchmark: classifiers without gradients one after another in this process, then the nets as a sweep. What has a record already
 * is left as it is, so that a benchmark that was stopped goes on where it ended. Prints nothing. Node only.
 */
import { setImmediate } from "node:timers/promises";
import type { PublishedFigure } from "../../benchmark/published.ts";
import { figuresOf } from "../../benchmark/published.ts";
import type { ClassicalRecord } from "../../benchmark/record.ts";
import { type BenchmarkResult, type BenchmarkRow, type BenchmarkRun, makeRow } from "../../benchmark/result.ts";
import type { SeriesFiles } from "../../data/kinds/kind.ts";
import { TidelabError } from "../../errors/errors.ts";
import type { SweepResult } from "../../sweep/result.ts";
import { DISK_FAULTS } from "../files.ts";
import { lockFolder } from "../runs/lock.ts";
import { readSweepFile, readSweepResult, runFolder } from "../sweeps/folder.ts";
import { type ClassicalJob, checkFiles, recordOfJob, runClassical } from "./classical-run.ts";
import { type BenchmarkPlan, type PlannedRow, ROW_AXIS } from "./plan.ts";

export type ClassicalEvent =
  | { readonly type: "begin"; readonly total: number; readonly done: number }
  | { readonly type: "start"; readonly job: ClassicalJob }
  | { readonly type: "end"; readonly job: ClassicalJob; readonly record: ClassicalRecord }
  /** The method does not take these series; the others go on. */
  | { readonly type: "failed"; readonly job: ClassicalJob; readonly error: TidelabError };

export interface ClassicalFailure {
  readonly job: ClassicalJob;
  readonly message: string;
}

/** What is wrong with the disk or with a record is wrong for all. */
const ENDS_ALL = new Set<string>([...DISK_FAULTS, "benchmark.record", "benchmark.otherRecord"]);

/**
 * Fits what has no record yet.
 * @returns what could not be fitted
 * @throws TidelabError `folder.locked` while another process works in the folder, `benchmark.otherRecord` where it has records of
 *   other settings, `benchmark.otherData` of other files, `run.diskFull`, `run.outputUnwritable`
 */
export async function runClassicalJobs(
  { rows }: BenchmarkPlan,
  folder: string,
  files: SeriesFiles,
  { signal, onEvent }: { signal: AbortSignal; onEvent: (event: ClassicalEvent) => void },
): Promise<ClassicalFailure[]> {
  const lock = await lockFolder(folder);
  try {
    const jobs = rows.flatMap((row) => row.jobs ?? []);
    const left: ClassicalJob[] = [];
    for (const job of jobs) {
      const record = await recordOfJob(job);
      if (record === undefined) left.push(job);
      else checkFiles(job, record);
    }
    onEvent({ type: "begin", total: jobs.length, done: jobs.length - left.length });
    const failures: ClassicalFailure[] = [];
    for (const job of left) {
      // Signals are delivered between two jobs.
      await setImmediate();
      if (signal.aborted) break;
      onEvent({ type: "start", job });
      try {
        onEvent({ type: "end", job, record: await runClassical(job, files) });
      } catch (error) {
        if (!(error instanceof TidelabError) || ENDS_ALL.has(error.code)) throw error;
        failures.push({ job, message: error.message });
        onEvent({ type: "failed", job, error });
      }
    }
    return failures;
  } finally {
    lock.release();
  }
}

/** The result as far as it has come, with the published figures beside it. */
export async function readBenchmark(
  name: string,
  seeds: readonly number[],
  { rows, nets, sweepFolder }: BenchmarkPlan,
  failures: readonly ClassicalFailure[],
  published: readonly PublishedFigure[],
): Promise<BenchmarkResult> {
  const hasSweep = (await readSweepFile(sweepFolder)) !== undefined;
  const sweep = hasSweep ? await readSweepResult(sweepFolder) : undefined;
  const found: BenchmarkRow[] = [];
  for (const row of rows) {
    const { dataset, model, protocol } = row;
    const own = row.jobs ? await classicalRuns(row.jobs, failures) : netRuns(row, sweep, nets, sweepFolder);
    const figures = figuresOf(published, row.publishedDatasets, row.publishedModels);
    found.push(makeRow({ dataset, model, protocol, planned: row.seeds.length, ...own }, figures));
  }
  return { name, seeds, rows: found };
}

type Runs = Pick<BenchmarkRow, "runs" | "failures">;

async function classicalRuns(jobs: readonly ClassicalJob[], failures: readonly ClassicalFailure[]): Promise<Runs> {
  const runs: BenchmarkRun[] = [];
  for (const job of jobs) {
    const record = await recordOfJob(job);
    if (record) runs.push({ seed: job.seed, accuracy: record.accuracy, folder: job.folder });
  }
  const own = failures.filter(({ job }) => jobs.includes(job));
  return { runs, failures: own.map(({ job: { seed }, message }) => ({ seed, message })) };
}

function netRuns(
  row: PlannedRow,
  sweep: SweepResult | undefined,
  { refused }: BenchmarkPlan["nets"],
  folder: string,
): Runs {
  const fault = refused.find(({ arm }) => arm === row.arm);
  if (fault) return { runs: [], failures: row.seeds.map((seed) => ({ seed, message: fault.message })) };
  const arm = sweep?.arms.find(({ settings }) => settings[ROW_AXIS] === row.arm);
  const tested = (arm?.runs ?? []).flatMap(({ seed, test }) => {
    return test ? [{ seed, accuracy: test.accuracy, folder: runFolder(folder, arm?.id ?? "", seed) }] : [];
  });
  const untested = (arm?.runs ?? [])
    .filter(({ test }) => !test)
    .map(({ seed }) => ({ seed, message: "no test result" }));
  const failures = (arm?.failures ?? []).map(({ seed, message }) => ({ seed, message }));
  return { runs: tested, failures: [...failures, ...untested] };
}
