/** What a report is made from on disk: finds the runs in folders, groups them, and gathers series to show. Node only. */

import { basename, resolve } from "node:path";
import { type LoadedData, loadData } from "../../data/load.ts";
import { asRead, firstOfEachClass } from "../../data/shown.ts";
import { resolveNumerics } from "../../engine/devices.ts";
import { TidelabError } from "../../errors/errors.ts";
import { evaluate } from "../../inference/evaluate.ts";
import { choiceOf } from "../../metrics/epoch-choice.ts";
import { attendedSeries } from "../../report/run/run-figures.ts";
import type { DataPicture, Misclassified, RecordedGradients, SweepReportInput } from "../../report/sweep/index.ts";
import { isClassical } from "../../runs/any-record.ts";
import type { RunRecord } from "../../runs/record.ts";
import { groupRuns } from "../../sweep/group-runs.ts";
import type { SweepArm, SweepResult } from "../../sweep/result.ts";
import { checkFolder } from "../files.ts";
import { loadAnyRecord } from "../runs/classical-folder.ts";
import { findRunFolders } from "../runs/find.ts";
import { loadRecord, loadRun, readGradients } from "../runs/folder.ts";
import { filesOfRun } from "../series-files.ts";
import { readSweepFile, readSweepResult, runFolder } from "../sweeps/folder.ts";

/** Sweeps keep runs in folders of folders; deeper ones are not theirs. */
const DEEPEST = 3;
const MOST_SHOWN = 6;
/** Layers through whose steps a gradient goes back in time. */
const RECURRENT = ["lstm", "gru", "rnn"];
/** Making series again takes time, and a report draws no more. */
const MOST_PICTURES = 45;
const SHOWN_PER_CLASS = 3;

interface FoundRun {
  readonly folder: string;
  readonly record: RunRecord;
}

/**
 * @param folders  that of a sweep, or those of runs, or with runs in them
 * @throws TidelabError `report.noRuns` for a folder without, `report.oneRun`, and what a damaged record gives
 */
export async function gatherReport(folders: readonly string[], name: string | undefined): Promise<SweepReportInput> {
  const [first] = folders;
  if (first !== undefined && folders.length === 1) {
    await checkFolder(first);
    // A sweep knows what it varied and what failed, which its runs alone do not show.
    if ((await readSweepFile(first)) !== undefined) {
      const result = await readSweepResult(first);
      if (result.arms.every(({ runs }) => runs.length === 0)) throw new TidelabError("report.noRuns", undefined, first);
      const input = await gather({ ...result, name: name ?? result.name }, (armId, seed) =>
        runFolder(first, armId, seed),
      );
      return { ...input, folder: first };
    }
  }
  const found: FoundRun[] = [];
  for (const folder of folders) {
    await checkFolder(folder);
    const inside = await findRunFolders(folder, DEEPEST);
    if (inside.length === 0) throw await whyNoRuns(folder);
    for (const run of inside) {
      const record = await loadAnyRecord(run);
      // They have a report of their own.
      if (!isClassical(record)) found.push({ folder: run, record });
    }
  }
  if (found.length < 2) throw new TidelabError("report.oneRun", { folder: found[0]?.folder ?? "" }, first);
  const title = name ?? (folders.length === 1 && first !== undefined ? basename(resolve(first)) : "runs");
  const result = groupRuns(
    title,
    found.map(({ record }) => record),
  );
  return gather(result, (armId, seed) => {
    const run = runOf(result, armId, seed);
    return found.find(({ record }) => record === run)?.folder;
  });
}

/** It may be the folder of a run that is still being trained, or was interrupted. */
async function whyNoRuns(folder: string): Promise<unknown> {
  const none = new TidelabError("report.noRuns", undefined, folder);
  return loadRecord(folder).then(
    () => none,
    (error) => (error instanceof TidelabError && error.code === "run.noRecord" ? none : error),
  );
}

/** @param placeOf  the folder of a run that is in the result */
async function gather(
  result: SweepResult,
  placeOf: (armId: string, seed: number) => string | undefined,
): Promise<SweepReportInput> {
  const folderOf = (armId: string, seed: number) => (runOf(result, armId, seed) ? placeOf(armId, seed) : undefined);
  const misclassified = await findMisclassified(result, folderOf);
  const gradients = await findGradients(result, folderOf);
  return {
    result,
    folderOf,
    pictures: await drawable(result, folderOf),
    gradients,
    ...(misclassified && { misclassified }),
  };
}

function runOf({ arms }: SweepResult, armId: string, seed: number): RunRecord | undefined {
  return arms.find(({ id }) => id === armId)?.runs.find((run) => run.seed === seed);
}

/** A few series of each class as the models of the arms read them: what differs between arms is made again for each. */
async function drawable(
  { arms }: SweepResult,
  folderOf: (armId: string, seed: number) => string | undefined,
): Promise<DataPicture[]> {
  const kinds = new Map<string, DataPicture>();
  for (const { id, runs } of arms) {
    const [first] = runs;
    if (first === undefined || kinds.size === MOST_PICTURES) continue;
    const { name: _, seed: __, numerics: ___, model: ____, training: _____, ...data } = first.spec;
    const key = JSON.stringify(data);
    if (kinds.has(key)) continue;
    kinds.set(key, { armId: id, seed: first.seed, dataset: await seriesToShow(first, folderOf(id, first.seed)) });
  }
  return [...kinds.values()];
}

/** The first series of each class in the order in which they are made, as the run's transforms leave them. */
async function seriesToShow(
  { spec, data: { classNames, source } }: RunRecord,
  folder: string | undefined,
): Promise<DataPicture["dataset"]> {
  const { all, fitted } = await loadData(spec, filesOfRun(source?.files, folder));
  return asRead(firstOfEachClass({ ...all, classNames }, SHOWN_PER_CLASS), spec.transforms, fitted);
}

/** The wrong answers of the arm with attention that does best on its validation series. */
async function findMisclassified(
  { arms }: SweepResult,
  folderOf: (armId: string, seed: number) => string | undefined,
): Promise<Misclassified | undefined> {
  for (const arm of bestFirst(arms)) {
    // Attention over windows says nothing of a series as a whole: those runs are passed over.
    const run = arm.runs.find(({ test, model, data }) => {
      const isWrong = test !== null && test.accuracy < 1 && data.windows === undefined;
      return isWrong && model.layers.some(({ layer }) => layer === "attention");
    });
    const folder = run && folderOf(arm.id, run.seed);
    if (run === undefined || folder === undefined) continue;
    const { model } = await loadRun(folder);
    const data: LoadedData = await loadData(run.spec, filesOfRun(run.data.source?.files, folder));
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

/** One run of each kind of recurrent layer, of the best arm by validation, and the run whose gradient grew largest. */
async function findGradients(
  { arms }: SweepResult,
  folderOf: (armId: string, seed: number) => string | undefined,
): Promise<RecordedGradients[]> {
  const runs = bestFirst(arms).flatMap((arm) => arm.runs.map((run) => ({ armId: arm.id, run })));
  const ofKinds = RECURRENT.map((kind) => runs.find(({ run }) => run.model.layers.some(({ layer }) => layer === kind)));
  const [wildest] = [...runs].sort((a, b) => largestNorm(b.run) - largestNorm(a.run));
  const recorded: RecordedGradients[] = [];
  for (const { armId, run } of new Set([...ofKinds, wildest].flatMap((one) => one ?? []))) {
    const folder = folderOf(armId, run.seed);
    const log = folder && (await readGradients(folder));
    if (log && log.records.length > 0) recorded.push({ armId, seed: run.seed, log });
  }
  return recorded;
}

function largestNorm({ history }: RunRecord): number {
  return history.reduce((most, { gradNorm }) => Math.max(most, gradNorm), 0);
}

function bestFirst(arms: readonly SweepArm[]): SweepArm[] {
  return [...arms].sort((a, b) => validationOf(b) - validationOf(a));
}

function validationOf({ runs }: SweepArm): number {
  return runs.reduce((sum, run) => sum + (choiceOf(run)?.tested.valAccuracy ?? 0), 0) / Math.max(1, runs.length);
}
