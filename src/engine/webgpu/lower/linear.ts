/** Dispatches of `layers/linear.ts`: all rows of all steps in one product. */
import { elements } from "../../layer-node.ts";
import type { Lowering } from "./lowering.ts";
import { emitProduct, emitRowSums } from "./products.ts";

export const linear: Lowering<"linear"> = {
  emit(e, node, x) {
    const [i, o] = [node.input.features, node.output.features];
    const time = node.input.time ?? 1;
    const rows = time * e.rows;
    const { bias } = node.spec;
    const y = e.value("y", e.rows * elements(node.output));
    const weight = e.offset("weight");
    emitProduct(e, bias ? "bias" : "zero", [x, y], {
      ...{ m: rows, n: o, last: i, a: { stride: i }, c: { stride: o } },
      b: { start: weight, term: 1, column: i },
      ...(bias && { bias: e.offset("bias") }),
    });
    if (bias) e.zeroPastEnd(y, node.output);
    return {
      output: y,
      backward(dy, needed) {
        const order = { order: "rows" } as const;
        const sums = { time, m: o, a: { stride: o } };
        emitRowSums(e, order, [dy, x], { ...sums, n: i, b: { stride: i }, start: weight });
        if (bias) emitRowSums(e, order, [dy], { ...sums, n: 1, start: e.offset("bias") });
        if (!needed) return undefined;
        const dx = e.value("dx", e.rows * elements(node.input));
        emitProduct(e, "zero", [dy, dx], {
          ...{ m: rows, n: i, last: o, a: { stride: o }, c: { stride: i } },
          b: { start: weight, term: i, column: 1 },
        });
        return dx;
      },
    };
  },
};
