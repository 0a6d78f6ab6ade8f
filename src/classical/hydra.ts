/**
 * Hydra: random kernels in groups, at many dilations, that compete for each step of a series and of its differences; the features say how much
 * each kernel won by and how often it came last. Weights drawn as PyTorch draws them, in the order of the authors' code and of aeon's.
 * Several channels: each group sums some of them, drawn at random (the authors' HydraMultivariate). Unequal lengths: dilations for the
 * longest, each series as long as it is; for these there is no reference.
 * @see Dempster, Schmidt and Webb 2023, https://arxiv.org/abs/2203.13652
 */
import type { TimeSeriesDataset } from "../data/dataset.ts";
import { TidelabError } from "../errors/errors.ts";
import { log2 } from "../random/correctly-rounded.ts";
import { TorchGenerator } from "../random/torch.ts";
import { fillNormal } from "../random/torch-normal.ts";
import type { FittedExtractor } from "./feature-extractor.ts";
import { strideOf, TAPS } from "./rocket-plan.ts";
import { numberOf, numbersOf, type Parts } from "./saved.ts";
import { copyChannels, copyDifferences, lengthsOf } from "./series.ts";

export interface HydraOptions {
  /** Kernels of a group. */
  readonly kernels: number;
  /** Groups of a dilation, an even number: half of them read the series, half its differences. */
  readonly groups: number;
  readonly seed: number;
}

interface HydraPlan {
  readonly dilations: number;
  readonly kernels: number;
  /** Of the series, and as many of the differences. */
  readonly groups: number;
  /** (dilations, 2, groups, kernels, 9) */
  readonly weights: Float32Array;
  /** Channels that a group sums; 1 where there is one channel. */
  readonly summed: number;
  /** (dilations, 2, groups, summed) */
  readonly channelLists: Int32Array;
}

/** Channels that a group sums at most. */
const MOST_SUMMED = 8;
const REPRESENTATIONS = [
  { copy: copyChannels, lost: 0 },
  { copy: copyDifferences, lost: 1 },
];

export function fitHydra(train: TimeSeriesDataset, { kernels, groups, seed }: HydraOptions): FittedExtractor {
  const longest = lengthsOf(train).reduce((a, b) => Math.max(a, b));
  const dilations = Math.floor(log2((Math.max(TAPS, longest) - 1) / (TAPS - 1))) + 1;
  const half = groups / 2;
  const random = new TorchGenerator(seed);
  const weights = new Float32Array(dilations * 2 * half * kernels * TAPS);
  fillNormal(random, weights);
  for (let at = 0; at < weights.length; at += TAPS) normalise(weights.subarray(at, at + TAPS));
  const several = train.channels > 1;
  const summed = several ? Math.min(MOST_SUMMED, Math.max(2, Math.floor(train.channels / 2))) : 1;
  const channelLists = new Int32Array(dilations * 2 * half * summed);
  if (several) for (let i = 0; i < channelLists.length; i++) channelLists[i] = random.randint(train.channels);
  return hydraOf({ dilations, kernels, groups: half, weights, summed, channelLists });
}

/** Less their mean, and divided by the sum of their sizes. */
function normalise(weights: Float32Array): void {
  let sum = 0;
  for (const weight of weights) sum += weight;
  const mean = Math.fround(sum / weights.length);
  let size = 0;
  for (let i = 0; i < weights.length; i++) {
    weights[i]! -= mean;
    size += Math.abs(weights[i]!);
  }
  const divisor = Math.fround(size);
  for (let i = 0; i < weights.length; i++) weights[i]! /= divisor;
}

export function restoreHydra(parts: Parts): FittedExtractor {
  const weights = numbersOf(parts, "weights", "float32");
  const channelLists = numbersOf(parts, "channelLists", "int32");
  const [dilations, kernels] = [numberOf(parts, "dilations"), numberOf(parts, "kernels")];
  const [groups, summed] = [numberOf(parts, "groups"), numberOf(parts, "summed")];
  const lists = dilations * 2 * groups;
  if (weights.length !== lists * kernels * TAPS || channelLists.length !== lists * summed) {
    throw new TidelabError("classical.saved", { problem: "parts" });
  }
  return hydraOf({ dilations, kernels, groups, summed, weights, channelLists });
}

function hydraOf(plan: HydraPlan): FittedExtractor {
  const { dilations, kernels, groups, summed } = plan;
  const block = groups * kernels;
  const count = dilations * 2 * 2 * block;
  return {
    name: "hydra",
    count,
    transform(module, dataset) {
      const { channels } = dataset;
      const stride = strideOf(dataset.length);
      const steps = lengthsOf(dataset);
      const margin = 4 * 2 ** (dilations - 1);
      const padded = strideOf(dataset.length + 2 * margin);
      const rows = channels > 1 ? groups : 1;
      module.clear();
      const weights = module.put(plan.weights);
      const x = module.reserve(rows * padded);
      const features = module.reserve(count);
      const series = new Float32Array(channels * stride);
      const out = new Float32Array(dataset.count * count);
      for (let row = 0; row < dataset.count; row++) {
        for (const [which, { copy, lost }] of REPRESENTATIONS.entries()) {
          const length = steps[row]! - lost;
          copy(dataset, row, steps[row]!, series.fill(0), stride);
          for (let d = 0; d < dilations; d++) {
            const place = d * 2 + which;
            const input = module.floats(x, rows * padded).fill(0);
            for (let r = 0; r < rows; r++) {
              const to = r * padded + 4 * 2 ** d;
              for (let i = 0; i < summed; i++) {
                const from = plan.channelLists[(place * groups + r) * summed + i]! * stride;
                for (let t = 0; t < length; t++) input[to + t]! += series[from + t]!;
              }
            }
            const wins = features + place * 2 * block * 4;
            // biome-ignore format: the kernel's arguments, in its order
            module.kernels.hydra(
              x, rows > 1 ? padded * 4 : 0, length, 2 ** d, weights + place * block * TAPS * 4, groups, kernels,
              wins, wins + block * 4,
            );
          }
        }
        out.set(module.floats(features, count), row * count);
      }
      return out;
    },
    save: () => ({ dilations, kernels, groups, summed, weights: plan.weights, channelLists: plan.channelLists }),
  };
}
