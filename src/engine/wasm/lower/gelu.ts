/** Kernel calls of `layers/gelu.ts`. */
import { elements } from "../../layer-node.ts";
import type { Lowering } from "./lowering.ts";

export const gelu: Lowering<"gelu"> = {
  emit(e, node, x) {
    const exact = node.spec.approximate === "none";
    const count = e.rows * elements(node.input);
    const y = e.buffer("y", count);
    e.call(exact ? "gelu" : "gelu_tanh", x, y, count);
    return {
      output: y,
      backward(dy, needed) {
        if (!needed) return undefined;
        const dx = e.buffer("dx", count);
        e.call(exact ? "gelu_backward" : "gelu_tanh_backward", x, dy, dx, count);
        return dx;
      },
    };
  },
};
