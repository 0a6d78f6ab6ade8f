/** Gaussian error linear unit, exact or in the tanh form. @see Hendrycks & Gimpel 2016, arXiv:1606.08415; torch.nn.GELU */
import { elements, type LayerType } from "./layer.ts";

export const gelu: LayerType<"gelu"> = {
  outputShape: (_spec, input) => input,
  parameters: () => [],
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
