/** Kernel calls of `layers/activations.ts`. */

import type { LayerKind } from "../../../spec/layers.ts";
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

export const relu = fromOutput<"relu">("relu", "relu_backward");
export const tanh = fromOutput<"tanh">("tanh", "tanh_backward");
export const sigmoid = fromOutput<"sigmoid">("sigmoid", "sigmoid_backward", false);
