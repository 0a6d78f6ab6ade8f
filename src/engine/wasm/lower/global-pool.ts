/** Kernel calls of `layers/global-pool.ts`. */

import type { LayerKind } from "../../../spec/layers.ts";
import { timeOf } from "../../layer-node.ts";
import type { Emitter } from "../emitter.ts";
import type { Buffer } from "../program.ts";
import { lowPastEnd } from "./lengths.ts";
import type { Lowering } from "./lowering.ts";

/** Emits a pooling from (t, rows · c) to (rows · c). @returns the calls back */
type EmitPool = (e: Emitter, x: Buffer, y: Buffer, t: number, c: number) => (dy: Buffer, dx: Buffer) => void;

function globalPool<K extends LayerKind>(emitPool: EmitPool): Lowering<K> {
  return {
    emit(e, node, x) {
      const time = timeOf(node.input);
      const width = e.rows * node.input.features;
      const y = e.buffer("y", width);
      const back = emitPool(e, x, y, time, node.input.features);
      e.lengths = undefined;
      return {
        output: y,
        backward(dy, needed) {
          if (!needed) return undefined;
          const dx = e.buffer("dx", time * width);
          back(dy, dx);
          return dx;
        },
      };
    },
  };
}

/** The last time step; of each series, where they have lengths. */
export const last = globalPool<"last">((e, x, y, t, c) => {
  const { lengths, rows } = e;
  if (lengths) {
    e.call("last_of_steps", x, y, lengths, t, rows, c);
    return (dy, dx) => e.call("last_of_steps_backward", dy, dx, lengths, t, rows, c);
  }
  const width = rows * c;
  e.call("last_step", x, y, t, width);
  return (dy, dx) => e.call("last_step_backward", dy, dx, t, width);
});

/** The mean over time. */
export const globalAvgPool = globalPool<"globalAvgPool">((e, x, y, t, c) => {
  const { lengths, rows } = e;
  if (lengths) {
    e.call("mean_of_steps", x, y, lengths, t, rows, c);
    return (dy, dx) => e.call("mean_of_steps_backward", dy, dx, lengths, t, rows, c);
  }
  const width = rows * c;
  e.call("global_avg_pool", x, y, t, width);
  return (dy, dx) => e.call("global_avg_pool_backward", dy, dx, t, width);
});

/** The maximum over time; of equals, the first gets the gradient, as in torch.nn.AdaptiveMaxPool1d(1) (torch.amax shares it). */
export const globalMaxPool = globalPool<"globalMaxPool">((e, x, y, t, c) => {
  const width = e.rows * c;
  const indices = e.buffer("indices", width);
  e.call("global_max_pool", lowPastEnd(e, x, { time: t, features: c }), y, indices, t, width);
  return (dy, dx) => e.call("global_max_pool_backward", dy, indices, dx, t, width);
});
