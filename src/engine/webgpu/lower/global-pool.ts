/** Dispatches of `layers/global-pool.ts` and `layers/final-state.ts` that only move values. */
import { timeOf } from "../../layer-node.ts";
import * as elementwise from "../wgsl/elementwise.ts";
import * as wgsl from "../wgsl/pool.ts";
import type { Lowering } from "./lowering.ts";

/** The last time step. */
export const last: Lowering<"last"> = {
  emit(e, node, x) {
    const time = timeOf(node.input);
    const width = e.rows * node.input.features;
    const y = e.value("y", width);
    const place = { width, start: (time - 1) * width, stride: width, toStart: 0, toStride: width };
    e.map(elementwise.copyRows, [x, y], width, place);
    return {
      output: y,
      backward(dy, needed) {
        if (!needed) return undefined;
        const dx = e.value("dx", time * width);
        e.map(wgsl.lastStepBackward, [dy, dx], time * width, { time, width });
        return dx;
      },
    };
  },
};

/** The last step's forward half and the first step's reverse half. */
export const finalState: Lowering<"finalState"> = {
  emit(e, node, x, chain) {
    if (node.input.directions !== 2) return last.emit(e, { ...node, spec: { ...node.spec, layer: "last" } }, x, chain);
    const time = timeOf(node.input);
    const { features } = node.input;
    const width = e.rows * features;
    const half = features / 2;
    const y = e.value("y", width);
    const copy = { width: half, stride: features, toStride: features };
    e.map(elementwise.copyRows, [x, y], e.rows * half, { ...copy, start: (time - 1) * width, toStart: 0 });
    e.map(elementwise.copyRows, [x, y], e.rows * half, { ...copy, start: half, toStart: half });
    return {
      output: y,
      backward(dy, needed) {
        if (!needed) return undefined;
        const dx = e.value("dx", time * width);
        e.map(wgsl.finalStateBackward, [dy, dx], time * width, { time, width, features });
        return dx;
      },
    };
  },
};

/** The maximum over time. */
export const globalMaxPool: Lowering<"globalMaxPool"> = {
  emit(e, node, x) {
    const time = timeOf(node.input);
    const width = e.rows * node.input.features;
    const y = e.value("y", width);
    const steps = e.value("steps", width);
    e.map(wgsl.globalMaxPool, [x, y, steps], width, { time });
    return {
      output: y,
      backward(dy, needed) {
        if (!needed) return undefined;
        const dx = e.value("dx", time * width);
        e.map(wgsl.globalMaxPoolBackward, [dy, steps, dx], time * width, { width });
        return dx;
      },
    };
  },
};
