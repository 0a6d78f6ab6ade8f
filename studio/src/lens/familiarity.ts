/** Whether a series is unlike all that a model was trained on: sureness is not knowledge, and the model cannot say so itself. */

interface Series {
  /** (N, T, C) */
  readonly values: Float32Array;
  readonly count: number;
}

/** Multiplications beyond which it is not measured: about a tenth of a second. */
const MOST_WORK = 2e8;

/** Squared distance to the nearest of some series. */
export function nearestSquared(one: ArrayLike<number>, { values, count }: Series): number {
  const size = one.length;
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0; row < count; row++) {
    let sum = 0;
    for (let i = 0, at = row * size; i < size && sum < least; i++, at++) {
      const gap = one[i]! - values[at]!;
      sum += gap * gap;
    }
    if (sum < least) least = sum;
  }
  return least;
}

/**
 * The squared distance that one in a hundred validation series has, or more, to its nearest training series.
 * @returns undefined where there is too much to compare, or nothing
 */
export function farthestUsual(train: Series, val: Series): number | undefined {
  if (train.count === 0 || val.count === 0) return undefined;
  const size = val.values.length / val.count;
  if (train.count * val.count * size > MOST_WORK) return undefined;
  const distances = Float64Array.from({ length: val.count }, (_, row) =>
    nearestSquared(val.values.subarray(row * size, (row + 1) * size), train),
  ).sort();
  return distances[Math.min(val.count - 1, Math.ceil(0.99 * val.count) - 1)];
}
