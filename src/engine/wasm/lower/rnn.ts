/** Kernel calls of `layers/rnn.ts`: one layer in one direction. */
import { timeOf } from "../../layer-node.ts";
import { copyLastHidden, parameterGradients, probeStates, recurrent, summedBias } from "./recurrent.ts";

export const rnn = recurrent<"rnn">({
  states: ["h"],
  emit(e, node, d) {
    const { inputSize: i, hiddenSize: h, suffix } = d;
    const time = timeOf(node.input);
    const weightIh = e.parameter(`weight_ih_${suffix}`);
    const weightHh = e.parameter(`weight_hh_${suffix}`);
    const wih = e.packed(`wih ${suffix}`, weightIh, i, h, { row: 1, column: i });
    const whh = e.packed(`whh ${suffix}`, weightHh, h, h, { row: 1, column: h });
    const bias = summedBias(e, d, 0, h);
    const [h0 = 0] = d.first ?? [];
    const sizes = [time, e.rows, i, h, d.reverse ? 1 : 0, node.spec.nonlinearity === "relu" ? 1 : 0] as const;
    e.call("rnn_forward", d.x, wih, whh, bias, h0, d.y, d.stride, ...sizes, d.lengths);
    return {
      lastStates([hn]) {
        if (hn !== undefined) copyLastHidden(e, d, time, hn);
      },
      backward(dy, dx, addDx, [dh]) {
        if (dh === undefined) return;
        const wihBack = dx ? e.packed(`wih back ${suffix}`, weightIh, h, i, { row: i, column: 1 }) : 0;
        const whhBack = e.packed(`whh back ${suffix}`, weightHh, h, h, { row: h, column: 1 });
        const dgates = e.buffer(`d gates ${suffix}`, time * e.rows * h);
        const scratch = e.buffer("scratch", e.kernels.rnn_backward_scratch(time, e.rows, i, h));
        e.call(
          "rnn_backward",
          ...([d.x, wihBack, whhBack, h0, d.y, dy, d.stride, dgates] as const),
          ...([dx, addDx ? 1 : 0, ...parameterGradients(e, d), dh] as const),
          ...sizes,
          scratch,
          d.lengths,
        );
        probeStates(e, d, time, dy, [dgates, h, whhBack, h, 0, 0, 0, 0]);
      },
    };
  },
});
