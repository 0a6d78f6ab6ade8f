/** x + layers(x), or shortcut(x) + layers(x): shapes of both sides must agree. @see He et al. 2016, arXiv:1512.03385 */

import type { Shape } from "../engine/layer-node.ts";
import { TidelabError } from "../errors/errors.ts";
import { formatShape, type LayerType } from "./layer.ts";

export const residual: LayerType<"residual"> = {
  // The graph has already built the branches; it asks `joinResidual` for the shape.
  outputShape: (_spec, input) => input,
  parameters: () => [],
};

/** The shape of a residual sum. @throws TidelabError when the two sides differ */
export function joinResidual(layers: Shape, shortcut: Shape, path: string): Shape {
  if (layers.time !== shortcut.time || layers.features !== shortcut.features) {
    throw new TidelabError("shape.residual", { layers: formatShape(layers), shortcut: formatShape(shortcut) }, path);
  }
  const { time, features, directions } = layers;
  return directions === shortcut.directions ? layers : { time, features };
}
