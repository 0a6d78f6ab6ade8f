/**
 * Pooling over windows of time, (B, T, C) → (B, To, C), To = ⌊(T + 2 · padding − K) / stride⌋ + 1.
 *
 *   maxPool  y[t] = max_k x[t · stride + k − padding], padding counts as −∞
 *   avgPool  y[t] = Σ_k x[t · stride + k − padding] / K, padding counts as zeros
 *
 * @see torch.nn.MaxPool1d, torch.nn.AvgPool1d
 */

import type { Shape } from "../engine/layer-node.ts";
import { TidelabError } from "../errors/errors.ts";
import type { LayerSpecOf } from "../spec/layers.ts";
import { type LayerType, stepsOf } from "./layer.ts";

type PoolSpec = LayerSpecOf<"maxPool" | "avgPool">;

function pooledShape(spec: PoolSpec, input: Shape, path: string): Shape {
  const { layer, kernelSize, stride = kernelSize, padding } = spec;
  const steps = stepsOf(input, layer, path);
  if (padding * 2 > kernelSize) throw new TidelabError("shape.poolPadding", { padding, kernelSize }, path);
  const time = Math.floor((steps + 2 * padding - kernelSize) / stride) + 1;
  if (time < 1) {
    throw new TidelabError("shape.tooShort", { layer, needs: kernelSize - 2 * padding, received: steps }, path);
  }
  return { time, features: input.features };
}

export const maxPool: LayerType<"maxPool"> = {
  outputShape: pooledShape,
  parameters: () => [],
};

export const avgPool: LayerType<"avgPool"> = {
  outputShape: pooledShape,
  parameters: () => [],
};
