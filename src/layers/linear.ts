/**
 * Linear map of the features, at every time step where there are any: (B, F) or (B, T, F).
 *
 *   y = W x + b,  W (O, I)
 *
 * @see torch.nn.Linear
 */
import type { TensorSpec } from "../engine/layer-node.ts";
import type { LayerType } from "./layer.ts";

export const linear: LayerType<"linear"> = {
  outputShape: (spec, input) => ({ time: input.time, features: spec.outFeatures }),
  parameters(spec, input) {
    const initial = { uniform: 1 / Math.sqrt(input.features) };
    const weight: TensorSpec = { name: "weight", shape: [spec.outFeatures, input.features], initial };
    return spec.bias ? [weight, { name: "bias", shape: [spec.outFeatures], initial }] : [weight];
  },
};
