/**
 * Keeps a run while it trains: its row, its steps, its checkpoints, its end. What cannot be kept is said once and never ends a run: training
 * goes on in memory.
 */
import type { EditSpec } from "tidelab";
import {
  aboutFork,
  checkpointFiles,
  type EpochRecord,
  type FinishedRun,
  type RunRecord,
  type RunStart,
  runFiles,
  type TrainingState,
} from "tidelab/runs";
import { cutRun, keepBranch, readState } from "../store/branches.ts";
import { isFull, StorageRefused } from "../store/database.ts";
import { type FileStore, openFiles } from "../store/files.ts";
import type { GivenFile } from "../store/own-files.ts";
import { ABOUT } from "../store/run-folder.ts";
import {
  addRow,
  CHUNK_STEPS,
  changeRow,
  folderOf,
  type RunRow,
  readRow,
  statePath,
  weightsPath,
  writeSteps,
} from "../store/runs.ts";
import { thinCheckpoints } from "../store/thinning.ts";
import type { FolderFiles } from "./folder-files.ts";
import { type CheckpointMark, STEP_VALUES, type StorageProblem } from "./protocol.ts";
import { StateSteps } from "./state-steps.ts";

/** What a run that goes on has done already. */
interface DoneAlready {
  /** (N, STEP_VALUES) */
  readonly steps: Float32Array;
  /** Steps whose full states there are. */
  readonly states: readonly number[];
  readonly edits: readonly EditSpec[];
  /** States that are in memory alone, for what could not be kept. */
  readonly held?: readonly TrainingState[];
  readonly problem?: StorageProblem | undefined;
}
const FRESH: DoneAlready = { steps: new Float32Array(), states: [], edits: [] };

export class Keeper {
  readonly #id: string;
  readonly #start: RunStart;
  readonly #onProblem: (problem: StorageProblem) => void;
  #problem: StorageProblem | undefined;
  #row: RunRow;
  #history: EpochRecord[];
  #marks: CheckpointMark[];
  #chunk: Float32Array<ArrayBuffer>;
  #chunkIndex: number;
  #inChunk: number;
  /** Full states, with the optimizer's moments; weights alone are kept of all checkpoints. */
  readonly #states: StateSteps;
  #edits: readonly EditSpec[];
  /** Those that could not be written. */
  readonly #held = new Map<number, TrainingState>();

  /**
   * @param row   as it is to be added; of a run that is resumed, as it is kept
   * @param done  what it has done already
   */
  constructor(row: RunRow, start: RunStart, onProblem: (problem: StorageProblem) => void, done: DoneAlready = FRESH) {
    const { steps, states, edits } = done;
    this.#id = row.id;
    this.#row = row;
    this.#start = start;
    this.#onProblem = onProblem;
    this.#history = [...row.history];
    this.#marks = [...row.checkpoints];
    this.#states = new StateSteps(
      states,
      edits.map(({ step }) => step - 1),
    );
    for (const state of done.held ?? []) this.#held.set(state.step, state);
    this.#problem = done.problem;
    this.#edits = edits;
    const count = steps.length / STEP_VALUES;
    this.#chunkIndex = Math.floor(count / CHUNK_STEPS);
    this.#inChunk = count % CHUNK_STEPS;
    this.#chunk = new Float32Array(CHUNK_STEPS * STEP_VALUES);
    this.#chunk.set(steps.subarray(this.#chunkIndex * CHUNK_STEPS * STEP_VALUES));
  }

  /** Steps that one may go back to, ascending. */
  get states(): readonly number[] {
    return this.#states.list;
  }

  /** As it is kept, or would be. */
  get row(): RunRow {
    return this.#row;
  }

  /** A change begins, by hand or by the spec: the state before it stays. */
  async addEdit(edit: EditSpec): Promise<void> {
    this.#states.pin(edit.step - 1);
    this.#edits = [...this.#edits.filter(({ step }) => step !== edit.step), edit].sort((a, b) => a.step - b.step);
    await this.#change((row) => ({ ...row, edits: this.#edits }));
  }

  /** The full state after a step; undefined where it is gone. */
  async stateAt(step: number): Promise<TrainingState | undefined> {
    return this.#held.get(step) ?? (await readState(this.#id, step))?.state;
  }

  /** Writes what waits to be written. */
  async flush(): Promise<void> {
    await this.#writeChunk();
  }

  /**
   * Goes back to a step: what came after stays as a branch of this id, where it can be kept.
   * @returns the row, and whether there is a branch
   */
  async goBack(state: TrainingState, branch: { id: string; label: string }): Promise<{ row: RunRow; kept: boolean }> {
    const { step, history } = state;
    await this.flush();
    const kept = await this.#attempt(async () => {
      const row = await readRow(this.#id);
      if (row === undefined) throw new Error(`the run ${this.#id} is gone`);
      await keepBranch({ ...row, checkpoints: this.#marks }, { ...branch, step });
      this.#row = await cutRun({ ...row, checkpoints: this.#marks }, state);
    });
    const checkpoints = this.#marks.filter((mark) => mark.step <= step);
    return { row: kept ? this.#row : { ...this.#row, status: "running", history, checkpoints }, kept };
  }

  /** States that are in memory alone, up to a step. */
  heldUpTo(step: number): TrainingState[] {
    return [...this.#held.values()].filter((state) => state.step <= step);
  }

  get problem(): StorageProblem | undefined {
    return this.#problem;
  }

  /**
   * The run begins. Its row comes after its files: a run that is kept finds them again.
   * @param startedAt  ISO 8601
   * @param given      the user's own files that it reads
   */
  async begin(startedAt: string, given: readonly GivenFile[]): Promise<void> {
    this.#row = { ...this.#row, startedAt };
    await this.#attempt(() => keepGiven(given));
    const about = this.#about;
    if (about) await this.#attempt(async () => (await openFiles()).write(`${folderOf(this.#id)}/${ABOUT}`, about));
    await this.#attempt(() => addRow(this.#row));
  }

  /** What it was forked from, as `tidelab fork` has it beside the record; undefined for a run that is no fork. */
  get #about(): Uint8Array<ArrayBuffer> | undefined {
    const { fork } = this.#start;
    return fork && new TextEncoder().encode(aboutFork(fork));
  }

  async addStep(values: readonly [loss: number, norm: number, rate: number]): Promise<void> {
    this.#chunk.set(values, this.#inChunk * STEP_VALUES);
    this.#inChunk++;
    if (this.#inChunk < CHUNK_STEPS) return;
    await this.#writeChunk();
    this.#chunkIndex++;
    this.#inChunk = 0;
  }

  async addEpoch(record: EpochRecord): Promise<void> {
    this.#history.push(record);
    await this.#writeChunk();
    await this.#change((row) => ({ ...row, history: this.#history }));
  }

  /** @returns the mark of the checkpoint, whether it was kept, and its weights */
  async addCheckpoint(
    state: TrainingState,
  ): Promise<{ mark: CheckpointMark; kept: boolean; weights: Float32Array<ArrayBuffer> }> {
    const mark = { step: state.step, epoch: state.history.length };
    const weights = new Float32Array(state.parameters.length + state.states.length);
    weights.set(state.parameters);
    weights.set(state.states, state.parameters.length);
    const kept = await this.#attempt(async () => {
      const files = await openFiles();
      await files.write(weightsPath(this.#id, state.step), new Uint8Array(weights.buffer));
      for (const [name, bytes] of checkpointFiles(this.#start, state)) {
        const path = `${folderOf(this.#id)}/${name}`;
        const isState = name.endsWith(".safetensors");
        if (!isState && this.#states.list.length > 0) continue; // what it was started with is written once
        await files.write(path, bytes as Uint8Array<ArrayBuffer>);
      }
      await this.#thinWeights(files, mark);
      await changeRow(this.#id, (row) => ({ ...row, checkpoints: this.#marks }));
    });
    this.#states.add(state.step);
    if (!kept) this.#held.set(state.step, state);
    for (const step of this.#states.thin()) {
      if (!this.#held.delete(step))
        await this.#attempt(async () => (await openFiles()).remove(statePath(this.#id, step)));
    }
    return { mark, kept, weights };
  }

  /**
   * The run has ended: its files are those of the command line's folder.
   * @returns the record as it is kept, and the files of the run's folder where they could not be kept
   */
  async end(run: FinishedRun, startedAt: string): Promise<{ record: RunRecord; unkept: FolderFiles | undefined }> {
    const { files: contents, record } = runFiles({ ...run, record: { ...run.record, startedAt } });
    await this.#writeChunk();
    const isKept = await this.#attempt(async () => {
      const files = await openFiles();
      for (const [name, bytes] of contents) {
        await files.write(`${folderOf(this.#id)}/${name}`, bytes as Uint8Array<ArrayBuffer>);
      }
      // A verdict was on what it gave before.
      await changeRow(this.#id, ({ verified: _, ...row }) => {
        return { ...row, status: record.status, history: record.history, record };
      });
    });
    if (isKept) return { record, unkept: undefined };
    const about = this.#about;
    if (about) contents.set(ABOUT, about);
    return { record, unkept: [...contents] as unknown as FolderFiles };
  }

  /** Of a run of an experiment, which are many, the weights before and after, and the best, are enough. */
  async #thinWeights(files: FileStore, mark: CheckpointMark): Promise<void> {
    if (!this.#marks.some(({ step }) => step === mark.step)) this.#marks.push(mark);
    const staying = thinCheckpoints(this.#marks, this.#history, this.#states.pinned, this.#row.part && 1);
    for (const { step } of this.#marks) {
      if (!staying.some((one) => one.step === step)) await files.remove(weightsPath(this.#id, step));
    }
    this.#marks = staying;
  }

  async #writeChunk(): Promise<void> {
    if (this.#inChunk === 0) return;
    const values = this.#chunk.slice(0, this.#inChunk * STEP_VALUES);
    await this.#attempt(() => writeSteps({ run: this.#id, chunk: this.#chunkIndex, values }));
  }

  async #change(change: (row: RunRow) => RunRow): Promise<void> {
    await this.#attempt(() => changeRow(this.#id, change));
  }

  /** @returns whether it was done; after the first problem nothing more is tried */
  async #attempt(work: () => Promise<void>): Promise<boolean> {
    if (this.#problem) return false;
    try {
      await work();
      return true;
    } catch (error) {
      this.#problem = isFull(error) ? "full" : "refused";
      if (!(error instanceof StorageRefused) && !isFull(error)) console.warn("Tidelab cannot keep this run:", error);
      this.#onProblem(this.#problem);
      return false;
    }
  }
}

/** Files that were only opened in the page so far; those of a run of before are kept already. */
async function keepGiven(given: readonly GivenFile[]): Promise<void> {
  const opened = given.flatMap(({ sha256, blob }) => (blob ? [{ sha256, blob }] : []));
  if (opened.length === 0) return;
  const { keepFile } = await import("../store/own-files.ts");
  for (const { sha256, blob } of opened) await keepFile(sha256, new Uint8Array(await blob.arrayBuffer()));
}
