/**
 * Softmax attention over time, (B, T, C) → (B, C).
 *
 *   s_t = w · x_t + b
 *   α = softmax(s) over the steps of the series
 *   y = Σ_t α_t x_t
 *
 * The weights α (B, T) stay readable after a run.
 * @see Bahdanau et al. 2015, https://arxiv.org/abs/1409.0473
 */
import { type LayerType, stepsOf } from "./layer.ts";

export const attention: LayerType<"attention"> = {
  outputShape(spec, input, path) {
    stepsOf(input, spec.layer, path);
    return { time: undefined, features: input.features };
  },
  parameters(_spec, input) {
    const initial = { uniform: 1 / Math.sqrt(input.features) };
    return [
      { name: "weight", shape: [1, input.features], initial },
      { name: "bias", shape: [1], initial },
    ];
  },
};
