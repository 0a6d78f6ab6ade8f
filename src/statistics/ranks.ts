/** Ranks with ties shared, as the tests by rank count them. */

/**
 * Ranks from 1, least first; equal values share the mean of their ranks. With a NaN among them there is no order: all are NaN.
 * @see scipy.stats.rankdata(method="average")
 */
export function averageRanks(values: readonly number[]): number[] {
  if (values.some(Number.isNaN)) return values.map(() => Number.NaN);
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end++;
    for (let i = start; i < end; i++) ranks[order[i] ?? 0] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

/** Sizes of the groups of equal values, those of one too. */
export function tieSizes(values: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()];
}
