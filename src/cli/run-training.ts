/**
 * Runs a spec for `lab` and `train`: shows what happens, stops when asked to, saves what there is. Loaded when training
 * begins, with the engine behind it.
 */
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { TidelabError } from "../errors.ts";
import { formatNumber, formatSeconds } from "../report/formats.ts";
import { checkOutput, defaultRunFolder, saveRun } from "../runs/folder.ts";
import type { RunRecord } from "../runs/record.ts";
import { type FinishedRun, runSpec } from "../runs/session.ts";
import type { Spec } from "../spec/spec.ts";
import type { TrainEvent } from "../train/events.ts";
import { EXIT } from "./failures.ts";
import { catchInterrupts } from "./interrupts.ts";
import { formatEpochLine } from "./number-format.ts";
import { createEta, type Eta, formatProgress } from "./progress.ts";
import { formatHeader, showTest, warn } from "./results.ts";
import type { Terminal } from "./terminal.ts";
import { chooseThreads } from "./threads.ts";

export interface TrainingRequest {
  readonly spec: Spec;
  /** Folder of the run; `runs/<date>-<name>` when undefined. */
  readonly out: string | undefined;
  /** As typed. */
  readonly threads: string | undefined;
  /** Puts errors of the run where the user wrote what caused them. */
  relocate(error: unknown): unknown;
}

/** Milliseconds: how often progress is drawn, and how long signals may wait. */
const PROGRESS_EVERY = 100;
const SIGNALS_EVERY = 50;

/**
 * @returns the exit code
 * @throws TidelabError for bad input, before anything is written; `training.diverged` after the run was saved
 */
export async function runTraining(request: TrainingRequest, terminal: Terminal): Promise<number> {
  const { spec } = request;
  const { messages } = terminal;
  const started = performance.now();
  const rows = Math.min(spec.training.batchSize, spec.data.samples);
  const threads = chooseThreads(request.threads, rows);
  const folder = request.out ?? defaultRunFolder(spec.name, new Date());
  await checkOutput(folder);
  const interrupts = catchInterrupts(() => terminal.notice(messages.stopping));
  try {
    const finished = await follow(request, { threads, signal: interrupts.signal }, terminal);
    const { record } = finished;
    if (record.status === "stopped") {
      terminal.notice(messages.stopped({ epochs: record.history.length, of: spec.training.epochs }));
    }
    if (record.test) showTest(record.test, terminal);
    else terminal.notice(messages.noTest);
    const saved = await save(folder, finished, terminal);
    const files = [...new Set(saved.files.map((file) => file.slice(saved.folder.length + 1).split(/[\\/]/)[0] ?? ""))];
    const seconds = formatSeconds((performance.now() - started) / 1000);
    terminal.result(messages.saved({ folder: saved.folder, files: files.join(", "), seconds }));
    terminal.document({ ...record, folder: saved.folder });
    if (record.divergence) throw divergence(record.divergence, spec.training.lr);
    if (saved.failed) return EXIT.failed;
    return record.status === "stopped" ? (interrupts.exitCode ?? EXIT.done) : EXIT.done;
  } finally {
    interrupts.dispose();
  }
}

async function follow(
  { spec, relocate }: TrainingRequest,
  options: { threads: number; signal: AbortSignal },
  terminal: Terminal,
): Promise<FinishedRun> {
  const run = runSpec(spec, options);
  const show = follower(spec.training.epochs, terminal);
  let heard = performance.now();
  try {
    for (;;) {
      const next = await run.next();
      if (next.done) return next.value;
      const event = next.value;
      if (event.type === "prepared") terminal.info(formatHeader(event, terminal));
      else show(event);
      // On one thread nothing else gives signals their turn.
      if (performance.now() - heard < SIGNALS_EVERY) continue;
      await setImmediate();
      heard = performance.now();
    }
  } catch (error) {
    throw relocate(error);
  } finally {
    terminal.clearProgress();
  }
}

/** Shows training's events: the notebook's line after each epoch, the bar in between. */
function follower(epochs: number, terminal: Terminal): (event: TrainEvent) => void {
  let eta: Eta | undefined;
  let drawn = Number.NEGATIVE_INFINITY;
  return (event) => {
    switch (event.type) {
      case "start":
        eta = createEta(event.batches * event.epochs, performance.now());
        break;
      case "step": {
        const now = performance.now();
        eta?.step(now);
        if (!terminal.showsProgress || now - drawn < PROGRESS_EVERY) break;
        drawn = now;
        const { epoch, batch, batches, loss } = event;
        const state = { epoch, epochs, batch, batches, loss, remaining: eta?.remaining() };
        terminal.progress(formatProgress(state, terminal.columns - 1, terminal.messages));
        break;
      }
      case "epoch":
        terminal.info(formatEpochLine(event.record));
        break;
      case "done":
        break;
    }
  };
}

/** Saves a run where it was meant to go or, when that has become impossible meanwhile, where it still can be. */
async function save(
  folder: string,
  finished: FinishedRun,
  terminal: Terminal,
): Promise<{ folder: string; files: string[]; failed: boolean }> {
  try {
    return { folder, files: await saveRun(folder, finished, terminal.lang), failed: false };
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    const usual = defaultRunFolder(finished.record.name, new Date());
    for (const instead of [usual, join(tmpdir(), basename(usual))]) {
      try {
        const files = await saveRun(instead, finished, terminal.lang);
        warn(terminal, terminal.messages.savedElsewhere({ folder, instead }));
        return { folder: instead, files, failed: true };
      } catch {
        // The first failure is the one to tell of.
      }
    }
    throw error;
  }
}

function divergence(found: NonNullable<RunRecord["divergence"]>, lr: number): TidelabError {
  const { epoch, step, loss, gradNorms } = found;
  const params = { epoch, step, loss, gradNorms: gradNorms.map(formatNumber).join(", "), lr };
  return new TidelabError("training.diverged", { ...params, tryLr: String(Number((lr / 10).toPrecision(3))) });
}
