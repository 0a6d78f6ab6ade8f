/**
 * Batch normalisation of each channel over batch and time.
 *
 *   y = (x − μ) / √(σ² + eps) · γ + β
 *
 * In training μ and σ² are the whole batch's, σ² divided by its n steps, and the running statistics follow:
 * r ← (1 − momentum) · r + momentum · (μ, σ² · n / (n − 1)). In evaluation they are the running statistics. Steps past a series'
 * end are not counted.
 * @see Ioffe & Szegedy 2015, arXiv:1502.03167; torch.nn.BatchNorm1d
 */
import type { TensorSpec } from "../engine/layer-node.ts";
import type { LayerType } from "./layer.ts";

export const batchNorm: LayerType<"batchNorm"> = {
  outputShape: (_spec, input) => input,
  parameters(spec, input) {
    const shape = [input.features];
    const affine: TensorSpec[] = [
      { name: "weight", shape, initial: { constant: 1 } },
      { name: "bias", shape, initial: { constant: 0 } },
    ];
    return spec.affine ? affine : [];
  },
  states(_spec, input) {
    const shape = [input.features];
    return [
      { name: "running_mean", shape, initial: { constant: 0 } },
      { name: "running_var", shape, initial: { constant: 1 } },
    ];
  },
};
