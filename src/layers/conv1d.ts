/**
 * Convolution over time, (B, T, Cin) → (B, To, Cout); weights (Cout, Cin / groups, K) as in PyTorch.
 *
 *   y[t] = b + Σ_k W[k] x[t · stride + k · dilation − left],  x = 0 outside the series
 *   To = ⌊(T + left + right − dilation · (K − 1) − 1) / stride⌋ + 1
 *
 * With padding "causal" all zeros are before the series, left = dilation · (K − 1): y[t] sees nothing later than x[t · stride].
 *
 * With `weightNorm` the weights of an output channel are W = g · v / |v|, g (Cout, 1, 1) and v (Cout, Cin / groups, K) being trained.
 * @see torch.nn.Conv1d; torch.nn.utils.weight_norm (Salimans & Kingma 2016, arXiv:1602.07868)
 */
import { convPaddings } from "../engine/conv-padding.ts";
import type { TensorSpec } from "../engine/layer-node.ts";
import { TidelabError } from "../errors/errors.ts";
import { type LayerType, stepsOf } from "./layer.ts";

export const conv1d: LayerType<"conv1d"> = {
  outputShape(spec, input, path) {
    const { layer, outChannels, kernelSize, stride, dilation, groups, padding } = spec;
    const steps = stepsOf(input, layer, path);
    if (input.features % groups !== 0 || outChannels % groups !== 0) {
      throw new TidelabError("shape.groups", { groups, inChannels: input.features, outChannels }, path);
    }
    if (padding === "same" && stride !== 1) throw new TidelabError("shape.samePadding", { stride }, path);
    const [left, right] = convPaddings(spec);
    const span = dilation * (kernelSize - 1) + 1;
    const time = Math.floor((steps + left + right - span) / stride) + 1;
    if (time < 1)
      throw new TidelabError("shape.tooShort", { layer, needs: span - left - right, received: steps }, path);
    return { time, features: outChannels };
  },
  parameters(spec, input) {
    const fanIn = (input.features / spec.groups) * spec.kernelSize;
    const initial = { uniform: 1 / Math.sqrt(fanIn) };
    const shape = [spec.outChannels, input.features / spec.groups, spec.kernelSize];
    const bias: TensorSpec[] = spec.bias ? [{ name: "bias", shape: [spec.outChannels], initial }] : [];
    if (!spec.weightNorm) return [{ name: "weight", shape, initial }, ...bias];
    return [
      { name: "weight_v", shape, initial },
      { name: "weight_g", shape: [spec.outChannels, 1, 1], initial: { rowNormsOf: "weight_v" } },
      ...bias,
    ];
  },
};
