/**
 * Gradients of a convolution's weights and bias, as the direct products of kernels/conv1d.ts: series after series, in a series the outputs
 * whose windows begin in the same phase of the dilation, in blocks of 256.
 */
import { SHARD_ROWS } from "../../wasm/shards.ts";
import type { Kernel } from "../kernel.ts";
import { blockSums } from "./block-sums.ts";
import { TERMS } from "./product.ts";

/**
 * Gradients of weights (outputs, channels, kernel) or, without `product`, of biases (outputs), of each shard; `target` takes them from `start`
 * on, shards `shardSize` apart. `turns` are the phases, `outputs` all of dy's features, `count` its steps.
 */
export const convGradient = (product: boolean): Kernel =>
  blockSums({
    name: `conv gradient ${product}`,
    arrays: { dy: "in", ...(product && { x: "in" }), sums_of_shards: "out" },
    sizes: {
      ...{ time: "u32", rows: "u32", features: "u32", outputs: "u32", channels: "u32", perGroup: "u32", kernel: "u32" },
      ...{ stride: "i32", dilation: "i32", left: "i32", steps: "u32", turns: "u32", start: "u32", shardSize: "u32" },
    },
    place: `  let turns = min(sizes.turns, sizes.steps);
  let most = (sizes.steps + sizes.turns - 1u) / sizes.turns;
  let per_turn = (most + ${TERMS - 1}u) / ${TERMS}u;
  let count = rows * turns * per_turn;
${
  product
    ? `  let tap = element % sizes.kernel;
  let pair = element / sizes.kernel;
  let output = pair / sizes.channels;
  let feature = (output / sizes.perGroup) * sizes.channels + pair % sizes.channels;
  let shift = i32(tap) * sizes.dilation - sizes.left;`
    : "  let output = element;"
}`,
    block: `      let turn = (index / per_turn) % turns;
      let row = shard * ${SHARD_ROWS}u + index / (per_turn * turns);
      let length = (sizes.steps - turn + sizes.turns - 1u) / sizes.turns;
      let first = (index % per_turn) * ${TERMS}u;
      for (var i = first; i < min(first + ${TERMS}u, length); i++) {
        let step = turn + i * sizes.turns;
        let d = dy[(step * sizes.rows + row) * sizes.outputs + output];
${
  product
    ? `        let time = i32(step) * sizes.stride + shift;
        var v = 0.0;
        if (time >= 0 && time < i32(sizes.time)) { v = x[(u32(time) * sizes.rows + row) * sizes.features + feature]; }
        sum = madd(v, d, sum);`
    : "        sum += d;"
}
      }`,
    store: "    sums_of_shards[sizes.start + shard * sizes.shardSize + element] = total;",
  });
