/** Dispatches of `layers/pool.ts`. */
import { elements, type LayerNode, timeOf } from "../../layer-node.ts";
import type { Emitter } from "../emitter.ts";
import type { Value } from "../program.ts";
import * as wgsl from "../wgsl/windows.ts";
import { lengthsAfter, lowPastEnd } from "./lengths.ts";
import type { Lowering } from "./lowering.ts";

type Pool = LayerNode<"maxPool" | "avgPool">;

function sizesOf(e: Emitter, { spec, input }: Pool) {
  const { kernelSize, stride = kernelSize, padding } = spec;
  return { time: timeOf(input), width: e.rows * input.features, kernel: kernelSize, stride, padding };
}

/** Windows that are not whole before a series' end give nothing, as PyTorch rounds down. */
function endPooled(e: Emitter, y: Value, node: Pool): void {
  const { kernelSize, stride = kernelSize, padding } = node.spec;
  e.lengths = lengthsAfter(e, e.lengths, { padding: 2 * padding, span: kernelSize, stride });
  e.zeroPastEnd(y, node.output);
}

export const maxPool: Lowering<"maxPool"> = {
  emit(e, node, x) {
    const [inputs, outputs] = [e.rows * elements(node.input), e.rows * elements(node.output)];
    const sizes = sizesOf(e, node);
    const [y, steps] = [e.value("y", outputs), e.value("steps", outputs)];
    // Padding counts as −∞, also behind a series that ends early; without it no window reaches past the end.
    const from = node.spec.padding > 0 ? lowPastEnd(e, x, node.input) : x;
    e.map(wgsl.maxPool, [from, y, steps], outputs, sizes);
    endPooled(e, y, node);
    return {
      output: y,
      backward(dy, needed) {
        if (!needed) return undefined;
        const dx = e.value("dx", inputs);
        e.map(wgsl.maxPoolBackward, [dy, steps, dx], inputs, { ...sizes, outputs: timeOf(node.output) });
        return dx;
      },
    };
  },
};

export const avgPool: Lowering<"avgPool"> = {
  emit(e, node, x) {
    const [inputs, outputs] = [e.rows * elements(node.input), e.rows * elements(node.output)];
    const sizes = sizesOf(e, node);
    const y = e.value("y", outputs);
    const { lengths } = e;
    e.map(wgsl.avgPool, [x, y], outputs, sizes);
    endPooled(e, y, node);
    return {
      output: y,
      backward(dy, needed) {
        if (!needed) return undefined;
        const dx = e.value("dx", inputs);
        e.map(wgsl.avgPoolBackward, [dy, dx], inputs, { ...sizes, outputs: timeOf(node.output) });
        if (node.spec.padding > 0) e.zeroPastEnd(dx, node.input, lengths);
        return dx;
      },
    };
  },
};
