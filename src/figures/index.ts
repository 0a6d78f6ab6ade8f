/** The figures, as functions from data to an SVG document. PNG is in `png.ts`, for Node only. */
export { type ArmCurvesInput, type ArmHistories, armCurvesFigure } from "./arm-curves.ts";
export { type ArmInput, type ArmInputsInput, armInputsFigure } from "./arm-inputs.ts";
export { type ArmSeeds, type ArmSeedsInput, armSeedsFigure, type SeedDot } from "./arm-seeds.ts";
export { type AttendedSeries, type AttentionInput, attentionFigure } from "./attention.ts";
export { type ConfusionMatrixInput, confusionMatrixFigure } from "./confusion-matrix.ts";
export { type CriticalDifferenceInput, criticalDifferenceFigure } from "./critical-difference.ts";
export { type DataOverviewInput, dataFigure } from "./data-overview.ts";
export type { Figure } from "./figure.ts";
export { type GradientNormsInput, gradientNormsFigure } from "./gradient-norms.ts";
export { type IntervalRow, type IntervalsInput, intervalsFigure } from "./intervals.ts";
export type { FigureLanguage } from "./language.ts";
export { type LearningCurvesInput, learningCurvesFigure } from "./learning-curves.ts";
export { type LrFindInput, lrFindFigure } from "./lr-find.ts";
export { type SamplesInput, samplesFigure } from "./samples.ts";
export { type StateGradientsInput, stateGradientsFigure } from "./state-gradients.ts";
export { type TensorGradientsInput, tensorGradientsFigure } from "./tensor-gradients.ts";
