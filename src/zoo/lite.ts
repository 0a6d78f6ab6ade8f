/** LITE (Ismail-Fawaz et al. 2023) as a list of layers. The published LITETime is an ensemble of five runs with five seeds. */
import type { LayerInput } from "../spec/layers.ts";
import type { ModelInput } from "../spec/spec.ts";

/** Options of `lite`. */
export interface LiteOptions {
  /** Channels of each convolution. */
  filters?: number;
  /** Kernel of the longest convolution; the two beside it have half and a quarter of it. */
  kernelSize?: number;
  /** Channels of the series. With more than one it is LITEMV: the first convolutions are separable too. */
  inChannels?: number;
  classes?: number;
}

/**
 * A network of fewer than 10,000 parameters: convolutions of 40, 20 and 10 steps beside 17 fixed filters, then two dilated separable
 * convolutions, the mean over time, a linear layer: (B, T, C) → (B, T, 96 + 17 C) → (B, T, 32) → (B, T, 32) → (B, 32) → classes.
 * @see Ismail-Fawaz, Devanne, Berretti, Weber, Forestier 2023, "LITE: light inception with boosting techniques for time series classification",
 *      DSAA 2023; several channels: 2025, arXiv:2409.02869
 * @example
 * ```ts
 * import { lite } from "tidelab/zoo";
 *
 * console.log(lite().layers.length); // 13
 * ```
 */
export function lite(options: LiteOptions = {}): ModelInput {
  const { filters = 32, kernelSize = 40, inChannels = 1, classes = 2 } = options;
  const sizes = [kernelSize, Math.floor(kernelSize / 2), Math.floor(kernelSize / 4)];
  const first = sizes.map((size) => {
    const whole: LayerInput = { layer: "conv1d", outChannels: filters, kernelSize: size, padding: "same", bias: false };
    return inChannels > 1 ? separable(inChannels, filters, size, 1) : [whole];
  });
  const width = 3 * filters + 17 * inChannels;
  return {
    layers: [
      { layer: "concat", name: "inception", branches: [...first, [{ layer: "trendFilters" }, { layer: "relu" }]] },
      { layer: "batchNorm", name: "norm1" },
      { layer: "relu", name: "relu1" },
      ...named("2", separable(width, filters, sizes[1]!, 2)), // three sizes, above
      { layer: "batchNorm", name: "norm2" },
      { layer: "relu", name: "relu2" },
      ...named("3", separable(filters, filters, sizes[2]!, 4)),
      { layer: "batchNorm", name: "norm3" },
      { layer: "relu", name: "relu3" },
      { layer: "globalAvgPool", name: "pool" },
      { layer: "linear", name: "classifier", outFeatures: classes },
    ],
  };
}

/** A convolution of each channel by itself, then one of a single step across them. */
function separable(inChannels: number, outChannels: number, kernelSize: number, dilation: number): LayerInput[] {
  const depthwise = { outChannels: inChannels, groups: inChannels, kernelSize, dilation, padding: "same" } as const;
  return [
    { layer: "conv1d", name: "depthwise", ...depthwise, bias: false },
    { layer: "conv1d", name: "pointwise", outChannels, kernelSize: 1, bias: false },
  ];
}

function named(suffix: string, layers: readonly LayerInput[]): LayerInput[] {
  return layers.map((layer) => ({ ...layer, name: `${layer.name}${suffix}` }));
}
