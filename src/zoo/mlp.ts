/** The multilayer perceptron of Wang et al. 2017 as a list of layers. */
import type { LayerInput } from "../spec/layers.ts";
import type { ModelInput } from "../spec/spec.ts";

/** Options of `mlp`. */
export interface MlpOptions {
  /** Units of each hidden layer. */
  hiddenSizes?: readonly number[];
  /** Dropout in front of each hidden layer, and of the last. */
  dropouts?: readonly number[];
  classes?: number;
}

/**
 * All steps as one vector, then three layers of 500 units: (B, T, C) → (B, T · C) → 500 → 500 → 500 → classes. All series must have
 * one length.
 * @see Wang, Yan, Oates 2017, "Time series classification from scratch with deep neural networks", arXiv:1611.06455
 * @example
 * ```ts
 * import { mlp } from "tidelab/zoo";
 *
 * console.log(mlp({ classes: 3 }).layers.length); // 12
 * ```
 */
export function mlp(options: MlpOptions = {}): ModelInput {
  const { hiddenSizes = [500, 500, 500], dropouts = [0.1, 0.2, 0.2, 0.3], classes = 2 } = options;
  const before = (index: number): LayerInput[] => {
    const p = dropouts[index] ?? 0;
    return p !== 0 ? [{ layer: "dropout", name: `dropout${index + 1}`, p }] : [];
  };
  const hidden = hiddenSizes.flatMap((outFeatures, index): LayerInput[] => [
    ...before(index),
    { layer: "linear", name: `hidden${index + 1}`, outFeatures },
    { layer: "relu", name: `relu${index + 1}` },
  ]);
  return {
    layers: [
      { layer: "flatten", name: "flatten" },
      ...hidden,
      ...before(hiddenSizes.length),
      { layer: "linear", name: "classifier", outFeatures: classes },
    ],
  };
}
