/** Kernel calls of `layers/gelu.ts`. On the way there its slope is made too, from the same exponential: the way back is a product. */
import { elements } from "../../layer-node.ts";
import type { Lowering } from "./lowering.ts";

export const gelu: Lowering<"gelu"> = {
  emit(e, node, x) {
    const exact = node.spec.approximate === "none";
    const count = e.rows * elements(node.input);
    const y = e.buffer("y", count);
    if (!e.gradients) {
      e.call(exact ? "gelu" : "gelu_tanh", x, y, count);
      return { output: y, backward: () => undefined };
    }
    const slope = e.buffer("slope", count);
    e.call(exact ? "gelu_and_slope" : "gelu_tanh_and_slope", x, y, slope, count);
    return {
      output: y,
      backward(dy, needed) {
        if (!needed) return undefined;
        const dx = e.buffer("dx", count);
        e.call("multiply", slope, dy, dx, count);
        return dx;
      },
    };
  },
};
