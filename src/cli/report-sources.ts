/** What a report is made from on disk: finds the runs in folders, groups them, and gathers series to show. Node only. */
import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { type LoadedData, loadData } from "../data/load.ts";
import { resolveNumerics } from "../engine/kernels.ts";
import { TidelabError } from "../errors.ts";
import { groupRuns } from "../experiments/group-runs.ts";
import type { SweepArm, SweepResult } from "../experiments/result.ts";
import { choiceOf } from "../report/sweep/arms.ts";
import type { DataPicture, Misclassified, SweepReportInput } from "../report/sweep/index.ts";
import { attendedSeries } from "../runs/artifacts.ts";
import { checkFolder } from "../runs/files.ts";
import { loadRecord, loadRun } from "../runs/folder.ts";
import type { RunRecord } from "../runs/record.ts";
import { evaluate } from "../train/evaluate.ts";

/** Sweeps keep runs in folders of folders; deeper ones are not theirs. */
const DEEPEST = 3;
const MOST_SHOWN = 6;
/** Making series again takes time, and a report shows no more. */
const MOST_PICTURES = 4;

interface FoundRun {
  readonly folder: string;
  readonly record: RunRecord;
}

/**
 * @param folders  of runs, or with runs in them
 * @throws TidelabError `report.noRuns` for a folder without, `report.oneRun`, and what a damaged record gives
 */
export async function gatherReport(folders: readonly string[], name: string | undefined): Promise<SweepReportInput> {
  const found: FoundRun[] = [];
  for (const folder of folders) {
    await checkFolder(folder);
    const inside = await findRuns(folder, DEEPEST);
    if (inside.length === 0) throw new TidelabError("report.noRuns", undefined, folder);
    for (const run of inside) found.push({ folder: run, record: await loadRecord(run) });
  }
  const [first] = folders;
  if (found.length < 2) throw new TidelabError("report.oneRun", { folder: found[0]?.folder ?? "" }, first);
  const title = name ?? (folders.length === 1 && first !== undefined ? basename(resolve(first)) : "runs");
  const result = groupRuns(
    title,
    found.map(({ record }) => record),
  );
  const folderOf = (armId: string, seed: number) => {
    const run = runOf(result, armId, seed);
    return found.find(({ record }) => record === run)?.folder;
  };
  const misclassified = await findMisclassified(result, folderOf);
  return { result, folderOf, pictures: drawable(result), ...(misclassified && { misclassified }) };
}

/** Folders with a record, in the order of their names; what lies inside a run's folder is that run's. */
async function findRuns(folder: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.some((entry) => entry.name === "run.json")) return [folder];
  if (depth === 0) return [];
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const sorted = names.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const found: string[] = [];
  for (const name of sorted) found.push(...(await findRuns(join(folder, name), depth - 1)));
  return found;
}

function runOf({ arms }: SweepResult, armId: string, seed: number): RunRecord | undefined {
  return arms.find(({ id }) => id === armId)?.runs.find((run) => run.seed === seed);
}

/** Series of each kind of data, made again from the first run of each. */
function drawable({ arms }: SweepResult): DataPicture[] {
  const kinds = new Map<string, DataPicture>();
  for (const { id, runs } of arms) {
    const [first] = runs;
    if (first === undefined || kinds.size === MOST_PICTURES) continue;
    const { data, split } = first.spec;
    const key = JSON.stringify({ data, split });
    if (kinds.has(key)) continue;
    kinds.set(key, { armId: id, dataset: { ...loadData(first.spec).all, classNames: first.data.classNames } });
  }
  return [...kinds.values()];
}

/** The wrong answers of the arm with attention that does best on its validation series. */
async function findMisclassified(
  { arms }: SweepResult,
  folderOf: (armId: string, seed: number) => string | undefined,
): Promise<Misclassified | undefined> {
  for (const arm of [...arms].sort((a, b) => validationOf(b) - validationOf(a))) {
    const run = arm.runs.find(({ test, model }) => {
      return test !== null && test.accuracy < 1 && model.layers.some(({ layer }) => layer === "attention");
    });
    const folder = run && folderOf(arm.id, run.seed);
    if (run === undefined || folder === undefined) continue;
    const { model } = await loadRun(folder);
    const data: LoadedData = loadData(run.spec);
    const numerics = run.numerics === "portable" ? "portable" : await resolveNumerics();
    const evaluation = await evaluate(model, data.test, { numerics });
    const [weights] = [...evaluation.attention.values()];
    if (weights === undefined) continue;
    const wrong = [...data.test.labels.keys()].filter((row) => evaluation.predicted[row] !== data.test.labels[row]);
    const classes = run.data.classNames.length;
    const certainty = (row: number) => evaluation.probabilities[row * classes + (evaluation.predicted[row] ?? 0)] ?? 0;
    const shown = [...wrong].sort((a, b) => certainty(b) - certainty(a)).slice(0, MOST_SHOWN);
    const series = attendedSeries(shown, data.test, evaluation, weights, classes);
    return { armId: arm.id, seed: run.seed, series, wrong: wrong.length, tested: data.test.count };
  }
  return undefined;
}

function validationOf({ runs }: SweepArm): number {
  return runs.reduce((sum, run) => sum + (choiceOf(run)?.tested.valAccuracy ?? 0), 0) / Math.max(1, runs.length);
}
