/**
 * How often each class was taken for which. Counts only: the scores derived from them are in `classification-report.ts`.
 */

/**
 * Counts of every (true class, predicted class) pair.
 * @param truth      (N) true class of each series, 0 … classes - 1
 * @param predicted  (N) predicted class of each series, 0 … classes - 1
 * @param classes    number of classes K, present in the data or not
 * @returns (K, K) counts; rows are true classes, columns predicted ones
 * @throws RangeError when the lengths differ or a class is not in 0 … classes - 1
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.confusion_matrix.html (labels=range(classes))
 * @example
 * ```ts
 * import { confusionMatrix } from "tidelab";
 *
 * const truth = Int32Array.of(0, 0, 1, 1);
 * console.log(JSON.stringify(confusionMatrix(truth, Int32Array.of(0, 1, 1, 1), 2))); // [[1,1],[0,2]]
 * ```
 */
export function confusionMatrix(truth: Int32Array, predicted: Int32Array, classes: number): number[][] {
  if (truth.length !== predicted.length) {
    throw new RangeError(
      `expected as many predictions as true classes (${truth.length}), received ${predicted.length}`,
    );
  }
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [n, trueClass] of truth.entries()) {
    const predictedClass = predicted[n] ?? -1;
    const row = matrix[trueClass];
    const count = row?.[predictedClass];
    if (row === undefined || count === undefined) {
      throw new RangeError(
        `expected classes 0 … ${classes - 1}, received true class ${trueClass} and predicted class ${predictedClass} at index ${n}`,
      );
    }
    row[predictedClass] = count + 1;
  }
  return matrix;
}
