/** Dispatches of `layers/trend-filters.ts`: a convolution of each channel by itself, whose weights are written here and never trained. */
import { elements, timeOf } from "../../layer-node.ts";
import { TREND_FILTERS, TREND_KERNEL, trendWeights } from "../../trend-filters.ts";
import { emitCorrelation, emitInputGradient, weightsOf } from "./conv1d.ts";
import type { Lowering } from "./lowering.ts";

export const trendFilters: Lowering<"trendFilters"> = {
  emit(e, node, x) {
    const { features } = node.input;
    const time = timeOf(node.input);
    const left = Math.floor((TREND_KERNEL - 1) / 2);
    const windows = {
      ...{ time, steps: time, features, outputs: node.output.features, groups: features },
      ...{ kernel: TREND_KERNEL, stride: 1, dilation: 1, left },
    };
    const one = trendWeights();
    const all = new Float32Array(features * TREND_FILTERS * TREND_KERNEL);
    for (let channel = 0; channel < features; channel++) all.set(one, channel * one.length);
    const weights = weightsOf(e.constant("weight", all), 0, windows);
    const { lengths } = e;
    const y = e.value("y", e.rows * elements(node.output));
    emitCorrelation(e, "there", x, weights, windows, y);
    e.zeroPastEnd(y, node.output);
    return {
      output: y,
      backward(dy, needed) {
        if (!needed) return undefined;
        const dx = e.value("dx", e.rows * elements(node.input));
        emitInputGradient(e, dy, weights, windows, dx);
        e.zeroPastEnd(dx, node.input, lengths);
        return dx;
      },
    };
  },
};
