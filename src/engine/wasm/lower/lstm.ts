/** Kernel calls of `layers/lstm.ts`, one layer in one direction. Gates are kept for the way back; without one, a single step's. */
import { timeOf } from "../../layer-node.ts";
import { offset } from "../program.ts";
import { copyLastHidden, parameterGradients, probeStates, recurrent, summedBias, tapGates } from "./recurrent.ts";

/** Fewer series than a tile of `gemm` has rows: in evaluation their input products are then made for several steps at once. */
const FEW_ROWS = 4;
const STEPS_AHEAD = 32;

export const lstm = recurrent<"lstm">({
  states: ["h", "c"],
  emit(e, node, d) {
    const { inputSize: i, hiddenSize: h, suffix } = d;
    const time = timeOf(node.input);
    const reverse = d.reverse ? 1 : 0;
    const weightIh = e.parameter(`weight_ih_${suffix}`);
    const weightHh = e.parameter(`weight_hh_${suffix}`);
    const wih = e.packed(`wih ${suffix}`, weightIh, i, 4 * h, { row: 1, column: i });
    const whh = e.packed(`whh ${suffix}`, weightHh, h, 4 * h, { row: 1, column: h });
    const bias = summedBias(e, d, 0, 4 * h);
    const kept = e.gradients ? time : 1;
    const ahead = !e.gradients && e.rows < FEW_ROWS ? Math.min(time, STEPS_AHEAD) : 1;
    const gates = e.buffer(`gates ${suffix}`, Math.max(kept, ahead) * e.rows * 4 * h);
    const cells = e.buffer(`cells ${suffix}`, kept * e.rows * h);
    const tanhCells = e.buffer(`tanh cells ${suffix}`, kept * e.rows * h);
    const [h0 = 0, c0 = 0] = d.first ?? [];
    const sizes = [time, e.rows, i, h, reverse] as const;
    const keep = e.gradients ? 1 : 0;
    e.call(
      "lstm_forward",
      d.x,
      wih,
      whh,
      bias,
      h0,
      c0,
      d.y,
      d.stride,
      gates,
      cells,
      tanhCells,
      ...sizes,
      keep,
      ahead,
      d.lengths,
    );
    tapGates(e, d, time, gates, "ifgo", 4 * h);
    tapGates(e, d, time, cells, "c", h);
    return {
      lastStates([hn, cn]) {
        if (hn === undefined || cn === undefined) return;
        copyLastHidden(e, d, time, hn);
        const last = d.reverse || !e.gradients ? 0 : time - 1;
        e.call("copy_rows", offset(cells, last * e.rows * h), h, cn, h, e.rows, h);
      },
      backward(dy, dx, addDx, [dh, dc]) {
        if (dh === undefined || dc === undefined) return;
        const wihBack = dx ? e.packed(`wih back ${suffix}`, weightIh, 4 * h, i, { row: i, column: 1 }) : 0;
        const whhBack = e.packed(`whh back ${suffix}`, weightHh, 4 * h, h, { row: h, column: 1 });
        const scratch = e.buffer("scratch", e.kernels.lstm_backward_scratch(time, e.rows, i, h));
        e.call(
          "lstm_backward",
          ...([d.x, wihBack, whhBack, h0, c0, d.y, dy, d.stride, gates, cells, tanhCells] as const),
          ...([dx, addDx ? 1 : 0, ...parameterGradients(e, d), dh, dc] as const),
          ...sizes,
          scratch,
          d.lengths,
        );
        probeStates(e, d, time, dy, [gates, 4 * h, whhBack, 4 * h, 0, 0, 0, 0]);
      },
    };
  },
});
