/** `tidelab/inference`: answers of a trained model, and how good they are. Nothing here trains. In Node, `node/inference.ts` adds threads. */
export type { Answers, Evaluation } from "./answers.ts";
export { type EvaluateOptions, evaluate } from "./evaluate.ts";
export { createPredictor, type Prediction, type Predictor } from "./predictor.ts";
