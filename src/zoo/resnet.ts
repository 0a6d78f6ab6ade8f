/** The residual network of Wang et al. 2017 as a list of layers. */
import type { LayerInput } from "../spec/layers.ts";
import type { ModelInput } from "../spec/spec.ts";
import { convBlock } from "./fcn.ts";

/** Options of `resnet`. */
export interface ResnetOptions {
  /** Channels of each residual block. */
  channels?: readonly number[];
  /** Kernels of the convolutions in a block. */
  kernelSizes?: readonly number[];
  classes?: number;
}

/**
 * Three residual blocks of three convolutions, the mean over time, a linear layer: (B, T, C) → (B, T, 64) → (B, T, 128) →
 * (B, T, 128) → (B, 128) → classes. The shortcut is a convolution of one step where the width changes, and BatchNorm. Convolutions
 * have no bias, since BatchNorm subtracts it again.
 * @see Wang, Yan, Oates 2017, "Time series classification from scratch with deep neural networks", arXiv:1611.06455
 * @example
 * ```ts
 * import { resnet } from "tidelab/zoo";
 *
 * console.log(resnet().layers.map(({ layer }) => layer).join(" ")); // residual relu residual relu residual relu globalAvgPool linear
 * ```
 */
export function resnet(options: ResnetOptions = {}): ModelInput {
  const { channels = [64, 128, 128], kernelSizes = [8, 5, 3], classes = 2 } = options;
  const blocks = channels.flatMap((width, index): LayerInput[] => {
    // Without its ReLU the last convolution is added to the shortcut.
    const layers = kernelSizes.flatMap((kernelSize, at) => {
      const block = convBlock("convolutions", at * 3, width, kernelSize);
      return at === kernelSizes.length - 1 ? block.slice(0, 2) : block;
    });
    const widen: LayerInput = { layer: "conv1d", name: "expand", outChannels: width, kernelSize: 1, bias: false };
    const norm: LayerInput = { layer: "batchNorm", name: "norm" };
    const shortcut = channels[index - 1] === width ? [norm] : [widen, norm];
    return [
      { layer: "residual", name: `block${index + 1}`, layers, shortcut },
      { layer: "relu", name: `relu${index + 1}` },
    ];
  });
  return {
    layers: [
      ...blocks,
      { layer: "globalAvgPool", name: "pool" },
      { layer: "linear", name: "classifier", outFeatures: classes },
    ],
  };
}
