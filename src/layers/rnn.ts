/** Plain (Elman) RNN cells with tanh or relu. @see torch.nn.RNN for the equations */
import { offset } from "../engine/program.ts";
import { recurrent, summedBias, timeOf } from "./recurrent.ts";

export const rnn = recurrent<"rnn">({
  gates: 1,
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
    const lengths = e.lengths ?? 0;
    const sizes = [time, e.rows, i, h, d.reverse ? 1 : 0, node.spec.nonlinearity === "relu" ? 1 : 0] as const;
    e.call("rnn_forward", d.x, wih, whh, bias, h0, d.y, d.stride, ...sizes, lengths);
    return {
      lastStates([hn]) {
        if (hn === undefined) return;
        const last = d.reverse ? 0 : time - 1;
        e.call("copy_rows", offset(d.y, last * e.rows * d.stride), d.stride, hn, h, e.rows, h);
      },
      backward(dy, dx, addDx, [dh]) {
        if (dh === undefined) return;
        const wihBack = dx ? e.packed(`wih back ${suffix}`, weightIh, h, i, { row: i, column: 1 }) : 0;
        const whhBack = e.packed(`whh back ${suffix}`, weightHh, h, h, { row: h, column: 1 });
        const dgates = e.buffer(`d gates ${suffix}`, time * e.rows * h);
        const scratch = e.buffer("scratch", e.kernels.rnn_backward_scratch(time, e.rows, i, h));
        const gradient = (name: string) => e.gradient(`${name}_${suffix}`);
        const dBias = d.bias ? ([gradient("bias_ih"), gradient("bias_hh")] as const) : ([0, 0] as const);
        e.call(
          "rnn_backward",
          ...([d.x, wihBack, whhBack, h0, d.y, dy, d.stride, dgates] as const),
          ...([dx, addDx ? 1 : 0, gradient("weight_ih"), gradient("weight_hh"), ...dBias, dh] as const),
          ...sizes,
          scratch,
          lengths,
        );
        if (!e.probe) return;
        const reverse = d.reverse ? 1 : 0;
        const probed = [
          e.stateProbe(suffix, time),
          time,
          e.rows,
          h,
          reverse,
          e.buffer("d state", e.rows * h),
          lengths,
        ] as const;
        e.call("state_gradient_squares", dy, d.stride, dgates, h, whhBack, h, 0, 0, 0, 0, ...probed);
      },
    };
  },
});
