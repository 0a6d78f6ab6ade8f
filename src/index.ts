/**
 * Tidelab: train, compare, explain and ship classifiers of time series. This is what runs everywhere; in Node the package
 * loads `node/index.ts`, which adds files and threads.
 */
// biome-ignore-all assist/source/organizeImports: kernels come first, here and in engine/kernels.ts. Bundlers keep the order,
// and amidst the code they would put half of it out of the other half's reach: 0.7 kB more when compressed.
export type { Numerics } from "./engine/numerics.ts";
export type { Evaluation } from "./inference/answers.ts";
export type {
  GradientLog,
  GradientRecord,
  Selection,
  EpochProgress,
  TrainingState,
  TrainData,
} from "./train/records.ts";
export { resolveNumerics } from "./engine/wasm/kernels.ts";

export type { TimeSeriesDataset } from "./data/dataset.ts";
export type { LoadOptions, LoadProgress } from "./data/kinds/kind.ts";
export { type LoadedData, loadData } from "./data/load.ts";
export { describeError, type ErrorCode, TidelabError } from "./errors/errors.ts";
export {
  type ClassificationReport,
  classificationReport,
  formatClassificationReport,
} from "./metrics/classification-report.ts";
export { confusionMatrix } from "./metrics/confusion-matrix.ts";
export { type CompileOptions, compile, type Model, stateDict } from "./model/model.ts";
export { type LayerSummary, summarize } from "./model/summary.ts";
export { weightsSha256 } from "./model/weights-hash.ts";
export * as models from "./zoo/models.ts";
export { readSafetensors, type Tensor, writeSafetensors } from "./formats/safetensors.ts";
export type { LayerInput, LayerKind } from "./spec/layers.ts";
export { parseSpec } from "./spec/parse.ts";
export type { ModelInput, Spec, SpecInput, TrainingInput } from "./spec/spec.ts";
export type { AugmentInput, TransformInput } from "./spec/transforms.ts";
export { type EvaluateOptions, evaluate } from "./inference/evaluate.ts";
export type { Divergence, EpochRecord, StepEvent, TrainEvent, TrainOutcome } from "./train/records.ts";
export { createPredictor, type Prediction, type Predictor } from "./inference/predictor.ts";
export { createControl } from "./train/control.ts";
export type { TrainControl } from "./train/edits.ts";
export type { EditSpec, EditValues } from "./spec/training.ts";
export { type TrainOptions, train } from "./train/train.ts";
export { type BrowserWorker, registerWorkers, type StartWorker, type WorkerLike } from "./platform.ts";
export { type Waves, type WavesOptions, waves } from "./data/waves.ts";
