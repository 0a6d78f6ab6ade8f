/** From logits to answers: one a row or, where rows are windows, one a series. No engine, no loss. */
import type { Windows } from "../data/dataset.ts";
import { argmax } from "../metrics/argmax.ts";

/** What a model says of N series (or windows), of K classes each. */
export interface Answers {
  /** (N) */
  readonly predicted: Int32Array;
  /** (N, K) softmax of the logits; of series that their windows vote on, the share of the votes */
  readonly probabilities: Float32Array;
  /** (N, K); of series with windows, the mean of theirs */
  readonly logits: Float32Array;
}

/** What a model makes of each series; where the rows of the data set are windows, each series answers by its windows. */
export interface Evaluation extends Answers {
  /** Mean loss a series; where a series has windows, a window. */
  readonly loss: number;
  /** (N) loss of each row of the data set, in their order; of a training with class weights, times the weight of its class. */
  readonly losses: Float64Array;
  /** Share of the series whose answer is right. */
  readonly accuracy: number;
  /** Attention weights of each row of the data set (N, T), by the layer's name; empty for models without attention. */
  readonly attention: ReadonlyMap<string, Float32Array>;
  /** What it makes of each window, where there are any. */
  readonly windows?: Answers;
}

/**
 * Answers from logits: one a row or, where rows are windows, one a series.
 * @param logits   (rows, K)
 * @param windows  whose windows the rows are; each row is a series of its own when left out
 * @example
 * ```ts
 * import { answersOf } from "tidelab/inference";
 *
 * const { predicted } = answersOf(Float32Array.of(0.2, 1.5, 3, -1), 2);
 * console.log(predicted.join(" ")); // 1 0
 * ```
 */
export function answersOf(logits: Float32Array, classes: number, windows?: Windows): Answers {
  if (windows === undefined) return answersTo(logits, softmax(logits, classes), logits, classes);
  const means = meanRows(logits, classes, windows);
  if (windows.answer === "meanLogits") return answersTo(means, softmax(means, classes), means, classes);
  const votes = new Float32Array(logits.length);
  for (let row = 0; row < logits.length; row += classes) votes[row + argmax(logits, row, classes)] = 1;
  const shares = meanRows(votes, classes, windows);
  return answersTo(breakTies(shares, means, classes), shares, means, classes);
}

function answersTo(
  chosenBy: Float32Array,
  probabilities: Float32Array,
  logits: Float32Array,
  classes: number,
): Answers {
  const count = logits.length / classes;
  const predicted = Int32Array.from({ length: count }, (_, row) => argmax(chosenBy, row * classes, classes));
  return { predicted, probabilities, logits };
}

/** Mean over the rows of each series, summed in float64 in their order. */
function meanRows(rows: Float32Array, classes: number, { series, count }: Windows): Float32Array {
  const sums = new Float64Array(count * classes);
  const sizes = new Float64Array(count);
  for (const [row, one] of series.entries()) {
    sizes[one]!++;
    for (let k = 0; k < classes; k++) sums[one * classes + k]! += rows[row * classes + k]!;
  }
  return Float32Array.from(sums, (sum, i) => sum / sizes[Math.floor(i / classes)]!);
}

/** The mean logits of the classes with the most votes; all others are out. */
function breakTies(shares: Float32Array, means: Float32Array, classes: number): Float32Array {
  return means.map((mean, i) => {
    const from = i - (i % classes);
    const most = Math.max(...shares.subarray(from, from + classes));
    return shares[i] === most ? mean : Number.NEGATIVE_INFINITY;
  });
}

function softmax(logits: Float32Array, classes: number): Float32Array {
  const out = new Float32Array(logits.length);
  for (let from = 0; from < logits.length; from += classes) {
    const row = logits.subarray(from, from + classes);
    const top = Math.max(...row);
    const sum = row.reduce((total, value) => total + Math.exp(value - top), 0);
    for (let k = 0; k < classes; k++) out[from + k] = Math.exp(row[k]! - top) / sum;
  }
  return out;
}
