/**
 * `tidelab/inference`: answers of a trained model, and how good they are; a saved run read from its files. Nothing here trains. In Node,
 * `node/inference.ts` adds threads.
 */
import "../errors/file-errors.ts";

export { readRun, type SavedRun } from "../runs/read-run.ts";
export type { Answers, Evaluation } from "./answers.ts";
export {
  type Classified,
  type Classifier,
  type ClassifierAnswer,
  type ClassifierOptions,
  createClassifier,
  type RawSeries,
  type Refused,
  type StreamOptions,
} from "./classifier.ts";
export { createEnsemble } from "./ensemble.ts";
export { type EvaluateOptions, evaluate } from "./evaluate.ts";
export { createPredictor, type Prediction, type Predictor } from "./predictor.ts";
export type { LengthKind, TrainedLengths } from "./trained-lengths.ts";
export type { TrainedRun } from "./trained-run.ts";
