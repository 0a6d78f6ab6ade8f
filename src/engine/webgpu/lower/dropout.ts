/** Dispatches of `layers/dropout.ts`. */
import { dropoutScale } from "../../../random/torch.ts";
import { elements, type Shape } from "../../layer-node.ts";
import type { Emitter } from "../emitter.ts";
import type { Value } from "../program.ts";
import * as wgsl from "../wgsl/elementwise.ts";
import type { Lowering } from "./lowering.ts";

export const dropout: Lowering<"dropout"> = {
  emit(e, node, x) {
    const { p } = node.spec;
    if (!e.training || p === 0) return { output: x, backward: (dy) => dy };
    const apply = dropoutOver(e, node.input, p, e.maskOrder);
    return { output: apply(x, "y"), backward: (dy, needed) => (needed ? apply(dy, "dx") : undefined) };
  },
};

/** Draws a mask for values of a shape. @returns emits the product of a value and the mask, there and back alike */
export function dropoutOver(e: Emitter, shape: Shape, p: number, order: number): (x: Value, label: string) => Value {
  const count = e.rows * elements(shape);
  const mask = e.dropoutMask(elements(shape), p);
  return (x, label) => {
    const y = e.value(label, count);
    e.map(wgsl.dropout[order]!, [x, y, mask], count, {
      time: shape.time ?? 1,
      rows: e.rows,
      features: shape.features,
      batchRows: { dynamic: "batchRows" },
      rowOffset: { dynamic: "rowOffset" },
      scale: dropoutScale(p),
    });
    return y;
  };
}
