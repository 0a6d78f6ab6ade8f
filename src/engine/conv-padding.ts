/** Padding of a convolution over time; shapes and devices both need it. */
import type { LayerSpecOf } from "../spec/layers.ts";

/** Zeros before and after the series: "same" puts the odd one behind, as PyTorch, "causal" all before. */
export function convPaddings({ padding, kernelSize, dilation }: LayerSpecOf<"conv1d">): readonly [number, number] {
  if (typeof padding === "number") return [padding, padding];
  const total = dilation * (kernelSize - 1);
  if (padding === "causal") return [total, 0];
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}
