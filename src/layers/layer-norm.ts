/**
 * Layer normalisation over the features of each step.
 *
 *   y = (x − μ) / √(σ² + eps) · γ + β,  μ and σ² over the C features of the step
 *
 * @see Ba et al. 2016, arXiv:1607.06450; torch.nn.LayerNorm
 */
import type { LayerType } from "./layer.ts";

export const layerNorm: LayerType<"layerNorm"> = {
  outputShape: (_spec, input) => input,
  parameters(_spec, input) {
    const shape = [input.features];
    return [
      { name: "weight", shape, initial: { constant: 1 } },
      { name: "bias", shape, initial: { constant: 0 } },
    ];
  },
};
