/**
 * Runs as they are kept: a row each, their steps in chunks, their files in `runs/<id>/` under the names that the command line gives them.
 * A row never names a file that is not written yet.
 */
import type { EditSpec, Spec } from "tidelab";
import type { EpochRecord, RunRecord } from "tidelab/runs";
import type { FoundVerdict } from "../engine/found-verdict.ts";
import type { CheckpointMark, ExperimentPart, ForkOrigin } from "../engine/protocol.ts";
import { answer, transact } from "./database.ts";
import { openFiles } from "./files.ts";
import type { OwnFile } from "./own-files.ts";
import { isSameRecord } from "./same-record.ts";

export interface RunRow {
  readonly id: string;
  /** What the user reads: the spec's name, with a number from the second one on. */
  readonly label: string;
  readonly spec: Spec;
  /** `running`: begun and not ended. Whether a tab still trains it is what its lock says. */
  readonly status: "running" | "finished" | "stopped" | "diverged";
  /** ISO 8601, of the first `go`. */
  readonly startedAt: string;
  readonly numerics: "fused" | "portable";
  readonly threads: number;
  readonly stepsPerEpoch: number;
  readonly classNames: readonly string[];
  /** Steps and channels of the series that its model reads; rows of before do not have them. */
  readonly length?: number;
  readonly channels?: number;
  readonly counts: { readonly train: number; readonly val: number; readonly test: number };
  readonly history: readonly EpochRecord[];
  readonly checkpoints: readonly CheckpointMark[];
  /** Changes by hand, those of its spec among them; none where it is left out. */
  readonly edits?: readonly EditSpec[];
  /** The user's own files that it reads, under the names that its spec has for them. */
  readonly files?: readonly OwnFile[];
  /** Once it has ended. */
  readonly record?: RunRecord;
  /** SHA-256 of the weights that the link with its spec promised. */
  readonly expected?: string;
  /** What the last verification on this device found. */
  readonly verified?: KeptVerdict;
  /** The checkpoint of another run that it began with. */
  readonly forkOf?: ForkOrigin;
  /** What another run did after a step, before it went back to it; `hidden` until the user keeps it as a run. */
  readonly branchOf?: { readonly run: string; readonly step: number; readonly hidden: boolean };
  /** Which run of which experiment it is. */
  readonly part?: ExperimentPart;
  /** Ids of the observations that are pinned. */
  readonly pins?: readonly string[];
  /** In the bin since then, ISO 8601. */
  readonly deletedAt?: string;
}

/** A verdict with its day, ISO 8601. */
export interface KeptVerdict extends FoundVerdict {
  readonly at: string;
}

/** Steps of a chunk, and of an entry their values. */
export const CHUNK_STEPS = 512;

export interface StepChunk {
  readonly run: string;
  readonly chunk: number;
  /** (≤ CHUNK_STEPS, STEP_VALUES), row-major */
  readonly values: Float32Array<ArrayBuffer>;
}

export const lockOf = (id: string) => `run-${id}`;
export const folderOf = (id: string) => `runs/${id}`;
/** The folder of a run's full states, and its state after a step, as the package names them. */
export const statesOf = (id: string) => `${folderOf(id)}/checkpoints`;
export const statePath = (id: string, step: number) =>
  `${statesOf(id)}/step-${String(step).padStart(8, "0")}.safetensors`;
/** Parameters, then running statistics, as little-endian Float32: its SHA-256 is the hash of the weights. */
export const weightsPath = (id: string, step: number) => `${folderOf(id)}/weights/${String(step).padStart(8, "0")}.f32`;

async function allRows(): Promise<RunRow[]> {
  return (await transact(["runs"], "readonly", (table) => answer(table("runs").getAll()))) as RunRow[];
}

/** What runs left behind when they went back, the oldest first; kept as runs or not. */
export async function listBranches(id: string): Promise<RunRow[]> {
  const rows = await allRows();
  return rows
    .filter(({ branchOf }) => branchOf?.run === id)
    .sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0));
}

/** Those that nobody kept as runs: they come and go with their run. */
export async function hiddenBranches(id: string): Promise<string[]> {
  return (await listBranches(id)).filter(({ branchOf }) => branchOf?.hidden).map((branch) => branch.id);
}

/** All runs, the newest first, without those in the bin and without branches that nobody kept as runs. */
export async function listRuns(): Promise<RunRow[]> {
  const rows = await allRows();
  return rows
    .filter((row) => row.deletedAt === undefined && row.branchOf?.hidden !== true)
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : 0));
}

export async function readRow(id: string): Promise<RunRow | undefined> {
  return (await transact(["runs"], "readonly", (table) => answer(table("runs").get(id)))) as RunRow | undefined;
}

/** Adds a run. @throws DOMException `ConstraintError` where there is one of this id */
export async function addRow(row: RunRow): Promise<void> {
  await transact(["runs"], "readwrite", (table) => void table("runs").add(row));
}

/** Changes a row; one that is gone stays gone. */
export async function changeRow(id: string, change: (row: RunRow) => RunRow): Promise<void> {
  await transact(["runs"], "readwrite", async (table) => {
    const row = (await answer(table("runs").get(id))) as RunRow | undefined;
    if (row) table("runs").put(change(row));
  });
}

/** Keeps what verifying a record found, unless its run has another one by now, or none: it may have gone back since. */
export async function writeVerdict(id: string, record: RunRecord, verified: KeptVerdict): Promise<void> {
  await changeRow(id, (row) => (row.record && isSameRecord(row.record, record) ? { ...row, verified } : row));
}

export async function writeSteps(chunk: StepChunk): Promise<void> {
  await transact(["steps"], "readwrite", (table) => void table("steps").put(chunk));
}

/** Ends what is kept of a run's steps beyond the first `count`. @param values  of a step */
export async function cutSteps(run: string, count: number, values: number): Promise<void> {
  const chunk = Math.floor(count / CHUNK_STEPS);
  await transact(["steps"], "readwrite", async (table) => {
    const last = (await answer(table("steps").get([run, chunk]))) as StepChunk | undefined;
    table("steps").delete(IDBKeyRange.bound([run, chunk], [run, Number.MAX_SAFE_INTEGER]));
    const rest = last?.values.slice(0, (count % CHUNK_STEPS) * values);
    if (rest !== undefined && rest.length > 0) table("steps").put({ run, chunk, values: rest });
  });
}

/** @returns (N, STEP_VALUES) of all steps that are kept of a run */
export async function readSteps(id: string): Promise<Float32Array<ArrayBuffer>> {
  const range = IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER]);
  const chunks = (await transact(["steps"], "readonly", (table) =>
    answer(table("steps").getAll(range)),
  )) as StepChunk[];
  const all = new Float32Array(chunks.reduce((sum, { values }) => sum + values.length, 0));
  let at = 0;
  for (const { values } of chunks) {
    all.set(values, at);
    at += values.length;
  }
  return all;
}

/** Puts a run into the bin, or takes it out again, and its branches that nobody kept with it. Its files stay. */
export async function setDeleted(id: string, deletedAt: string | undefined): Promise<void> {
  for (const one of [id, ...(await hiddenBranches(id))]) {
    await changeRow(one, ({ deletedAt: _, ...row }) => ({ ...row, ...(deletedAt !== undefined && { deletedAt }) }));
  }
}

export const BIN_DAYS = 30;

/** Runs in the bin, the last deleted first. */
export async function listBin(): Promise<RunRow[]> {
  const rows = await allRows();
  return rows
    .filter((row) => row.deletedAt !== undefined && row.branchOf?.hidden !== true)
    .sort((a, b) => ((a.deletedAt ?? "") < (b.deletedAt ?? "") ? 1 : -1));
}

/** Ends a run for good: its files, its steps, its notes, its row, and branches that nobody kept. */
export async function endRun(id: string): Promise<void> {
  for (const branch of await hiddenBranches(id)) await endRun(branch);
  const files = await openFiles();
  await files.remove(folderOf(id));
  await transact(["runs", "steps", "notes"], "readwrite", (table) => {
    table("runs").delete(id);
    table("notes").delete(id);
    table("steps").delete(IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER]));
  });
}

/** Ends what has been in the bin for 30 days. */
export async function emptyBin(now = Date.now()): Promise<void> {
  for (const { id, deletedAt = "" } of await listBin()) {
    if (now - Date.parse(deletedAt) >= BIN_DAYS * 86_400_000) await endRun(id);
  }
}

/** Runs that began and whose tab is gone; those of experiments are begun again by their experiment. @param rows  of `listRuns` */
export async function interruptedAmong(rows: readonly RunRow[]): Promise<RunRow[]> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  const busy = new Set(held.map(({ name }) => name));
  return rows.filter(({ id, status, part }) => status === "running" && part === undefined && !busy.has(lockOf(id)));
}
