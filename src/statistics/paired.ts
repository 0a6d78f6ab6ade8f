/** The difference of two paired samples: its mean, Student's interval around it, and the t test that goes with it. */
import { studentQuantile, studentTails } from "./distributions.ts";
import { summarizeValues } from "./summary.ts";

export interface PairedDifference {
  /** Pairs. */
  readonly n: number;
  /** Of the differences, first minus second. */
  readonly mean: number;
  readonly sd: number;
  /** The interval of the mean difference; undefined where none can be computed. */
  readonly interval: readonly [low: number, high: number] | undefined;
  /** Two-sided p of the paired t test; undefined where the interval is. */
  readonly pValue: number | undefined;
}

/** Differences that vary by less than this are equal but for the rounding of shares such as 53/60 − 52/60. */
const ROUNDING = 1e-12;

/**
 * Differences of equal size in every pair have no spread to measure: all zero, they leave no doubt that none is shown (the
 * interval is 0 to 0, p is 1); all alike but not zero, they have no interval, since a t of infinity would claim too much.
 * Nor have differences of which one is not finite.
 * @param confidence  of the interval
 * @throws RangeError when the samples differ in length
 */
export function pairedDifference(
  first: readonly number[],
  second: readonly number[],
  confidence = 0.95,
): PairedDifference {
  const n = first.length;
  if (second.length !== n) throw new RangeError(`expected ${n} values to pair, received ${second.length}`);
  const differences = first.map((value, i) => value - (second[i] ?? Number.NaN));
  const { mean, sd } = summarizeValues(differences);
  if (n < 2 || !differences.every(Number.isFinite)) return { n, mean, sd, interval: undefined, pValue: undefined };
  const size = differences.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (size <= ROUNDING) return { n, mean: 0, sd: 0, interval: [0, 0], pValue: 1 };
  if (sd <= ROUNDING * size) return { n, mean, sd: 0, interval: undefined, pValue: undefined };
  const error = sd / Math.sqrt(n);
  const reach = studentQuantile(1 - confidence, n - 1) * error;
  return { n, mean, sd, interval: [mean - reach, mean + reach], pValue: studentTails(mean / error, n - 1) };
}
