/** The branches' outputs side by side along the features; all must have the same time axis. */

import type { Shape } from "../engine/layer-node.ts";
import { TidelabError } from "../errors/errors.ts";
import { formatShape, type LayerType } from "./layer.ts";

export const concat: LayerType<"concat"> = {
  // The graph builds the branches first and asks `joinConcat` for the shape.
  outputShape: (_spec, input) => input,
  parameters: () => [],
};

/** The shape of branches side by side. @throws TidelabError when their time axes differ */
export function joinConcat(branches: readonly Shape[], path: string): Shape {
  const [first] = branches;
  if (first === undefined || branches.some((shape) => shape.time !== first.time)) {
    throw new TidelabError("shape.concat", { shapes: branches.map(formatShape).join(", ") }, path);
  }
  return { time: first.time, features: branches.reduce((sum, shape) => sum + shape.features, 0) };
}
