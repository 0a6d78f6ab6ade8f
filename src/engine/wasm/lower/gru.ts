/** Kernel calls of `layers/gru.ts`, one layer in one direction. Weights of r and z are packed apart from n's, whose products stay apart. */
import { timeOf } from "../../layer-node.ts";
import { offset } from "../program.ts";
import { copyLastHidden, parameterGradients, probeStates, recurrent, summedBias, tapGates } from "./recurrent.ts";

export const gru = recurrent<"gru">({
  states: ["h"],
  emit(e, node, d) {
    const { inputSize: i, hiddenSize: h, suffix } = d;
    const time = timeOf(node.input);
    const weightIh = e.parameter(`weight_ih_${suffix}`);
    const weightHh = e.parameter(`weight_hh_${suffix}`);
    // [r z] and [n] are packed apart: only r and z add the products of x and h.
    const wihRZ = e.packed(`wih rz ${suffix}`, weightIh, i, 2 * h, { row: 1, column: i });
    const wihN = e.packed(`wih n ${suffix}`, offset(weightIh, 2 * h * i), i, h, { row: 1, column: i });
    const whhRZ = e.packed(`whh rz ${suffix}`, weightHh, h, 2 * h, { row: 1, column: h });
    const whhN = e.packed(`whh n ${suffix}`, offset(weightHh, 2 * h * h), h, h, { row: 1, column: h });
    const biasRZ = summedBias(e, d, 0, 2 * h);
    const biasIN = d.bias ? offset(e.parameter(`bias_ih_${suffix}`), 2 * h) : 0;
    const biasHN = d.bias ? offset(e.parameter(`bias_hh_${suffix}`), 2 * h) : 0;
    const gates = e.buffer(`gates ${suffix}`, (e.gradients ? time : 1) * e.rows * 4 * h);
    const [h0 = 0] = d.first ?? [];
    const sizes = [time, e.rows, i, h, d.reverse ? 1 : 0] as const;
    e.call(
      "gru_forward",
      ...([d.x, wihRZ, wihN, whhRZ, whhN, biasRZ, biasIN, biasHN, h0, d.y, d.stride, gates] as const),
      ...sizes,
      e.gradients ? 1 : 0,
      d.lengths,
    );
    tapGates(e, d, time, gates, "rzn", 4 * h);
    return {
      lastStates([hn]) {
        if (hn !== undefined) copyLastHidden(e, d, time, hn);
      },
      backward(dy, dx, addDx, [dh]) {
        if (dh === undefined) return;
        const rows = { row: h, column: 1 };
        const wihBack = dx ? e.packed(`wih back ${suffix}`, weightIh, 3 * h, i, { row: i, column: 1 }) : 0;
        const whhBackRZ = e.packed(`whh back rz ${suffix}`, weightHh, 2 * h, h, rows);
        const whhBackN = e.packed(`whh back n ${suffix}`, offset(weightHh, 2 * h * h), h, h, rows);
        const scratch = e.buffer("scratch", e.kernels.gru_backward_scratch(time, e.rows, i, h));
        // The backward pass overwrites z, which the probe needs.
        const z = e.buffer(`z ${suffix}`, time * e.rows * h);
        if (e.probe) e.call("copy_rows", offset(gates, h), 4 * h, z, h, time * e.rows, h);
        e.call(
          "gru_backward",
          ...([d.x, wihBack, whhBackRZ, whhBackN, h0, d.y, dy, d.stride, gates] as const),
          ...([dx, addDx ? 1 : 0, ...parameterGradients(e, d), dh] as const),
          ...sizes,
          scratch,
          d.lengths,
        );
        probeStates(e, d, time, dy, [gates, 4 * h, whhBackRZ, 2 * h, offset(gates, 3 * h), whhBackN, h, z]);
      },
    };
  },
});
