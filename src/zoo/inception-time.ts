/** The network of InceptionTime (Ismail Fawaz et al. 2020) as a list of layers. The ensemble is five runs with five seeds. */
import type { LayerInput } from "../spec/layers.ts";
import type { ModelInput } from "../spec/spec.ts";

/** Options of `inceptionTime`. */
export interface InceptionTimeOptions {
  /** Inception modules. */
  depth?: number;
  /** Channels of each convolution; a module has four times as many. */
  filters?: number;
  /** Kernels of the three convolutions side by side. */
  kernelSizes?: readonly number[];
  /** Channels that a module's input is brought to first, where it has more than one. */
  bottleneck?: number;
  /** Modules between shortcuts. */
  residualEvery?: number;
  /** Channels of the series. */
  inChannels?: number;
  classes?: number;
}

/**
 * Six inception modules with a shortcut after every third, the mean over time, a linear layer: (B, T, C) → (B, T, 128), six times →
 * (B, 128) → classes. A module is convolutions of 40, 20 and 10 steps on 32 channels, beside a maximum over 3 steps, then BatchNorm and
 * ReLU. The published classifier is an ensemble: train it with five seeds and average the probabilities.
 * @see Ismail Fawaz et al. 2020, "InceptionTime: finding AlexNet for time series classification", arXiv:1909.04939
 * @example
 * ```ts
 * import { inceptionTime } from "tidelab/zoo";
 *
 * console.log(inceptionTime().layers.map(({ layer }) => layer).join(" ")); // residual relu residual relu globalAvgPool linear
 * ```
 */
export function inceptionTime(options: InceptionTimeOptions = {}): ModelInput {
  const { depth = 6, filters = 32, kernelSizes = [40, 20, 10], bottleneck = 32 } = options;
  const { residualEvery = 3, inChannels = 1, classes = 2 } = options;
  const width = filters * (kernelSizes.length + 1);
  const module = (index: number): LayerInput[] => [
    inception(`inception${index + 1}`, index === 0 ? inChannels : width, { filters, kernelSizes, bottleneck }),
    { layer: "batchNorm", name: `norm${index + 1}` },
    { layer: "relu", name: `relu${index + 1}` },
  ];
  const modules = Array.from({ length: depth }, (_, index) => module(index));
  const layers: LayerInput[] = [];
  for (let from = 0; from < depth; from += residualEvery) {
    const group = modules.slice(from, from + residualEvery).flat();
    // Modules behind the last whole group have no shortcut.
    if (from + residualEvery > depth) layers.push(...group);
    else {
      const number = from / residualEvery + 1;
      const shortcut: LayerInput[] = [
        { layer: "conv1d", name: "expand", outChannels: width, kernelSize: 1, bias: false },
        { layer: "batchNorm", name: "norm" },
      ];
      layers.push({ layer: "residual", name: `block${number}`, layers: group, shortcut });
      layers.push({ layer: "relu", name: `blockRelu${number}` });
    }
  }
  return {
    layers: [
      ...layers,
      { layer: "globalAvgPool", name: "pool" },
      { layer: "linear", name: "classifier", outFeatures: classes },
    ],
  };
}

function inception(
  name: string,
  inChannels: number,
  { filters, kernelSizes, bottleneck }: { filters: number; kernelSizes: readonly number[]; bottleneck: number },
): LayerInput {
  const convolution = (outChannels: number, kernelSize: number): LayerInput => {
    return { layer: "conv1d", outChannels, kernelSize, padding: "same", bias: false };
  };
  const convolutions = kernelSizes.map((kernelSize) => [convolution(filters, kernelSize)]);
  const pooled: LayerInput[] = [{ layer: "maxPool", kernelSize: 3, stride: 1, padding: 1 }, convolution(filters, 1)];
  // All three convolutions read the same bottleneck.
  const branches =
    inChannels > 1
      ? [[convolution(bottleneck, 1), { layer: "concat", branches: convolutions } as const], pooled]
      : [...convolutions, pooled];
  return { layer: "concat", name, branches };
}
