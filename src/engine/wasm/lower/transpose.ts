/** Kernel calls of `layers/transpose.ts`: values moved, none changed. */
import { elements, timeOf } from "../../layer-node.ts";
import type { Lowering } from "./lowering.ts";

/** (T, R, C) → (R, T · C) */
export const flatten: Lowering<"flatten"> = {
  emit(e, node, x) {
    const [time, c] = [timeOf(node.input), node.input.features];
    const y = e.buffer("y", e.rows * elements(node.output));
    e.call("swap_outer", x, y, time, e.rows, c);
    e.lengths = undefined;
    return {
      output: y,
      backward(dy, needed) {
        if (!needed) return undefined;
        const dx = e.buffer("dx", e.rows * elements(node.input));
        e.call("swap_outer", dy, dx, e.rows, time, c);
        return dx;
      },
    };
  },
};

/** (T, R, C) → (C, R, T) */
export const transpose: Lowering<"transpose"> = {
  emit(e, node, x) {
    const [time, c] = [timeOf(node.input), node.input.features];
    const y = e.buffer("y", e.rows * elements(node.output));
    e.call("swap_time", x, y, time, e.rows, c);
    e.lengths = undefined;
    return {
      output: y,
      backward(dy, needed) {
        if (!needed) return undefined;
        const dx = e.buffer("dx", e.rows * elements(node.input));
        e.call("swap_time", dy, dx, c, e.rows, time);
        return dx;
      },
    };
  },
};
