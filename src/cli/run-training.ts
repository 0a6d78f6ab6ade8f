/**
 * Runs a spec for `lab`, `train` and `resume`: shows what happens, keeps checkpoints, stops when asked to, saves what there
 * is. Loaded when training begins, with the engine behind it.
 */
import "../file-errors.ts";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import type { Numerics } from "../engine/kernels.ts";
import { describeError, TidelabError } from "../errors.ts";
import { formatNumber, formatSeconds } from "../report/formats.ts";
import { type CheckpointWriter, type Interrupted, startCheckpoints } from "../runs/checkpoints.ts";
import { checkOutput, defaultRunFolder, saveRun } from "../runs/folder.ts";
import type { RunRecord } from "../runs/record.ts";
import { type FinishedRun, type InitialWeights, originOf, runSpec } from "../runs/session.ts";
import type { Spec } from "../spec/spec.ts";
import type { TrainingState } from "../train/state.ts";
import { EXIT } from "./failures.ts";
import { follow } from "./follow.ts";
import { catchInterrupts } from "./interrupts.ts";
import { errorMessagesIn } from "./language.ts";
import { type ForkOf, noteFork, recordRun } from "./record-run.ts";
import { showTest, warn } from "./results.ts";
import type { Terminal } from "./terminal.ts";
import { chooseThreads } from "./threads.ts";

/** The default, and about the largest that Adam is commonly given. */
const SAFE_LR = 1e-3;

export interface TrainingRequest {
  readonly spec: Spec;
  /** Folder of the run; `runs/<date>-<name>` when undefined. */
  readonly out: string | undefined;
  /** As typed. */
  readonly threads: string | undefined;
  /** Puts errors of the run where the user wrote what caused them. */
  relocate(error: unknown): unknown;
  /** The run that this one is forked from. */
  readonly fork?: ForkOf;
  /** Weights to begin with, of another run of the same model, instead of fresh ones. */
  readonly initial?: InitialWeights;
  /** What an interrupted run in the folder `out` goes on with. */
  readonly interrupted?: Interrupted;
}

/**
 * @returns the exit code
 * @throws TidelabError for bad input, before anything is written; `training.diverged` after the run was saved
 */
export async function runTraining(request: TrainingRequest, terminal: Terminal): Promise<number> {
  const { spec, interrupted } = request;
  const { messages } = terminal;
  const started = performance.now();
  const rows = Math.min(spec.training.batchSize, spec.data.samples);
  const threads = chooseThreads(request.threads, rows);
  const folder = request.out ?? defaultRunFolder(spec.name, new Date());
  if (!interrupted) await checkOutput(folder);
  const interrupts = catchInterrupts(() => terminal.notice(messages.stopping({ folder })));
  try {
    const finished = await train(request, folder, { threads, signal: interrupts.signal }, terminal);
    const { record } = finished;
    if (record.status === "stopped") {
      terminal.notice(messages.stopped({ epochs: record.history.length, of: spec.training.epochs }));
    }
    const { selection } = record;
    if (selection?.stoppedEarly) {
      const { epochs, earlyStopping } = spec.training;
      const patience = earlyStopping?.patience ?? 0;
      terminal.info(messages.stoppedEarly({ epochs: selection.lastEpoch, of: epochs, patience }));
    }
    if (selection?.weights === "best") terminal.info(messages.restored({ epoch: selection.bestEpoch }));
    if (record.test) showTest(record.test, terminal);
    else terminal.notice(messages.noTest);
    const saved = await save(folder, finished, terminal);
    await recordRun(saved.folder, record, request.fork, terminal);
    const files = [...new Set(saved.files.map((file) => relative(saved.folder, file).split(/[\\/]/)[0] ?? ""))];
    const seconds = formatSeconds((performance.now() - started) / 1000, terminal.lang);
    terminal.result(messages.saved({ folder: saved.folder, files: files.join(", "), seconds }));
    if (record.status === "stopped" && !saved.failed) terminal.notice(messages.goOn({ folder }));
    terminal.document({ ...record, folder: saved.folder });
    if (record.divergence) throw divergence(record.divergence, spec.training.lr);
    if (saved.failed) return EXIT.failed;
    return record.status === "stopped" ? (interrupts.exitCode ?? EXIT.done) : EXIT.done;
  } finally {
    interrupts.dispose();
  }
}

async function train(
  { spec, relocate, interrupted, fork, initial = interrupted?.start.initial }: TrainingRequest,
  folder: string,
  options: { threads: number; signal: AbortSignal },
  terminal: Terminal,
): Promise<FinishedRun> {
  const startedAt = interrupted?.start.startedAt ?? new Date().toISOString();
  const checkpoints = checkpointKeeper(folder, { spec, startedAt, initial, fork }, interrupted, terminal);
  const resumed = interrupted && { resume: interrupted.state, numerics: interrupted.start.numerics };
  const run = runSpec(spec, { ...options, ...resumed, startedAt, checkpointEvery: 1, ...(initial && { initial }) });
  try {
    return await follow(
      run,
      {
        epochs: spec.training.epochs,
        onPrepared: ({ numerics }) => checkpoints.prepare(numerics),
        onCheckpoint: (state) => checkpoints.keep(state),
      },
      terminal,
    );
  } catch (error) {
    throw relocate(error);
  }
}

/** Writes checkpoints as they come. A full disk is told of once and does not end the run: only resuming suffers. */
function checkpointKeeper(
  folder: string,
  { spec, startedAt, initial, fork }: Pick<TrainingRequest, "spec" | "initial" | "fork"> & { startedAt: string },
  interrupted: Interrupted | undefined,
  terminal: Terminal,
) {
  let writer: CheckpointWriter | undefined = interrupted?.writer;
  let numerics: Numerics = "portable";
  let isFailing = false;
  return {
    prepare(chosen: Numerics) {
      numerics = chosen;
    },
    async keep(state: TrainingState) {
      if (isFailing) return;
      const isFirst = writer === undefined;
      try {
        writer ??= await startCheckpoints(folder, {
          spec,
          numerics,
          startedAt,
          ...(initial && { initial: originOf(initial) }),
        });
        await writer.write(state);
        // Not only at the end: a fork that is killed and resumed still knows what it was forked from.
        if (isFirst && fork) await noteFork(folder, fork, terminal);
      } catch (error) {
        // Where not even the first can be written, the run could not be saved either.
        if (!(error instanceof TidelabError) || isFirst) throw error;
        isFailing = true;
        const reason = describeError(error, errorMessagesIn(terminal.lang));
        warn(terminal, terminal.messages.noCheckpoint({ reason }));
      }
    },
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
  // A tenth of what is far too much would be too much again.
  const tryLr = Math.min(lr / 10, SAFE_LR);
  return new TidelabError("training.diverged", { ...params, tryLr: String(Number(tryLr.toPrecision(3))) });
}
