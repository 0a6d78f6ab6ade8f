/** Wilcoxon's signed-rank test of paired differences, two-sided, as SciPy counts it: exact where the sample is small. */
import { normalTail } from "./distributions.ts";
import { averageRanks, tieSizes } from "./ranks.ts";

export interface WilcoxonOptions {
  /**
   * `exact`: the share of all 2^n signs, ties and zeros as they are; `asymptotic`: the normal approximation, corrected for ties
   * and for continuity. `auto` is exact up to 50 differences.
   */
  readonly method?: "auto" | "exact" | "asymptotic";
  /** Differences of 0: `wilcox` leaves them out, `pratt` ranks them and then leaves out their ranks. */
  readonly zeros?: "wilcox" | "pratt";
}

export interface WilcoxonResult {
  /** The smaller of the two sums of ranks. */
  readonly statistic: number;
  readonly pValue: number;
  /** Differences that are not 0. */
  readonly n: number;
  readonly method: "exact" | "asymptotic";
}

const MOST_EXACT = 50;

/** Of the largest difference. Shares such as 53/60 − 52/60 and 52/60 − 51/60 are equal but for their last bits: a tie. */
const ROUNDING = 1e-10;

/**
 * @param received  first minus second, of each pair; a NaN among them makes statistic and p NaN, as in SciPy
 * @see scipy.stats.wilcoxon(zero_method, correction=True); its `exact` ignores ties, its permutations up to 13 pairs do not
 */
export function wilcoxonSignedRank(received: readonly number[], options: WilcoxonOptions = {}): WilcoxonResult {
  const { zeros = "wilcox" } = options;
  const finite = received.filter(Number.isFinite);
  const unit = ROUNDING * finite.reduce((most, d) => Math.max(most, Math.abs(d)), 0);
  const differences = received.map((d) => (Number.isFinite(d) && unit > 0 ? Math.round(d / unit) * unit : d));
  const ranked = zeros === "wilcox" ? differences.filter((d) => d !== 0) : [...differences];
  const sizes = ranked.map(Math.abs);
  const ranks = averageRanks(sizes);
  const sumWhere = (isCounted: (d: number) => boolean) =>
    ranks.reduce((sum, rank, i) => (isCounted(ranked[i] ?? 0) ? sum + rank : sum), 0);
  const plus = sumWhere((d) => d > 0);
  const minus = sumWhere((d) => d < 0);
  const n = differences.filter((d) => d !== 0).length;
  const method = options.method === "exact" || (options.method !== "asymptotic" && n <= MOST_EXACT);
  const common = { statistic: Math.min(plus, minus), n, method: method ? "exact" : "asymptotic" } as const;
  if (received.some(Number.isNaN)) return { ...common, statistic: Number.NaN, pValue: Number.NaN };
  if (n === 0) return { ...common, pValue: 1 };
  const signed = ranks.filter((_, i) => ranked[i] !== 0);
  return { ...common, pValue: method ? exactP(plus, signed) : asymptoticP(plus, sizes) };
}

/** The least p that the exact test can give for so many pairs: with fewer than six, none falls below 0.05. */
export function leastWilcoxonP(pairs: number): number {
  return Math.min(1, 2 ** (1 - pairs));
}

/** Of all signs that the ranks could have had, the share that is as far out as these; twice the smaller tail. */
function exactP(plus: number, ranks: readonly number[]): number {
  // Shared ranks are halves: twice a rank is a whole number.
  const doubled = ranks.map((rank) => Math.round(2 * rank));
  const total = doubled.reduce((sum, rank) => sum + rank, 0);
  /** The share of signs whose positive ranks have this sum. */
  let shares = new Float64Array(total + 1);
  shares[0] = 1;
  for (const rank of doubled) {
    const next = new Float64Array(total + 1);
    for (let sum = 0; sum <= total; sum++) {
      next[sum] = ((shares[sum] ?? 0) + (sum >= rank ? (shares[sum - rank] ?? 0) : 0)) / 2;
    }
    shares = next;
  }
  const reached = Math.round(2 * plus);
  let below = 0;
  let above = 0;
  for (const [sum, share] of shares.entries()) {
    if (sum <= reached) below += share;
    if (sum >= reached) above += share;
  }
  return Math.min(1, 2 * Math.min(below, above));
}

/** @see Cureton 1967 for the zeros that `pratt` keeps among the ranks */
function asymptoticP(plus: number, sizes: readonly number[]): number {
  const count = sizes.length;
  const zeros = sizes.filter((size) => size === 0).length;
  const mean = (count * (count + 1) - zeros * (zeros + 1)) / 4;
  const ties = tieSizes(sizes.filter((size) => size !== 0)).reduce((sum, t) => sum + t ** 3 - t, 0);
  const squares = count * (count + 1) * (2 * count + 1) - zeros * (zeros + 1) * (2 * zeros + 1);
  const error = Math.sqrt((squares - ties / 2) / 24);
  const z = (plus - mean) / error;
  const corrected = Math.abs(z - (Math.sign(z) * 0.5) / error);
  return Math.min(1, 2 * normalTail(corrected));
}
