/** Dispatches of `layers/transpose.ts`: values moved, none changed. */
import { elements, timeOf } from "../../layer-node.ts";
import type { Kernel } from "../kernel.ts";
import { swapOuter, swapTime } from "../wgsl/move.ts";
import type { Lowering } from "./lowering.ts";

/** (T, R, C) → (R, T · C) */
export const flatten = moved(swapOuter, (a, b, n) => ({ a: b, b: a, n }));

/** (T, R, C) → (C, R, T) */
export const transpose = moved(swapTime, (a, b, n) => ({ a: n, b, n: a }));

type Sides = (time: number, rows: number, features: number) => { a: number; b: number; n: number };

/** A kernel that moves values, with the sides that it takes back. */
function moved(kernel: Kernel, back: Sides): Lowering<"flatten"> & Lowering<"transpose"> {
  return {
    emit(e, node, x) {
      const [time, { features }] = [timeOf(node.input), node.input];
      const count = e.rows * elements(node.input);
      const y = e.value("y", count);
      e.map(kernel, [x, y], count, { a: time, b: e.rows, n: features });
      e.lengths = undefined;
      return {
        output: y,
        backward(dy, needed) {
          if (!needed) return undefined;
          const dx = e.value("dx", count);
          e.map(kernel, [dy, dx], count, back(time, e.rows, features));
          return dx;
        },
      };
    },
  };
}
