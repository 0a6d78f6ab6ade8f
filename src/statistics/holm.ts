/** Holm's correction: p values of a family of tests, so adjusted that the chance of any false claim stays at the level. */

/**
 * Step-down: the least p times the number of tests, the next times one less, never falling and never above 1.
 * @returns in the order of the p values
 * @see Holm 1979, https://www.jstor.org/stable/4615733
 */
export function holm(pValues: readonly number[]): number[] {
  const order = [...pValues.keys()].sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0));
  const adjusted = new Array<number>(pValues.length).fill(1);
  let least = 0;
  for (const [place, index] of order.entries()) {
    least = Math.max(least, Math.min(1, (pValues.length - place) * (pValues[index] ?? 1)));
    adjusted[index] = least;
  }
  return adjusted;
}
