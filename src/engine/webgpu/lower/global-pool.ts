/** Dispatches of `layers/global-pool.ts` and `layers/final-state.ts`. */
import { type Shape, timeOf } from "../../layer-node.ts";
import type { Emitter } from "../emitter.ts";
import type { Kernel } from "../kernel.ts";
import type { Value } from "../program.ts";
import { globalMean, globalMeanBackward } from "../wgsl/mean.ts";
import * as wgsl from "../wgsl/pool.ts";
import type { Emitted, Lowering } from "./lowering.ts";

/** One step of each series, or one value made of all. */
function emitOneStep(e: Emitter, x: Value, input: Shape, forward: Kernel, back: Kernel): Emitted {
  const time = timeOf(input);
  const { features } = input;
  const width = e.rows * features;
  const lengths = e.lengths ? [e.lengths] : [];
  e.lengths = undefined;
  const y = e.value("y", width);
  e.map(forward, [x, y, ...lengths], width, { time, features });
  return {
    output: y,
    backward(dy, needed) {
      if (!needed) return undefined;
      const dx = e.value("dx", time * width);
      e.map(back, [dy, dx, ...lengths], time * width, { time, width, features });
      return dx;
    },
  };
}

/** The last time step; of each series, where they have lengths. */
export const last: Lowering<"last"> = {
  emit(e, { input }, x) {
    const uneven = e.lengths !== undefined;
    return emitOneStep(e, x, input, wgsl.lastStep(uneven), wgsl.lastStepBackward(uneven));
  },
};

/** The last step's forward half and the first step's reverse half. */
export const finalState: Lowering<"finalState"> = {
  emit(e, { input }, x) {
    const uneven = e.lengths !== undefined;
    return input.directions === 2
      ? emitOneStep(e, x, input, wgsl.finalStates(uneven), wgsl.finalStatesBackward(uneven))
      : emitOneStep(e, x, input, wgsl.lastStep(uneven), wgsl.lastStepBackward(uneven));
  },
};

/** The mean over time. */
export const globalAvgPool: Lowering<"globalAvgPool"> = {
  emit(e, { input }, x) {
    const uneven = e.lengths !== undefined;
    return emitOneStep(e, x, input, globalMean(uneven), globalMeanBackward(uneven));
  },
};

/** The maximum over time. */
export const globalMaxPool: Lowering<"globalMaxPool"> = {
  emit(e, { input }, x) {
    const time = timeOf(input);
    const { features } = input;
    const width = e.rows * features;
    const lengths = e.lengths ? [e.lengths] : [];
    e.lengths = undefined;
    const y = e.value("y", width);
    const steps = e.value("steps", width);
    e.map(wgsl.globalMaxPool(lengths.length > 0), [x, y, steps, ...lengths], width, { time, features });
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
