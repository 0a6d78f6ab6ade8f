/** Float64 twin of Conv1d on channels-last series: stride, zero padding, dilation, groups. Reference only. */
import { type Pass, Tensor } from "./tensor.ts";

export interface Conv1dOptions {
  stride: number;
  /** "same": the output is as long as the input (stride 1); of an odd total the right side gets one more. */
  padding: number | "same";
  dilation: number;
  groups: number;
}

/**
 * @param tensors  x (B, T, I), weight (O, I / groups, K), bias (O) or none
 * @returns        output (B, T', O)
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv1d.html
 */
export function conv1d(
  { stride, padding, dilation, groups }: Conv1dOptions,
  { x, weight, bias }: { x: Tensor; weight: Tensor; bias?: Tensor | undefined },
): Pass {
  const [batch, time] = [x.size(0), x.size(1)];
  const [outs, insOfGroup, kernel] = [weight.size(0), weight.size(1), weight.size(2)];
  const reach = dilation * (kernel - 1);
  const left = padding === "same" ? Math.floor(reach / 2) : padding;
  const right = padding === "same" ? reach - left : padding;
  const outTime = Math.floor((time + left + right - reach - 1) / stride) + 1;
  const output = new Tensor([batch, outTime, outs]);

  /** Every product of the layer: output (b, to, o) takes weight (o, i, k) times x (b, t, channel). */
  function visit(f: (b: number, to: number, o: number, i: number, k: number, t: number, channel: number) => void) {
    for (let b = 0; b < batch; b++) {
      for (let to = 0; to < outTime; to++) {
        for (let o = 0; o < outs; o++) {
          const group = Math.floor(o / (outs / groups));
          for (let i = 0; i < insOfGroup; i++) {
            for (let k = 0; k < kernel; k++) {
              const t = to * stride - left + k * dilation;
              if (t >= 0 && t < time) f(b, to, o, i, k, t, group * insOfGroup + i);
            }
          }
        }
      }
    }
  }

  for (let b = 0; b < batch; b++) {
    for (let to = 0; to < outTime; to++) for (let o = 0; o < outs; o++) output.set(bias?.at(o) ?? 0, b, to, o);
  }
  visit((b, to, o, i, k, t, channel) => output.add(weight.at(o, i, k) * x.at(b, t, channel), b, to, o));

  return {
    outputs: { output },
    backward(dOutput) {
      const [dx, dWeight, dBias] = [new Tensor(x.shape), new Tensor(weight.shape), new Tensor([outs])];
      for (let b = 0; b < batch; b++) {
        for (let to = 0; to < outTime; to++) for (let o = 0; o < outs; o++) dBias.add(dOutput.at(b, to, o), o);
      }
      visit((b, to, o, i, k, t, channel) => {
        dWeight.add(dOutput.at(b, to, o) * x.at(b, t, channel), o, i, k);
        dx.add(dOutput.at(b, to, o) * weight.at(o, i, k), b, t, channel);
      });
      return { x: dx, weight: dWeight, ...(bias && { bias: dBias }) };
    },
  };
}
