/** Pooling over windows of time, max and average. @see torch.nn.MaxPool1d, torch.nn.AvgPool1d (padding counts as zeros) */
import { TidelabError } from "../errors.ts";
import type { LayerSpecOf } from "../spec/layers.ts";
import { elements, type LayerType, type Shape } from "./layer.ts";
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

export const maxPool: LayerType<"maxPool"> = {
  outputShape: pooledShape,
  parameters: () => [],
  emit(e, node, x) {
    const { kernelSize, stride = kernelSize, padding } = node.spec;
    const sizes = [timeOf(node.input), e.rows * node.input.features, kernelSize, stride, padding] as const;
    const y = e.buffer("y", e.rows * elements(node.output));
    const indices = e.buffer("indices", e.rows * elements(node.output));
    e.call("max_pool1d", x, y, indices, ...sizes);
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
    return {
      output: y,
      backward(dy, needed) {
        if (!needed) return undefined;
        const dx = e.buffer("dx", e.rows * elements(node.input));
        e.call("avg_pool1d_backward", dy, dx, ...sizes);
        return dx;
      },
    };
  },
};
