/**
 * Convolution over time, (B, T, Cin) → (B, To, Cout); weights (Cout, Cin / groups, kernel) as in PyTorch.
 * @see torch.nn.Conv1d
 */
import { TidelabError } from "../errors/errors.ts";
import type { LayerSpecOf } from "../spec/layers.ts";
import { elements, type LayerType, type TensorSpec } from "./layer.ts";
import { fillPastEnd, lengthsAfter } from "./lengths.ts";
import { timeOf } from "./recurrent.ts";

/** Zeros before and after the series; "same" puts the odd one behind, as PyTorch. */
function paddings({ padding, kernelSize, dilation }: LayerSpecOf<"conv1d">): readonly [number, number] {
  if (padding !== "same") return [padding, padding];
  const total = dilation * (kernelSize - 1);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

export const conv1d: LayerType<"conv1d"> = {
  outputShape(spec, input, path) {
    const { layer, outChannels, kernelSize, stride, dilation, groups, padding } = spec;
    if (input.time === undefined) throw new TidelabError("shape.needsTime", { layer }, path);
    if (input.features % groups !== 0 || outChannels % groups !== 0) {
      throw new TidelabError("shape.groups", { groups, inChannels: input.features, outChannels }, path);
    }
    if (padding === "same" && stride !== 1) throw new TidelabError("shape.samePadding", { stride }, path);
    const [left, right] = paddings(spec);
    const span = dilation * (kernelSize - 1) + 1;
    const time = Math.floor((input.time + left + right - span) / stride) + 1;
    if (time < 1)
      throw new TidelabError("shape.tooShort", { layer, needs: span - left - right, received: input.time }, path);
    return { time, features: outChannels };
  },
  parameters(spec, input) {
    const fanIn = (input.features / spec.groups) * spec.kernelSize;
    const initial = { uniform: 1 / Math.sqrt(fanIn) };
    const shape = [spec.outChannels, input.features / spec.groups, spec.kernelSize];
    const weight: TensorSpec = { name: "weight", shape, initial };
    return spec.bias ? [weight, { name: "bias", shape: [spec.outChannels], initial }] : [weight];
  },
  emit(e, node, x) {
    const { kernelSize: kernel, stride, dilation, groups } = node.spec;
    const time = timeOf(node.input);
    const [cin, cout] = [node.input.features, node.output.features];
    const [left, right] = paddings(node.spec);
    const { kernels } = e;
    const sizes = [time, e.rows, cin, cout, kernel, stride, left, right, dilation, groups] as const;
    const weight = e.parameter("weight");
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
        e.call("conv1d_backward_params", x, dy, e.gradient("weight"), dBias, ...sizes, scratchParams);
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
