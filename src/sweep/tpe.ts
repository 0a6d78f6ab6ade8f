/**
 * The tree-structured Parzen estimator: proposes where a good arm is likelier than a bad one, from how the arms before did.
 * It proposes points; which axes they are of, and when it is asked, is `rounds.ts`'s.
 * @see Bergstra et al. 2011, https://papers.nips.cc/paper/4443-algorithms-for-hyper-parameter-optimization.pdf
 */
import { NumpyRandom } from "../random/numpy.ts";
import { rankScores, type Score } from "./objective.ts";
import { type Dimension, fitParzen, logDensity, type Point, samplePoint } from "./parzen.ts";

export interface Scored {
  readonly point: Point;
  readonly score: Score;
}

export interface Question {
  readonly dimensions: readonly Dimension[];
  /** Arms whose runs have all ended, the oldest first. */
  readonly ended: readonly Scored[];
  /** Arms that were proposed since; they count as bad ones, so that a round does not propose one place over and over. */
  readonly pending: readonly Point[];
  readonly seed: number | readonly number[];
  /** A drawn point as an arm can have it: rounded to what its axes take. */
  settle(point: Point): Point;
  isTaken(point: Point): boolean;
}

/** As Optuna draws them; of those that are taken already others are drawn, so often. */
const CANDIDATES = 24;
const MOST_DRAWS = 10;
/** Engines' logarithms may differ in the last bits: candidates that are no further apart are equal, and the first is taken. */
const EQUAL = 1e-9;

/** @returns undefined when all that was drawn is taken */
export function proposePoint({ dimensions, ended, pending, seed, settle, isTaken }: Question): Point | undefined {
  const { good, bad } = splitArms(ended.map(({ score }) => score));
  const pointsOf = (places: readonly number[]) => places.map((place) => ended[place]!.point);
  const l = fitParzen(dimensions, pointsOf(good));
  const g = fitParzen(dimensions, [...pointsOf(bad), ...pending]);
  const random = new NumpyRandom(seed);
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    let best: { point: Point; value: number } | undefined;
    for (let i = 0; i < CANDIDATES; i++) {
      const point = settle(samplePoint(l, dimensions, random));
      if (isTaken(point)) continue;
      const value = logDensity(l, dimensions, point) - logDensity(g, dimensions, point);
      if (best === undefined || value > best.value + EQUAL) best = { point, value };
    }
    if (best) return best.point;
  }
  return undefined;
}

/**
 * The best tenth, 25 at most, and the others; both in the order of the arms. Arms that failed are never good.
 * @returns places among the scores
 */
export function splitArms(scores: readonly Score[]): { good: number[]; bad: number[] } {
  const ranked = rankScores(scores);
  const trained = scores.filter((score) => score.class !== "failed").length;
  const count = Math.min(Math.ceil(0.1 * scores.length), 25, trained);
  const inOrder = (places: readonly number[]) => [...places].sort((a, b) => a - b);
  return { good: inOrder(ranked.slice(0, count)), bad: inOrder(ranked.slice(count)) };
}
