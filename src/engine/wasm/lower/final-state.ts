/** Kernel calls of `layers/final-state.ts`: the last step's forward half and the first step's reverse half. */
import { timeOf } from "../../layer-node.ts";
import { offset } from "../program.ts";
import type { Lowering } from "./lowering.ts";

export const finalState: Lowering<"finalState"> = {
  emit(e, node, x) {
    const time = timeOf(node.input);
    const { features, directions } = node.input;
    const { rows, lengths } = e;
    const count = rows * features;
    const half = features / 2;
    const isBoth = directions === 2;
    const y = e.buffer("y", count);
    if (lengths) e.call("last_of_steps", x, y, lengths, time, rows, features);
    else e.call("last_step", x, y, time, count);
    if (isBoth) e.call("copy_rows", offset(x, half), features, offset(y, half), features, rows, half);
    e.lengths = undefined;
    return {
      output: y,
      backward(dy, needed) {
        if (!needed) return undefined;
        const dx = e.buffer("dx", time * count);
        let forward = dy;
        if (isBoth) {
          forward = e.buffer("d forward", count);
          e.call("fill_zero", forward, count);
          e.call("copy_rows", dy, features, forward, features, rows, half);
        }
        if (lengths) e.call("last_of_steps_backward", forward, dx, lengths, time, rows, features);
        else e.call("last_step_backward", forward, dx, time, count);
        // Where a series has one step, it is the last of both directions.
        if (isBoth) e.call("copy_rows", offset(dy, half), features, offset(dx, half), features, rows, half);
        return dx;
      },
    };
  },
};
