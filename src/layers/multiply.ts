/**
 * x ⊙ layers(x), value by value. Where layers(x) has no time axis, (B, C), every step is multiplied by the same factors: the
 * squeeze-and-excitation block is `multiply` over a global mean, two linear layers and a sigmoid.
 * @see Hu et al. 2018, arXiv:1709.01507
 */
import type { Shape } from "../engine/layer-node.ts";
import { TidelabError } from "../errors/errors.ts";
import { formatShape, type LayerType } from "./layer.ts";

export const multiply: LayerType<"multiply"> = {
  // The graph has already built the branch; it asks `joinMultiply` for the shape.
  outputShape: (_spec, input) => input,
  parameters: () => [],
};

/** The shape of the product. @throws TidelabError when the factors fit neither the values nor the features */
export function joinMultiply(input: Shape, factors: Shape, path: string): Shape {
  const fits = factors.features === input.features && (factors.time === input.time || factors.time === undefined);
  if (!fits) {
    throw new TidelabError("shape.multiply", { input: formatShape(input), layers: formatShape(factors) }, path);
  }
  const { time, features } = input;
  return { time, features };
}
