/**
 * Methods compared over several data sets: average ranks, Friedman's test, and which methods the pairwise Wilcoxon tests,
 * after Holm, cannot tell apart. What a critical-difference diagram shows; drawn by `figures/critical-difference.ts`.
 */
import { friedman } from "./friedman.ts";
import { holm } from "./holm.ts";
import { wilcoxonSignedRank } from "./wilcoxon.ts";

export interface MethodPair {
  /** Columns of the scores. */
  readonly methods: readonly [number, number];
  /** Wilcoxon's, then after Holm over all pairs. */
  readonly pValue: number;
  readonly correctedP: number;
}

export interface CriticalDifference {
  readonly averageRanks: readonly number[];
  readonly friedmanP: number;
  readonly pairs: readonly MethodPair[];
  /** Largest groups of at least two methods of which no two are told apart; methods by rank, best first. */
  readonly cliques: readonly (readonly number[])[];
}

/**
 * Pairs are only told apart where Friedman's test says that some differ at all.
 * @param received  a row a data set, a column a method; the higher the better
 * @throws RangeError as `friedman`, and for a NaN: its methods would pass for alike
 * @see Benavoli, Corani & Mangili 2016, https://jmlr.org/papers/v17/benavoli16a.html (why not by differences of mean ranks)
 */
export function criticalDifference(received: readonly (readonly number[])[], level = 0.05): CriticalDifference {
  const row = received.findIndex((scores) => scores.some(Number.isNaN));
  if (row !== -1)
    throw new RangeError(`expected a score of every method on every data set, received NaN in row ${row}`);
  // Means over seeds that are equal but for their last bits share a rank.
  const scores = received.map((row) => row.map((score) => Number(score.toPrecision(12))));
  const { averageRanks, pValue: friedmanP } = friedman(scores);
  const k = averageRanks.length;
  const all = Array.from({ length: k }, (_, i) => Array.from({ length: k - 1 - i }, (_, j) => [i, i + 1 + j] as const));
  const methods = all.flat();
  const pValues = methods.map(([a, b]) => {
    return wilcoxonSignedRank(scores.map((row) => (row[a] ?? 0) - (row[b] ?? 0))).pValue;
  });
  const corrected = holm(pValues);
  const pairs = methods.map((pair, i) => ({ methods: pair, pValue: pValues[i] ?? 1, correctedP: corrected[i] ?? 1 }));
  const alike = new Set(
    pairs.flatMap(({ methods: [a, b], correctedP }) => {
      return friedmanP < level && correctedP < level ? [] : [`${a} ${b}`, `${b} ${a}`];
    }),
  );
  const byRank = [...averageRanks.keys()].sort((a, b) => (averageRanks[a] ?? 0) - (averageRanks[b] ?? 0) || a - b);
  const cliques = maximalCliques(byRank, (a, b) => alike.has(`${a} ${b}`)).filter((clique) => clique.length > 1);
  return { averageRanks, friedmanP, pairs, cliques };
}

/** Bron and Kerbosch's search; members keep the order of the nodes. */
function maximalCliques(nodes: readonly number[], areJoined: (a: number, b: number) => boolean): number[][] {
  const found: number[][] = [];
  const extend = (clique: readonly number[], open: readonly number[], seen: readonly number[]) => {
    if (open.length === 0 && seen.length === 0) found.push([...clique]);
    const closed = [...seen];
    for (const [i, node] of open.entries()) {
      const isNear = (other: number) => areJoined(node, other);
      extend([...clique, node], open.slice(i + 1).filter(isNear), closed.filter(isNear));
      closed.push(node);
    }
  };
  extend([], nodes, []);
  return found;
}
