/**
 * Softmax attention over time: one learned score a step, weights that sum to 1, the weighted mean of the steps.
 * (B, T, C) → (B, C); the weights (B, T) stay readable after a run.
 * @see Bahdanau et al. 2015, https://arxiv.org/abs/1409.0473
 */
import { TidelabError } from "../errors/errors.ts";
import type { LayerType } from "./layer.ts";
import { timeOf } from "./recurrent.ts";

export const attention: LayerType<"attention"> = {
  outputShape(spec, input, path) {
    if (input.time === undefined) throw new TidelabError("shape.needsTime", { layer: spec.layer }, path);
    return { time: undefined, features: input.features };
  },
  parameters(_spec, input) {
    const initial = { uniform: 1 / Math.sqrt(input.features) };
    return [
      { name: "weight", shape: [1, input.features], initial },
      { name: "bias", shape: [1], initial },
    ];
  },
  emit(e, node, x) {
    const time = timeOf(node.input);
    const c = node.input.features;
    const weights = e.buffer("attention", time * e.rows);
    const context = e.buffer("context", e.rows * c);
    const weight = e.parameter("weight");
    e.expose(weights);
    const sums = e.buffer("sums", e.rows * c);
    const lengths = e.lengths ?? 0;
    e.call("attention_forward", x, weight, e.parameter("bias"), weights, context, time, e.rows, c, lengths, sums);
    e.lengths = undefined;
    return {
      output: context,
      backward(dy) {
        const dx = e.buffer("dx", time * e.rows * c);
        const scratch = e.buffer("scratch", e.kernels.attention_backward_scratch(time, e.rows, c));
        const gradients = [e.gradient("weight"), e.gradient("bias")] as const;
        e.call("attention_backward", x, weight, weights, dy, dx, ...gradients, time, e.rows, c, scratch);
        return dx;
      },
    };
  },
};
