/**
 * Runs a spec for `lab`, `train`, `resume` and `fork`: shows what happens, stops when asked to, and has the run trained, saved,
 * recorded and drawn, in this order. Loaded when training begins, with the engine behind it.
 */

import { relative } from "node:path";
import { dataKindOf } from "../data/kinds/index.ts";
import type { DataFile, SeriesFiles } from "../data/kinds/kind.ts";
import type { Device } from "../engine/device.ts";
import { TidelabError } from "../errors/errors.ts";
import { drawRun } from "../node/reports/draw.ts";
import type { Interrupted } from "../node/runs/checkpoints.ts";
import { claimFolder, type RunClaim } from "../node/runs/claim.ts";
import { saveInFolder, trainInFolder } from "../node/runs/run-in-folder.ts";
import { filesOfRun } from "../node/series-files.ts";
import { recordFiles, recordRun } from "../node/store/record-run.ts";
import { formatNumber, formatSeconds } from "../report/formats.ts";
import type { ForkOf } from "../runs/about.ts";
import type { RunRecord } from "../runs/record.ts";
import type { FinishedRun, InitialWeights, RunEvent } from "../runs/run-spec.ts";
import type { Spec } from "../spec/spec.ts";
import { chooseDevice } from "./device.ts";
import { choose } from "./lab-flags.ts";
import { EXIT } from "./terminal/failures.ts";
import { catchInterrupts } from "./terminal/interrupts.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { chooseThreads } from "./threads.ts";
import { follow } from "./views/follow.ts";
import { showNotices } from "./views/notices.ts";
import { showTest, tellKept, warn } from "./views/results.ts";
import { reasonOf, warnOf } from "./views/run-problems.ts";

/** The default, and about the largest that Adam is commonly given. */
const SAFE_LR = 1e-3;

export interface TrainingRequest {
  readonly spec: Spec;
  /** Folder of the run; `runs/<date>-<name>` when undefined. */
  readonly out: string | undefined;
  /** As typed. */
  readonly threads?: string | undefined;
  /** As typed. */
  readonly device?: string | undefined;
  /** Whether the run is drawn; also not when `TIDELAB_FIGURES` is `off`. */
  readonly figures?: boolean | undefined;
  /** Puts errors of the run where the user wrote what caused them. */
  relocate(error: unknown): unknown;
  /** The run that this one is forked from. */
  readonly fork?: ForkOf;
  /** Files that the run must have: those of the run that it resumes or is forked from. */
  readonly dataFiles?: readonly DataFile[] | undefined;
  /** Reads the files of the spec; those of the current folder unless given. */
  readonly files?: SeriesFiles | undefined;
  /** Where these are, if they were moved. */
  readonly dataFolder?: string | undefined;
  /** Receives the hash of the run's series before training begins. */
  onData?(sha256: string): void;
  /** Weights to begin with, of another run of the same model, instead of fresh ones. */
  readonly initial?: InitialWeights;
  /** What an interrupted run in the folder `out` is resumed from. */
  readonly interrupted?: Interrupted & { readonly claim: RunClaim };
}

/**
 * @returns the exit code
 * @throws TidelabError for bad input, before anything is written; `training.diverged` after the run was saved
 */
export async function runTraining(request: TrainingRequest, terminal: Terminal): Promise<number> {
  const { spec, interrupted } = request;
  const isDrawn = drawsFigures(process.env.TIDELAB_FIGURES) && request.figures !== false;
  const rows = Math.min(
    spec.training.batchSize,
    dataKindOf(spec.data).estimate(spec.data)?.count ?? spec.training.batchSize,
  );
  const threads = chooseThreads(request.threads, rows);
  const device = await chooseDevice(request.device);
  const claim = interrupted?.claim ?? (await claimFolder(request.out, spec.name));
  try {
    return await runClaimed(request, claim, { threads, device, isDrawn }, terminal);
  } finally {
    await claim.release();
  }
}

async function runClaimed(
  request: TrainingRequest,
  claim: RunClaim,
  { threads, device, isDrawn }: { threads: number; device: Device | undefined; isDrawn: boolean },
  terminal: Terminal,
): Promise<number> {
  const { spec } = request;
  const { folder } = claim;
  const { messages } = terminal;
  const fork = request.fork ?? request.interrupted?.start.fork;
  const onProblem = warnOf(terminal);
  const recording = { store: process.env.TIDELAB_STORE, onProblem };
  const started = performance.now();
  const interrupts = catchInterrupts(() => terminal.notice(messages.stopping({ folder })));
  try {
    const { initial, interrupted } = request;
    const run = { spec, fork, initial, interrupted, onProblem };
    const source = filesOfRun(request.dataFiles, folder, request.dataFolder);
    const sources = { files: request.files ?? source.files, expectedFiles: source.expected };
    const options = { threads, device, signal: interrupts.signal, ...sources };
    const events = trainInFolder(claim, run, options);
    const finished = await train(request, folder, events, terminal);
    const saved = await saveInFolder(claim, finished, run);
    showOutcome(saved.record, terminal);
    // Before drawing, which takes a while: a run that is saved and then killed is in the store all the same.
    const isRecorded = await recordRun(saved.folder, saved.record, fork, recording);
    const whole = { ...finished, record: saved.record };
    const drawn = isDrawn ? await draw(saved.folder, whole, interrupts.signal, terminal) : NOTHING_DRAWN;
    if (isRecorded) await recordFiles(saved.folder, saved.record, recording);
    const files = [...saved.files, ...drawn.files];
    const names = [...new Set(files.map((file) => relative(saved.folder, file).split(/[\\/]/)[0] ?? ""))];
    const seconds = formatSeconds((performance.now() - started) / 1000, terminal.lang);
    terminal.saved(messages.saved({ folder: saved.folder, files: names, seconds }));
    if (!isDrawn) terminal.info(messages.drawLater({ folder: saved.folder }));
    const { record } = saved;
    if (record.status === "stopped" && !saved.isElsewhere) terminal.notice(messages.goOn({ folder }));
    terminal.document({ ...record, folder: saved.folder });
    if (record.divergence) throw divergence(record.divergence, spec.training.lr);
    if (saved.isElsewhere || drawn.hasFailed) return EXIT.failed;
    return record.status === "stopped" ? (interrupts.exitCode ?? EXIT.done) : EXIT.done;
  } finally {
    interrupts.dispose();
  }
}

function showOutcome(record: RunRecord, terminal: Terminal): void {
  const { messages } = terminal;
  const { selection, spec } = record;
  if (record.status === "stopped") {
    terminal.notice(messages.stopped({ epochs: record.history.length, of: spec.training.epochs }));
  }
  if (selection?.stoppedEarly) {
    const { epochs, earlyStopping } = spec.training;
    const patience = earlyStopping?.patience ?? 0;
    terminal.info(messages.stoppedEarly({ epochs: selection.lastEpoch, of: epochs, patience }));
  }
  if (selection?.weights === "best") terminal.info(messages.restored({ epoch: selection.bestEpoch }));
  if (record.test) showTest(record.test, terminal);
  else terminal.notice(messages.noTest);
}

async function train(
  { spec, relocate, interrupted, fork, onData }: TrainingRequest,
  folder: string,
  run: AsyncGenerator<RunEvent, FinishedRun>,
  terminal: Terminal,
): Promise<FinishedRun> {
  try {
    return await follow(
      run,
      {
        epochs: spec.training.epochs,
        onPrepared: ({ notices, data }) => {
          // Not before: a run whose data are refused has no folder.
          if (fork) terminal.notice(terminal.messages.forked({ name: spec.name, folder }));
          onData?.(data.sha256);
          // Whoever resumes a run has read them.
          if (!interrupted) showNotices(notices, terminal);
        },
      },
      terminal,
    );
  } catch (error) {
    throw relocate(error);
  }
}

const NOTHING_DRAWN = { files: [], hasFailed: false };

/** What `TIDELAB_FIGURES` says. @throws TidelabError `spec.choice` for what it cannot be */
function drawsFigures(setting: string | undefined): boolean {
  return choose(setting || undefined, ["on", "off"], "TIDELAB_FIGURES") !== "off";
}

/** Figures and reports of a run that is safe already: whatever happens here, nothing of it is lost. */
async function draw(
  folder: string,
  run: FinishedRun,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<{ files: readonly string[]; hasFailed: boolean }> {
  // A run that was stopped is drawn all the same; only a signal that comes now ends it.
  const ends = signal.aborted ? {} : { signal };
  try {
    const { files, kept, isWhole } = await drawRun(folder, run, terminal.lang, ends);
    tellKept(kept, terminal);
    if (!isWhole) terminal.notice(terminal.messages.drawingStopped({ folder }));
    return { files, hasFailed: false };
  } catch (error) {
    warn(terminal, terminal.messages.notDrawn({ folder, reason: reasonOf(error, terminal) }));
    return { files: [], hasFailed: true };
  }
}

function divergence(found: NonNullable<RunRecord["divergence"]>, lr: number): TidelabError {
  const { epoch, step, loss, gradNorms } = found;
  const params = { epoch, step, loss, gradNorms: gradNorms.map(formatNumber).join(", "), lr };
  // A tenth of what is far too much would be too much again.
  const tryLr = Math.min(lr / 10, SAFE_LR);
  return new TidelabError("training.diverged", { ...params, tryLr: String(Number(tryLr.toPrecision(3))) });
}
