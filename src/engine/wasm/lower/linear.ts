/** Kernel calls of `layers/linear.ts`: products with packed weights, all rows of all steps at once. */
import { elements } from "../../layer-node.ts";
import { fillPastEnd } from "./lengths.ts";
import type { Lowering } from "./lowering.ts";

export const linear: Lowering<"linear"> = {
  emit(e, node, x) {
    const [i, o] = [node.input.features, node.output.features];
    const rows = (node.input.time ?? 1) * e.rows;
    const y = e.buffer("y", e.rows * elements(node.output));
    const weight = e.parameter("weight");
    const packed = e.packed("weight", weight, i, o, { row: 1, column: i });
    const bias = node.spec.bias ? e.parameter("bias") : 0;
    e.call("gemm", x, i, packed, i, bias, 0, y, o, rows, o);
    if (bias) fillPastEnd(e, y, node.output, e.lengths);
    return {
      output: y,
      backward(dy, needed) {
        const scratch = e.buffer("scratch", e.kernels.linear_gradient_scratch(rows, o, i));
        e.call("linear_gradient", dy, x, e.gradient("weight"), rows, o, i, scratch);
        if (node.spec.bias) e.call("column_sums", dy, o, e.gradient("bias"), rows, o);
        if (!needed) return undefined;
        const dx = e.buffer("dx", e.rows * elements(node.input));
        const back = e.packed("weight back", weight, o, i, { row: i, column: 1 });
        e.call("gemm", dy, o, back, o, 0, 0, dx, i, rows, i);
        return dx;
      },
    };
  },
};
