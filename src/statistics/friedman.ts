/** Friedman's test: whether methods that were all run on the same data sets differ in rank at all. */
import { chiSquaredTail } from "./distributions.ts";
import { averageRanks, tieSizes } from "./ranks.ts";

export interface FriedmanResult {
  /** Of each method, its mean rank over the data sets; 1 is best. */
  readonly averageRanks: readonly number[];
  readonly statistic: number;
  readonly pValue: number;
}

/**
 * @param scores  a row a data set, a column a method; the higher the better
 * A NaN among the scores makes every number of the answer NaN, as in SciPy.
 * @throws RangeError for fewer than two data sets or three methods, or rows of unequal length
 * @see scipy.stats.friedmanchisquare; Demšar 2006, https://jmlr.org/papers/v7/demsar06a.html
 */
export function friedman(scores: readonly (readonly number[])[]): FriedmanResult {
  const n = scores.length;
  const k = scores[0]?.length ?? 0;
  if (n < 2 || k < 3 || scores.some((row) => row.length !== k)) {
    throw new RangeError(`expected at least 2 rows of at least 3 scores each, received ${n} of ${k}`);
  }
  const ranks = scores.map((row) => averageRanks(row.map((score) => -score)));
  const means = Array.from({ length: k }, (_, j) => ranks.reduce((sum, row) => sum + (row[j] ?? 0), 0) / n);
  const ties = scores.flatMap((row) => tieSizes(row)).reduce((sum, t) => sum + t ** 3 - t, 0);
  const correction = 1 - ties / (n * k * (k * k - 1));
  // Ties count by value, so that a NaN would not show in them.
  if (means.some(Number.isNaN)) {
    return { averageRanks: means.map(() => Number.NaN), statistic: Number.NaN, pValue: Number.NaN };
  }
  // Every row all ties: nothing differs.
  if (correction <= 0) return { averageRanks: means, statistic: 0, pValue: 1 };
  const squares = means.reduce((sum, rank) => sum + (rank - (k + 1) / 2) ** 2, 0);
  const statistic = ((12 * n) / (k * (k + 1))) * (squares / correction);
  return { averageRanks: means, statistic, pValue: chiSquaredTail(statistic, k - 1) };
}
