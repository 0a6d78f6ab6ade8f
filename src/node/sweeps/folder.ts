/**
 * A sweep on disk: `sweep.json` (what was asked for, and what failed) and a folder a run, `<arm>/seed-<n>`. A run is done
 * when its record is there; nothing else is kept of progress. Node only.
 */
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { TidelabError } from "../../errors/errors.ts";
import { flopsOfModel } from "../../model/flops.ts";
import type { RunRecord } from "../../runs/record.ts";
import { parseShallowJson } from "../../spec/json-scan.ts";
import { number, record } from "../../spec/values.ts";
import type { OptionsAxis, Search } from "../../sweep/definition.ts";
import { monitorOf } from "../../sweep/objective.ts";
import { FAILURE_REASONS, type Failure, failureOf, type SweepResult, type SweepSearch } from "../../sweep/result.ts";
import { checkPath, makeFolder, readTextIfThere, replaceFile, writeError } from "../files.ts";
import { readRecord } from "../runs/folder.ts";

const FILE = "sweep.json";
const VERSION = 1;

const fileSchema = v.object({
  tidelab: v.literal("sweep"),
  version: number,
  name: v.string(),
  seeds: v.array(number),
  axes: v.array(v.object({ path: v.string(), values: v.array(v.unknown()) })),
  arms: v.array(v.object({ id: v.string(), settings: record() })),
  /** Runs that could not be run; those that ran and diverged or were pruned have records. */
  failures: v.array(
    v.object({
      arm: v.string(),
      seed: number,
      message: v.string(),
      // Files of before have none.
      reason: v.optional(v.picklist(FAILURE_REASONS), "failed"),
      exit: v.optional(v.object({ code: v.nullable(number), signal: v.nullable(v.string()), said: v.string() })),
    }),
  ),
  definition: record(),
});

/** What `sweep.json` holds. */
export type SweepFile = Omit<v.InferOutput<typeof fileSchema>, "tidelab" | "version">;

export function runFolder(folder: string, arm: string, seed: number): string {
  return join(folder, arm, `seed-${seed}`);
}

/** @throws TidelabError `run.diskFull` or `run.outputUnwritable` */
export async function writeSweepFile(folder: string, sweep: SweepFile): Promise<void> {
  const text = JSON.stringify({ tidelab: "sweep", version: VERSION, ...sweep }, undefined, 2);
  await replaceFile(join(folder, FILE), `${text}\n`);
}

/**
 * @returns undefined for a folder without
 * @throws TidelabError `sweep.file` for something else under that name, `sweep.newer`
 */
export async function readSweepFile(folder: string): Promise<SweepFile | undefined> {
  const path = join(folder, FILE);
  const text = await readTextIfThere(path);
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = parseShallowJson(text);
  } catch (cause) {
    throw new TidelabError("sweep.file", undefined, path, { cause });
  }
  const parsed = v.safeParse(fileSchema, value);
  if (!parsed.success) throw new TidelabError("sweep.file", undefined, path);
  const { tidelab: _, version, ...sweep } = parsed.output;
  if (version > VERSION) throw new TidelabError("sweep.newer", { most: VERSION, received: version }, path);
  return sweep;
}

/**
 * The result of a sweep, as far as it has come.
 * @throws TidelabError `sweep.none` for a folder that is none of a sweep, and what a damaged record gives
 */
export async function readSweepResult(folder: string): Promise<SweepResult> {
  checkPath(folder);
  const sweep = await readSweepFile(folder);
  if (sweep === undefined) throw new TidelabError("sweep.none", undefined, folder);
  const arms: SweepResult["arms"] = [];
  for (const { id, settings } of sweep.arms) {
    const arm: SweepResult["arms"][number] = { id, settings, runs: [], failures: [] };
    for (const seed of sweep.seeds) {
      const record = await recordOf(folder, id, seed);
      const noted = sweep.failures.find((entry) => entry.arm === id && entry.seed === seed);
      const failure = record ? whyNoResult(record) : noted && failureIn(noted);
      if (failure !== undefined) arm.failures.push({ seed, ...failure });
      else if (record) arm.runs.push(record);
    }
    const [first] = arm.runs;
    if (first) arm.flops = flopsOfModel(first.spec.model, first.data);
    arms.push(arm);
  }
  const search = searchOf(sweep);
  const axes = sweep.axes.map((axis) => {
    const sets = pathsSetBy(sweep.definition, axis.path);
    return { ...axis, ...(sets && { sets }) };
  });
  return { name: sweep.name, axes, arms, ...(search && { search }), seeds: sweep.seeds };
}

function failureIn({ reason, message, exit }: SweepFile["failures"][number]): Failure {
  return { reason, message, ...(exit && { exit }) };
}

/** Paths that an axis of options sets; undefined for one that is a path itself. */
function pathsSetBy({ axes }: SweepFile["definition"], name: string): string[] | undefined {
  // The file keeps the definition as it was read, and an edited one may be anything.
  const known = Array.isArray(axes) ? (axes as Partial<OptionsAxis>[]) : [];
  const options = known.flatMap((axis) => (axis?.name === name ? Object.values(axis.options ?? {}) : []));
  const paths = options.flatMap((changes) => Object.keys(changes ?? {}));
  return paths.length > 0 ? [...new Set(paths)] : undefined;
}

/** Undefined where the file does not say it in a way that is known. */
function searchOf({ definition }: SweepFile): SweepSearch | undefined {
  const { kind, seed = 0, startup, round } = (definition.search ?? {}) as Partial<Search>;
  if (kind !== "grid" && kind !== "random" && kind !== "tpe") return undefined;
  const rounds = kind === "tpe" && startup !== undefined && round !== undefined && { startup, round };
  return { kind, seed, ...rounds, monitor: monitorOf(definition.base) };
}

/** @returns undefined for a run that is not there, or not whole */
export async function recordOf(folder: string, arm: string, seed: number): Promise<RunRecord | undefined> {
  try {
    return await readRecord(runFolder(folder, arm, seed));
  } catch (error) {
    if (error instanceof TidelabError && error.code === "run.missing") return undefined;
    throw error;
  }
}

/** Why a run of a sweep that has a record is still no result to compare: undefined when it is one. */
export function whyNoResult(record: RunRecord): Failure | undefined {
  return failureOf(record, "pruned");
}

/**
 * Makes room for a run: without what one left that was killed while it was being saved, and in a folder of its arm, which
 * runs of other seeds then need not make, nor remove, at the same time.
 * @throws TidelabError `run.diskFull` or `run.outputUnwritable`
 */
export async function prepareRunFolder(folder: string, arm: string, seed: number): Promise<void> {
  const path = runFolder(folder, arm, seed);
  try {
    await rm(path, { recursive: true, force: true });
    await makeFolder(dirname(path));
  } catch (error) {
    throw writeError(error, path);
  }
}

/** Removes what a run left that was ended before it was whole. Best effort: the next one in its place removes it too. */
export async function removeUnfinished(folder: string, arm: string, seed: number): Promise<void> {
  const path = runFolder(folder, arm, seed);
  try {
    if ((await recordOf(folder, arm, seed)) === undefined) await rm(path, { recursive: true, force: true });
  } catch {
    // It stays.
  }
}
