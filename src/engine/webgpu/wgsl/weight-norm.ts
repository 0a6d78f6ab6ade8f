/** Weights as a direction and a length, as kernels/weight-norm.ts: a row w = g·v / |v|. Sums over a row are float64, in order. */
import { defineFlat } from "../kernel.ts";
import { DOUBLE } from "./double.ts";

/** w (rows, perRow) from v and g in the parameters; a thread takes a row. */
export const weightNorm = defineFlat({
  name: "weight norm",
  arrays: { parameters: "in", w: "out" },
  sizes: { perRow: "u32", v: "u32", g: "u32" },
  declarations: DOUBLE,
  body: `  let from_v = sizes.v + index * sizes.perRow;
  var squares = d_none();
  for (var j = 0u; j < sizes.perRow; j++) {
    let v = parameters[from_v + j];
    squares = d_add(squares, d_product(v, v));
  }
  let factor = d_single(d_divide(d_of(parameters[sizes.g + index]), d_sqrt(squares)));
  for (var j = 0u; j < sizes.perRow; j++) { w[index * sizes.perRow + j] = parameters[from_v + j] * factor; }`,
});

/** Gradients of v and g of each shard, from dw (shards, rows, perRow); a thread takes a row of a shard. */
export const weightNormBackward = defineFlat({
  name: "weight norm backward",
  arrays: { parameters: "in", dw: "in", partials: "out" },
  sizes: { perRow: "u32", outputs: "u32", v: "u32", g: "u32", shardSize: "u32" },
  declarations: DOUBLE,
  body: `  let row = index % sizes.outputs;
  let to = (index / sizes.outputs) * sizes.shardSize;
  let from_v = sizes.v + row * sizes.perRow;
  let from_dw = index * sizes.perRow;
  var squares = d_none();
  var along = d_none();
  for (var j = 0u; j < sizes.perRow; j++) {
    let v = parameters[from_v + j];
    squares = d_add(squares, d_product(v, v));
    along = d_add(along, d_product(dw[from_dw + j], v));
  }
  let length = d_sqrt(squares);
  let scale = d_divide(d_of(parameters[sizes.g + row]), length);
  partials[to + sizes.g + row] = nothing() + d_single(d_divide(along, length));
  let factor = d_single(scale);
  let back = d_single(d_divide(d_multiply(d_negated(scale), along), squares));
  for (var j = 0u; j < sizes.perRow; j++) {
    let sum = madd(dw[from_dw + j], factor, nothing());
    partials[to + from_v + j] = madd(parameters[from_v + j], back, sum);
  }`,
});
