/** Kernel calls of `layers/transpose.ts`: values moved, none changed. */
import { elements, timeOf } from "../../layer-node.ts";
import type { Lowering } from "./lowering.ts";

/** (T, R, C) → (R, T · C) */
export const flatten = moved("swap_outer", (t, r, c) => [r, t, c]);

/** (T, R, C) → (C, R, T) */
export const transpose = moved("swap_time", (t, r, c) => [c, r, t]);

type Sides = (time: number, rows: number, features: number) => [number, number, number];

/** A kernel that moves values, with the sides that it takes back. */
function moved(kernel: "swap_outer" | "swap_time", back: Sides): Lowering<"flatten"> & Lowering<"transpose"> {
  return {
    emit(e, node, x) {
      const sides = [timeOf(node.input), e.rows, node.input.features] as const;
      const y = e.buffer("y", e.rows * elements(node.output));
      e.call(kernel, x, y, ...sides);
      e.lengths = undefined;
      return {
        output: y,
        backward(dy, needed) {
          if (!needed) return undefined;
          const dx = e.buffer("dx", e.rows * elements(node.input));
          e.call(kernel, dy, dx, ...back(...sides));
          return dx;
        },
      };
    },
  };
}
