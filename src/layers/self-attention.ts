/**
 * Multi-head self-attention, (B, T, E) → (B, T, E). In each head, d = E / heads features of Q, K and V:
 *
 *   Q, K, V = x W_inᵀ + b_in, one under the other in W_in (3E, E)
 *   A = softmax(Q Kᵀ / √d) over the steps of the series
 *   y = (A V of all heads side by side) W_outᵀ + b_out
 *
 * No mask but the series' own end, no dropout of the weights A. Options leave parts of it out, or add some:
 *
 *   bias: false           no b_in, no b_out
 *   outProjection: false  no W_out, no b_out; W_in then starts as three nn.Linear
 *   scaleBy: "model"      A = softmax(Q Kᵀ / √E)
 *   relative: N           A + R in place of A, R[i, j] = table[i − j + N − 1] of each head, table (2N − 1, heads); T ≤ N
 *
 * @see Vaswani et al. 2017, arXiv:1706.03762; torch.nn.MultiheadAttention(E, heads, batch_first=True); R is eRPE (Foumani et al. 2023,
 *      arXiv:2305.16642)
 */
import type { TensorSpec } from "../engine/layer-node.ts";
import { TidelabError } from "../errors/errors.ts";
import type { LayerType } from "./layer.ts";

export const selfAttention: LayerType<"selfAttention"> = {
  outputShape({ layer, heads, relative }, { time, features }, path) {
    if (time === undefined) throw new TidelabError("shape.needsTime", { layer }, path);
    if (features % heads !== 0) throw new TidelabError("shape.heads", { heads, features }, path);
    if (relative !== undefined && time > relative) throw new TidelabError("shape.relative", { relative, time }, path);
    return { time, features };
  },
  parameters({ heads, bias = true, outProjection = true, relative }, { features }) {
    const own = 1 / Math.sqrt(features);
    // Xavier's bound for 3E outputs of E inputs, as nn.MultiheadAttention has it.
    const joint = Math.sqrt(6 / (4 * features));
    const tensors: (TensorSpec | false)[] = [
      outProjection && { name: "out_proj.weight", shape: [features, features], initial: { uniform: own } },
      outProjection &&
        bias && { name: "out_proj.bias", shape: [features], initial: { constant: 0, insteadOfDraw: true } },
      {
        name: "in_proj_weight",
        shape: [3 * features, features],
        initial: { uniform: outProjection ? joint : own },
      },
      bias && { name: "in_proj_bias", shape: [3 * features], initial: { constant: 0 } },
      relative !== undefined && {
        name: "relative_bias_table",
        shape: [2 * relative - 1, heads],
        initial: { constant: 0 },
      },
    ];
    return tensors.filter((tensor) => tensor !== false);
  },
};
