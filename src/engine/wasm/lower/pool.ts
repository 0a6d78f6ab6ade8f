/** Kernel calls of `layers/pool.ts`. */
import { elements, type LayerNode, timeOf } from "../../layer-node.ts";
import type { Emitter } from "../emitter.ts";
import type { Buffer } from "../program.ts";
import { fillPastEnd, lengthsAfter, lowPastEnd } from "./lengths.ts";
import type { Lowering } from "./lowering.ts";

/** Windows that are not whole before a series' end give nothing, as PyTorch rounds down. */
function endPooled(e: Emitter, y: Buffer, node: LayerNode<"maxPool" | "avgPool">): void {
  const { kernelSize, stride = kernelSize, padding } = node.spec;
  e.lengths = lengthsAfter(e, e.lengths, { padding: 2 * padding, span: kernelSize, stride });
  fillPastEnd(e, y, node.output, e.lengths);
}

export const maxPool: Lowering<"maxPool"> = {
  emit(e, node, x) {
    const { kernelSize, stride = kernelSize, padding } = node.spec;
    const sizes = [timeOf(node.input), e.rows * node.input.features, kernelSize, stride, padding] as const;
    const y = e.buffer("y", e.rows * elements(node.output));
    const indices = e.buffer("indices", e.rows * elements(node.output));
    // Padding counts as −∞, also behind a series that ends early; without it no window reaches past the end.
    e.call("max_pool1d", padding > 0 ? lowPastEnd(e, x, node.input) : x, y, indices, ...sizes);
    endPooled(e, y, node);
    return {
      output: y,
      backward(dy, needed) {
        if (!needed) return undefined;
        const dx = e.buffer("dx", e.rows * elements(node.input));
        e.call("max_pool1d_backward", dy, indices, dx, ...sizes);
        return dx;
      },
    };
  },
};

export const avgPool: Lowering<"avgPool"> = {
  emit(e, node, x) {
    const { kernelSize, stride = kernelSize, padding } = node.spec;
    const sizes = [timeOf(node.input), e.rows * node.input.features, kernelSize, stride, padding] as const;
    const y = e.buffer("y", e.rows * elements(node.output));
    e.call("avg_pool1d", x, y, ...sizes);
    const { lengths } = e;
    endPooled(e, y, node);
    return {
      output: y,
      backward(dy, needed) {
        if (!needed) return undefined;
        const dx = e.buffer("dx", e.rows * elements(node.input));
        e.call("avg_pool1d_backward", dy, dx, ...sizes);
        if (padding > 0) fillPastEnd(e, dx, node.input, lengths);
        return dx;
      },
    };
  },
};
