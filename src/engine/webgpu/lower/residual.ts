/** Dispatches of `layers/residual.ts`: both sides from the same input, the shortcut first. */
import { elements } from "../../layer-node.ts";
import { add } from "../wgsl/elementwise.ts";
import type { Lowering } from "./lowering.ts";

export const residual: Lowering<"residual"> = {
  emit(e, node, x, chain) {
    const [layers = [], shortcut = []] = node.branches;
    const count = e.rows * elements(node.output);
    const { lengths } = e;
    // As PyTorch evaluates `shortcut(x) + layers(x)`: the left side's masks are drawn first.
    const b = chain(shortcut, x);
    e.lengths = lengths;
    const a = chain(layers, x);
    e.layer = node.name;
    const y = e.value("sum", count);
    e.map(add, [b.output, a.output, y], count);
    return {
      output: y,
      backward(dy, needed) {
        const [da, db] = [a.backward(dy, needed), b.backward(dy, needed)];
        if (!needed || !da || !db) return undefined;
        e.layer = node.name;
        const inputs = e.rows * elements(node.input);
        const dx = e.value("dx", inputs);
        e.map(add, [db, da, dx], inputs);
        return dx;
      },
    };
  },
};
