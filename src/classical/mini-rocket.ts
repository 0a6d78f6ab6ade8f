/**
 * MiniRocket: what share of a series, convolved with 84 fixed kernels at many dilations, lies above biases that training series give.
 * The features of the authors' code and of aeon's, to the bit, for the same seed.
 *
 * - Several channels: each kernel and dilation sums some of them, drawn at random (the authors' multivariate version).
 * - Unequal lengths: dilations for the longest, every kernel padded, each series as long as it is (their version for variable lengths).
 * @see Dempster, Schmidt and Webb 2021, https://arxiv.org/abs/2012.08791
 */
import type { TimeSeriesDataset } from "../data/dataset.ts";
import { NumpyRandom } from "../random/numpy.ts";
import type { FittedExtractor } from "./feature-extractor.ts";
import type { RocketModule } from "./rocket-module.ts";
import { fitPlan, type PlanOptions, placePlan, planOf, type RocketPlan, savePlan, strideOf } from "./rocket-plan.ts";
import type { Parts } from "./saved.ts";
import { copyChannels, lengthsOf } from "./series.ts";

export function fitMiniRocket(module: RocketModule, train: TimeSeriesDataset, options: PlanOptions): FittedExtractor {
  const representation = { copy: copyChannels, lost: 0 };
  return miniRocketOf(fitPlan(module, train, representation, options, new NumpyRandom(options.seed)));
}

export function restoreMiniRocket(parts: Parts): FittedExtractor {
  return miniRocketOf(planOf(parts, "plan"));
}

function miniRocketOf(plan: RocketPlan): FittedExtractor {
  const count = plan.biases.length;
  return {
    name: "mini-rocket",
    count,
    transform(module, dataset) {
      const { channels } = dataset;
      const stride = strideOf(dataset.length);
      const steps = lengthsOf(dataset);
      module.clear();
      const at = placePlan(module, plan);
      const x = module.reserve(channels * stride);
      const scratch = module.reserve((10 * channels + 1) * stride);
      const features = module.reserve(count);
      const out = new Float32Array(dataset.count * count);
      for (let row = 0; row < dataset.count; row++) {
        const length = steps[row]!;
        copyChannels(dataset, row, length, module.floats(x, channels * stride).fill(0), stride);
        // biome-ignore format: the kernel's arguments, in its order
        module.kernels.mini_rocket(
          x, channels, length, stride, scratch, at.taps, at.dilations, at.biasCounts, plan.dilations.length,
          at.channelCounts, at.channelLists, at.biases, plan.padAll ? 1 : 0, features,
        );
        out.set(module.floats(features, count), row * count);
      }
      return out;
    },
    save: () => savePlan(plan, "plan"),
  };
}
