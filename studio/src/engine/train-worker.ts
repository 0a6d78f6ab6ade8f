/** Entry of the worker that trains: one run at a time, driven by requests of the page, kept as it goes. */
import { compile, createControl, type EditValues, parseSpec, type Spec, weightsSha256 } from "tidelab";
import type { SeriesTables as SeriesFiles } from "tidelab/readers";
import {
  type FinishedRun,
  type ForkOf,
  forkOf,
  type InitialWeights,
  type PreparedEvent,
  type RunEvent,
  type RunStart,
  readCheckpointFiles,
  runId,
  runSpec,
  type TrainingState,
} from "tidelab/runs";
import type { Device } from "tidelab/webgpu";
import { cutRun, keepBranch, readState, readStateSteps, stateStep } from "../store/branches.ts";
import { StorageRefused } from "../store/database.ts";
import { openFiles } from "../store/files.ts";
import type { GivenFile } from "../store/own-files.ts";
import { changeRow, lockOf, type RunRow, readRow, readSteps, statesOf } from "../store/runs.ts";
import { breathe } from "./breathe.ts";
import { describePrepared } from "./describe-run.ts";
import { describeErrors } from "./error-data.ts";
import { Keeper } from "./keeper.ts";
import { openDevice } from "./open-device.ts";
import {
  type CheckpointMark,
  type ExperimentPart,
  type ForkOrigin,
  type ForkSource,
  type Reply,
  type Request,
  type ResumedPart,
  STEP_VALUES,
  type StorageProblem,
} from "./protocol.ts";
import { RunLoop } from "./run-loop.ts";
import { StepBlocks } from "./step-blocks.ts";

const scope = globalThis as unknown as {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<Request>) => void) | null;
};

function post(reply: Reply, transfer: Transferable[] = []): void {
  scope.postMessage(reply, transfer);
}

/** The weights of a checkpoint as those that a run begins with. */
function initialOf({ spec, numerics, startedAt, weights, ...shape }: ForkSource): InitialWeights {
  const { length, channels, classes } = shape;
  const model = compile(spec.model, { length, channels, classes, seed: spec.seed });
  model.parameters.set(weights.subarray(0, model.parameters.length));
  model.states.set(weights.subarray(model.parameters.length));
  return { run: runId({ spec, numerics, startedAt }), weightsSha256: weightsSha256(model), model };
}

/** Epochs between the checkpoints of a run of an experiment: what was interrupted continues from one of five; a state an epoch would cost more. */
const checkpointsOfPart = ({ training }: Spec) => Math.max(1, Math.ceil(training.epochs / 5));

/** What a resumed run continues. */
interface Resumed {
  readonly row: RunRow;
  readonly start: RunStart;
  readonly state: TrainingState;
  readonly steps: Float32Array<ArrayBuffer>;
  /** Steps whose full states there are. */
  readonly states: readonly number[];
  /** What is in memory alone, for what could not be kept. */
  readonly held?: readonly TrainingState[];
  readonly problem?: StorageProblem | undefined;
  readonly rewound?: ResumedPart["rewound"];
  /** Of a run that was stopped: its row with its end, which stays until the run goes on. */
  readonly ended?: RunRow | undefined;
}

/** One run in this worker, from its preparation to its end. */
class Session {
  readonly id: string;
  readonly #id: string;
  readonly #control = createControl();
  readonly #loop: RunLoop;
  readonly #stop = new AbortController();
  readonly #blocks: StepBlocks;
  readonly #resumed: Resumed | undefined;
  readonly #label: string;
  #keeper: Keeper | undefined;
  #plan: Extract<RunEvent, { type: "start" }> | undefined;
  #prepared: PreparedEvent | undefined;
  #startedAt: string | undefined;
  #release: (() => void) | undefined;
  #start: RunStart | undefined;
  readonly #fork: ForkOrigin | undefined;
  /** What it is a fork of, as the command line says it. */
  readonly #forkOf: ForkOf | undefined;
  readonly #initial: InitialWeights | undefined;
  /** Steps done, and the newest of them whose full state was made. */
  #step = 0;
  #savedStep = -1;
  readonly files: readonly GivenFile[];
  readonly #part: ExperimentPart | undefined;

  constructor(
    id: string,
    label: string,
    {
      spec,
      threads,
      device,
      given,
      fork,
      part,
    }: {
      spec: Spec;
      threads: number;
      device: Device | undefined;
      given: GivenData;
      fork?: ForkSource | undefined;
      part?: ExperimentPart | undefined;
    },
    resumed: Resumed | undefined,
  ) {
    this.#part = part;
    this.#fork = fork?.from;
    this.#forkOf = fork ? forkOf(fork, spec) : resumed?.start.fork;
    this.#initial = fork ? initialOf(fork) : resumed?.start.initial;
    this.files = given.names;
    this.id = id;
    this.#id = id;
    this.#label = label;
    this.#resumed = resumed;
    this.#startedAt = resumed?.start.startedAt;
    this.#step = this.#savedStep = resumed?.state.step ?? 0;
    this.#blocks = new StepBlocks((first, block) => post({ type: "steps", run: id, first, block }, [block.buffer]));
    const events = runSpec(spec, {
      ...{ files: given.series, threads, device, signal: this.#stop.signal, now: () => this.#loop.clock() },
      ...{ control: this.#control, checkpointEvery: part ? checkpointsOfPart(spec) : 1 },
      ...(this.#initial && { initial: this.#initial }),
      ...(resumed && { resume: resumed.state, numerics: resumed.start.numerics, startedAt: resumed.start.startedAt }),
      ...(resumed?.start.dataSha256 !== undefined && { dataSha256: resumed.start.dataSha256 }),
    });
    const listener = {
      onEvent: (event: RunEvent) => this.#onEvent(event),
      onPause: () => {
        this.#blocks.flush();
        post({ type: "phase", run: id, phase: "paused" });
      },
      onEnd: (run: FinishedRun) => this.#onEnd(run),
      onError: (error: unknown) => this.#onError(error),
    };
    this.#loop = new RunLoop(events, listener, { breathe, now: () => performance.now() });
  }

  async prepare(): Promise<void> {
    const events = await this.#loop.prepare();
    if (events === undefined) return;
    for (const event of events) {
      if (event.type === "prepared") this.#prepared = event;
      if (event.type === "start") this.#plan = event;
    }
    if (this.#prepared === undefined || this.#plan === undefined) return;
    const initialSha256 = this.#initial?.weightsSha256;
    const described = describePrepared(this.#prepared, this.#plan);
    const prepared = { ...described, ...(initialSha256 && { initialSha256 }) };
    const { row, state, steps, states, rewound } = this.#resumed ?? {};
    const resumed: ResumedPart | undefined = row &&
      state && {
        ...{ label: row.label, step: state.step, steps: rewound ? undefined : steps, history: state.history },
        ...{ checkpoints: row.checkpoints, edits: state.edits ?? [], states: states ?? [] },
        ...(rewound && { rewound }),
      };
    post({ type: "prepared", run: this.#id, prepared, resumed });
  }

  async go(reach: Extract<Request, { type: "go" }>["reach"]): Promise<void> {
    // What is wrong with the spec or its files was said.
    if (!(await this.hold())) return;
    post({ type: "phase", run: this.#id, phase: "training" });
    this.#loop.go(reach);
  }

  /** Keeps the run from here on. @returns false where it cannot be, or another tab has it */
  async hold(): Promise<boolean> {
    return this.#prepared !== undefined && (this.#keeper !== undefined || (await this.#begin()));
  }

  pause(): void {
    this.#loop.pause();
  }

  /** Changes values from the next step on. A state of the step before is made first; at the end of an epoch there is one. */
  edit(set: EditValues): void {
    this.#control.edit(set);
    if (this.#savedStep !== this.#step) this.#control.requestCheckpoint();
  }

  /**
   * Ends what it does now, and gives what the run is at an earlier step: what it has done since stays as a branch.
   * @returns undefined where the state of that step is gone
   */
  async goBack(step: number, branch: { id: string; label: string }): Promise<Resumed | undefined> {
    await this.#loop.rest();
    if (this.#keeper === undefined || this.#start === undefined) return undefined;
    const state = await this.#keeper.stateAt(step);
    if (state === undefined) return undefined;
    if (!this.#loop.isOver && this.#savedStep !== this.#step) {
      this.#control.requestCheckpoint();
      await this.#loop.pullOne();
    }
    const { row, kept } = await this.#keeper.goBack(state, branch);
    return {
      ...{ row, state, start: this.#start, steps: new Float32Array(step * STEP_VALUES) },
      ...(kept && { steps: await readSteps(this.#id) }),
      states: this.#keeper.states.filter((one) => one <= step),
      held: this.#keeper.heldUpTo(step),
      problem: this.#keeper.problem,
      rewound: { branch: branch.id, label: branch.label, kept },
    };
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    if (this.#keeper === undefined) return;
    post({ type: "phase", run: this.#id, phase: "testing" });
    this.#loop.go("end");
  }

  async close(): Promise<void> {
    await this.#loop.close();
    this.#release?.();
  }

  /** Takes the run's lock and keeps it from here on. @returns false where another tab has it */
  async #begin(): Promise<boolean> {
    const { spec, numerics, data } = this.#prepared!; // `go` comes after `prepared`
    if (!(await this.#lock())) {
      post({ type: "busy", run: this.#id });
      return false;
    }
    // What it gave when it was stopped is given up only now: its series are there, and no other tab has it.
    if (this.#resumed?.ended) await cutRun(this.#resumed.ended, this.#resumed.state);
    this.#startedAt ??= new Date().toISOString();
    const start: RunStart = this.#resumed?.start ?? {
      spec,
      numerics,
      startedAt: this.#startedAt,
      dataSha256: data.sha256,
      ...(data.source && { dataFiles: data.source.files }),
      ...(this.#initial && { initial: { run: this.#initial.run, weightsSha256: this.#initial.weightsSha256 } }),
      ...(this.#forkOf && { fork: this.#forkOf }),
    };
    this.#start = start;
    const { counts, classNames, length, channels, stepsPerEpoch, threads } = describePrepared(
      this.#prepared!,
      this.#plan!,
    );
    const row: RunRow = this.#resumed?.row ?? {
      ...{ id: this.#id, label: this.#label, spec, status: "running", startedAt: this.#startedAt, numerics, threads },
      ...{ stepsPerEpoch, classNames, length, channels, counts, history: [], checkpoints: [] },
      ...(this.#fork && { forkOf: this.#fork }),
      ...(this.files.length > 0 && { files: this.files.map(({ name, sha256 }) => ({ name, sha256 })) }),
      ...(this.#part && { part: this.#part }),
    };
    const onProblem = (problem: "refused" | "full") => post({ type: "storage", run: this.#id, problem });
    const done = this.#resumed && { ...this.#resumed, edits: this.#resumed.state.edits ?? [] };
    this.#keeper = new Keeper(row, start, onProblem, done);
    if (!this.#resumed) await this.#keeper.begin(this.#startedAt, this.files);
    post({ type: "begun", run: this.#id, startedAt: this.#startedAt });
    return true;
  }

  async #lock(): Promise<boolean> {
    if (navigator.locks === undefined) return true;
    return new Promise((resolve) => {
      void navigator.locks.request(lockOf(this.#id), { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<void>((release) => (this.#release = release));
      });
    });
  }

  async #onEvent(event: RunEvent): Promise<void> {
    const keeper = this.#keeper!; // events are pulled from `go` on
    const run = this.#id;
    if (event.type === "step") {
      this.#step = event.step;
      if (event.edit) {
        const edit = { step: event.step, set: event.edit };
        await keeper.addEdit(edit);
        post({ type: "edited", run, edit, states: keeper.states });
      }
      const values = [event.batchLoss, event.gradNorm, event.lr] as const;
      this.#blocks.add(event.step, values);
      await keeper.addStep(values);
    } else if (event.type === "deviceLost") {
      post({ type: "deviceLost", run });
    } else if (event.type === "epoch") {
      this.#blocks.flush();
      await keeper.addEpoch(event.record);
      post({ type: "epoch", run, record: event.record });
    } else if (event.type === "checkpoint") {
      this.#step = this.#savedStep = event.state.step;
      // What was asked for is here.
      this.#control.takeRequest();
      const { mark, kept, weights } = await keeper.addCheckpoint(event.state);
      post({ type: "checkpoint", run, mark, kept, weights, states: keeper.states }, [weights.buffer]);
      const isLast = event.state.history.length === this.#plan?.epochs;
      if (isLast) post({ type: "phase", run, phase: "testing" });
    }
  }

  async #onEnd(run: FinishedRun): Promise<void> {
    this.#blocks.flush();
    const { record, unkept } = await this.#keeper!.end(run, this.#startedAt ?? run.record.startedAt);
    this.#release?.();
    post({ type: "ended", run: this.#id, record, ...(unkept && { files: unkept }) });
  }

  #onError(error: unknown): void {
    this.#blocks.flush();
    this.#release?.();
    report(this.#id, error);
  }
}

function report(run: string | undefined, error: unknown): void {
  const errors = describeErrors(error);
  if (errors && run !== undefined) {
    post({ type: "refused", run, errors });
    return;
  }
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  post({ type: "fault", run, message, details: stack });
}

/** Reads a run that was interrupted or stopped, from its newest state. Steps after it are computed again. */
async function readInterrupted(id: string): Promise<Resumed> {
  const row = await readRow(id);
  if (row === undefined) throw new Error(`there is no run ${id}`);
  const files = await openFiles();
  const found = new Map<string, Uint8Array>();
  for (const name of await files.list(statesOf(id))) {
    const bytes = await files.read(`${statesOf(id)}/${name}`);
    if (bytes) found.set(`checkpoints/${name}`, bytes);
  }
  const { start, state } = readCheckpointFiles(found, row.label);
  const all = await readSteps(id);
  const steps = all.slice(0, state.step * STEP_VALUES);
  const isDone = ({ step }: CheckpointMark) => step <= state.step;
  const checkpoints = row.checkpoints.filter(isDone);
  const { record, ...rest } = row;
  const kept: RunRow = { ...rest, status: "running", history: state.history, checkpoints };
  if (record === undefined) await changeRow(id, () => kept);
  const states = [...found.keys()]
    .map(stateStep)
    .filter((step) => step <= state.step)
    .sort((a, b) => a - b);
  return { row: kept, start, state, steps, states, ended: record && row };
}

/**
 * Goes back in a run that this worker does not have: one that has ended, and was opened again. @returns undefined where another tab does so
 */
async function goBackKept(
  id: string,
  step: number,
  branch: { id: string; label: string },
): Promise<Resumed | undefined> {
  if (navigator.locks === undefined) return goBackAlone(id, step, branch);
  return navigator.locks.request(lockOf(id), { ifAvailable: true }, (lock) =>
    lock === null ? undefined : goBackAlone(id, step, branch),
  );
}

async function goBackAlone(id: string, step: number, branch: { id: string; label: string }): Promise<Resumed> {
  const row = await readRow(id);
  const saved = await readState(id, step);
  if (row === undefined || saved === undefined) throw new StateGone(step);
  await keepBranch(row, { ...branch, step });
  const cut = await cutRun(row, saved.state);
  return {
    ...saved,
    row: cut,
    steps: await readSteps(id),
    states: await readStateSteps(id),
    rewound: { branch: branch.id, label: branch.label, kept: true },
  };
}

/** The user's own files that a run reads. */
interface GivenData {
  readonly names: readonly GivenFile[];
  readonly series: SeriesFiles | undefined;
}

/** Readers of files are loaded by the first run that has some: the lab starts without them. */
async function openGiven(names: readonly GivenFile[]): Promise<GivenData> {
  if (names.length === 0) return { names, series: undefined };
  const { openOwnFiles } = await import("../store/own-files.ts");
  return { names, series: await openOwnFiles(names) };
}

/** The state of a step is no longer there. */
class StateGone extends Error {
  constructor(step: number) {
    super(`the state after step ${step} is no longer kept`);
  }
}

/** Goes back to a step, and waits there or continues with something changed. */
async function rewind({ run, step, branch, label, threads, device, set, reach }: Extract<Request, { type: "rewind" }>) {
  const held = session?.id === run ? session : undefined;
  const resumed = held
    ? await held.goBack(step, { id: branch, label })
    : await goBackKept(run, step, { id: branch, label });
  if (resumed === undefined && held) throw new StateGone(step);
  if (resumed === undefined) {
    post({ type: "busy", run });
    return;
  }
  await session?.close();
  const given = await openGiven(held?.files ?? resumed.row.files ?? []);
  const opened = await openDevice(device ?? "cpu");
  session = new Session(run, resumed.row.label, { spec: resumed.start.spec, threads, device: opened, given }, resumed);
  await session.prepare();
  if (!(await session.hold())) return;
  if (set) session.edit(set);
  if (reach) await session.go(reach);
}

let session: Session | undefined;
let queue: Promise<void> = Promise.resolve();

async function answerRequest(request: Request): Promise<void> {
  if (request.type === "prepare" || request.type === "resume") {
    await session?.close();
    const resumed = request.type === "resume" ? await readInterrupted(request.run) : undefined;
    const spec = resumed ? resumed.start.spec : parseSpec((request as { spec: unknown }).spec);
    const label = resumed?.row.label ?? (request as { label: string }).label;
    const given = await openGiven(resumed?.row.files ?? (request.type === "prepare" ? request.files : undefined) ?? []);
    const fork = request.type === "prepare" ? request.fork : undefined;
    const part = request.type === "prepare" ? request.part : resumed?.row.part;
    const device = await openDevice(request.device ?? "cpu");
    session = new Session(request.run, label, { spec, threads: request.threads, device, given, fork, part }, resumed);
    await session.prepare();
    return;
  }
  if (request.type === "edit") session?.edit(request.set);
  if (request.type === "rewind") await rewind(request);
  if (request.type === "go") await session?.go(request.reach);
  if (request.type === "pause") session?.pause();
  if (request.type === "stop") await session?.stop();
  if (request.type === "drop") {
    await session?.close();
    session = undefined;
  }
}

// In order: a run is prepared before it goes on.
scope.onmessage = ({ data }: MessageEvent<Request>) => {
  queue = queue.then(() =>
    answerRequest(data).catch((error: unknown) => {
      if (error instanceof StorageRefused) post({ type: "storage", run: data.run, problem: "refused" });
      report(data.run, error);
    }),
  );
};
