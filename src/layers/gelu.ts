/**
 * Gaussian error linear unit.
 *
 *   none  y = x · Φ(x) = x / 2 · (1 + erf(x / √2))
 *   tanh  y = x / 2 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))
 *
 * @see Hendrycks & Gimpel 2016, arXiv:1606.08415; torch.nn.GELU
 */
import type { LayerType } from "./layer.ts";

export const gelu: LayerType<"gelu"> = {
  outputShape: (_spec, input) => input,
  parameters: () => [],
};
