/**
 * Multi-head self-attention, (B, T, E) → (B, T, E). In each head, d = E / heads features of Q, K and V:
 *
 *   Q, K, V = x W_inᵀ + b_in, one under the other in W_in (3E, E)
 *   A = softmax(Q Kᵀ / √d) over the steps of the series
 *   y = (A V of all heads side by side) W_outᵀ + b_out
 *
 * No mask but the series' own end, no dropout of the weights A.
 * @see Vaswani et al. 2017, arXiv:1706.03762; torch.nn.MultiheadAttention(E, heads, batch_first=True)
 */
import { TidelabError } from "../errors/errors.ts";
import type { LayerType } from "./layer.ts";

export const selfAttention: LayerType<"selfAttention"> = {
  outputShape({ layer, heads }, { time, features }, path) {
    if (time === undefined) throw new TidelabError("shape.needsTime", { layer }, path);
    if (features % heads !== 0) throw new TidelabError("shape.heads", { heads, features }, path);
    return { time, features };
  },
  parameters(_spec, { features }) {
    return [
      { name: "out_proj.weight", shape: [features, features], initial: { uniform: 1 / Math.sqrt(features) } },
      { name: "out_proj.bias", shape: [features], initial: { constant: 0, insteadOfDraw: true } },
      // Xavier's bound for 3E outputs of E inputs.
      { name: "in_proj_weight", shape: [3 * features, features], initial: { uniform: Math.sqrt(6 / (4 * features)) } },
      { name: "in_proj_bias", shape: [3 * features], initial: { constant: 0 } },
    ];
  },
};
