/**
 * Convolution over time, (B, T, Cin) → (B, To, Cout); weights (Cout, Cin / groups, K) as in PyTorch.
 *
 *   y[t] = b + Σ_k W[k] x[t · stride + k · dilation − left],  x = 0 outside the series
 *   To = ⌊(T + left + right − dilation · (K − 1) − 1) / stride⌋ + 1
 *
 * With padding "causal" all zeros are before the series, left = dilation · (K − 1): y[t] sees nothing later than x[t · stride].
 *
 * With `sharedFilters` the filters (Cout, 1, K) read each channel as if it were the only one: (B, T, Cin) → (B, To, Cin · Cout), the outputs
 * of the first channel in front. It is nn.Conv2d(1, Cout, (1, K)) of (B, 1, Cin, T).
 *
 * With `weightNorm` the weights of an output channel are W = g · v / |v|, g (Cout, 1, 1) and v (Cout, Cin / groups, K) being trained.
 * @see torch.nn.Conv1d; torch.nn.utils.weight_norm (Salimans & Kingma 2016, arXiv:1602.07868)
 */

import { convGroups } from "../engine/conv-groups.ts";
import { convPaddings } from "../engine/conv-padding.ts";
import type { TensorSpec } from "../engine/layer-node.ts";
import { TidelabError } from "../errors/errors.ts";
import { type LayerType, stepsOf } from "./layer.ts";

export const conv1d: LayerType<"conv1d"> = {
  outputShape(spec, input, path) {
    const { layer, outChannels, kernelSize, stride, dilation, groups, padding, weightNorm = false } = spec;
    const steps = stepsOf(input, layer, path);
    if (spec.sharedFilters && (groups !== 1 || weightNorm)) {
      throw new TidelabError("shape.sharedFilters", { groups, weightNorm }, path);
    }
    if (input.features % groups !== 0 || outChannels % groups !== 0) {
      throw new TidelabError("shape.groups", { groups, inChannels: input.features, outChannels }, path);
    }
    if (padding === "same" && stride !== 1) throw new TidelabError("shape.samePadding", { stride }, path);
    const [left, right] = convPaddings(spec);
    const span = dilation * (kernelSize - 1) + 1;
    const time = Math.floor((steps + left + right - span) / stride) + 1;
    if (time < 1)
      throw new TidelabError("shape.tooShort", { layer, needs: span - left - right, received: steps }, path);
    return { time, features: convGroups(spec, input.features).outputs };
  },
  parameters(spec, input) {
    const perFilter = input.features / convGroups(spec, input.features).groups;
    const initial = { uniform: 1 / Math.sqrt(perFilter * spec.kernelSize) };
    const shape = [spec.outChannels, perFilter, spec.kernelSize];
    const bias: TensorSpec[] = spec.bias ? [{ name: "bias", shape: [spec.outChannels], initial }] : [];
    if (!spec.weightNorm) return [{ name: "weight", shape, initial }, ...bias];
    return [
      { name: "weight_v", shape, initial },
      { name: "weight_g", shape: [spec.outChannels, 1, 1], initial: { rowNormsOf: "weight_v" } },
      ...bias,
    ];
  },
};
