/** Kernel calls of `layers/multiply.ts`. Both sides are zero past a series' end, and so is their product. */
import { elements } from "../../layer-node.ts";
import type { Lowering } from "./lowering.ts";

export const multiply: Lowering<"multiply"> = {
  emit(e, node, x, chain) {
    const [layers = []] = node.branches;
    const { time = 1 } = node.input;
    const count = e.rows * elements(node.input);
    const { lengths } = e;
    const branch = chain(layers, x);
    const hasTime = (layers.at(-1)?.output ?? node.input).time !== undefined || node.input.time === undefined;
    const width = e.rows * node.input.features;
    e.lengths = lengths;
    e.layer = node.name;
    const y = e.buffer("product", count);
    if (hasTime) e.call("multiply", x, branch.output, y, count);
    else e.call("multiply_steps", x, branch.output, y, time, width);
    return {
      output: y,
      backward(dy, needed) {
        const dFactors = e.buffer("d factors", hasTime ? count : width);
        if (hasTime) e.call("multiply", x, dy, dFactors, count);
        else e.call("product_sums", x, dy, dFactors, time, width);
        const through = branch.backward(dFactors, needed);
        if (!needed || !through) return undefined;
        e.layer = node.name;
        const direct = e.buffer("d direct", count);
        if (hasTime) e.call("multiply", dy, branch.output, direct, count);
        else e.call("multiply_steps", dy, branch.output, direct, time, width);
        const dx = e.buffer("dx", count);
        e.call("add", direct, through, dx, count);
        return dx;
      },
    };
  },
};
