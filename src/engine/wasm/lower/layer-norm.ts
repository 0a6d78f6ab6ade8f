/** Kernel calls of `layers/layer-norm.ts`. */
import { elements } from "../../layer-node.ts";
import { fillPastEnd } from "./lengths.ts";
import type { Lowering } from "./lowering.ts";

export const layerNorm: Lowering<"layerNorm"> = {
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
