/** Holm's correction: p values of a family of tests, so adjusted that the chance of any false claim stays at the level. */

/**
 * Step-down: the least p times the number of tests, the next times one less, never falling and never above 1.
 * A p value that is NaN stays NaN and counts as a test, so that the others do not look better than they are.
 * @returns in the order of the p values
 * @throws RangeError for a p value outside 0 … 1
 * @see Holm 1979, https://www.jstor.org/stable/4615733
 */
export function holm(pValues: readonly number[]): number[] {
  const wrong = pValues.find((p) => p < 0 || p > 1);
  if (wrong !== undefined) throw new RangeError(`expected p values 0 … 1, received ${wrong}`);
  const known = pValues.map((p) => (Number.isNaN(p) ? 1 : p));
  const order = [...known.keys()].sort((a, b) => (known[a] ?? 0) - (known[b] ?? 0));
  const adjusted = new Array<number>(pValues.length).fill(1);
  let least = 0;
  for (const [place, index] of order.entries()) {
    least = Math.max(least, Math.min(1, (known.length - place) * (known[index] ?? 1)));
    adjusted[index] = least;
  }
  return adjusted.map((p, index) => (Number.isNaN(pValues[index]) ? Number.NaN : p));
}
