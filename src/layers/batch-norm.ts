/**
 * Batch normalisation of each channel over batch and time.
 *
 *   y = (x − μ) / √(σ² + eps) · γ + β
 *
 * In training μ and σ² are the whole batch's, σ² divided by its n steps, and the running statistics follow:
 * r ← (1 − momentum) · r + momentum · (μ, σ² · n / (n − 1)). In evaluation they are the running statistics. Steps past a series'
 * end are not counted.
 * With `sharedBy` the features are so many parts side by side, and a channel has its μ, σ², γ and β in common with its like in the other
 * parts: nn.BatchNorm2d(C / sharedBy) of (B, C / sharedBy, sharedBy, T).
 * @see Ioffe & Szegedy 2015, arXiv:1502.03167; torch.nn.BatchNorm1d
 */
import type { TensorSpec } from "../engine/layer-node.ts";
import { TidelabError } from "../errors/errors.ts";
import type { LayerType } from "./layer.ts";

export const batchNorm: LayerType<"batchNorm"> = {
  outputShape({ sharedBy = 1 }, input, path) {
    if (input.features % sharedBy !== 0) {
      throw new TidelabError("shape.sharedBy", { sharedBy, features: input.features }, path);
    }
    return input;
  },
  parameters(spec, input) {
    const shape = [input.features / (spec.sharedBy ?? 1)];
    const affine: TensorSpec[] = [
      { name: "weight", shape, initial: { constant: 1 } },
      { name: "bias", shape, initial: { constant: 0 } },
    ];
    return spec.affine ? affine : [];
  },
  states(spec, input) {
    const shape = [input.features / (spec.sharedBy ?? 1)];
    return [
      { name: "running_mean", shape, initial: { constant: 0 } },
      { name: "running_var", shape, initial: { constant: 1 } },
    ];
  },
};
