/**
 * Convolution over time, as the direct products of kernels/conv1d.ts: an output adds its terms tap after tap, channel after channel, in one
 * accumulator for each block of 256, the first from the bias. x (T, R, C), zeros outside a series.
 */
import { defineFlat, type Kernel, type SizeType } from "../kernel.ts";
import { TERMS } from "./product.ts";

const SHAPE: Record<string, SizeType> = {
  ...{ time: "u32", rows: "u32", features: "u32", outputs: "u32", channels: "u32", perGroup: "u32", kernel: "u32" },
  ...{ stride: "i32", dilation: "i32", left: "i32" },
};

/** Where weight (group, output, tap, channel) lies: steps may be negative, for taps in reverse. */
const WEIGHT: Record<string, SizeType> = {
  ...{ start: "i32", groupStep: "i32", outputStep: "i32", tapStep: "i32", channelStep: "i32" },
};

/** y (To, R, outputs): `channels` of a group's features go into each of its `perGroup` outputs. */
export const correlate = (bias: boolean): Kernel =>
  defineFlat({
    name: `correlate ${bias}`,
    arrays: { x: "in", weights: "in", ...(bias && { parameters: "in" }), y: "out" },
    sizes: { ...SHAPE, ...WEIGHT, bias: "u32" },
    body: `  let output = index % sizes.outputs;
  let step = index / sizes.outputs;
  let row = step % sizes.rows;
  let first = i32(step / sizes.rows) * sizes.stride - sizes.left;
  let in_group = output / sizes.perGroup;
  let base = sizes.start + i32(in_group) * sizes.groupStep + i32(output % sizes.perGroup) * sizes.outputStep;
  let from_feature = row * sizes.features + in_group * sizes.channels;
  let terms = sizes.kernel * sizes.channels;
  var tap = 0u;
  var channel = 0u;
  var total = ${bias ? "parameters[sizes.bias + output]" : "nothing()"};
  for (var block = 0u; block < terms; block += ${TERMS}u) {
    var sum = select(total, nothing(), block > 0u);
    for (var k = block; k < min(terms, block + ${TERMS}u); k++) {
      let time = first + i32(tap) * sizes.dilation;
      var v = 0.0;
      if (time >= 0 && time < i32(sizes.time)) { v = x[u32(time) * sizes.rows * sizes.features + from_feature + channel]; }
      sum = madd(v, weights[base + i32(tap) * sizes.tapStep + i32(channel) * sizes.channelStep], sum);
      channel++;
      if (channel == sizes.channels) {
        channel = 0u;
        tap++;
      }
    }
    total = select(sum, total + sum, block > 0u);
  }
  y[index] = total;`,
  });

/**
 * dx (T, R, C) of a convolution with a stride: each output's share of a step is a product over the group's outputs, in blocks, and the shares
 * are added up in order of the outputs. Here `features` are dy's, `time` its steps, and `outputs` are dx's.
 */
export const stridedInputGradient = defineFlat({
  name: "strided input gradient",
  arrays: { dy: "in", weights: "in", dx: "out" },
  sizes: { ...SHAPE, ...WEIGHT },
  body: `  let output = index % sizes.outputs;
  let step = index / sizes.outputs;
  let row = step % sizes.rows;
  let place = i32(step / sizes.rows) + sizes.left;
  let in_group = output / sizes.perGroup;
  let base = sizes.start + i32(in_group) * sizes.groupStep + i32(output % sizes.perGroup) * sizes.outputStep;
  let from_feature = row * sizes.features + in_group * sizes.channels;
  let span = i32(sizes.kernel - 1u) * sizes.dilation;
  let first = max(0, (place - span + sizes.stride - 1) / sizes.stride);
  let last = min(i32(sizes.time) - 1, place / sizes.stride);
  var total = nothing();
  for (var window = first; window <= last; window++) {
    let within = place - window * sizes.stride;
    if (within >= 0 && within <= span && within % sizes.dilation == 0) {
      let tap = within / sizes.dilation;
      var share = nothing();
      for (var block = 0u; block < sizes.channels; block += ${TERMS}u) {
        var sum = nothing();
        for (var channel = block; channel < min(sizes.channels, block + ${TERMS}u); channel++) {
          let v = dy[u32(window) * sizes.rows * sizes.features + from_feature + channel];
          sum = madd(v, weights[base + tap * sizes.tapStep + i32(channel) * sizes.channelStep], sum);
        }
        share = select(share + sum, sum, block == 0u);
      }
      total += share;
    }
  }
  dx[index] = total;`,
});
