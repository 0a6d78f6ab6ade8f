/** Kernel calls of `layers/attention.ts`. */
import { timeOf } from "../../layer-node.ts";
import type { Lowering } from "./lowering.ts";

export const attention: Lowering<"attention"> = {
  emit(e, node, x) {
    const time = timeOf(node.input);
    const c = node.input.features;
    const weights = e.buffer("attention", time * e.rows);
    const context = e.buffer("context", e.rows * c);
    const weight = e.parameter("weight");
    e.expose(weights);
    const sums = e.buffer("sums", e.rows * c);
    const lengths = e.lengths ?? 0;
    e.call("attention_forward", x, weight, e.parameter("bias"), weights, context, time, e.rows, c, lengths, sums);
    e.tap("weights", weights, time * e.rows, 1);
    e.lengths = undefined;
    return {
      output: context,
      backward(dy) {
        const dx = e.buffer("dx", time * e.rows * c);
        const scratch = e.buffer("scratch", e.kernels.attention_backward_scratch(time, e.rows, c));
        const gradients = [e.gradient("weight"), e.gradient("bias")] as const;
        e.call("attention_backward", x, weight, weights, dy, dx, ...gradients, time, e.rows, c, scratch);
        return dx;
      },
    };
  },
};
