/** Kernel calls of `layers/conv1d.ts`. The kernels choose between direct products and Winograd's by the shapes. */
import { convPaddings } from "../../conv-padding.ts";
import { elements, timeOf } from "../../layer-node.ts";
import { fillPastEnd, lengthsAfter } from "./lengths.ts";
import type { Lowering } from "./lowering.ts";

export const conv1d: Lowering<"conv1d"> = {
  emit(e, node, x) {
    const { kernelSize: kernel, stride, dilation, groups } = node.spec;
    const time = timeOf(node.input);
    const [cin, cout] = [node.input.features, node.output.features];
    const [left, right] = convPaddings(node.spec);
    const { kernels } = e;
    const sizes = [time, e.rows, cin, cout, kernel, stride, left, right, dilation, groups] as const;
    const { weightNorm = false } = node.spec;
    const perChannel = (cin / groups) * kernel;
    // With weight norm the weights are made of direction and length before they are packed.
    const weight = weightNorm ? e.shared("weight normed", cout * perChannel * 4) : e.parameter("weight");
    const parts = weightNorm ? ([e.parameter("weight_v"), e.parameter("weight_g")] as const) : undefined;
    if (parts) e.prepare("weight normed", ["weight_norm", ...parts, weight, cout, perChannel]);
    const weights = [cin, cout, kernel, stride, dilation, groups] as const;
    const packed = e.shared("weight", kernels.conv1d_packed_size(...weights) * 4);
    e.prepare("weight", ["conv1d_pack", weight, packed, ...weights]);
    const bias = node.spec.bias ? e.parameter("bias") : 0;
    const y = e.buffer("y", e.rows * elements(node.output));
    const shape = [time, cin, cout, kernel, stride, left, right, dilation, groups] as const;
    const scratch = e.buffer("scratch", kernels.conv1d_scratch(...shape));
    e.call("conv1d", x, packed, bias, y, ...sizes, scratch);
    const { lengths } = e;
    const span = dilation * (kernel - 1) + 1;
    e.lengths = lengthsAfter(e, lengths, { padding: left + right, span, stride });
    fillPastEnd(e, y, node.output, e.lengths);
    return {
      output: y,
      backward(dy, needed) {
        const dBias = node.spec.bias ? e.gradient("bias") : 0;
        const scratchParams = e.buffer("scratch", kernels.conv1d_backward_params_scratch(...shape));
        if (parts) {
          const dWeight = e.buffer("d weight", cout * perChannel);
          e.call("fill_zero", dWeight, cout * perChannel);
          e.call("conv1d_backward_params", x, dy, dWeight, dBias, ...sizes, scratchParams);
          const gradients = [e.gradient("weight_v"), e.gradient("weight_g")] as const;
          e.call("weight_norm_backward", ...parts, dWeight, ...gradients, cout, perChannel);
        } else e.call("conv1d_backward_params", x, dy, e.gradient("weight"), dBias, ...sizes, scratchParams);
        if (!needed) return undefined;
        const back = e.shared("weight back", kernels.conv1d_packed_backward_size(...weights) * 4);
        e.prepare("weight back", ["conv1d_pack_backward", weight, back, ...weights]);
        const dx = e.buffer("dx", e.rows * elements(node.input));
        const scratchInput = e.buffer("scratch", kernels.conv1d_backward_input_scratch(...shape));
        e.call("conv1d_backward_input", dy, back, dx, ...sizes, scratchInput);
        // The last windows reach past the end, where the zeros are not the series' own.
        fillPastEnd(e, dx, node.input, lengths);
        return dx;
      },
    };
  },
};
