/** Kernel calls of `layers/conv1d.ts`. The kernels choose between direct products and Winograd's by the shapes. */
import { convGroups } from "../../conv-groups.ts";
import { convPaddings } from "../../conv-padding.ts";
import { elements, timeOf } from "../../layer-node.ts";
import { fillPastEnd, lengthsAfter } from "./lengths.ts";
import type { Lowering } from "./lowering.ts";

export const conv1d: Lowering<"conv1d"> = {
  emit(e, node, x) {
    const { kernelSize: kernel, stride, dilation } = node.spec;
    const time = timeOf(node.input);
    const [cin, cout] = [node.input.features, node.output.features];
    const { groups, isShared } = convGroups(node.spec, cin);
    const [left, right] = convPaddings(node.spec);
    const { kernels } = e;
    const sizes = [time, e.rows, cin, cout, kernel, stride, left, right, dilation, groups] as const;
    const { weightNorm = false } = node.spec;
    const perChannel = (cin / groups) * kernel;
    // With weight norm the weights are made of direction and length before they are packed.
    // Shared filters are repeated for each channel, which then is a group.
    const repeat = (name: "weight" | "bias", size: number) => {
      const repeated = e.shared(`${name} repeated`, cin * size * 4);
      e.prepare(`${name} repeated`, ["copy_rows", e.parameter(name), 0, repeated, size, cin, size]);
      return repeated;
    };
    const [filterSize, filters] = [(cout * perChannel) / cin, cout / cin];
    const own = () => (isShared ? repeat("weight", filterSize) : e.parameter("weight"));
    const weight = weightNorm ? e.shared("weight normed", cout * perChannel * 4) : own();
    const parts = weightNorm ? ([e.parameter("weight_v"), e.parameter("weight_g")] as const) : undefined;
    if (parts) e.prepare("weight normed", ["weight_norm", ...parts, weight, cout, perChannel]);
    const weights = [cin, cout, kernel, stride, dilation, groups] as const;
    const packed = e.shared("weight", kernels.conv1d_packed_size(...weights) * 4);
    e.prepare("weight", ["conv1d_pack", weight, packed, ...weights]);
    const ownBias = () => (isShared ? repeat("bias", filters) : e.parameter("bias"));
    const bias = node.spec.bias ? ownBias() : 0;
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
        const ownGradient = () => (isShared ? e.buffer("d bias", cout) : e.gradient("bias"));
        const dBias = node.spec.bias ? ownGradient() : 0;
        const scratchParams = e.buffer("scratch", kernels.conv1d_backward_params_scratch(...shape));
        if (parts) {
          const dWeight = e.buffer("d weight", cout * perChannel);
          e.call("fill_zero", dWeight, cout * perChannel);
          e.call("conv1d_backward_params", x, dy, dWeight, dBias, ...sizes, scratchParams);
          const gradients = [e.gradient("weight_v"), e.gradient("weight_g")] as const;
          e.call("weight_norm_backward", ...parts, dWeight, ...gradients, cout, perChannel);
        } else if (isShared) {
          const dWeight = e.buffer("d weight", cin * filterSize);
          e.call("fill_zero", dWeight, cin * filterSize);
          if (dBias !== 0) e.call("fill_zero", dBias, cout);
          e.call("conv1d_backward_params", x, dy, dWeight, dBias, ...sizes, scratchParams);
          e.call("column_sums", dWeight, filterSize, e.gradient("weight"), cin, filterSize);
          if (dBias !== 0) e.call("column_sums", dBias, filters, e.gradient("bias"), cin, filters);
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
