/**
 * Tidelab in Node: everything of `index.ts`, with threads and the kernels' fused build switched on, the learning-rate range test, and
 * runs on disk.
 */
export type { RangePoint, RangeTest } from "../train/records.ts";

import "./platform.ts";

export { formatProgram } from "../engine/wasm/format-program.ts";
export type { Figure, FigureLanguage } from "../figures/index.ts";
export { lrFindFigure } from "../figures/lr-find.ts";
export * from "../index.ts";
export type { StreamOptions, TestWindows } from "../inference/answer-series.ts";
export {
  type Classified,
  type Classifier,
  type ClassifierAnswer,
  type ClassifierOptions,
  createClassifier,
} from "../inference/classifier.ts";
export type { RawSeries, Refused } from "../inference/raw-series.ts";
export type { LengthKind, TrainedLengths } from "../inference/trained-lengths.ts";
export type { TrainedRun } from "../inference/trained-run.ts";
export { type LoadedStateDict, loadStateDict } from "../model/load-state-dict.ts";
export { findNotices, type Notice } from "../model/notices.ts";
export { reportHtml } from "../report/html.ts";
export { reportMarkdown } from "../report/markdown.ts";
export { type FigureSources, makeFigures } from "../report/run/run-figures.ts";
export type { ForkOf } from "../runs/about.ts";
export type { FinishedClassicalRun } from "../runs/classical/fit.ts";
export type { ClassicalRun } from "../runs/classical/read.ts";
export type { ClassicalRunRecord } from "../runs/classical/record.ts";
export { type ClassicalSpec, type ClassicalSpecInput, parseClassicalSpec } from "../runs/classical/spec.ts";
export { readRun, type SavedRun } from "../runs/read-run.ts";
export type { Environment, RunRecord, TestRecord } from "../runs/record.ts";
export {
  type FinishedRun,
  type InitialWeights,
  type PreparedEvent,
  type RunEvent,
  type RunOptions,
  runSpec,
} from "../runs/run-spec.ts";
export { readSnapshots } from "../runs/snapshots.ts";
export { type Difference, type Verdict, type VerifyOptions, verifyRun } from "../runs/verify.ts";
export type { SweepArm, SweepResult, SweepSearch } from "../sweep/result.ts";
export { findLearningRate, type RangeTestOptions } from "../train/lr-find.ts";
export { pathSource } from "./byte-sources.ts";
export { loadClassifier } from "./load-classifier.ts";
export { renderPng } from "./png.ts";
export { rewriteFigures, saveRun } from "./reports/draw.ts";
export { defaultRunFolder } from "./runs/claim.ts";
export {
  type ClassicalInFolderOptions,
  loadClassicalRun,
  runClassicalInFolder,
  type SavedClassicalRun,
} from "./runs/classical-folder.ts";
export { checkOutput, loadRun, loadSnapshots } from "./runs/folder.ts";
export { type Fork, forkRun, loadInitialWeights } from "./runs/fork.ts";
export type { FolderProblem, SavedInFolder } from "./runs/run-in-folder.ts";
export { type ResumeInFolderOptions, type RunInFolderOptions, resumeInFolder, runInFolder } from "./runs/whole-run.ts";
export { type FolderOptions, seriesFilesIn } from "./series-files.ts";
export { readSweepResult } from "./sweeps/folder.ts";
