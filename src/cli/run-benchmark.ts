/** Runs and verifies benchmarks for `benchmark`: shows how it goes, stops when asked to, ends with the table. */
import { availableParallelism } from "node:os";
import type { PublishedFigure } from "../benchmark/published.ts";
import type { BenchmarkResult } from "../benchmark/result.ts";
import type { Suite } from "../benchmark/suite.ts";
import { recordOfJob, verifyClassical } from "../node/benchmarks/classical-run.ts";
import { type BenchmarkPlan, planBenchmark } from "../node/benchmarks/plan.ts";
import { type ClassicalFailure, readBenchmark, runClassicalJobs } from "../node/benchmarks/run.ts";
import { type DeviceChoice, deviceFor } from "../node/choose-device.ts";
import { seriesFilesIn } from "../node/series-files.ts";
import { openStoreIfPossible } from "../node/store/store.ts";
import { runSweep, type SweepEvent } from "../node/sweeps/runner.ts";
import { chooseJobs } from "../sweep/limits.ts";
import { parseDevice } from "./device.ts";
import { parseJobs } from "./run-sweep.ts";
import { EXIT } from "./terminal/failures.ts";
import { catchInterrupts } from "./terminal/interrupts.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { followClassical } from "./views/benchmark-progress.ts";
import { writeBenchmarkTable } from "./views/benchmark-report.ts";
import { benchmarkDocument, formatBenchmark } from "./views/benchmark-table.ts";
import { showNotices } from "./views/notices.ts";
import { warn } from "./views/results.ts";
import { reasonOf } from "./views/run-problems.ts";
import { followSweep } from "./views/sweep-progress.ts";

export interface BenchmarkRequest {
  readonly suite: Suite;
  readonly figures: readonly PublishedFigure[];
  readonly folder: string;
  /** `--jobs`, as typed. */
  readonly jobs: string | undefined;
  /** `--device`, as typed: of the nets, not of classifiers without gradients. */
  readonly device: string | undefined;
}

/**
 * @returns the exit code
 * @throws TidelabError for a benchmark that cannot run
 */
export async function runBenchmark(
  { suite, figures, folder, jobs, device: typed }: BenchmarkRequest,
  terminal: Terminal,
): Promise<number> {
  const { messages } = terminal;
  const wanted = parseJobs(jobs);
  const device = parseDevice(typed);
  // An error of the device comes here, and not once in each process.
  await deviceFor(device);
  const files = seriesFilesIn(".", { keep: true });
  const plan = await planBenchmark(suite, folder, files);
  const { name, datasets, models, seeds } = suite;
  const sizes = { datasets: datasets.size, models: models.size, seeds: seeds.length };
  terminal.info(terminal.style("bold", messages.benchmarkHeadline({ name, ...sizes })));
  showNotices(
    (plan.nets.plan?.arms ?? []).flatMap(({ notices }) => notices),
    terminal,
  );
  for (const { arm, message } of plan.nets.refused) {
    for (const line of message.split("\n")) warn(terminal, `${arm}: ${line}`);
  }
  const interrupts = catchInterrupts(() => terminal.notice(messages.benchmarkStopping));
  let failures: ClassicalFailure[] = [];
  try {
    const follower = followClassical(terminal);
    try {
      failures = await runClassicalJobs(plan, folder, files, {
        signal: interrupts.signal,
        onEvent: (event) => follower.show(event),
      });
    } finally {
      follower.end();
    }
    if (!interrupts.signal.aborted) await runNets(plan, { wanted, device }, interrupts.signal, terminal);
  } finally {
    interrupts.dispose();
  }
  const result = await readBenchmark(name, seeds, plan, failures, figures);
  terminal.result(formatBenchmark(result, terminal).join("\n"));
  const left = result.rows.reduce((sum, row) => sum + row.planned - row.runs.length - row.failures.length, 0);
  const isStopped = interrupts.exitCode !== undefined;
  if (isStopped) terminal.notice(messages.benchmarkStopped({ left }));
  const written = await writeBenchmarkTable(result, folder, terminal);
  terminal.document({ ...benchmarkDocument(result), folder, left, report: written });
  terminal.result(messages.benchmarkSaved({ folder }));
  return interrupts.exitCode ?? exitCodeOf(result);
}

function exitCodeOf({ rows }: BenchmarkResult): number {
  return rows.some(({ failures }) => failures.length > 0) ? EXIT.failed : EXIT.done;
}

async function runNets(
  { nets: { plan }, sweepFolder }: BenchmarkPlan,
  { wanted, device }: { readonly wanted: number | undefined; readonly device: DeviceChoice },
  signal: AbortSignal,
  terminal: Terminal,
): Promise<void> {
  if (plan === undefined) return;
  const { arms, seeds } = plan;
  const jobs = chooseJobs(wanted, arms, arms.length * seeds.length, availableParallelism());
  const store = await openStoreIfPossible(process.env.TIDELAB_STORE, (error) => {
    warn(terminal, terminal.messages.sweepNotRecorded({ reason: reasonOf(error, terminal) }));
  });
  const follower = followSweep(plan, jobs, terminal);
  try {
    const options = { jobs, device, signal, store, onEvent: (event: SweepEvent) => follower.show(event) };
    await runSweep({ ...plan, folder: sweepFolder }, options);
  } finally {
    follower.end();
    await store?.close();
  }
}

/**
 * Fits every classifier without gradients again that has a record.
 * @returns the exit code: 1 where a record is not verified, or there is none
 */
export async function verifyBenchmark(suite: Suite, folder: string, terminal: Terminal): Promise<number> {
  const { messages } = terminal;
  const files = seriesFilesIn(".", { keep: true });
  const { rows } = await planBenchmark(suite, folder, files);
  const verified: string[] = [];
  const different: { folder: string; keys: string[] }[] = [];
  for (const job of rows.flatMap((row) => row.jobs ?? [])) {
    const record = await recordOfJob(job);
    if (record === undefined) continue;
    const keys = await verifyClassical(job, record, files);
    if (keys.length === 0) verified.push(job.folder);
    else {
      different.push({ folder: job.folder, keys });
      terminal.notice(messages.benchmarkDiffers({ folder: job.folder, keys: keys.join(", ") }));
    }
  }
  if (verified.length + different.length === 0) terminal.notice(messages.benchmarkNothingToVerify);
  if (verified.length > 0) terminal.result(messages.benchmarkVerified({ count: verified.length }));
  terminal.document({ name: suite.name, folder, verified, different });
  return different.length > 0 || verified.length === 0 ? EXIT.failed : EXIT.done;
}
