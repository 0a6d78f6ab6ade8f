/** Files of time series for `tidelab data`: read as training reads them, or those that a spec names. */

import { basename, extname } from "node:path";
import { NO_CLASS } from "../data/files/classes.ts";
import { canStratify } from "../data/files/default-spec.ts";
import { type DescribedSeries, describeTables, lookedAt } from "../data/files/join-tables.ts";
import type { TableFile } from "../data/files/read-tables.ts";
import { groupFound } from "../data/files/reading-flags.ts";
import { setsOf } from "../data/files/sets.ts";
import { WRITTEN_FORMATS, type WrittenFormat } from "../data/files/written.ts";
import type { SplitIndices } from "../data/split.ts";
import { TidelabError } from "../errors/errors.ts";
import { seriesFilesIn } from "../node/series-files.ts";
import type { FilesSpec } from "../spec/files.ts";
import { parseSpec } from "../spec/parse.ts";
import type { SplitSpec } from "../spec/split.ts";
import {
  atDataFlag,
  type DataFlags,
  dataOf,
  hintColumns,
  type SplitFlags,
  splitOf,
  splitWithGroups,
} from "./data-flags.ts";
import { headOfFile } from "./file-head.ts";
import { choose } from "./lab-flags.ts";
import { readSpec } from "./spec-file.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { reasonOf } from "./views/run-problems.ts";

interface FilesRead {
  readonly tables: readonly TableFile[];
  /** Of the spec, where one was given. */
  readonly spec: { readonly split: SplitSpec; readonly seed: number } | undefined;
  readonly data: FilesSpec;
  /** The column of groups that all files have. */
  readonly group: string | undefined;
}

/** Series of files, whether or not a model can be trained on them. */
export interface DataDescribed extends FilesRead {
  readonly described: DescribedSeries;
}

const ANY_MODEL = { layers: [{ layer: "last" }] };

/**
 * Reads files to look at them, also those on which no model can be trained.
 * @throws TidelabError for files and flags that do not fit, at the flag to change
 */
export async function readToDescribe(
  files: readonly string[],
  flags: DataFlags,
  terminal: Terminal,
): Promise<DataDescribed> {
  return reading(files, flags, terminal, (read) => {
    const described = describeTables(read.tables, read.data);
    return {
      ...read,
      described: { ...described, fault: described.fault && (atDataFlag(described.fault) as TidelabError) },
    };
  });
}

/** Says why no model can be trained on the series, where that is so. */
export function noteFault({ described: { fault } }: DataDescribed, terminal: Terminal): void {
  if (fault) terminal.notice(terminal.messages.notTrainable({ reason: reasonOf(fault, terminal) }));
}

async function reading<Result>(
  files: readonly string[],
  flags: DataFlags,
  terminal: Terminal,
  join: (read: FilesRead) => Result,
): Promise<Result> {
  const [first] = files;
  const isJson = files.length === 1 && first !== undefined && extname(first).toLowerCase() === ".json";
  // A list is data: a spec is an object.
  const isSpec = isJson && !(await headOfFile(first))?.startsWith("[");
  const host = seriesFilesIn(".");
  try {
    if (files.length === 0 && flags.data === undefined) throw new TidelabError("data.nothing", undefined, "<files>");
    let data: FilesSpec;
    let spec: FilesRead["spec"];
    if (isSpec) {
      const read = await readSpec(first, terminal.messages.specFile, {});
      if (read.spec.data.kind !== "files") throw new TidelabError("data.madeSeries", undefined, first);
      data = read.spec.data;
      spec = read.spec;
    } else data = parseSpec({ data: dataOf(flags, files), model: ANY_MODEL }).data as FilesSpec;
    const tables = await host.tables(data);
    const { showReading } = await import("./views/data-files.ts");
    showReading(tables, terminal);
    return join({ tables, spec, data, group: groupFound(tables) });
  } catch (error) {
    hintColumns(error, flags, terminal);
    throw atDataFlag(error);
  }
}

/** The sets that a run would have: of the spec, or of the flags, or as `train` chooses them. */
export async function setsFor(
  { described, spec, group }: DataDescribed,
  flags: SplitFlags & Pick<DataFlags, "group" | "groupFrom" | "test">,
): Promise<SplitIndices> {
  const { series } = described;
  const dataset = lookedAt(described, NO_CLASS);
  const sets = series.map(({ set }) => set);
  const seed = spec?.seed ?? 7;
  const asked = (splitOf(flags) === undefined ? spec?.split : undefined) ?? splitWithGroups(flags, group);
  const usual = sets.includes("test") ? { val: 0.2 } : {};
  const input = asked ?? { ...usual, stratify: canStratify({ series, dataset }, seed) };
  const split = parseSpec({ split: input, model: ANY_MODEL }).split;
  const groups = series.flatMap(({ group }) => group ?? []);
  const names = series.map(({ label }) => label);
  const known = { labels: dataset.labels, names, sets, groups: groups.length === series.length ? groups : undefined };
  if ("kind" in split && split.kind === "indices") throw new TidelabError("data.checkIndices", undefined, "split.kind");
  try {
    return setsOf(split, known, { seed });
  } catch (error) {
    // The files have a group on two sides, which training refuses: a leak to be found with the others.
    if (!(error instanceof TidelabError && error.code === "split.groupApart")) throw error;
    return setsOf(parseSpec({ split: usual, model: ANY_MODEL }).split, known, { seed });
  }
}

const FORMATS: Readonly<Record<string, WrittenFormat>> = {
  ".csv": "csv-wide",
  ".ts": "ts",
  ".jsonl": "jsonl",
  ".npy": "npy",
  ".npz": "npz",
};

/** @throws TidelabError `spec.choice`, `convert.ending` */
export function formatOfOutput(output: string, to: string | undefined): WrittenFormat {
  if (to !== undefined) return choose(to, WRITTEN_FORMATS, "--to") as WrittenFormat;
  const format = FORMATS[extname(output).toLowerCase()];
  if (format === undefined) throw new TidelabError("convert.ending", { received: output }, "--output");
  return format;
}

export function nameOfData([first]: readonly TableFile[]): string {
  return basename(first?.file.name ?? "data").replace(/\.[^.]*$/, "");
}
