/**
 * What is left of a sequence in one step: the last step, the mean or the maximum over time. (B, T, C) → (B, C)
 *
 *   last           y = x[T − 1]
 *   globalAvgPool  y = Σ_t x[t] / T
 *   globalMaxPool  y = max_t x[t]; of equals, the first gets the gradient, as in torch.nn.AdaptiveMaxPool1d(1) (torch.amax shares it)
 *
 * T is each series' own length where they have lengths.
 */
import type { LayerKind } from "../spec/layers.ts";
import { type LayerType, stepsOf } from "./layer.ts";

function overTime<K extends LayerKind>(): LayerType<K> {
  return {
    outputShape(spec, input, path) {
      stepsOf(input, spec.layer, path);
      return { time: undefined, features: input.features };
    },
    parameters: () => [],
  };
}

export const last = overTime<"last">();
export const globalAvgPool = overTime<"globalAvgPool">();
export const globalMaxPool = overTime<"globalMaxPool">();
