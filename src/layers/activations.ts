/**
 * Activations of one value each.
 *
 *   relu     y = max(0, x)
 *   tanh     y = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)
 *   sigmoid  y = 1 / (1 + e⁻ˣ)
 *
 * GELU is in `gelu.ts`.
 */
import type { LayerKind } from "../spec/layers.ts";
import type { LayerType } from "./layer.ts";

function pointwise<K extends LayerKind>(): LayerType<K> {
  return { outputShape: (_spec, input) => input, parameters: () => [] };
}

export const relu = pointwise<"relu">();
export const tanh = pointwise<"tanh">();
export const sigmoid = pointwise<"sigmoid">();
