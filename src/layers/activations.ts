/**
 * Activations of one value each.
 *
 *   relu     y = max(0, x)
 *   tanh     y = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)
 *   sigmoid  y = 1 / (1 + e⁻ˣ)
 *   leakyRelu  y = x where x > 0, else negativeSlope · x
 *   elu        y = x where x > 0, else alpha · (eˣ − 1)
 *   selu       y = λ · elu(x) with alpha 1.6733 and λ 1.0507, which keep mean 0 and variance 1 (Klambauer et al. 2017)
 *   silu       y = x / (1 + e⁻ˣ), also called swish
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
export const leakyRelu = pointwise<"leakyRelu">();
export const elu = pointwise<"elu">();
export const selu = pointwise<"selu">();
export const silu = pointwise<"silu">();
