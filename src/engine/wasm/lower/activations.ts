/** Kernel calls of `layers/activations.ts`. */

import type { LayerKind, LayerSpecOf } from "../../../spec/layers.ts";
import { elements } from "../../layer-node.ts";
import type { KernelName } from "../program.ts";
import { fillPastEnd } from "./lengths.ts";
import type { Lowering } from "./lowering.ts";

/** An activation whose derivative follows from its output. @param keepsZero  whether it maps 0 to 0 */
function fromOutput<K extends LayerKind>(forward: KernelName, backward: KernelName, keepsZero = true): Lowering<K> {
  return {
    emit(e, node, x) {
      const count = e.rows * elements(node.input);
      const y = e.buffer("y", count);
      e.call(forward, x, y, count);
      if (!keepsZero) fillPastEnd(e, y, node.input, e.lengths);
      return {
        output: y,
        backward(dy, needed) {
          if (!needed) return undefined;
          const dx = e.buffer("dx", count);
          e.call(backward, y, dy, dx, count);
          return dx;
        },
      };
    },
  };
}

/** An activation whose derivative follows from its input, and that maps 0 to 0. */
function fromInput<K extends LayerKind>(
  forward: KernelName,
  backward: KernelName,
  options: (spec: LayerSpecOf<K>) => readonly number[] = () => [],
): Lowering<K> {
  return {
    emit(e, node, x) {
      const count = e.rows * elements(node.input);
      const more = options(node.spec);
      const y = e.buffer("y", count);
      e.call(forward, x, y, count, ...more);
      return {
        output: y,
        backward(dy, needed) {
          if (!needed) return undefined;
          const dx = e.buffer("dx", count);
          e.call(backward, x, dy, dx, count, ...more);
          return dx;
        },
      };
    },
  };
}

/** Of Klambauer et al. 2017, as torch.nn.SELU has them. */
const SELU = [1.6732632423543772, 1.0507009873554805] as const;

export const relu = fromOutput<"relu">("relu", "relu_backward");
export const tanh = fromOutput<"tanh">("tanh", "tanh_backward");
export const sigmoid = fromOutput<"sigmoid">("sigmoid", "sigmoid_backward", false);
export const leakyRelu = fromInput<"leakyRelu">("leaky_relu", "leaky_relu_backward", (spec) => [spec.negativeSlope]);
export const elu = fromInput<"elu">("elu", "elu_backward", (spec) => [spec.alpha, 1]);
export const selu = fromInput<"selu">("elu", "elu_backward", () => SELU);
export const silu = fromInput<"silu">("silu", "silu_backward");
