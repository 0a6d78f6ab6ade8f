/** Layer normalisation over the features of each step. @see Ba et al. 2016, arXiv:1607.06450; torch.nn.LayerNorm */
import { elements, type LayerType } from "./layer.ts";
import { fillPastEnd } from "./lengths.ts";

export const layerNorm: LayerType<"layerNorm"> = {
  outputShape: (_spec, input) => input,
  parameters(_spec, input) {
    const shape = [input.features];
    return [
      { name: "weight", shape, initial: { constant: 1 } },
      { name: "bias", shape, initial: { constant: 0 } },
    ];
  },
  emit(e, node, x) {
    const c = node.input.features;
    const rows = (node.input.time ?? 1) * e.rows;
    const count = e.rows * elements(node.input);
    const y = e.buffer("y", count);
    const [mean, rstd] = [e.buffer("mean", rows), e.buffer("rstd", rows)];
    const gamma = e.parameter("weight");
    e.call("layernorm", x, y, rows, c, gamma, e.parameter("bias"), mean, rstd, node.spec.eps);
    fillPastEnd(e, y, node.input, e.lengths);
    return {
      output: y,
      backward(dy) {
        const dx = e.buffer("dx", count);
        const gradients = [e.gradient("weight"), e.gradient("bias")] as const;
        e.call("layernorm_backward", dy, x, dx, rows, c, gamma, mean, rstd, ...gradients);
        return dx;
      },
    };
  },
};
