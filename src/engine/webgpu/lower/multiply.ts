/** Dispatches of `layers/multiply.ts`. Both sides are zero past a series' end, and so is their product. */
import { elements } from "../../layer-node.ts";
import { add, multiply as product } from "../wgsl/elementwise.ts";
import { multiplySteps, productSums } from "../wgsl/steps.ts";
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
    const y = e.value("product", count);
    if (hasTime) e.map(product, [x, branch.output, y], count);
    else e.map(multiplySteps, [x, branch.output, y], count, { width });
    return {
      output: y,
      backward(dy, needed) {
        const dFactors = e.value("d factors", hasTime ? count : width);
        if (hasTime) e.map(product, [x, dy, dFactors], count);
        else e.map(productSums, [x, dy, dFactors], width, { time });
        const through = branch.backward(dFactors, needed);
        if (!needed || !through) return undefined;
        e.layer = node.name;
        const direct = e.value("d direct", count);
        if (hasTime) e.map(product, [dy, branch.output, direct], count);
        else e.map(multiplySteps, [dy, branch.output, direct], count, { width });
        const dx = e.value("dx", count);
        e.map(add, [direct, through, dx], count);
        return dx;
      },
    };
  },
};
