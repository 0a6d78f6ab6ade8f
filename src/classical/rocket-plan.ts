/**
 * The convolutions of MiniRocket and MultiRocket: which dilations, which channels, and the biases that training series give. Drawn as the authors'
 * and aeon's code draw them, so that a seed gives the features that it gives there.
 * @see Dempster, Schmidt and Webb 2021, https://arxiv.org/abs/2012.08791
 */
import type { TimeSeriesDataset } from "../data/dataset.ts";
import { TidelabError } from "../errors/errors.ts";
import { exp2, log2 } from "../random/correctly-rounded.ts";
import { NumpyRandom } from "../random/numpy.ts";
import type { RocketModule } from "./rocket-module.ts";
import { numbersOf, type Parts } from "./saved.ts";
import { type copyChannels, lengthsOf } from "./series.ts";

/** Ways to give three of nine taps the larger weight. */
export const KERNELS = 84;
/** Taps of a kernel, and so the fewest steps that the dilations need. */
export const TAPS = 9;

/** (84, 3) the taps of weight 2, in order. */
const TAPS_OF_KERNELS: Int32Array = Int32Array.from(
  Array.from({ length: TAPS }, (_, a) =>
    Array.from({ length: TAPS }, (_, b) => Array.from({ length: TAPS }, (_, c) => (a < b && b < c ? [a, b, c] : []))),
  ).flat(3),
);

export interface RocketPlan {
  /** (D) ascending */
  readonly dilations: Int32Array;
  /** (D) biases of each kernel with that dilation */
  readonly biasCounts: Int32Array;
  /** (D · 84) how many channels are summed */
  readonly channelCounts: Int32Array;
  /** Which, one list after another. */
  readonly channelLists: Int32Array;
  /** (F) by dilation, kernel and quantile */
  readonly biases: Float32Array;
  /** Whether every kernel reaches beyond the ends of the series; otherwise every other one does. */
  readonly padAll: boolean;
}

export interface PlanOptions {
  /** Features wanted; their number is rounded down to a multiple of 84. */
  readonly features: number;
  /** Dilations of a kernel at most. */
  readonly maxDilations: number;
  readonly seed: number;
}

/** Series as a plan reads them: as they are, or their differences. */
export interface Representation {
  readonly copy: typeof copyChannels;
  /** By how many steps they are shorter. */
  readonly lost: number;
}

/**
 * Chooses the convolutions for some training series.
 * @param channelRandom  NumPy's stream from the seed, of which the channels are drawn
 */
export function fitPlan(
  module: RocketModule,
  train: TimeSeriesDataset,
  representation: Representation,
  { features, maxDilations, seed }: PlanOptions,
  channelRandom: NumpyRandom,
): RocketPlan {
  const steps = lengthsOf(train).map((length) => length - representation.lost);
  const longest = steps.reduce((a, b) => Math.max(a, b));
  const { dilations, biasCounts } = fitDilations(Math.max(TAPS, longest), features, maxDilations);
  const channels = drawChannels(dilations.length * KERNELS, train.channels, channelRandom);
  const plan = { dilations, biasCounts, ...channels, padAll: steps.some((length) => length !== longest) };
  return { ...plan, biases: fitBiases(module, train, steps, representation, plan, new NumpyRandom(seed)) };
}

/**
 * Dilations on a logarithmic scale, as many as fit the length, and how many biases each one gets.
 * @param length  at least 9
 */
export function fitDilations(
  length: number,
  features: number,
  maxDilations: number,
): Pick<RocketPlan, "dilations" | "biasCounts"> {
  const perKernel = Math.floor(features / KERNELS);
  const most = Math.min(perKernel, maxDilations);
  const exponent = log2((length - 1) / (TAPS - 1));
  const times = new Map<number, number>();
  for (let i = 0; i < most; i++) {
    // As numpy.logspace: the last one is the exponent itself.
    const power = i === most - 1 && i > 0 ? exponent : i * (most > 1 ? exponent / (most - 1) : 0);
    const dilation = Math.floor(exp2(power));
    times.set(dilation, (times.get(dilation) ?? 0) + 1);
  }
  const dilations = Int32Array.from(times.keys());
  const biasCounts = Int32Array.from(times.values(), (count) => Math.floor(count * (perKernel / most)));
  let left = perKernel - biasCounts.reduce((a, b) => a + b);
  for (let i = 0; left > 0; i = (i + 1) % biasCounts.length, left--) biasCounts[i]!++;
  return { dilations, biasCounts };
}

/** Channels that a kernel sums at most. */
const MOST_SUMMED = 9;

/** Different channels for each kernel and dilation, small numbers more often. */
function drawChannels(
  combinations: number,
  channels: number,
  random: NumpyRandom,
): Pick<RocketPlan, "channelCounts" | "channelLists"> {
  const exponent = log2(Math.min(channels, MOST_SUMMED) + 1);
  const channelCounts = new Int32Array(combinations);
  for (let i = 0; i < combinations; i++) channelCounts[i] = Math.floor(exp2(random.uniform(0, exponent)));
  const lists: number[] = [];
  for (const count of channelCounts) lists.push(...random.permutation(channels).subarray(0, count));
  return { channelCounts, channelLists: Int32Array.from(lists) };
}

/** Quantiles of a convolution's output over one training series, another one for each kernel and dilation. */
function fitBiases(
  module: RocketModule,
  train: TimeSeriesDataset,
  steps: Int32Array,
  { copy, lost }: Representation,
  { dilations, biasCounts, channelCounts, channelLists }: Omit<RocketPlan, "biases">,
  random: NumpyRandom,
): Float32Array {
  const { kernels } = module;
  const stride = strideOf(train.length - lost);
  module.clear();
  const taps = module.put(TAPS_OF_KERNELS);
  const lists = module.put(channelLists);
  const x = module.reserve(train.channels * stride);
  const rows = module.reserve(10 * train.channels * stride);
  const out = module.reserve(stride);
  const biases = new Float32Array(KERNELS * biasCounts.reduce((a, b) => a + b));
  let feature = 0;
  let combination = 0;
  let list = lists;
  for (const [index, dilation] of dilations.entries()) {
    for (let kernel = 0; kernel < KERNELS; kernel++) {
      const row = random.randint(0, train.count);
      const length = steps[row]!;
      const series = module.floats(x, train.channels * stride).fill(0);
      copy(train, row, length + lost, series, stride);
      kernels.dilate(x, rows, train.channels, length, stride, dilation, 0);
      const used = channelCounts[combination++]!;
      kernels.combine(rows, length, stride, list, used, taps + kernel * 12, out);
      list += used * 4;
      const sorted = module.floats(out, length).slice().sort();
      for (let i = 0; i < biasCounts[index]!; i++) {
        biases[feature] = quantile(sorted, lowDiscrepancy(feature + 1));
        feature++;
      }
    }
  }
  return biases;
}

const GOLDEN_RATIO = (Math.sqrt(5) + 1) / 2;

/** The i-th number of a sequence that fills (0, 1) evenly. */
function lowDiscrepancy(i: number): number {
  return Math.fround((i * GOLDEN_RATIO) % 1);
}

/** Linear between neighbours, in Numba's order of operations, in which the authors' code runs. */
function quantile(sorted: Float32Array, q: number): number {
  if (sorted.length === 1) return sorted[0]!;
  const rank = 1 + (sorted.length - 1) * ((q * 100) / 100);
  const below = Math.floor(rank);
  const share = rank - below;
  return sorted[below - 1]! * (1 - share) + sorted[Math.min(below, sorted.length - 1)]! * share;
}

/** Steps of a row, so that it can be read four at a time. */
export function strideOf(length: number): number {
  return Math.ceil(length / 4) * 4;
}

/** A plan in the module's memory. */
export interface PlacedPlan {
  readonly taps: number;
  readonly dilations: number;
  readonly biasCounts: number;
  readonly channelCounts: number;
  readonly channelLists: number;
  readonly biases: number;
}

export function placePlan(module: RocketModule, plan: RocketPlan): PlacedPlan {
  return {
    taps: module.put(TAPS_OF_KERNELS),
    dilations: module.put(plan.dilations),
    biasCounts: module.put(plan.biasCounts),
    channelCounts: module.put(plan.channelCounts),
    channelLists: module.put(plan.channelLists),
    biases: module.put(plan.biases),
  };
}

export function savePlan(plan: RocketPlan, name: string): Parts {
  const { dilations, biasCounts, channelCounts, channelLists, biases, padAll } = plan;
  const parts = { dilations, biasCounts, channelCounts, channelLists, biases, padAll };
  return Object.fromEntries(Object.entries(parts).map(([key, value]) => [`${name}.${key}`, value]));
}

/** @throws TidelabError `classical.saved` for lists whose sizes contradict each other */
export function planOf(parts: Parts, name: string): RocketPlan {
  const dilations = numbersOf(parts, `${name}.dilations`, "int32");
  const biasCounts = numbersOf(parts, `${name}.biasCounts`, "int32");
  const channelCounts = numbersOf(parts, `${name}.channelCounts`, "int32");
  const channelLists = numbersOf(parts, `${name}.channelLists`, "int32");
  const biases = numbersOf(parts, `${name}.biases`, "float32");
  const sum = (list: Int32Array) => list.reduce((a, b) => a + b, 0);
  const fits =
    biasCounts.length === dilations.length &&
    channelCounts.length === dilations.length * KERNELS &&
    channelLists.length === sum(channelCounts) &&
    biases.length === sum(biasCounts) * KERNELS;
  if (!fits) throw new TidelabError("classical.saved", { problem: "parts" });
  return { dilations, biasCounts, channelCounts, channelLists, biases, padAll: parts[`${name}.padAll`] === true };
}
