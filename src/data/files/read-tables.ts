/** Reads the files that a spec names, each by the reader of its format. What the series are together is in `join-tables.ts`. */
import type { FilesSpec } from "../../spec/files.ts";
import type { DataFile, ReadFilesContext, SetName } from "../kinds/kind.ts";
import { checkAnyApplies } from "../readers/applies.ts";
import type { ByteSource } from "../readers/input/source.ts";
import { formatOf, readSeries } from "../readers/read-series.ts";
import type { FormatName, SeriesReading } from "../readers/reader.ts";
import { openBeside } from "./beside.ts";
import { refuseCopy } from "./copies.ts";
import { hashed } from "./hashed.ts";
import type { FileHost } from "./host.ts";

/** A file with its series. */
export interface TableFile {
  readonly file: DataFile;
  readonly table: SeriesReading;
  /** The file of its labels, where they are in one of their own. */
  readonly labels?: DataFile | undefined;
}

export const SET_NAMES: readonly SetName[] = ["train", "val", "test"];

/**
 * Reads all files of a spec, in the order train, val, test.
 * @throws TidelabError of the host for files that are not there or changed, of the readers for what cannot be read,
 *   `data.sameFile` for a file that is there twice
 */
export async function readTables(
  data: FilesSpec,
  host: FileHost,
  { signal, onProgress, expected }: Pick<ReadFilesContext, "signal" | "onProgress" | "expected"> = {},
): Promise<TableFile[]> {
  const files: TableFile[] = [];
  let done = 0;
  const found = await findAll(data, host, expected);
  // One file refuses what it has no use for by itself.
  const areSeveral = found.length > 1;
  if (areSeveral && expected === undefined) await checkReading(data, found);
  for (const { set, source } of found) {
    signal?.throwIfAborted();
    const own = hashed(source);
    const path = data.labels?.[set];
    const labels = path === undefined ? undefined : await openBeside({ path, set, holds: "labels" }, host, expected);
    const table = await readSeries(
      own,
      { ...data.reading, missing: "keep" },
      {
        signal,
        labelsFrom: labels?.source,
        passesOver: areSeveral || expected !== undefined,
      },
    );
    const { bytes, sha256 } = await own.finish();
    const series = table.series.length;
    const { skipped } = table;
    const first = (skipped?.first ?? []).map(({ path = source.name, code }) => ({ path, code }));
    const file = {
      set,
      name: source.name,
      bytes,
      sha256,
      series,
      ...(skipped && { skipped: { count: skipped.count, first } }),
    };
    const read = { file, table, labels: await labels?.recorded() };
    // A run that was trained on a file twice, by a version that allowed it, is still what its record says.
    if (expected === undefined) refuseCopy(read, files);
    files.push(read);
    done += series;
    onProgress?.({ done, total: done });
  }
  return files;
}

/** @throws TidelabError `reader.option` for an option of reading that none of the files has a use for */
async function checkReading({ reading = {} }: FilesSpec, found: readonly { source: ByteSource }[]): Promise<void> {
  const files: { format: FormatName; name: string }[] = [];
  for (const { source } of found) files.push({ format: reading.format ?? (await formatOf(source)), name: source.name });
  checkAnyApplies(files, reading);
}

async function findAll(
  data: FilesSpec,
  host: FileHost,
  expected: readonly DataFile[] | undefined,
): Promise<{ set: SetName; source: ByteSource }[]> {
  const found: { set: SetName; source: ByteSource }[] = [];
  if (expected) {
    // Those of the record, whatever a pattern would find now.
    for (const file of expected) {
      if (file.holds === undefined) found.push({ set: file.set, source: await host.findRecorded(file) });
    }
    return found;
  }
  for (const set of SET_NAMES) {
    for (const pattern of [data[set] ?? []].flat()) {
      for (const source of await host.find(pattern)) found.push({ set, source });
    }
  }
  return found;
}
