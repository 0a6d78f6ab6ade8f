/** The series of a spec's files, for `loadData`: read, joined and split. What opens the files is the host's. */
import type { FilesSpec } from "../../spec/files.ts";
import type { SplitSpec } from "../../spec/split.ts";
import type { DataFile, DataSource, ReadFilesContext, SeriesFiles, SetName } from "../kinds/kind.ts";
import { allBytes } from "../readers/input/source.ts";
import { openBeside } from "./beside.ts";
import type { FileHost } from "./host.ts";
import { joinTables } from "./join-tables.ts";
import { readTables, SET_NAMES, type TableFile } from "./read-tables.ts";
import { setsOf, splitSha256 } from "./sets.ts";

export interface SeriesFilesOptions {
  /** Keeps what was read, for a host that loads the same files several times: the arms of a sweep. */
  readonly keep?: boolean;
}

/** Also gives the files one by one, for whoever looks at them before a spec is there. */
export interface SeriesTables extends SeriesFiles {
  /** Files that the spec names, in the order train, val, test. @throws TidelabError as `read`, but for the split */
  tables(data: FilesSpec, context?: Partial<ReadFilesContext>): Promise<readonly TableFile[]>;
}

/** Makes what `loadData` reads files with. */
export function createSeriesFiles(host: FileHost, { keep = false }: SeriesFilesOptions = {}): SeriesTables {
  const kept = new Map<string, Promise<TableFile[]>>();
  const tables: SeriesTables["tables"] = async (data, { signal, onProgress, expected } = {}) => {
    const context = { ...(signal && { signal }), ...(onProgress && { onProgress }), expected };
    if (!keep) return readTables(data, host, context);
    const key = JSON.stringify([data.train, data.val, data.test, data.labels, data.reading, expected]);
    const reading = kept.get(key) ?? readTables(data, host, context);
    kept.set(key, reading);
    return reading.catch((error: unknown) => {
      kept.delete(key);
      throw error;
    });
  };
  return {
    tables,
    async read(data, { split, seed, ...loading }) {
      const files = await tables(data, loading);
      const joined = joinTables(files, data);
      const { dataset, series } = joined;
      const groups = series.flatMap(({ group }) => group ?? []);
      const indices = await indexTexts(split, host, loading.expected);
      const sets = setsOf(
        split,
        {
          labels: dataset.labels,
          names: series.map(({ label }) => label),
          sets: series.map(({ set }) => set),
          groups: groups.length === series.length ? groups : undefined,
        },
        { seed, indices: indices?.texts },
      );
      const { lengths, channels, missing } = joined;
      const sampling = files.find(({ file }) => file.set === "train")?.table.sampling;
      const source: DataSource = {
        files: [...files.map(({ file }) => file), ...labelFiles(files), ...(indices?.files ?? [])],
        reading: readingBySet(files, data),
        lengths,
        channels,
        missing,
        ...(sampling && { sampling }),
        splitSha256: splitSha256(sets),
      };
      return { dataset, scale: 1, sets, source };
    },
  };
}

/** By what each set was read: with several files, what their first one showed. */
function readingBySet(files: readonly TableFile[], { reading }: FilesSpec): DataSource["reading"] {
  const entries = SET_NAMES.flatMap((set): [SetName, object][] => {
    const first = files.find(({ file }) => file.set === set);
    if (first === undefined) return [];
    const { missing: _, ...found } = first.table.reading;
    return [[set, JSON.parse(JSON.stringify({ ...reading, ...found })) as object]]; // without keys that are undefined
  });
  return Object.fromEntries(entries);
}

/** One a set, whatever the number of its files. */
function labelFiles(files: readonly TableFile[]): DataFile[] {
  return [
    ...new Map(files.flatMap(({ labels }) => (labels === undefined ? [] : [[labels.set, labels] as const]))).values(),
  ];
}

async function indexTexts(split: SplitSpec, host: FileHost, expected: readonly DataFile[] | undefined) {
  if (!("kind" in split) || split.kind !== "indices") return undefined;
  const read = async (set: "train" | "test") => {
    const { source, recorded } = await openBeside({ path: split[set], set, holds: "indices" }, host, expected);
    const text = new TextDecoder().decode(await allBytes(source));
    return { text: { name: source.name, text }, file: await recorded() };
  };
  const [train, test] = [await read("train"), await read("test")];
  return { texts: { train: train.text, test: test.text }, files: [train.file, test.file] };
}
