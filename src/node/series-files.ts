/**
 * Files of time series in folders, for specs that name them by paths or patterns, and for records that name them by hash: a file
 * that was moved is found by its name in another folder, and its hash says whether it is the one. Node only.
 */
import { existsSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, resolve, sep } from "node:path";
import { hashOf } from "../data/files/hashed.ts";
import type { FileHost } from "../data/files/host.ts";
import { createSeriesFiles, type SeriesFilesOptions, type SeriesTables } from "../data/files/series-files.ts";
import type { DataFile, LoadOptions } from "../data/kinds/kind.ts";
import type { ByteSource } from "../data/readers/input/source.ts";
import { TidelabError } from "../errors/errors.ts";
import { pathSource } from "./byte-sources.ts";

/** Where the files of a spec are looked for. */
export interface FolderOptions extends SeriesFilesOptions {
  /** Where files that a record names may be too: by their path from there, or by their name alone. */
  readonly alsoIn?: readonly string[];
}

/**
 * What `loadData` and `runSpec` read the files of a spec with.
 * @param folder  what the spec's paths are relative to; the current folder unless given
 * @throws TidelabError when files are read: `file.…`, `data.noFile`, `data.fileGone`, `data.fileChanged`
 * @example
 * ```ts
 * import { writeFileSync } from "node:fs";
 * import { loadData, seriesFilesIn } from "tidelab/node";
 *
 * const rows = Array.from({ length: 20 }, (_, i) => `${i % 2 ? "up" : "down"},${[0, 1, 2].map((t) => (i % 2 ? t : -t)).join()}`);
 * writeFileSync("slopes.csv", `label,t0,t1,t2\n${rows.join("\n")}\n`);
 * const spec = { data: { kind: "files", train: "slopes.csv", reading: {}, missing: "refuse", missingValue: 0 }, split: { train: 0.7, val: 0.15 }, seed: 7 } as const;
 * const { train, source } = await loadData(spec, { files: seriesFilesIn() });
 * console.log(train.count, train.classNames.join(" "), source?.files.length); // 14 down up 1
 * ```
 */
export function seriesFilesIn(folder = ".", { alsoIn = [], ...options }: FolderOptions = {}): SeriesTables {
  return createSeriesFiles(folderHost(folder, alsoIn), options);
}

/** @param alsoIn  other folders, for files that a record names */
function folderHost(folder: string, alsoIn: readonly string[] = []): FileHost {
  return {
    find: (pattern) => findFiles(pattern, folder),
    findRecorded: (file) => findRecorded(file, [folder, ...alsoIn]),
  };
}

/**
 * How the series of a saved run are loaded again: its files by hash, in the current folder, in those above the run's, since a project
 * that was moved or copied is still whole, and where the user says.
 * @param recorded    files that the run names; undefined for one without files, or of which others may be taken
 * @param runFolder   undefined where only a report of the run is there
 * @param dataFolder  where moved files are; what the environment variable `TIDELAB_DATA` names unless given
 * @throws TidelabError `data.noFolder` for a `dataFolder` that is none
 */
export function filesOfRun(
  recorded: readonly DataFile[] | undefined,
  runFolder: string | undefined,
  dataFolder?: string,
): Pick<LoadOptions, "files" | "expected"> {
  if (dataFolder !== undefined && !statSync(dataFolder, { throwIfNoEntry: false })?.isDirectory())
    throw new TidelabError("data.noFolder", undefined, dataFolder);
  const alsoIn = [
    dataFolder ?? (process.env.TIDELAB_DATA || []),
    runFolder === undefined ? [] : foldersAbove(runFolder),
  ].flat();
  return { files: seriesFilesIn(".", { alsoIn }), expected: recorded };
}

function foldersAbove(runFolder: string): string[] {
  const folders: string[] = [];
  for (let at = dirname(resolve(runFolder)); folders.length < LEVELS; at = dirname(at)) {
    folders.push(at);
    if (dirname(at) === at) break;
  }
  return folders;
}

/** `sweeps/name/arm/seed-7` is four below its project. */
const LEVELS = 4;

async function findFiles(pattern: string, folder: string): Promise<ByteSource[]> {
  if (!pattern.includes("*")) return [named(await pathSource(placeOf(pattern, folder)), pattern)];
  const found = await matching(pattern.replaceAll("\\", "/").split("/"), folder, "");
  if (found.length === 0) throw new TidelabError("data.noFile", { pattern }, pattern);
  // By code unit, not by locale: the order of the series is part of what a run is.
  const sorted = found.sort((a, b) => (a < b ? -1 : 1));
  return Promise.all(sorted.map(async (name) => named(await pathSource(placeOf(name, folder)), name)));
}

/** Files below `folder` whose path fits; `*` matches any part of a name, and no folders. */
async function matching([first = "", ...rest]: readonly string[], folder: string, before: string): Promise<string[]> {
  const names = first.includes("*") ? await namesIn(join(folder, before), first, rest.length > 0) : [first];
  const paths = names.map((name) => (before === "" && first !== "" ? name : `${before}/${name}`));
  if (rest.length === 0) return paths.filter((path) => existsSync(placeOf(path, folder)));
  return (await Promise.all(paths.map((path) => matching(rest, folder, path)))).flat();
}

async function namesIn(folder: string, pattern: string, wantsFolders: boolean): Promise<string[]> {
  const escaped = pattern.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const fits = new RegExp(`^${escaped.join(".*")}$`);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => fits.test(entry.name) && !entry.name.startsWith(".") && entry.isDirectory() === wantsFolders)
    .map(({ name }) => name);
}

async function findRecorded({ name, sha256 }: DataFile, folders: readonly string[]): Promise<ByteSource> {
  const places = [...new Set(folders.flatMap((folder) => [placeOf(name, folder), join(folder, basename(name))]))];
  let other: { path: string; sha256: string } | undefined;
  for (const path of places) {
    if (!existsSync(path)) continue;
    const source = named(await pathSource(path), name);
    const received = await hashOf(source);
    if (received === sha256) return source;
    other ??= { path, sha256: received };
  }
  if (other) throw new TidelabError("data.fileChanged", { expected: sha256, received: other.sha256 }, other.path);
  const looked = [...new Set(folders.map((folder) => (folder === "." ? "." : folder)))].join(", ");
  throw new TidelabError("data.fileGone", { sha256, places: looked }, name);
}

function placeOf(name: string, folder: string): string {
  return isAbsolute(name) ? name : join(folder, name);
}

/** Under the name that the spec has for it, with / on every system. */
function named(source: ByteSource, name: string): ByteSource {
  return { ...source, name: name.split(sep).join("/") };
}
