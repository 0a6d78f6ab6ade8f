/**
 * What LSTM, GRU and RNN share: parameter names and shapes, stacked layers, directions.
 *
 * (B, T, C) → (B, T, D·H) with D directions of H units. Layer l of a stack reads the outputs of layer l − 1, both directions side
 * by side; with `dropout` they are dropped in between, as in PyTorch. The reverse direction reads each series from its last step on.
 */

import { directionSuffixes, type TensorSpec } from "../engine/layer-node.ts";
import { type LayerType, stepsOf } from "./layer.ts";

type Kind = "lstm" | "gru" | "rnn";

/**
 * Makes the layer type of a cell: `numLayers` layers, one or two directions each.
 * @param gates  of the cell, as multiples of H in the weights
 */
export function recurrent<K extends Kind>(gates: number): LayerType<K> {
  return {
    outputShape(spec, input, path) {
      const directions = spec.bidirectional ? 2 : 1;
      return { time: stepsOf(input, spec.layer, path), features: spec.hiddenSize * directions, directions };
    },
    parameters(spec, input) {
      const { hiddenSize: h, numLayers, bidirectional, bias } = spec;
      const tensors: TensorSpec[] = [];
      const initial = { uniform: 1 / Math.sqrt(h) };
      for (let layer = 0; layer < numLayers; layer++) {
        const inputSize = layer === 0 ? input.features : h * (bidirectional ? 2 : 1);
        for (const suffix of directionSuffixes(layer, bidirectional)) {
          tensors.push({ name: `weight_ih_${suffix}`, shape: [gates * h, inputSize], initial });
          tensors.push({ name: `weight_hh_${suffix}`, shape: [gates * h, h], initial });
          if (!bias) continue;
          tensors.push({ name: `bias_ih_${suffix}`, shape: [gates * h], initial });
          tensors.push({ name: `bias_hh_${suffix}`, shape: [gates * h], initial });
        }
      }
      return tensors;
    },
  };
}
