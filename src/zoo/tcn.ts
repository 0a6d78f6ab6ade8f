/** The temporal convolutional network of Bai et al. 2018 as a list of layers. */
import type { LayerInput } from "../spec/layers.ts";
import type { ModelInput } from "../spec/spec.ts";

/** Options of `tcn`. */
export interface TcnOptions {
  /** Channels of each level; level i looks back by steps of 2^i. As many levels of 25 as it takes to see the whole series, unless given. */
  channels?: readonly number[];
  kernelSize?: number;
  dropout?: number;
  /** Time steps of the longest series. */
  length?: number;
  /** Channels of the series. */
  inChannels?: number;
  classes?: number;
}

/**
 * Levels of two causal convolutions with weight norm, dilated by 1, 2, 4 …, each level added to its input; then the last step and a
 * linear layer: (B, T, C) → (B, T, 25), level by level → (B, 25) → classes. The last step sees 1 + 2 (kernelSize − 1)(2^levels − 1) steps.
 * @see Bai, Kolter, Koltun 2018, "An empirical evaluation of generic convolutional and recurrent networks for sequence modeling", arXiv:1803.01271
 * @example
 * ```ts
 * import { tcn } from "tidelab/zoo";
 *
 * console.log(tcn({ length: 150 }).layers.length); // 10
 * ```
 */
export function tcn(options: TcnOptions = {}): ModelInput {
  const { kernelSize = 7, dropout = 0.05, length = 200, inChannels = 1, classes = 2 } = options;
  const { channels = Array.from({ length: levelsFor(length, kernelSize) }, () => 25) } = options;
  const levels = channels.flatMap((width, index): LayerInput[] => {
    const convolution = (name: string): LayerInput[] => [
      {
        layer: "conv1d",
        name,
        outChannels: width,
        kernelSize,
        dilation: 2 ** index,
        padding: "causal",
        weightNorm: true,
      },
      { layer: "relu", name: `${name}Relu` },
      ...(dropout !== 0 ? [{ layer: "dropout", name: `${name}Dropout`, p: dropout } as const] : []),
    ];
    const fits = (channels[index - 1] ?? inChannels) === width;
    const shortcut: LayerInput = { layer: "conv1d", name: "downsample", outChannels: width, kernelSize: 1 };
    return [
      {
        layer: "residual",
        name: `level${index + 1}`,
        layers: [...convolution("conv1"), ...convolution("conv2")],
        ...(!fits && { shortcut: [shortcut] }),
      },
      { layer: "relu", name: `relu${index + 1}` },
    ];
  });
  return {
    layers: [...levels, { layer: "last", name: "last" }, { layer: "linear", name: "classifier", outFeatures: classes }],
  };
}

/** Levels until the last step sees `length` steps. */
function levelsFor(length: number, kernelSize: number): number {
  let levels = 1;
  while (kernelSize > 1 && 1 + 2 * (kernelSize - 1) * (2 ** levels - 1) < length) levels++;
  return levels;
}
