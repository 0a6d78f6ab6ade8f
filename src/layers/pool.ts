/** Pooling over windows of time, max and average. @see torch.nn.MaxPool1d, torch.nn.AvgPool1d (padding counts as zeros) */
import type { Emitter } from "../engine/emitter.ts";
import type { Buffer } from "../engine/program.ts";
import { TidelabError } from "../errors/errors.ts";
import type { LayerSpecOf } from "../spec/layers.ts";
import { elements, type LayerNode, type LayerType, type Shape } from "./layer.ts";
import { fillPastEnd, lengthsAfter, lowPastEnd } from "./lengths.ts";
import { timeOf } from "./recurrent.ts";

type PoolSpec = LayerSpecOf<"maxPool" | "avgPool">;

function pooledShape(spec: PoolSpec, input: Shape, path: string): Shape {
  const { layer, kernelSize, stride = kernelSize, padding } = spec;
  if (input.time === undefined) throw new TidelabError("shape.needsTime", { layer }, path);
  if (padding * 2 > kernelSize) throw new TidelabError("shape.poolPadding", { padding, kernelSize }, path);
  const time = Math.floor((input.time + 2 * padding - kernelSize) / stride) + 1;
  if (time < 1) {
    throw new TidelabError("shape.tooShort", { layer, needs: kernelSize - 2 * padding, received: input.time }, path);
  }
  return { time, features: input.features };
}

/** Windows that are not whole before a series' end give nothing, as PyTorch rounds down. */
function endPooled(e: Emitter, y: Buffer, node: LayerNode<"maxPool" | "avgPool">): void {
  const { kernelSize, stride = kernelSize, padding } = node.spec;
  e.lengths = lengthsAfter(e, e.lengths, { padding: 2 * padding, span: kernelSize, stride });
  fillPastEnd(e, y, node.output, e.lengths);
}

export const maxPool: LayerType<"maxPool"> = {
  outputShape: pooledShape,
  parameters: () => [],
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

export const avgPool: LayerType<"avgPool"> = {
  outputShape: pooledShape,
  parameters: () => [],
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
