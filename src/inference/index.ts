/**
 * `tidelab/inference`: answers of a trained model, and how good they are; a saved run read from its files. Nothing here trains. In Node,
 * `node/inference.ts` adds threads.
 */
import "../errors/classical-errors.ts";
import "../errors/file-errors.ts";

export { type ClassicalRun, readClassicalRun } from "../runs/classical/read.ts";
export type { ClassicalRunRecord } from "../runs/classical/record.ts";
export { readRun, type SavedRun } from "../runs/read-run.ts";
export { readSnapshots } from "../runs/snapshots.ts";
export type { StreamOptions, TestWindows } from "./answer-series.ts";
export { type Answers, answersOf, type Evaluation } from "./answers.ts";
export { type ClassicalAnswer, type ClassicalClassifier, createClassicalClassifier } from "./classical.ts";
export {
  type Classified,
  type Classifier,
  type ClassifierAnswer,
  type ClassifierOptions,
  createClassifier,
} from "./classifier.ts";
export { createEnsemble } from "./ensemble.ts";
export { type EvaluateOptions, evaluate } from "./evaluate.ts";
export { createPredictor, type Prediction, type Predictor } from "./predictor.ts";
export { prepareSeries } from "./prepare-series.ts";
export type { RawSeries, Refused } from "./raw-series.ts";
export type { LengthKind, TrainedLengths } from "./trained-lengths.ts";
export type { FittedRun, TrainedRun } from "./trained-run.ts";
