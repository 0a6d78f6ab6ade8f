/** Dispatches of `layers/activations.ts`. */
import type { LayerKind, LayerSpecOf } from "../../../spec/layers.ts";
import { elements } from "../../layer-node.ts";
import type { Kernel } from "../kernel.ts";
import * as wgsl from "../wgsl/elementwise.ts";
import { gelu, tanhGelu } from "../wgsl/gelu.ts";
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

/** An activation whose derivative follows from its input, and that maps 0 to 0. */
function fromInput<K extends LayerKind>(
  { forward, backward: back }: { readonly forward: Kernel; readonly backward: Kernel },
  options: (spec: LayerSpecOf<K>) => Readonly<Record<string, number>> = () => ({}),
): Lowering<K> {
  return {
    emit(e, node, x) {
      const count = e.rows * elements(node.input);
      const sizes = options(node.spec);
      const y = e.value("y", count);
      e.map(forward, [x, y], count, sizes);
      return {
        output: y,
        backward(dy, needed) {
          if (!needed) return undefined;
          const dx = e.value("dx", count);
          e.map(back, [x, dy, dx], count, sizes);
          return dx;
        },
      };
    },
  };
}

/** Of Klambauer et al. 2017, as torch.nn.SELU has them. */
const SELU = { alpha: 1.6732632423543772, scale: 1.0507009873554805 };

export const relu = fromOutput<"relu">(wgsl.relu, wgsl.reluBackward);
export const tanh = fromOutput<"tanh">(wgsl.tanh, wgsl.tanhBackward);
export const sigmoid = fromOutput<"sigmoid">(wgsl.sigmoid, wgsl.sigmoidBackward, false);
export const leakyRelu = fromInput<"leakyRelu">(wgsl.leakyRelu, (spec) => ({ slope: spec.negativeSlope }));
export const elu = fromInput<"elu">(wgsl.elu, (spec) => ({ alpha: spec.alpha, scale: 1 }));
export const selu = fromInput<"selu">(wgsl.elu, () => SELU);
export const silu = fromInput<"silu">(wgsl.silu);

const exactGelu = fromInput<"gelu">(gelu);
const geluByTanh = fromInput<"gelu">(tanhGelu);
const lowerings = { none: exactGelu, tanh: geluByTanh };
const geluOf: Lowering<"gelu"> = {
  emit: (e, node, x, chain) => lowerings[node.spec.approximate].emit(e, node, x, chain),
};

export { geluOf as gelu };
