/** The convolutional classifier to start from, as a list of layers that a spec could hold. Not the layers themselves, which know how they run. */
import type { LayerInput } from "../spec/layers.ts";
import type { ModelInput } from "../spec/spec.ts";

/** Options of `cnn`. */
export interface CnnOptions {
  /** Channels of each block. */
  channels?: readonly number[];
  kernelSizes?: readonly number[];
  classes?: number;
}

/**
 * A plain 1-D CNN: blocks of Conv1d (without bias), BatchNorm, ReLU and a halving max pool, then the mean over time and a linear layer.
 * @example
 * ```ts
 * import { cnn } from "tidelab/zoo";
 *
 * console.log(cnn({ channels: [16, 32], classes: 3 }).layers.length); // 10
 * ```
 */
export function cnn(options: CnnOptions = {}): ModelInput {
  const { channels = [32, 64, 64], kernelSizes = [7, 5, 3], classes = 2 } = options;
  const blocks = channels.flatMap((outChannels, index): LayerInput[] => [
    {
      layer: "conv1d",
      name: `features.${index * 4}`,
      outChannels,
      kernelSize: kernelSizes[index] ?? 3,
      padding: "same",
      // BatchNorm subtracts it again: its gradient is rounding noise, which Adam scales up to a random walk.
      bias: false,
    },
    { layer: "batchNorm", name: `features.${index * 4 + 1}` },
    { layer: "relu", name: `features.${index * 4 + 2}` },
    { layer: "maxPool", name: `features.${index * 4 + 3}`, kernelSize: 2 },
  ]);
  return {
    layers: [
      ...blocks,
      { layer: "globalAvgPool", name: "pool" },
      { layer: "linear", name: "classifier", outFeatures: classes },
    ],
  };
}
