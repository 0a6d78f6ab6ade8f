/**
 * Parzen estimators over the axes of a search: a mixture with a kernel for each observation and one for what is believed
 * before any. Kernels, bandwidths and weights are those of Optuna 5's TPESampler. Numbers only; what they decide is `tpe.ts`'s.
 * @see Bergstra et al. 2011, https://papers.nips.cc/paper/4443-algorithms-for-hyper-parameter-optimization.pdf
 * @see Watanabe 2023, https://arxiv.org/abs/2304.11127
 */
import { log } from "../random/correctly-rounded.ts";
import type { NumpyRandom } from "../random/numpy.ts";
import { logNormalMass } from "../statistics/distributions.ts";

/** What one axis takes: numbers of a range, or one of so many choices that have no order. */
export type Dimension =
  | {
      readonly kind: "range";
      readonly min: number;
      readonly max: number;
      readonly isLog: boolean;
      readonly isInteger: boolean;
    }
  | { readonly kind: "choice"; readonly count: number };

/** A value for each dimension: a number of its range, or the index of a choice. */
export type Point = readonly number[];

export interface Parzen {
  /** Of the kernels; the last is the prior's. They sum to 1. */
  readonly weights: readonly number[];
  /** The kernels along each dimension. */
  readonly kernels: readonly Kernels[];
}

/** Along a dimension, one kernel an observation and the prior's: truncated normals, or a probability for each choice. */
export type Kernels =
  | { readonly mus: readonly number[]; readonly sigmas: readonly number[]; readonly logMasses: readonly number[] }
  | { readonly probabilities: readonly (readonly number[])[] };

/** Observations count in full until there are more than this; then the older ones count less and less. */
const IN_FULL = 25;

/** @param points  observations, the oldest first */
export function fitParzen(dimensions: readonly Dimension[], points: readonly Point[]): Parzen {
  const raw = [...agedWeights(points.length), 1];
  const sum = raw.reduce((total, weight) => total + weight, 0);
  const kernels = dimensions.map((dimension, axis) => {
    const values = points.map((point) => point[axis] ?? Number.NaN);
    return dimension.kind === "choice" ? choiceKernels(dimension.count, values) : rangeKernels(dimension, values);
  });
  return { weights: raw.map((weight) => weight / sum), kernels };
}

/** A rising ramp for the older ones, 1 for the latest. */
function agedWeights(count: number): number[] {
  const ramp = count - IN_FULL;
  return Array.from({ length: count }, (_, i) => {
    if (i >= ramp) return 1;
    return ramp === 1 ? 1 / count : 1 / count + (i / (ramp - 1)) * (1 - 1 / count);
  });
}

function choiceKernels(count: number, values: readonly number[]): Kernels {
  if (values.length === 0) return { probabilities: [new Array<number>(count).fill(1 / count)] };
  const prior = 1 / (values.length + 1);
  const sum = 1 + count * prior;
  const observed = values.map((value) =>
    Array.from({ length: count }, (_, i) => (prior + (i === value ? 1 : 0)) / sum),
  );
  return { probabilities: [...observed, new Array<number>(count).fill(1 / count)] };
}

type Range = Extract<Dimension, { kind: "range" }>;

/** The range as draws see it: its logarithm on a log scale, half a step wider on either side for integers. */
export function boundsOf({ min, max, isLog, isInteger }: Omit<Range, "kind">): [number, number] {
  const half = isInteger ? 0.5 : 0;
  // Only a range that begins below 1 would reach 0, where there is no logarithm.
  const [low, high] = [isLog ? Math.max(min - half, min / 2) : min - half, max + half];
  return isLog ? [log(low), log(high)] : [low, high];
}

function rangeKernels(range: Range, values: readonly number[]): Kernels {
  const [low, high] = boundsOf(range);
  const observed = range.isLog ? values.map(log) : values;
  const mus = [...observed, 0.5 * (low + high)];
  const sigmas = [...bandwidths(observed, low, high), high - low];
  return { mus, sigmas, logMasses: mus.map((mu, i) => logMass(mu, sigmas[i]!, low, high)) }; // as many as mus
}

/** To the farther neighbour, the ends of the range only where there is no other; neither too narrow nor wider than the range. */
function bandwidths(mus: readonly number[], low: number, high: number): number[] {
  const order = mus.map((_, i) => i).sort((a, b) => mus[a]! - mus[b]!); // indices of mus
  const least = (high - low) / Math.min(100, 2 + mus.length);
  const sigmas = new Array<number>(mus.length);
  for (const [place, index] of order.entries()) {
    const mu = mus[index]!;
    const before = place > 0 ? mu - mus[order[place - 1]!]! : undefined;
    const after = place < order.length - 1 ? mus[order[place + 1]!]! - mu : undefined;
    const isAlone = before === undefined && after === undefined;
    const widest = isAlone ? Math.max(mu - low, high - mu) : Math.max(before ?? 0, after ?? 0);
    sigmas[index] = Math.min(high - low, Math.max(least, widest));
  }
  return sigmas;
}

function logMass(mu: number, sigma: number, from: number, to: number): number {
  return logNormalMass((from - mu) / sigma, (to - mu) / sigma);
}

/** The logarithm of the density at a point: of a probability where a dimension is of choices or integers. */
export function logDensity({ weights, kernels }: Parzen, dimensions: readonly Dimension[], point: Point): number {
  const logs = weights.map((weight) => Math.log(weight));
  for (const [axis, dimension] of dimensions.entries()) {
    const along = kernels[axis]!; // one a dimension, as are the point's values
    const add = logKernels(along, dimension, point[axis]!);
    for (let k = 0; k < logs.length; k++) logs[k]! += add(k);
  }
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, value) => sum + Math.exp(value - most), 0));
}

/** @returns  the logarithm of the k-th kernel's density */
function logKernels(along: Kernels, dimension: Dimension, value: number): (k: number) => number {
  // Kernels have the kind of their dimension, and as many entries as there are weights.
  if ("probabilities" in along) return (k) => Math.log(along.probabilities[k]![value]!);
  const { mus, sigmas, logMasses } = along;
  const { isLog, isInteger } = dimension as Range;
  if (!isInteger) {
    const x = isLog ? log(value) : value;
    return (k) => {
      const z = (x - mus[k]!) / sigmas[k]!;
      return -(z * z) / 2 - 0.5 * Math.log(2 * Math.PI) - Math.log(sigmas[k]!) - logMasses[k]!;
    };
  }
  const [from, to] = boundsOf({ ...(dimension as Range), min: value, max: value });
  return (k) => logMass(mus[k]!, sigmas[k]!, from, to) - logMasses[k]!;
}

/** Draws a point. Numbers come unrounded, of integers too: what a range takes of them is for its owner to say. */
export function samplePoint(
  { weights, kernels }: Parzen,
  dimensions: readonly Dimension[],
  random: NumpyRandom,
): number[] {
  const k = pick(weights, random);
  return dimensions.map((dimension, axis) => {
    const along = kernels[axis]!;
    if ("probabilities" in along) return pick(along.probabilities[k]!, random);
    const [low, high] = boundsOf(dimension as Range);
    // No kernel is wider than the range, nor has its centre outside: a third of the draws or more fall inside.
    for (;;) {
      const value = random.normal(along.mus[k], along.sigmas[k]);
      if (value >= low && value <= high) return (dimension as Range).isLog ? Math.exp(value) : value;
    }
  });
}

function pick(probabilities: readonly number[], random: NumpyRandom): number {
  let left = random.random();
  for (const [index, probability] of probabilities.entries()) {
    left -= probability;
    if (left < 0) return index;
  }
  return probabilities.length - 1;
}
