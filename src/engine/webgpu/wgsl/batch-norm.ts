/**
 * Batch normalisation, as kernels/norm.ts: rows are (N, C) with N = T·R; sums over rows are float64, in blocks of 4096 values, for each shard,
 * and those of all shards are added up in order. With `relu` the ReLU after it is part of the same passes. A series has `parts` rows a step:
 * parts of its features that share statistics.
 */
import { SHARD_ROWS } from "../../wasm/shards.ts";
import { defineFlat, type Kernel } from "../kernel.ts";
import { blockSums } from "./block-sums.ts";
import { DOUBLE } from "./double.ts";

/** Two float64 sums. */
const PAIR = {
  type: "vec4u",
  zero: "vec4u(sizes.zero)",
  add: (a: string, b: string) => `add_pair(${a}, ${b})`,
};
const DECLARATIONS = `${DOUBLE}
fn add_pair(a: vec4u, b: vec4u) -> vec4u { return vec4u(d_add(a.xy, b.xy), d_add(a.zw, b.zw)); }`;

/** Loops over the rows of block `index` of a shard; `at` is the place of the channel's value. */
const rowsOf = (body: string) => `      let first = index * rows_at_once;
      for (var k = first; k < min(first + rows_at_once, sizes.steps * width); k++) {
        let at = ((k / width) * sizes.series * sizes.parts + shard * ${SHARD_ROWS}u * sizes.parts + k % width) * sizes.elements + element;
${body}
      }`;
const PLACE = `  let rows_at_once = max(1u, 4096u / sizes.elements);
  let width = rows * sizes.parts;
  let count = (sizes.steps * width + rows_at_once - 1u) / rows_at_once;`;
const STORE = "    pairs[shard * sizes.elements + element] = total;";

/** Σ x and Σ x² of each shard (shards, C), pairs of float64. */
export const normSums: Kernel = blockSums({
  name: "batch norm sums",
  arrays: { x: "in", pairs: "out vec4u" },
  sizes: { steps: "u32", parts: "u32" },
  declarations: DECLARATIONS,
  number: PAIR,
  place: PLACE,
  block: rowsOf(`        let v = x[at];
        sum = vec4u(d_add(sum.xy, d_of(v)), d_add(sum.zw, d_product(v, v)));`),
  store: STORE,
});

/** What x is multiplied by and shifted to, from statistics and parameters; ones and zeros where there are none. */
const factorOf = (affine: boolean) =>
  affine ? "invstd[channel] * parameters[sizes.gamma + channel]" : "invstd[channel]";
const shiftOf = (affine: boolean) => (affine ? "parameters[sizes.beta + channel]" : "0.0");

/** Σ dy and Σ dy·x̂ of each shard (shards, C). */
export const normBackwardSums = (affine: boolean, relu: boolean): Kernel =>
  blockSums({
    name: `batch norm backward sums ${affine} ${relu}`,
    arrays: {
      ...{ dy: "in", x: "in", mean: "in", invstd: "in" },
      ...(affine && { parameters: "in" }),
      ...{ pairs: "out vec4u", ...(affine && { partials: "out" }) },
    },
    sizes: { steps: "u32", parts: "u32", ...(affine && ({ gamma: "u32", beta: "u32", shardSize: "u32" } as const)) },
    declarations: DECLARATIONS,
    number: PAIR,
    place: `${PLACE}
  let channel = min(element, sizes.elements - 1u);
  let center = mean[channel];
  let factor = ${factorOf(affine)};
  let shift = ${shiftOf(affine)};`,
    block: rowsOf(`        let v = x[at] - center;
        var g = dy[at];
        ${relu ? "if (!(madd(v, factor, shift) > 0.0)) { g = 0.0; }" : ""}
        sum = vec4u(d_add(sum.xy, d_of(g)), d_add(sum.zw, d_product(g, v)));`),
    store: `    let scaled = d_multiply(total.zw, d_of(invstd[element]));
    pairs[shard * sizes.elements + element] = vec4u(total.xy, scaled);
${
  affine
    ? `    partials[shard * sizes.shardSize + sizes.beta + element] = nothing() + d_single(total.xy);
    partials[shard * sizes.shardSize + sizes.gamma + element] = nothing() + d_single(scaled);`
    : ""
}`,
  });

/** Adds up the shards' pairs; `total` is then a channel's. */
const ADD_SHARDS = `  var total = vec4u(sizes.zero);
  for (var shard = 0u; shard < sizes.shards; shard++) { total = add_pair(total, pairs[shard * sizes.count + index]); }`;

/** The number of rows: fixed, or from the sum of all series' steps. */
const counted = (uneven: boolean) =>
  uneven
    ? `  var counted = 0u;
  for (var row = 0u; row < sizes.rows; row++) { counted += lengths[row]; }
  counted *= sizes.parts;`
    : "  let counted = sizes.rows;";

/** Statistics of the batch from the sums of its shards, and the running ones moved towards them. */
export const normFinish = (uneven: boolean): Kernel =>
  defineFlat({
    name: `batch norm finish ${uneven}`,
    arrays: {
      ...{ pairs: "in vec4u", mean: "out", invstd: "out", states: "out" },
      ...(uneven && { lengths: "in u32" }),
    },
    sizes: {
      ...{ shards: "u32", rows: "u32", parts: "u32", runningMean: "u32", runningVar: "u32" },
      ...{ epsLow: "u32", epsHigh: "u32", momentumLow: "u32", momentumHigh: "u32", restLow: "u32", restHigh: "u32" },
    },
    declarations: DECLARATIONS,
    body: `${ADD_SHARDS}
${counted(uneven)}
  let n = d_count(counted);
  let m = d_divide(total.xy, n);
  let v = d_positive(d_add(d_divide(total.zw, n), d_negated(d_multiply(m, m))));
  let one = vec2u(0u, 0x3ff00000u);
  let batch_mean = d_single(m);
  let variance = d_single(v);
  mean[index] = batch_mean;
  invstd[index] = d_single(d_divide(one, d_sqrt(d_add(v, vec2u(sizes.epsLow, sizes.epsHigh)))));
  let momentum = vec2u(sizes.momentumLow, sizes.momentumHigh);
  let rest = vec2u(sizes.restLow, sizes.restHigh);
  let unbiased = d_divide(n, d_count(counted - 1u));
  let old_mean = d_multiply(rest, d_of(states[sizes.runningMean + index]));
  let old_variance = d_multiply(rest, d_of(states[sizes.runningVar + index]));
  states[sizes.runningMean + index] = d_single(d_add(d_multiply(momentum, d_of(batch_mean)), old_mean));
  states[sizes.runningVar + index] =
    d_single(d_add(d_multiply(momentum, d_multiply(d_of(variance), unbiased)), old_variance));`,
  });

/** What the way back takes off, from the sums of the whole batch. */
export const normBackwardFinish = (uneven: boolean): Kernel =>
  defineFlat({
    name: `batch norm backward finish ${uneven}`,
    arrays: { pairs: "in vec4u", invstd: "in", level: "out", slope: "out", ...(uneven && { lengths: "in u32" }) },
    sizes: { shards: "u32", rows: "u32", parts: "u32" },
    declarations: DECLARATIONS,
    body: `${ADD_SHARDS}
${counted(uneven)}
  let inverse = d_divide(vec2u(0u, 0x3ff00000u), d_count(counted));
  level[index] = d_single(d_multiply(total.xy, inverse));
  slope[index] = -(d_single(d_multiply(total.zw, inverse)) * invstd[index]);`,
  });

/** mean and invstd (C) of the running statistics, for evaluation. */
export const runningStatistics: Kernel = defineFlat({
  name: "running statistics",
  arrays: { states: "in", mean: "out", invstd: "out" },
  sizes: { runningMean: "u32", runningVar: "u32", epsLow: "u32", epsHigh: "u32" },
  declarations: DOUBLE,
  body: `  mean[index] = states[sizes.runningMean + index];
  let v = d_add(d_of(states[sizes.runningVar + index]), vec2u(sizes.epsLow, sizes.epsHigh));
  invstd[index] = d_single(d_divide(vec2u(0u, 0x3ff00000u), d_sqrt(v)));`,
});

const AFFINE = { gamma: "u32", beta: "u32" } as const;

/** y = (x − mean)·invstd·gamma + beta. */
export const normApply = (affine: boolean, relu: boolean): Kernel =>
  defineFlat({
    name: `batch norm apply ${affine} ${relu}`,
    arrays: { x: "in", mean: "in", invstd: "in", ...(affine && { parameters: "in" }), y: "out" },
    sizes: { features: "u32", ...(affine && AFFINE) },
    body: `  let channel = index % sizes.features;
  let v = madd(x[index] - mean[channel], ${factorOf(affine)}, ${shiftOf(affine)});
  y[index] = ${relu ? "select(v, 0.0, v < 0.0)" : "v"};`,
  });

/** dx = gamma·invstd·(dy − mean(dy) − x̂·mean(dy·x̂)). */
export const normBackwardApply = (affine: boolean, relu: boolean): Kernel =>
  defineFlat({
    name: `batch norm backward apply ${affine} ${relu}`,
    arrays: {
      ...{ dy: "in", x: "in", mean: "in", invstd: "in", level: "in", slope: "in" },
      ...{ ...(affine && { parameters: "in" }), dx: "out" },
    },
    sizes: { features: "u32", ...(affine && AFFINE) },
    body: `  let channel = index % sizes.features;
  let v = x[index] - mean[channel];
  let factor = ${factorOf(affine)};
  var g = dy[index];
  ${relu ? `if (!(madd(v, factor, ${shiftOf(affine)}) > 0.0)) { g = 0.0; }` : ""}
  dx[index] = madd(v, slope[channel], g - level[channel]) * factor;`,
  });
