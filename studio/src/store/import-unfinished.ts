/**
 * Takes a run that has not ended from the checkpoints of its folder: it goes on in this page, to the bits that it would have had. In a worker:
 * its series are loaded, for they say how many steps an epoch has and whether they are those that it was begun with.
 */
import { compile, loadData, TidelabError } from "tidelab";
import { checkpointFiles, type RunStart, readCheckpointFiles, runId, type TrainingState } from "tidelab/runs";
import { STEP_VALUES } from "../engine/protocol.ts";
import type { Imported } from "../engine/run-protocol.ts";
import { labelFor, newId } from "../state/labels.ts";
import { openFiles } from "./files.ts";
import { parseNotes, writeNotes } from "./notes.ts";
import { openOwnFiles } from "./own-files.ts";
import { ABOUT, isAbout } from "./run-folder.ts";
import { addRow, CHUNK_STEPS, endRun, folderOf, listRuns, type RunRow, weightsPath, writeSteps } from "./runs.ts";

export const START = "checkpoints/start.json";

/** Whether the files of a folder are those of a run that has not ended. */
export function isUnfinished(files: ReadonlyMap<string, unknown>): boolean {
  return files.has(START) && !files.has("run.json");
}

/**
 * @param given  of the folder of a run that has not ended, its checkpoints among them
 * @param name   what the folder is to the user; begins the path of errors
 * @throws TidelabError where no checkpoint can be used, where series are not at hand or are other ones; StorageRefused, or a DOMException where
 *   there is no room. Then nothing is kept of it
 */
export async function importUnfinished(given: ReadonlyMap<string, Uint8Array>, name: string): Promise<Imported> {
  const { start, state } = readCheckpointFiles(given, name);
  const { spec, numerics, startedAt } = start;
  const rows = await listRuns();
  const before = rows.find((row) => runId(row) === runId(start));
  if (before) return { id: before.id, label: before.label, wasKept: true, isOpen: before.status === "running" };
  const files = (start.dataFiles ?? []).map((file) => ({ name: file.name, sha256: file.sha256 }));
  const data = await loadData(spec, { files: await openOwnFiles(files) });
  if (start.dataSha256 !== undefined && data.sha256 !== start.dataSha256) {
    throw new TidelabError("run.dataChanged", { expected: start.dataSha256, received: data.sha256 }, `${name}: data`);
  }
  const { train, val, test } = data;
  checkWeights(state, train, spec, name);
  const { batchSize, accumulate } = spec.training;
  const edits = state.edits ?? [];
  const row: RunRow = {
    ...{
      id: newId(spec.name),
      label: labelFor(
        spec.name,
        rows.map(({ label }) => label),
      ),
      spec,
      status: "running",
    },
    ...{ startedAt, numerics, threads: 1, stepsPerEpoch: Math.ceil(Math.ceil(train.count / batchSize) / accumulate) },
    ...{ classNames: train.classNames, length: train.length, channels: train.channels },
    counts: { train: train.count, val: val.count, test: test.count },
    ...{ history: state.history, checkpoints: [{ step: state.step, epoch: state.history.length }] },
    ...(edits.length > 0 && { edits }),
    ...(files.length > 0 && { files }),
  };
  try {
    await writeState(row.id, start, state);
    await keepAbout(row.id, given);
    // Last: a row never names a file that is not there.
    await addRow(row);
  } catch (error) {
    await endRun(row.id).catch(() => undefined);
    throw error;
  }
  const notes = given.get("notes.json");
  if (notes) await writeNotes({ ...parseNotes(new TextDecoder().decode(notes)), id: row.id });
  return { id: row.id, label: row.label, wasKept: false, isOpen: true };
}

/** Keeps where a run came from, as the command line has it. */
export async function keepAbout(id: string, given: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const about = given.get(ABOUT);
  if (about && isAbout(about)) await (await openFiles()).write(`${folderOf(id)}/${ABOUT}`, new Uint8Array(about));
}

/** Keeps the state that a run resumes, before there is a row of it. */
export async function writeState(id: string, start: RunStart, state: TrainingState): Promise<void> {
  const store = await openFiles();
  // Not the bytes that were given: what identifies the run in checkpoints is the text of its start, which this page writes in its own way.
  for (const [path, bytes] of checkpointFiles(start, state)) {
    await store.write(`${folderOf(id)}/${path}`, new Uint8Array(bytes));
  }
  await store.write(weightsPath(id, state.step), weightsOf(state));
  await writeUnknownSteps(id, state.step);
}

/** That the state is one of the model of its spec: a folder that was put together by hand is refused here, not when it goes on. */
function checkWeights(
  { parameters, states, step }: TrainingState,
  { length, channels, classNames }: { length: number; channels: number; classNames: readonly string[] },
  { model, seed }: RunRow["spec"],
  name: string,
): void {
  const made = compile(model, { length, channels, classes: classNames.length, seed });
  if (made.parameters.length === parameters.length && made.states.length === states.length) return;
  throw new TidelabError("checkpoint.damaged", undefined, `${name}: step ${step}`);
}

/** Parameters, then running statistics, as they are in memory. */
function weightsOf({ parameters, states }: TrainingState): Uint8Array<ArrayBuffer> {
  const weights = new Float32Array(parameters.length + states.length);
  weights.set(parameters);
  weights.set(states, parameters.length);
  return new Uint8Array(weights.buffer);
}

/** The command line keeps no losses of single steps: those that are done are no numbers, so that the next one has its place. */
async function writeUnknownSteps(run: string, count: number): Promise<void> {
  for (let chunk = 0; chunk * CHUNK_STEPS < count; chunk++) {
    const steps = Math.min(CHUNK_STEPS, count - chunk * CHUNK_STEPS);
    await writeSteps({ run, chunk, values: new Float32Array(steps * STEP_VALUES).fill(Number.NaN) });
  }
}
