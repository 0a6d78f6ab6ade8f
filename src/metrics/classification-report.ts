/**
 * Precision, recall and F1 of every class, and their averages, from a confusion matrix: scikit-learn's
 * `classification_report` with all classes as its labels, to the last bit of its numbers and the last byte of its text.
 */
import { numpySum } from "./numpy-sum.ts";

/** Scores of one class, or their average. */
export interface ClassScores {
  precision: number;
  recall: number;
  /** Harmonic mean of precision and recall. */
  f1Score: number;
  /** Number of series that are truly of this class; for an average, of all classes. */
  support: number;
}

/** Precision, recall and F1 of every class, with their averages: scikit-learn's report as data. */
export interface ClassificationReport {
  /** One entry a class, in the order of the classes. */
  classes: (ClassScores & { label: string })[];
  /** Share of the series on the diagonal, 0 … 1. */
  accuracy: number;
  /** Plain mean over the classes. */
  macroAvg: ClassScores;
  /** Mean over the classes, weighted by their support. */
  weightedAvg: ClassScores;
  /**
   * Scores set to 0 because they are 0 / 0: precision of classes never predicted, recall of classes never true,
   * F1 of classes that are neither. What scikit-learn says as `UndefinedMetricWarning`. Empty when all is defined.
   */
  undefinedMetrics: { metric: "precision" | "recall" | "f1Score"; labels: string[] }[];
}

/**
 * The scores of every class and their averages.
 * @param matrix      (K, K) counts as `confusionMatrix` gives them: rows true, columns predicted
 * @param classNames  (K) names, in the order of the rows
 * @throws RangeError when there is no class, or the matrix is not (K, K)
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.classification_report.html (zero_division="warn")
 * @example
 * ```ts
 * import { classificationReport } from "tidelab";
 *
 * const { accuracy, macroAvg } = classificationReport([[8, 2], [1, 9]], ["sine", "square"]);
 * console.log(accuracy, macroAvg.recall.toFixed(2)); // 0.85 0.85
 * ```
 */
export function classificationReport(
  matrix: readonly (readonly number[])[],
  classNames: readonly string[],
): ClassificationReport {
  const count = classNames.length;
  if (count === 0 || matrix.length !== count || matrix.some((row) => row.length !== count)) {
    throw new RangeError(`expected a (${count}, ${count}) matrix of at least one class for ${count} class names`);
  }
  const predictedSums = classNames.map((_, column) => matrix.reduce((sum, row) => sum + (row[column] ?? 0), 0));
  const classes = classNames.map((label, index) => {
    const row = matrix[index] ?? [];
    const hits = row[index] ?? 0;
    const support = row.reduce((sum, entry) => sum + entry, 0);
    const predictions = predictedSums[index] ?? 0;
    return {
      label,
      precision: ratio(hits, predictions),
      recall: ratio(hits, support),
      f1Score: ratio(2 * hits, support + predictions),
      support,
    };
  });
  const supports = classes.map((entry) => entry.support);
  const total = supports.reduce((sum, support) => sum + support, 0);
  const hits = matrix.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
  const labelsWhere = (isUndefined: (support: number, predictions: number) => boolean) =>
    classes.filter((entry, index) => isUndefined(entry.support, predictedSums[index] ?? 0)).map((entry) => entry.label);
  const undefinedMetrics: ClassificationReport["undefinedMetrics"] = [
    { metric: "precision", labels: labelsWhere((_, predictions) => predictions === 0) },
    { metric: "recall", labels: labelsWhere((support) => support === 0) },
    { metric: "f1Score", labels: labelsWhere((support, predictions) => support + predictions === 0) },
  ];
  return {
    classes,
    accuracy: ratio(hits, total),
    macroAvg: averageScores(classes, new Array<number>(count).fill(1), total),
    weightedAvg: averageScores(classes, supports, total),
    undefinedMetrics: undefinedMetrics.filter((entry) => entry.labels.length > 0),
  };
}

/**
 * The report as a table, in the format of scikit-learn: two digits, names right-aligned, a final line break.
 * Its quirk is kept too: supports are printed as `3.0` when not one prediction is right.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.classification_report.html (digits=2)
 * @example
 * ```ts
 * import { classificationReport, formatClassificationReport } from "tidelab";
 *
 * const table = formatClassificationReport(classificationReport([[8, 2], [1, 9]], ["sine", "square"]));
 * console.log(table.split("\n")[2]?.trim()); // sine       0.89      0.80      0.84        10
 * ```
 */
export function formatClassificationReport(report: ClassificationReport): string {
  const width = Math.max("weighted avg".length, ...report.classes.map((entry) => lengthOf(entry.label)));
  const isAllWrong = report.accuracy === 0;
  const line = (name: string, cells: readonly string[]) =>
    `${padStart(name, width)} ${cells.map((cell) => ` ${cell.padStart(9)}`).join("")}\n`;
  const supportOf = (entry: ClassScores) => (isAllWrong ? entry.support.toFixed(1) : String(entry.support));
  const scoreLine = (name: string, entry: ClassScores) =>
    line(name, [...[entry.precision, entry.recall, entry.f1Score].map(twoDigits), supportOf(entry)]);
  return [
    line("", ["precision", "recall", "f1-score", "support"]),
    "\n",
    ...report.classes.map((entry) => scoreLine(entry.label, entry)),
    "\n",
    line("accuracy", ["", "", twoDigits(report.accuracy), supportOf(report.macroAvg)]),
    scoreLine("macro avg", report.macroAvg),
    scoreLine("weighted avg", report.weightedAvg),
  ].join("");
}

/** a / b, and 0 where scikit-learn's `zero_division="warn"` puts 0. */
function ratio(numerator: number, denominator: number): number {
  return denominator === 0 ? 0 : numerator / denominator;
}

/** Weighted mean as `numpy.average` computes it, in its order of summation, so that ties round as they do there. */
function averageScores(classes: readonly ClassScores[], weights: readonly number[], support: number): ClassScores {
  const scale = weights.reduce((sum, weight) => sum + weight, 0);
  const average = (score: "precision" | "recall" | "f1Score") =>
    ratio(numpySum(classes.map((entry, index) => entry[score] * (weights[index] ?? 0))), scale);
  return { precision: average("precision"), recall: average("recall"), f1Score: average("f1Score"), support };
}

/**
 * A score in 0 … 1 as Python's `format(score, ".2f")`: exact decimal value, ties to even. `toFixed` is exact too but
 * takes ties up; only odd multiples of 1/8 are ties at two digits.
 */
function twoDigits(score: number): string {
  if (Math.abs((score * 8) % 2) !== 1) return score.toFixed(2);
  const below = Math.floor(score * 100);
  return ((below + (below % 2)) / 100).toFixed(2);
}

/** Length in code points, as Python counts it; a wide (Chinese) character counts as one, there as here. */
function lengthOf(text: string): number {
  return [...text].length;
}

function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - lengthOf(text))) + text;
}
