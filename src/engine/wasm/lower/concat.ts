/** Kernel calls of `layers/concat.ts`: branches are copied side by side, and their gradients added up in order. */
import { elements, type Shape } from "../../layer-node.ts";
import { offset } from "../program.ts";
import type { Lowering } from "./lowering.ts";

export const concat: Lowering<"concat"> = {
  emit(e, node, x, chain) {
    const { features } = node.output;
    const rows = (node.output.time ?? 1) * e.rows;
    const { lengths } = e;
    const branches = node.branches.map((nodes) => {
      e.lengths = lengths;
      return { emitted: chain(nodes, x), width: widthOf(nodes, node.input) };
    });
    e.layer = node.name;
    const y = e.buffer("y", rows * features);
    let column = 0;
    for (const { emitted, width } of branches) {
      e.call("copy_rows", emitted.output, width, offset(y, column), features, rows, width);
      column += width;
    }
    return {
      output: y,
      backward(dy, needed) {
        let dx: ReturnType<typeof e.buffer> | undefined;
        let from = 0;
        for (const { emitted, width } of branches) {
          e.layer = node.name;
          const part = e.buffer("d branch", rows * width);
          e.call("copy_rows", offset(dy, from), features, part, width, rows, width);
          from += width;
          const gradient = emitted.backward(part, needed);
          if (!needed || !gradient) continue;
          e.layer = node.name;
          if (dx) {
            const sum = e.buffer("dx", e.rows * elements(node.input));
            e.call("add", dx, gradient, sum, e.rows * elements(node.input));
            dx = sum;
          } else dx = gradient;
        }
        return dx;
      },
    };
  },
};

function widthOf(nodes: readonly { output: Shape }[], input: Shape): number {
  return (nodes.at(-1)?.output ?? input).features;
}
