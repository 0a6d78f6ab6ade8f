/** Median pruning: a run that is worse than half of the others at the same point is not worth its time. */
import type { Prune } from "./definition.ts";

/**
 * The median stopping rule: the best loss so far against the median of the others' best at the same epoch.
 * @param own     validation losses of the run, epoch by epoch
 * @param others  those of runs with the same seed, in any order; shorter ones have not come as far and do not count
 * @see Golovin et al. 2017, Google Vizier, section 3.2
 */
export function shouldPrune(
  own: readonly number[],
  others: readonly (readonly number[])[],
  { after, runs }: Prune,
): boolean {
  const epochs = own.length;
  if (epochs < after) return false;
  const bests = others
    .filter(({ length }) => length >= epochs)
    .map((losses) => Math.min(...losses.slice(0, epochs)))
    .sort((a, b) => a - b);
  if (bests.length < runs) return false;
  const middle = bests.length / 2;
  const median = (bests[Math.floor(middle - 0.5)]! + bests[Math.ceil(middle - 0.5)]!) / 2; // there is at least one
  return Math.min(...own) > median;
}
