/** A family of paired comparisons: differences with intervals, corrected together, and the verdict that they allow. */
import { holm } from "./holm.ts";
import { type PairedDifference, pairedDifference } from "./paired.ts";
import { wilcoxonSignedRank } from "./wilcoxon.ts";

/** What was measured of one group, by what it is paired on (a seed, a data set); what is missing has no entry. */
export type Sample = ReadonlyMap<number, number>;

export interface Comparison extends PairedDifference {
  /** Indices of the samples: first minus second. */
  readonly samples: readonly [number, number];
  /** Of the t test, after Holm over the whole family; undefined where there is no p value. */
  readonly correctedP: number | undefined;
  /** Wilcoxon's, after Holm. */
  readonly wilcoxonP: number;
  /**
   * `first`, `second`: that one is higher, beyond what chance explains; `none`: no difference is shown; `unknown`: no interval
   * can be computed (fewer than two pairs, or the same difference in each).
   */
  readonly verdict: "first" | "second" | "none" | "unknown";
}

/** The level of all claims, and of the intervals: 95 %. */
export const LEVEL = 0.05;

/**
 * A difference is only called shown when its interval excludes zero and its p value stays below the level after Holm.
 * @param pairs  which samples to compare: the family that is corrected together
 */
export function compareSamples(
  samples: readonly Sample[],
  pairs: readonly (readonly [number, number])[],
  level = LEVEL,
): Comparison[] {
  const compared = pairs.map(([a, b]) => {
    const [first, second] = [samples[a] ?? new Map<number, number>(), samples[b] ?? new Map<number, number>()];
    const keys = [...first.keys()].filter((key) => second.has(key));
    const values = (sample: Sample) => keys.map((key) => sample.get(key) ?? Number.NaN);
    const difference = pairedDifference(values(first), values(second), 1 - level);
    const wilcoxon = wilcoxonSignedRank(keys.map((key) => (first.get(key) ?? 0) - (second.get(key) ?? 0)));
    return { samples: [a, b] as const, difference, wilcoxon: wilcoxon.pValue };
  });
  // A pair without a p value still counts as a test: leaving it out would make the others look better.
  const corrected = holm(compared.map(({ difference }) => difference.pValue ?? 1));
  const wilcoxon = holm(compared.map((entry) => entry.wilcoxon));
  return compared.map(({ samples, difference }, i) => {
    const correctedP = difference.pValue === undefined ? undefined : corrected[i];
    const verdict = verdictOf(difference, correctedP, level);
    return { samples, ...difference, correctedP, wilcoxonP: wilcoxon[i] ?? 1, verdict };
  });
}

function verdictOf(
  { interval, mean }: PairedDifference,
  correctedP: number | undefined,
  level: number,
): Comparison["verdict"] {
  if (interval === undefined || correctedP === undefined) return "unknown";
  const [low, high] = interval;
  if ((low <= 0 && high >= 0) || correctedP >= level) return "none";
  return mean > 0 ? "first" : "second";
}
