/** The branches' outputs side by side along the features; all must have the same time axis. */
import { offset } from "../engine/program.ts";
import { TidelabError } from "../errors/errors.ts";
import { elements, formatShape, type LayerType, type Shape } from "./layer.ts";

export const concat: LayerType<"concat"> = {
  // The graph builds the branches first and asks `joinConcat` for the shape.
  outputShape: (_spec, input) => input,
  parameters: () => [],
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

/** The shape of branches side by side. @throws TidelabError when their time axes differ */
export function joinConcat(branches: readonly Shape[], path: string): Shape {
  const [first] = branches;
  if (first === undefined || branches.some((shape) => shape.time !== first.time)) {
    throw new TidelabError("shape.concat", { shapes: branches.map(formatShape).join(", ") }, path);
  }
  return { time: first.time, features: branches.reduce((sum, shape) => sum + shape.features, 0) };
}
