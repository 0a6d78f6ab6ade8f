/** Kernel calls of `layers/self-attention.ts`: two linear maps over all steps, and the attention of each series between them. */
import { elements, timeOf } from "../../layer-node.ts";
import type { Emitter } from "../emitter.ts";
import type { Buffer } from "../program.ts";
import { fillPastEnd } from "./lengths.ts";
import type { Lowering } from "./lowering.ts";

export const selfAttention: Lowering<"selfAttention"> = {
  emit(e, node, x) {
    const [time, width] = [timeOf(node.input), node.input.features];
    const { heads, bias = true, outProjection = true, scaleBy = "head", relative: reach = 0 } = node.spec;
    const scale = 1 / Math.sqrt(scaleBy === "model" ? width : width / heads);
    const { rows, lengths } = e;
    const [steps, count] = [time * rows, rows * elements(node.input)];
    const wIn = e.parameter("in_proj_weight");
    const packedIn = e.packed("in", wIn, width, 3 * width, { row: 1, column: width });
    const qkv = e.buffer("qkv", 3 * count);
    const weights = e.buffer("weights", (e.gradients ? rows * heads : 1) * time * time);
    const attended = e.buffer("heads", count);
    const scratch = e.buffer("scratch", e.kernels.self_attention_scratch(time, width, heads));
    const relative = reach > 0 ? packRelative(e, reach, heads) : 0;
    const sizes = [time, rows, width, heads, lengths ?? 0, scale, relative, reach] as const;
    const biasIn = bias ? e.parameter("in_proj_bias") : 0;
    e.call("gemm", x, width, packedIn, width, biasIn, 0, qkv, 3 * width, steps, 3 * width);
    e.call("self_attention", qkv, weights, attended, ...sizes, e.gradients ? 1 : 0, scratch);
    const mapped = outProjection ? emitOutMap(e, attended, { steps, width, bias }) : undefined;
    e.tap("weights", weights, rows * heads * time, time);
    // Without a map the zeros past the end are still there.
    if (mapped) fillPastEnd(e, mapped.output, node.output, lengths);
    return {
      output: mapped?.output ?? attended,
      backward(dy, needed) {
        const linear = e.buffer("scratch", e.kernels.linear_gradient_scratch(steps, 3 * width, width));
        const dHeads = mapped?.backward(dy, linear) ?? dy;
        const dQkv = e.buffer("d qkv", 3 * count);
        const inner = e.buffer("scratch", e.kernels.self_attention_backward_scratch(time, width, heads, reach));
        const dRelative = reach > 0 ? e.gradient("relative_bias_table") : 0;
        e.call("self_attention_backward", qkv, weights, dHeads, dQkv, ...sizes, dRelative, inner);
        e.call("linear_gradient", dQkv, x, e.gradient("in_proj_weight"), steps, 3 * width, width, linear);
        if (bias) e.call("column_sums", dQkv, 3 * width, e.gradient("in_proj_bias"), steps, 3 * width);
        if (!needed) return undefined;
        const backIn = e.packed("in back", wIn, 3 * width, width, { row: width, column: 1 });
        const dx = e.buffer("dx", count);
        e.call("gemm", dQkv, 3 * width, backIn, 3 * width, 0, 0, dx, width, steps, width);
        return dx;
      },
    };
  },
};

/** The numbers of distances as the kernels read them, packed again after every update. */
function packRelative(e: Emitter, reach: number, heads: number): Buffer {
  const packed = e.shared("relative", (2 * reach - 1) * heads * 4);
  e.prepare("relative", ["relative_pack", e.parameter("relative_bias_table"), packed, reach, heads]);
  return packed;
}

/** The linear map of the heads' outputs (steps, width). */
function emitOutMap(
  e: Emitter,
  attended: Buffer,
  { steps, width, bias }: { readonly steps: number; readonly width: number; readonly bias: boolean },
): { readonly output: Buffer; backward(dy: Buffer, scratch: Buffer): Buffer } {
  const weight = e.parameter("out_proj.weight");
  const packed = e.packed("out", weight, width, width, { row: 1, column: width });
  const output = e.buffer("y", steps * width);
  e.call(
    "gemm",
    attended,
    width,
    packed,
    width,
    bias ? e.parameter("out_proj.bias") : 0,
    0,
    output,
    width,
    steps,
    width,
  );
  return {
    output,
    backward(dy, scratch) {
      e.call("linear_gradient", dy, attended, e.gradient("out_proj.weight"), steps, width, width, scratch);
      if (bias) e.call("column_sums", dy, width, e.gradient("out_proj.bias"), steps, width);
      const back = e.packed("out back", weight, width, width, { row: width, column: 1 });
      const dHeads = e.buffer("d heads", steps * width);
      e.call("gemm", dy, width, back, width, 0, 0, dHeads, width, steps, width);
      return dHeads;
    },
  };
}
