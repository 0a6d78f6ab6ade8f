/** x + layers(x), or shortcut(x) + layers(x): shapes of both sides must agree. @see He et al. 2016, arXiv:1512.03385 */
import { TidelabError } from "../errors/errors.ts";
import { elements, formatShape, type LayerType, type Shape } from "./layer.ts";

export const residual: LayerType<"residual"> = {
  // The graph has already built the branches; it asks `joinResidual` for the shape.
  outputShape: (_spec, input) => input,
  parameters: () => [],
  emit(e, node, x, chain) {
    const [layers = [], shortcut = []] = node.branches;
    const count = e.rows * elements(node.output);
    const { lengths } = e;
    // As PyTorch evaluates `shortcut(x) + layers(x)`: the left side's masks are drawn first.
    const b = chain(shortcut, x);
    e.lengths = lengths;
    const a = chain(layers, x);
    e.layer = node.name;
    const y = e.buffer("sum", count);
    e.call("add", b.output, a.output, y, count);
    return {
      output: y,
      backward(dy, needed) {
        const [da, db] = [a.backward(dy, needed), b.backward(dy, needed)];
        if (!needed || !da || !db) return undefined;
        e.layer = node.name;
        const inputs = e.rows * elements(node.input);
        const dx = e.buffer("dx", inputs);
        e.call("add", db, da, dx, inputs);
        return dx;
      },
    };
  },
};

/** The shape of a residual sum. @throws TidelabError when the two sides differ */
export function joinResidual(layers: Shape, shortcut: Shape, path: string): Shape {
  if (layers.time !== shortcut.time || layers.features !== shortcut.features) {
    throw new TidelabError("shape.residual", { layers: formatShape(layers), shortcut: formatShape(shortcut) }, path);
  }
  const { time, features, directions } = layers;
  return directions === shortcut.directions ? layers : { time, features };
}
