/** The figures of a run, drawn from what it left. Text only; `folder.ts` writes them and turns them into PNG. */

import type { TimeSeriesDataset } from "../../data/dataset.ts";
import {
  type AttendedSeries,
  armInputsFigure,
  attentionFigure,
  confusionMatrixFigure,
  type Figure,
  type FigureLanguage,
  gradientNormsFigure,
  learningCurvesFigure,
  samplesFigure,
  stateGradientsFigure,
  tensorGradientsFigure,
} from "../../figures/index.ts";
import { figureMessagesIn } from "../../figures/language.ts";
import type { Evaluation } from "../../inference/answers.ts";
import type { RunRecord } from "../../runs/record.ts";
import type { GradientLog } from "../../train/records.ts";
import { piecesByClass } from "../pieces.ts";

/** What figures are drawn from; `runSpec` leaves all of it. */
export interface FigureSources {
  readonly record: RunRecord;
  /** All series before the transforms, and the test series behind them. */
  readonly data: { readonly all: TimeSeriesDataset; readonly test: TimeSeriesDataset };
  /** Of the test series. */
  readonly evaluation: Evaluation;
  /** A series of each class before and after the transforms; without it there is no such figure. */
  readonly inputs?: { readonly before: TimeSeriesDataset; readonly after: TimeSeriesDataset } | undefined;
  readonly gradients?: GradientLog | undefined;
}

/** Test series of each class that are shown with their attention. */
const ATTENDED_PER_CLASS = 3;
/** Characters, of up to four bytes each. */
const LONGEST_NAME = 40;
/** Columns in which one can still see a series. */
const MOST_INPUT_CLASSES = 6;
/** With many classes a figure of all would be read by no one. */
const MOST_ATTENDED = 12;

/**
 * Samples, learning curves, confusion matrix, what was recorded of gradients and, for models with attention, where they look. A figure for which a run
 * has nothing to show is left out.
 * @example
 * ```ts
 * import { makeFigures } from "tidelab/report";
 * import { models, parseSpec, runSpec } from "tidelab/node";
 *
 * const spec = parseSpec({ data: { kind: "waves", samples: 40, length: 20 }, model: models.cnn({ channels: [4] }), training: { epochs: 1 } });
 * const run = runSpec(spec);
 * let next = await run.next();
 * while (!next.done) next = await run.next();
 * console.log(makeFigures(next.value, "en").map(({ name }) => name)[0]); // samples
 * ```
 */
export function makeFigures(
  { record, data, evaluation, inputs, gradients }: FigureSources,
  lang: FigureLanguage = "en",
): Figure[] {
  const texts = figureMessagesIn(lang);
  const { history, test } = record;
  const { classNames } = record.data;
  const figures: Figure[] = [
    { name: "samples", title: texts.samplesTitle, svg: samplesFigure({ dataset: { ...data.all, classNames }, lang }) },
  ];
  if (inputs) figures.push(drawInputs(inputs, classNames, lang));
  if (history.length > 0) {
    const svg = learningCurvesFigure({ history, lang });
    figures.push({ name: "learning-curves", title: texts.learningCurvesTitle, svg });
  }
  if (gradients && gradients.records.length > 0) figures.push(...gradientFigures(gradients, lang));
  if (test) {
    const svg = confusionMatrixFigure({ classNames, confusionMatrix: test.confusionMatrix, lang });
    figures.push({ name: "confusion-matrix", title: texts.confusionTitle, svg });
  }
  const layers = test ? [...evaluation.attention] : [];
  for (const [index, [layer, weights]] of layers.entries()) {
    const series = pickAttended(data.test, evaluation, weights, record);
    const isOnly = layers.length === 1;
    figures.push({
      name: isOnly ? "attention" : `attention-${index + 1}-${fileNameOf(layer)}`,
      title: isOnly ? texts.attentionTitle : `${texts.attentionTitle} (${layer})`,
      svg: attentionFigure({ series, classNames, lang }),
    });
  }
  return figures;
}

/** A layer's name as part of a file's: any text may be a layer's name, and no file's may be longer than 255 bytes. */
function fileNameOf(layer: string): string {
  return [...layer.replace(/[^\p{L}\p{N}._-]+/gu, "_")].slice(0, LONGEST_NAME).join("");
}

/** A series of each class before and after the transforms. */
function drawInputs(
  { before, after }: NonNullable<FigureSources["inputs"]>,
  names: readonly string[],
  lang: FigureLanguage,
): Figure {
  const texts = figureMessagesIn(lang);
  const classNames = names.slice(0, MOST_INPUT_CLASSES);
  const rows = [
    { name: texts.beforeTransforms, dataset: before },
    { name: texts.afterTransforms, dataset: after },
  ];
  const arms = rows.map(({ name, dataset }) => ({ name, pieces: piecesByClass(dataset, classNames.length) }));
  const title = texts.inputsTitle;
  return { name: "inputs", title, svg: armInputsFigure({ arms, classNames, channels: before.channels, title, lang }) };
}

function gradientFigures(log: GradientLog, lang: FigureLanguage): Figure[] {
  const texts = figureMessagesIn(lang);
  const figures = [
    { name: "gradient-norms", title: texts.gradientNormsTitle, svg: gradientNormsFigure({ log, lang }) },
    { name: "tensor-gradients", title: texts.tensorGradientsTitle, svg: tensorGradientsFigure({ log, lang }) },
  ];
  if (log.states.length === 0) return figures;
  return [
    ...figures,
    { name: "state-gradients", title: texts.stateGradientsTitle, svg: stateGradientsFigure({ log, lang }) },
  ];
}

/** Test series of each class, or windows of them, those that the model got wrong first, in their order. */
function pickAttended(
  test: TimeSeriesDataset,
  evaluation: Evaluation,
  weights: Float32Array,
  { data: { classNames } }: RunRecord,
): AttendedSeries[] {
  const { predicted, probabilities } = evaluation.windows ?? evaluation;
  const classes = classNames.length;
  const perClass = Math.max(1, Math.min(ATTENDED_PER_CLASS, Math.floor(MOST_ATTENDED / classes)));
  const isWrong = (row: number) => (predicted[row] === test.labels[row] ? 0 : 1);
  const rows = classNames.slice(0, MOST_ATTENDED).flatMap((_, label) =>
    [...test.labels.keys()]
      .filter((row) => test.labels[row] === label)
      .sort((a, b) => isWrong(b) - isWrong(a) || a - b)
      .slice(0, perClass),
  );
  return attendedSeries(rows, test, { predicted, probabilities }, weights, classes);
}

/**
 * Test series as the figure of attention shows them.
 * @param rows     which of them, in this order
 * @param weights  (B, T') of all test series
 */
export function attendedSeries(
  rows: readonly number[],
  test: TimeSeriesDataset,
  { predicted, probabilities }: Pick<Evaluation, "predicted" | "probabilities">,
  weights: Float32Array,
  classes: number,
): AttendedSeries[] {
  const size = test.length * test.channels;
  const steps = weights.length / test.count;
  // Layers before the attention may have changed the time axis; then series and weights have no step in common.
  const stretch = test.length / steps;
  // A series that ends early is shown in its own steps.
  const lengthOf = (row: number) => test.lengths?.[row] ?? test.length;
  return rows.map((row) => ({
    values: test.values.slice(row * size, row * size + lengthOf(row) * test.channels),
    channels: test.channels,
    weights: Float32Array.from({ length: lengthOf(row) }, (_, step) => {
      return weights[row * steps + Math.min(steps - 1, Math.floor(step / stretch))]! / stretch;
    }),
    trueClass: test.labels[row] ?? 0,
    predictedClass: predicted[row] ?? 0,
    probability: probabilities[row * classes + (predicted[row] ?? 0)] ?? 0,
  }));
}
