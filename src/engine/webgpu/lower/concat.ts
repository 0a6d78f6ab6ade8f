/** Dispatches of `layers/concat.ts`: branches are copied side by side, and their gradients added up in order. */
import { elements, type Shape } from "../../layer-node.ts";
import type { Value } from "../program.ts";
import { add } from "../wgsl/elementwise.ts";
import { copyColumns } from "../wgsl/move.ts";
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
    const y = e.value("y", rows * features);
    let column = 0;
    for (const { emitted, width } of branches) {
      const places = { n: width, fromStride: width, fromStart: 0, toStride: features, toStart: column };
      e.map(copyColumns, [emitted.output, y], rows * width, places);
      column += width;
    }
    return {
      output: y,
      backward(dy, needed) {
        let dx: Value | undefined;
        let from = 0;
        for (const { emitted, width } of branches) {
          e.layer = node.name;
          const part = e.value("d branch", rows * width);
          const places = { n: width, fromStride: features, fromStart: from, toStride: width, toStart: 0 };
          e.map(copyColumns, [dy, part], rows * width, places);
          from += width;
          const gradient = emitted.backward(part, needed);
          if (!needed || !gradient) continue;
          e.layer = node.name;
          if (dx) {
            const sum = e.value("dx", e.rows * elements(node.input));
            e.map(add, [dx, gradient, sum], e.rows * elements(node.input));
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
