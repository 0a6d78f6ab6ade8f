/**
 * A run that goes back leaves a branch: what it had done since stays, as a run of its own with its files, hidden until somebody keeps it.
 * Copies come first and are named last, so that whatever interrupts it, the run or its branch has everything.
 */
import { checkpointFiles, readCheckpointFiles, type SavedState, type TrainingState } from "tidelab/runs";
import { STEP_VALUES } from "../engine/protocol.ts";
import { openFiles } from "./files.ts";
import { ABOUT } from "./run-folder.ts";
import {
  addRow,
  CHUNK_STEPS,
  changeRow,
  cutSteps,
  folderOf,
  type RunRow,
  readSteps,
  statePath,
  statesOf,
  weightsPath,
  writeSteps,
} from "./runs.ts";

const RECORD = "run.json";

/** Files of a run that has ended: those that are in no folder within its own. */
async function filesOfEnd(id: string): Promise<string[]> {
  const names = await (await openFiles()).list(folderOf(id));
  return names.filter((name) => name.includes("."));
}

export const stateStep = (name: string) => Number(/step-(\d+)/.exec(name)?.[1]);

/** Steps of a run whose full states are kept, ascending. */
export async function readStateSteps(id: string): Promise<number[]> {
  try {
    const names = await (await openFiles()).list(statesOf(id));
    return names
      .map(stateStep)
      .filter(Number.isInteger)
      .sort((a, b) => a - b);
  } catch {
    return [];
  }
}

/** One state of a run, with what the run was started with; undefined where it is gone or damaged. */
export async function readState(id: string, step: number): Promise<SavedState | undefined> {
  const files = await openFiles();
  const found = new Map<string, Uint8Array>();
  for (const path of [`${statesOf(id)}/start.json`, statePath(id, step)]) {
    const bytes = await files.read(path);
    if (bytes) found.set(path.slice(folderOf(id).length + 1), bytes);
  }
  try {
    return readCheckpointFiles(found, id);
  } catch {
    return undefined;
  }
}

/**
 * Copies a run as it is, its checkpoints from a step on. The copy begins now: two runs of one start would have one id.
 * @returns the row of the copy
 */
export async function keepBranch(row: RunRow, branch: { id: string; label: string; step: number }): Promise<RunRow> {
  const { id, label, step } = branch;
  const startedAt = new Date().toISOString();
  const files = await openFiles();
  const copy = async (from: string, to: string) => {
    const bytes = await files.read(from);
    if (bytes) await files.write(to, bytes);
  };
  for (const name of await filesOfEnd(row.id)) await copy(`${folderOf(row.id)}/${name}`, `${folderOf(id)}/${name}`);
  const record = row.record && { ...row.record, startedAt };
  const text = await files.read(`${folderOf(id)}/${RECORD}`);
  if (text) {
    const begun = (at: string) => `"startedAt": ${JSON.stringify(at)}`;
    const changed = new TextDecoder().decode(text).replace(begun(row.startedAt), begun(startedAt));
    await files.write(`${folderOf(id)}/${RECORD}`, new TextEncoder().encode(changed));
  }
  for (const name of await files.list(statesOf(row.id))) {
    const saved = stateStep(name) >= step ? await readState(row.id, stateStep(name)) : undefined;
    if (saved === undefined) continue;
    for (const [path, bytes] of checkpointFiles({ ...saved.start, startedAt }, saved.state)) {
      await files.write(`${folderOf(id)}/${path}`, bytes as Uint8Array<ArrayBuffer>);
    }
  }
  const checkpoints = row.checkpoints.filter((mark) => mark.step >= step);
  for (const mark of checkpoints) await copy(weightsPath(row.id, mark.step), weightsPath(id, mark.step));
  const steps = await readSteps(row.id);
  for (let chunk = 0; chunk * CHUNK_STEPS * STEP_VALUES < steps.length; chunk++) {
    const from = chunk * CHUNK_STEPS * STEP_VALUES;
    await writeSteps({ run: id, chunk, values: steps.slice(from, from + CHUNK_STEPS * STEP_VALUES) });
  }
  const branchOf = { run: row.id, step, hidden: true };
  const copied: RunRow = { ...row, id, label, startedAt, checkpoints, ...(record && { record }), branchOf };
  await addRow(copied);
  return copied;
}

/** Takes from a run what it did after a state. @returns its row */
export async function cutRun(row: RunRow, { step, history, edits = [] }: TrainingState): Promise<RunRow> {
  // A verdict was on what it gave.
  const { record: _, verified: __, ...rest } = row;
  const checkpoints = row.checkpoints.filter((mark) => mark.step <= step);
  const cut: RunRow = { ...rest, status: "running", history, checkpoints, edits };
  await changeRow(row.id, ({ pins, deletedAt }) => ({
    ...cut,
    ...(pins && { pins }),
    ...(deletedAt && { deletedAt }),
  }));
  const files = await openFiles();
  for (const name of await filesOfEnd(row.id)) if (name !== ABOUT) await files.remove(`${folderOf(row.id)}/${name}`);
  for (const name of await files.list(statesOf(row.id))) {
    if (stateStep(name) > step) await files.remove(statePath(row.id, stateStep(name)));
  }
  for (const mark of row.checkpoints) if (mark.step > step) await files.remove(weightsPath(row.id, mark.step));
  await cutSteps(row.id, step, STEP_VALUES);
  return cut;
}

/** Keeps a branch as a run among the others. */
export async function showBranch(id: string): Promise<void> {
  await changeRow(id, (row) => (row.branchOf ? { ...row, branchOf: { ...row.branchOf, hidden: false } } : row));
}
