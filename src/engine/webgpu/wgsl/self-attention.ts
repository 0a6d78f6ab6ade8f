/**
 * Attention between all steps of a series, as kernels/self-attention.ts: qkv (T, R, 3E), weights (R, heads, T, T), out (T, R, E). The sums of
 * the softmax are float64 in four lanes. A series of `steps` steps is computed as if there were no padding. With `relative`, numbers for each
 * distance of two steps are added to the weights, (2·reach − 1, heads) in the parameters.
 */
import { SHARD_ROWS } from "../../wasm/shards.ts";
import { type ArrayUse, defineFlat, type Kernel } from "../kernel.ts";
import { DOUBLE } from "./double.ts";
import { range, TERMS } from "./product.ts";

const SHAPE = { time: "u32", rows: "u32", width: "u32", heads: "u32" } as const;

const stepsOf = (uneven: boolean) => (uneven ? "lengths[row]" : "sizes.time");

/** Which kernels: with lengths, with numbers for distances. */
export interface AttentionOptions {
  readonly uneven: boolean;
  readonly relative: boolean;
}
const RELATIVE = { relative: "u32", reach: "u32" } as const;
/** The weight of value step `to` for query step `from`. */
const weightOf = (relative: boolean, from: string, to: string) => {
  const weight = `weights[first + ${from} * sizes.time + ${to}]`;
  if (!relative) return weight;
  return `(${weight} + parameters[sizes.relative + (${from} + sizes.reach - 1u - ${to}) * sizes.heads + head])`;
};

const lengthsIn = (uneven: boolean): Record<string, ArrayUse> => (uneven ? { lengths: "in u32" } : {});

/** A sum of products over `terms` terms k in blocks of 256, each from zero; the first starts the total. */
const inBlocks = (terms: string, a: string, b: string) => `  var total = nothing();
  for (var block = 0u; block < ${terms}; block += ${TERMS}u) {
    var sum = nothing();
    for (var k = block; k < min(${terms}, block + ${TERMS}u); k++) { sum = madd(${a}, ${b}, sum); }
    total = select(total + sum, sum, block == 0u);
  }`;

/** Place of a value of (R, heads, T, T). */
const PAIR = `  let to_step = index % sizes.time;
  let from_step = (index / sizes.time) % sizes.time;
  let head = (index / (sizes.time * sizes.time)) % sizes.heads;
  let row = index / (sizes.time * sizes.time * sizes.heads);
  let size = sizes.width / sizes.heads;`;

/** Scores q·k of all pairs of steps; and, with dout and v, the gradients of the weights. */
export const attentionPairs = (of: "scores" | "gradients", uneven: boolean): Kernel =>
  defineFlat({
    name: `self attention ${of} ${uneven}`,
    arrays: { qkv: "in", ...(of === "gradients" && { dout: "in" }), pairs: "out", ...lengthsIn(uneven) },
    sizes: SHAPE,
    body: `${PAIR}
  let steps = ${stepsOf(uneven)};
  if (from_step >= steps || to_step >= steps) { return; }
  let other = (to_step * sizes.rows + row) * 3u * sizes.width + head * size + ${of === "scores" ? "" : "2u * "}sizes.width;
${
  of === "scores"
    ? `  let own = (from_step * sizes.rows + row) * 3u * sizes.width + head * size;
${inBlocks("size", "qkv[own + k]", "qkv[other + k]")}`
    : `  let own = (from_step * sizes.rows + row) * sizes.width + head * size;
${inBlocks("size", "dout[own + k]", "qkv[other + k]")}`
}
  pairs[index] = total;`,
  });

/** Place of a row of (R, heads, T, T), and loops over it in four lanes. */
const ROW = `  let from_step = index % sizes.time;
  let row = index / (sizes.time * sizes.heads);`;
const lanes = (value: string) => `${range(4)
  .map((k) => `  var s${k} = d_none();`)
  .join("\n")}
  for (var j = 0u; j < steps; j += 4u) {
${range(4)
  .map((k) => `    if (j + ${k}u < steps) { let at = first + j + ${k}u; ${value.replaceAll("SUM", `s${k}`)} }`)
  .join("\n")}
  }
  let whole = d_add(d_add(s0, s2), d_add(s1, s3));`;

/** softmax(scale·x) of each row, in place. */
export const attentionRows = (uneven: boolean): Kernel =>
  defineFlat({
    name: `self attention softmax ${uneven}`,
    arrays: { pairs: "out", ...lengthsIn(uneven) },
    sizes: { ...SHAPE, scale: "f32" },
    declarations: DOUBLE,
    body: `${ROW}
  let steps = ${stepsOf(uneven)};
  if (from_step >= steps) { return; }
  let first = index * sizes.time;
  var top = pairs[first];
  for (var j = 1u; j < steps; j++) {
    let v = pairs[first + j];
    if (v > top || v != v) { top = v; }
  }
${lanes("let e = exp_of((pairs[at] - top) * sizes.scale); pairs[at] = e; SUM = d_add(SUM, d_of(e));")}
  let inverse = d_single(d_divide(vec2u(0u, 0x3ff00000u), whole));
  for (var j = 0u; j < steps; j++) { pairs[first + j] = pairs[first + j] * inverse; }`,
  });

/** g ← scale·p ⊙ (g − Σ p⊙g), in place. */
export const attentionRowsBackward = (uneven: boolean): Kernel =>
  defineFlat({
    name: `self attention softmax backward ${uneven}`,
    arrays: { weights: "in", pairs: "out", ...lengthsIn(uneven) },
    sizes: { ...SHAPE, scale: "f32" },
    declarations: DOUBLE,
    body: `${ROW}
  let steps = ${stepsOf(uneven)};
  if (from_step >= steps) { return; }
  let first = index * sizes.time;
${lanes("SUM = d_add(SUM, d_of(weights[at] * pairs[at]));")}
  let sum = d_single(whole);
  for (var j = 0u; j < steps; j++) {
    let at = first + j;
    pairs[at] = opaque(weights[at] * sizes.scale) * (pairs[at] - sum);
  }`,
  });

/** Place of a value of (T, R, E). */
const VALUE = `  let feature = index % sizes.width;
  let step = index / sizes.width;
  let time = step / sizes.rows;
  let row = step % sizes.rows;
  let size = sizes.width / sizes.heads;
  let head = feature / size;
  let first = (row * sizes.heads + head) * sizes.time * sizes.time;`;

/** out (T, R, E) = weights · v; zeros past a series' end. */
export const attentionSums = ({ uneven, relative }: AttentionOptions): Kernel =>
  defineFlat({
    name: `self attention sums ${uneven} ${relative}`,
    arrays: {
      ...{ qkv: "in", weights: "in" },
      ...(relative && { parameters: "in" }),
      ...{ out: "out", ...lengthsIn(uneven) },
    },
    sizes: { ...SHAPE, ...(relative && RELATIVE) },
    body: `${VALUE}
  let steps = ${stepsOf(uneven)};
  if (time >= steps) {
    out[index] = 0.0;
    return;
  }
  let values = row * 3u * sizes.width + 2u * sizes.width + feature;
  let step_size = sizes.rows * 3u * sizes.width;
${inBlocks("steps", weightOf(relative, "time", "k"), "qkv[values + k * step_size]")}
  out[index] = total;`,
  });

/** dqkv (T, R, 3E), all of it, from the weights, their gradients and dout. */
export const attentionInputGradient = ({ uneven, relative }: AttentionOptions): Kernel =>
  defineFlat({
    name: `self attention input gradient ${uneven} ${relative}`,
    arrays: {
      ...{ qkv: "in", weights: "in", pairs: "in", dout: "in" },
      ...(relative && { parameters: "in" }),
      ...{ dqkv: "out", ...lengthsIn(uneven) },
    },
    sizes: { ...SHAPE, ...(relative && RELATIVE) },
    body: `${VALUE}
  let steps = ${stepsOf(uneven)};
  let to = step * 3u * sizes.width + feature;
  if (time >= steps) {
    for (var part = 0u; part < 3u; part++) { dqkv[to + part * sizes.width] = 0.0; }
    return;
  }
  let own = row * 3u * sizes.width + feature;
  let step_size = sizes.rows * 3u * sizes.width;
  let outs = row * sizes.width + feature;
  let out_size = sizes.rows * sizes.width;
  var dq = nothing();
  var dk = nothing();
  var dv = nothing();
  for (var block = 0u; block < steps; block += ${TERMS}u) {
    var q = nothing();
    var k = nothing();
    var v = nothing();
    for (var j = block; j < min(steps, block + ${TERMS}u); j++) {
      q = madd(pairs[first + time * sizes.time + j], qkv[own + sizes.width + j * step_size], q);
      k = madd(pairs[first + j * sizes.time + time], qkv[own + j * step_size], k);
      v = madd(${weightOf(relative, "j", "time")}, dout[outs + j * out_size], v);
    }
    dq = select(dq + q, q, block == 0u);
    dk += k;
    dv += v;
  }
  dqkv[to] = dq;
  dqkv[to + sizes.width] = dk;
  dqkv[to + 2u * sizes.width] = dv;`,
  });

/**
 * Gradients of the numbers for distances, of each shard: the weights' own gradients of all pairs of that distance, queries in order in blocks of
 * 256, series after series. A thread takes a number of a shard.
 */
export const attentionRelativeGradient = (uneven: boolean): Kernel =>
  defineFlat({
    name: `self attention relative gradient ${uneven}`,
    arrays: { pairs: "in", partials: "out", ...lengthsIn(uneven) },
    sizes: { ...SHAPE, ...RELATIVE, shardSize: "u32" },
    body: `  let number = index % ((2u * sizes.reach - 1u) * sizes.heads);
  let shard = index / ((2u * sizes.reach - 1u) * sizes.heads);
  let head = number % sizes.heads;
  // Of query i and key j it is i − j.
  let distance = i32(number / sizes.heads) - i32(sizes.reach) + 1;
  var total = nothing();
  for (var row = shard * ${SHARD_ROWS}u; row < min(sizes.rows, (shard + 1u) * ${SHARD_ROWS}u); row++) {
    let steps = ${stepsOf(uneven)};
    let first = (row * sizes.heads + head) * sizes.time * sizes.time;
    for (var block = 0u; block < steps; block += ${TERMS}u) {
      var sum = nothing();
      for (var i = block; i < min(steps, block + ${TERMS}u); i++) {
        let j = i32(i) - distance;
        if (j >= 0 && j < i32(steps)) { sum += pairs[first + i * sizes.time + u32(j)]; }
      }
      total += sum;
    }
  }
  partials[shard * sizes.shardSize + sizes.relative + number] = total;`,
  });
