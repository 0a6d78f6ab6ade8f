/**
 * MultiRocket: MiniRocket's convolutions, of the series and of its differences, and four features of each: the share above the bias, the longest
 * stretch, the mean and the mean place of what lies above. The features of the authors' code, of which aeon's is a copy, with its two
 * peculiarities: the mean is of values plus bias, and in the differences the four taps before the middle come one step too late.
 * Several channels and unequal lengths as in MiniRocket; for unequal lengths there is no reference.
 * @see Tan, Dempster, Bergmeir and Webb 2022, https://arxiv.org/abs/2102.00457
 */
import type { TimeSeriesDataset } from "../data/dataset.ts";
import { NumpyRandom } from "../random/numpy.ts";
import type { FittedExtractor } from "./feature-extractor.ts";
import type { RocketModule } from "./rocket-module.ts";
import {
  fitPlan,
  type PlanOptions,
  placePlan,
  planOf,
  type Representation,
  type RocketPlan,
  savePlan,
  strideOf,
} from "./rocket-plan.ts";
import type { Parts } from "./saved.ts";
import { copyChannels, copyDifferences, lengthsOf } from "./series.ts";

const POOLS = 4;
const SERIES: Representation = { copy: copyChannels, lost: 0 };
const DIFFERENCES: Representation = { copy: copyDifferences, lost: 1 };

/** @param options  with the number of convolutions' biases in `features`: each gives four features, twice */
export function fitMultiRocket(module: RocketModule, train: TimeSeriesDataset, options: PlanOptions): FittedExtractor {
  const random = new NumpyRandom(options.seed);
  const base = fitPlan(module, train, SERIES, options, random);
  return multiRocketOf(base, fitPlan(module, train, DIFFERENCES, options, random));
}

export function restoreMultiRocket(parts: Parts): FittedExtractor {
  return multiRocketOf(planOf(parts, "series"), planOf(parts, "differences"));
}

function multiRocketOf(base: RocketPlan, differences: RocketPlan): FittedExtractor {
  const half = base.biases.length * POOLS;
  const count = half + differences.biases.length * POOLS;
  return {
    name: "multi-rocket",
    count,
    transform(module, dataset) {
      const out = new Float32Array(dataset.count * count);
      poolAll(module, dataset, base, SERIES, 0, out, count, 0);
      poolAll(module, dataset, differences, DIFFERENCES, 1, out, count, half);
      return out;
    },
    save: () => ({ ...savePlan(base, "series"), ...savePlan(differences, "differences") }),
  };
}

/** Fills columns of `out` from one on, with the four features of a plan's convolutions. */
function poolAll(
  module: RocketModule,
  dataset: TimeSeriesDataset,
  plan: RocketPlan,
  { copy, lost }: Representation,
  early: number,
  out: Float32Array,
  width: number,
  from: number,
): void {
  const { channels } = dataset;
  const stride = strideOf(dataset.length);
  const steps = lengthsOf(dataset);
  const biases = plan.biases.length;
  module.clear();
  const at = placePlan(module, plan);
  const x = module.reserve(channels * stride);
  const scratch = module.reserve((10 * channels + 1) * stride);
  const features = module.reserve(biases * POOLS);
  for (let row = 0; row < dataset.count; row++) {
    const length = steps[row]!;
    copy(dataset, row, length, module.floats(x, channels * stride).fill(0), stride);
    // biome-ignore format: the kernel's arguments, in its order
    module.kernels.multi_rocket(
      x, channels, length - lost, stride, scratch, at.taps, at.dilations, at.biasCounts, plan.dilations.length,
      at.channelCounts, at.channelLists, at.biases, plan.padAll ? 1 : 0, early, biases, features,
    );
    out.set(module.floats(features, biases * POOLS), row * width + from);
  }
}
