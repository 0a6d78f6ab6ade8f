/** Takes a run from the files of its folder, as the command line or another page made it. In a worker: its model is read to be checked. */
import { TidelabError } from "tidelab";
import { type RunRecord, readCheckpointFiles, readRunFiles, runId, type SavedState } from "tidelab/runs";
import { describeErrors } from "../engine/error-data.ts";
import type { FolderFiles, Imported } from "../engine/run-protocol.ts";
import { labelFor, newId } from "../state/labels.ts";
import { openFiles } from "./files.ts";
import { importUnfinished, isUnfinished, keepAbout, START, writeState } from "./import-unfinished.ts";
import { parseNotes, writeNotes } from "./notes.ts";
import { RUN_FILES } from "./run-folder.ts";
import { addRow, endRun, folderOf, listRuns, type RunRow } from "./runs.ts";
import { isSameRecord } from "./same-record.ts";

/**
 * @param files  of the folder of a run: one that has ended, or one with checkpoints to continue
 * @param name   what the folder is to the user; begins the path of errors
 * @throws TidelabError for what is damaged or does not belong together; StorageRefused, or a DOMException where there is no room.
 *   Then nothing is kept of it
 */
export async function importRun(files: FolderFiles, name: string): Promise<Imported> {
  const given = new Map(files);
  if (isUnfinished(given)) return importUnfinished(given, name);
  const { record } = readRunFiles(given, name);
  const rows = await listRuns();
  const before = rows.find((row) => isKept(row, record));
  if (before) return { id: before.id, label: before.label, wasKept: true, isOpen: false };
  const found = record.status === "stopped" && given.has(START) ? stateOf(record, given, name) : undefined;
  const saved = found && "state" in found ? found : undefined;
  const row = rowOf(
    record,
    rows.map(({ label }) => label),
    saved,
  );
  const store = await openFiles();
  try {
    if (saved) await writeState(row.id, saved.start, saved.state);
    // A report is made again when it is asked for.
    for (const file of RUN_FILES) {
      const bytes = given.get(file);
      if (bytes) await store.write(`${folderOf(row.id)}/${file}`, bytes);
    }
    await keepAbout(row.id, given);
    // Last: a row never names a file that is not there.
    await addRow(row);
  } catch (error) {
    await endRun(row.id).catch(() => undefined);
    throw error;
  }
  const notes = given.get("notes.json");
  if (notes) await writeNotes({ ...parseNotes(new TextDecoder().decode(notes)), id: row.id });
  const unusable = found instanceof TidelabError ? describeErrors(found) : undefined;
  const goesOn = { ...(saved && { isStopped: true }), ...(unusable && { unusable }) };
  return { id: row.id, label: row.label, wasKept: false, isOpen: false, ...goesOn };
}

/** One training, though it may have been saved twice, and one that was stopped though it has gone on since. */
function isKept(row: RunRow, record: RunRecord): boolean {
  if (record.status === "stopped" && runId(row) === runId(record)) return true;
  return row.record !== undefined && isSameRecord(row.record, record);
}

/** What a stopped run resumes; why it cannot, where its checkpoints are damaged or of another run: its record is kept all the same. */
function stateOf(record: RunRecord, given: ReadonlyMap<string, Uint8Array>, name: string): SavedState | TidelabError {
  try {
    const saved = readCheckpointFiles(given, name);
    if (runId(saved.start) === runId(record)) return saved;
    return new TidelabError("checkpoint.foreign", undefined, `${name}/${START}`);
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
}

function rowOf(record: RunRecord, taken: readonly string[], saved: SavedState | undefined): RunRow {
  const { spec, status, startedAt, data, history } = record;
  const { batchSize, accumulate } = spec.training;
  const batches = Math.ceil((data.windows?.train ?? data.train) / batchSize);
  const files = data.source?.files.map(({ name, sha256 }) => ({ name, sha256 }));
  return {
    ...{ id: newId(record.name), label: labelFor(record.name, taken), spec, status, startedAt },
    ...{ numerics: record.numerics, threads: record.threads, classNames: data.classNames },
    stepsPerEpoch: Math.ceil(batches / accumulate),
    counts: { train: data.train, val: data.val, test: data.test },
    ...{ history, record },
    checkpoints: saved ? [{ step: saved.state.step, epoch: saved.state.history.length }] : [],
    ...(files && { files }),
  };
}
