/** Takes a run from the files of its folder, as the command line or another page made it. In a worker: its model is read to be checked. */
import { type RunRecord, readRunFiles } from "tidelab/runs";
import type { FolderFiles, Imported } from "../engine/run-protocol.ts";
import { labelFor, newId } from "../state/labels.ts";
import { openFiles } from "./files.ts";
import { importUnfinished, isUnfinished } from "./import-unfinished.ts";
import { parseNotes, writeNotes } from "./notes.ts";
import { RUN_FILES } from "./run-folder.ts";
import { addRow, folderOf, listRuns, type RunRow } from "./runs.ts";

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
  const before = rows.find((row) => row.record && isSameRun(row.record, record));
  if (before) return { id: before.id, label: before.label, wasKept: true, isOpen: false };
  const row = rowOf(
    record,
    rows.map(({ label }) => label),
  );
  const store = await openFiles();
  try {
    // A report is made again when it is asked for.
    for (const file of RUN_FILES) {
      const bytes = given.get(file);
      if (bytes) await store.write(`${folderOf(row.id)}/${file}`, bytes);
    }
    // Last: a row never names a file that is not there.
    await addRow(row);
  } catch (error) {
    await store.remove(folderOf(row.id)).catch(() => undefined);
    throw error;
  }
  const notes = given.get("notes.json");
  if (notes) await writeNotes({ ...parseNotes(new TextDecoder().decode(notes)), id: row.id });
  return { id: row.id, label: row.label, wasKept: false, isOpen: false };
}

/** One training, though it may have been saved twice. */
function isSameRun(a: RunRecord, b: RunRecord): boolean {
  return a.weightsSha256 === b.weightsSha256 && a.startedAt === b.startedAt && a.name === b.name;
}

function rowOf(record: RunRecord, taken: readonly string[]): RunRow {
  const { spec, status, startedAt, data, history } = record;
  const { batchSize, accumulate } = spec.training;
  const batches = Math.ceil((data.windows?.train ?? data.train) / batchSize);
  const files = data.source?.files.map(({ name, sha256 }) => ({ name, sha256 }));
  return {
    ...{ id: newId(record.name), label: labelFor(record.name, taken), spec, status, startedAt },
    ...{ numerics: record.numerics, threads: record.threads, classNames: data.classNames },
    stepsPerEpoch: Math.ceil(batches / accumulate),
    counts: { train: data.train, val: data.val, test: data.test },
    ...{ history, checkpoints: [], record },
    ...(files && { files }),
  };
}
