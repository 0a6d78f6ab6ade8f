/** Kernel calls of `layers/self-attention.ts`: two linear maps over all steps, and the attention of each series between them. */
import { elements, timeOf } from "../../layer-node.ts";
import { fillPastEnd } from "./lengths.ts";
import type { Lowering } from "./lowering.ts";

export const selfAttention: Lowering<"selfAttention"> = {
  emit(e, node, x) {
    const [time, width] = [timeOf(node.input), node.input.features];
    const { heads } = node.spec;
    const { rows, lengths } = e;
    const [steps, count] = [time * rows, rows * elements(node.input)];
    const [wIn, wOut] = [e.parameter("in_proj_weight"), e.parameter("out_proj.weight")];
    const packedIn = e.packed("in", wIn, width, 3 * width, { row: 1, column: width });
    const packedOut = e.packed("out", wOut, width, width, { row: 1, column: width });
    const qkv = e.buffer("qkv", 3 * count);
    const weights = e.buffer("weights", (e.gradients ? rows * heads : 1) * time * time);
    const attended = e.buffer("heads", count);
    const y = e.buffer("y", count);
    const scratch = e.buffer("scratch", e.kernels.self_attention_scratch(time, width, heads));
    const sizes = [time, rows, width, heads, lengths ?? 0] as const;
    e.call("gemm", x, width, packedIn, width, e.parameter("in_proj_bias"), 0, qkv, 3 * width, steps, 3 * width);
    e.call("self_attention", qkv, weights, attended, ...sizes, e.gradients ? 1 : 0, scratch);
    e.call("gemm", attended, width, packedOut, width, e.parameter("out_proj.bias"), 0, y, width, steps, width);
    e.tap("weights", weights, rows * heads * time, time);
    fillPastEnd(e, y, node.output, lengths);
    return {
      output: y,
      backward(dy, needed) {
        const linear = e.buffer("scratch", e.kernels.linear_gradient_scratch(steps, 3 * width, width));
        e.call("linear_gradient", dy, attended, e.gradient("out_proj.weight"), steps, width, width, linear);
        e.call("column_sums", dy, width, e.gradient("out_proj.bias"), steps, width);
        const backOut = e.packed("out back", wOut, width, width, { row: width, column: 1 });
        const dHeads = e.buffer("d heads", count);
        e.call("gemm", dy, width, backOut, width, 0, 0, dHeads, width, steps, width);
        const dQkv = e.buffer("d qkv", 3 * count);
        const inner = e.buffer("scratch", e.kernels.self_attention_backward_scratch(time, width, heads));
        e.call("self_attention_backward", qkv, weights, dHeads, dQkv, ...sizes, inner);
        e.call("linear_gradient", dQkv, x, e.gradient("in_proj_weight"), steps, 3 * width, width, linear);
        e.call("column_sums", dQkv, 3 * width, e.gradient("in_proj_bias"), steps, 3 * width);
        if (!needed) return undefined;
        const backIn = e.packed("in back", wIn, 3 * width, width, { row: width, column: 1 });
        const dx = e.buffer("dx", count);
        e.call("gemm", dQkv, 3 * width, backIn, 3 * width, 0, 0, dx, width, steps, width);
        return dx;
      },
    };
  },
};
