/** Kernel calls of `layers/trend-filters.ts`: a convolution of each channel by itself, whose weights are written here and never trained. */
import { elements, timeOf } from "../../layer-node.ts";
import { TREND_FILTERS, TREND_KERNEL, trendWeights } from "../../trend-filters.ts";
import { fillPastEnd } from "./lengths.ts";
import type { Lowering } from "./lowering.ts";

export const trendFilters: Lowering<"trendFilters"> = {
  emit(e, node, x) {
    const { features } = node.input;
    const time = timeOf(node.input);
    const { kernels, rows, lengths } = e;
    const left = Math.floor((TREND_KERNEL - 1) / 2);
    const right = TREND_KERNEL - 1 - left;
    const weights = [features, node.output.features, TREND_KERNEL, 1, 1, features] as const;
    const shape = [time, features, node.output.features, TREND_KERNEL, 1, left, right, 1, features] as const;
    const sizes = [time, rows, ...shape.slice(1)] as const;
    const size = TREND_FILTERS * TREND_KERNEL;
    const weight = e.shared("weight", features * size * 4);
    const write = (memory: WebAssembly.Memory, address: number) => {
      const one = trendWeights();
      for (let c = 0; c < features; c++) new Float32Array(memory.buffer, address + c * size * 4, size).set(one);
    };
    e.prepare("weight", [{ name: "write_trend_filters", run: write }, weight]);
    const packed = e.shared("packed", kernels.conv1d_packed_size(...weights) * 4);
    e.prepare("packed", ["conv1d_pack", weight, packed, ...weights]);
    const y = e.buffer("y", rows * elements(node.output));
    e.call("conv1d", x, packed, 0, y, ...sizes, e.buffer("scratch", kernels.conv1d_scratch(...shape)));
    fillPastEnd(e, y, node.output, lengths);
    return {
      output: y,
      backward(dy, needed) {
        if (!needed) return undefined;
        const back = e.shared("packed back", kernels.conv1d_packed_backward_size(...weights) * 4);
        e.prepare("packed back", ["conv1d_pack_backward", weight, back, ...weights]);
        const dx = e.buffer("dx", rows * elements(node.input));
        const scratch = e.buffer("scratch", kernels.conv1d_backward_input_scratch(...shape));
        e.call("conv1d_backward_input", dy, back, dx, ...sizes, scratch);
        fillPastEnd(e, dx, node.input, lengths);
        return dx;
      },
    };
  },
};
