/** The fully convolutional network of Wang et al. 2017 as a list of layers, and the blocks that other presets take from it. */
import type { LayerInput } from "../spec/layers.ts";
import type { ModelInput } from "../spec/spec.ts";

/** Options of `fcn`. */
export interface FcnOptions {
  /** Channels of each block. */
  channels?: readonly number[];
  kernelSizes?: readonly number[];
  classes?: number;
}

/**
 * Convolution over all steps ("same" padding, no bias: BatchNorm subtracts it again), BatchNorm and ReLU.
 * @param name  of the first layer's number in `prefix`
 */
export function convBlock(prefix: string, first: number, outChannels: number, kernelSize: number): LayerInput[] {
  return [
    { layer: "conv1d", name: `${prefix}.${first}`, outChannels, kernelSize, padding: "same", bias: false },
    { layer: "batchNorm", name: `${prefix}.${first + 1}` },
    { layer: "relu", name: `${prefix}.${first + 2}` },
  ];
}

/** Blocks of FCN one after another: (B, T, C) → (B, T, channels of the last). */
function fcnBlocks(channels: readonly number[], kernelSizes: readonly number[], prefix = "features"): LayerInput[] {
  return channels.flatMap((width, index) => convBlock(prefix, index * 3, width, kernelSizes[index] ?? 3));
}

/**
 * Three blocks of Conv1d, BatchNorm and ReLU, the mean over time, a linear layer: (B, T, C) → (B, T, 128) → (B, T, 256) → (B, T, 128) →
 * (B, 128) → classes. The authors' convolutions have a bias, which BatchNorm subtracts again: 512 numbers that we leave out.
 * @see Wang, Yan, Oates 2017, "Time series classification from scratch with deep neural networks", arXiv:1611.06455
 * @example
 * ```ts
 * import { fcn } from "tidelab/zoo";
 *
 * console.log(fcn({ classes: 3 }).layers.length); // 11
 * ```
 */
export function fcn(options: FcnOptions = {}): ModelInput {
  const { channels = [128, 256, 128], kernelSizes = [8, 5, 3], classes = 2 } = options;
  return {
    layers: [
      ...fcnBlocks(channels, kernelSizes),
      { layer: "globalAvgPool", name: "pool" },
      { layer: "linear", name: "classifier", outFeatures: classes },
    ],
  };
}
