/** Dispatches of `layers/activations.ts`. */
import type { LayerKind } from "../../../spec/layers.ts";
import { elements } from "../../layer-node.ts";
import type { Kernel } from "../kernel.ts";
import * as wgsl from "../wgsl/elementwise.ts";
import type { Lowering } from "./lowering.ts";

/** An activation whose derivative follows from its output. @param keepsZero  whether it maps 0 to 0 */
function fromOutput<K extends LayerKind>(forward: Kernel, back: Kernel, keepsZero = true): Lowering<K> {
  return {
    emit(e, node, x) {
      const count = e.rows * elements(node.input);
      const y = e.value("y", count);
      e.map(forward, [x, y], count);
      if (!keepsZero) e.zeroPastEnd(y, node.input);
      return {
        output: y,
        backward(dy, needed) {
          if (!needed) return undefined;
          const dx = e.value("dx", count);
          e.map(back, [y, dy, dx], count);
          return dx;
        },
      };
    },
  };
}

export const relu = fromOutput<"relu">(wgsl.relu, wgsl.reluBackward);
export const tanh = fromOutput<"tanh">(wgsl.tanh, wgsl.tanhBackward);
export const sigmoid = fromOutput<"sigmoid">(wgsl.sigmoid, wgsl.sigmoidBackward, false);
