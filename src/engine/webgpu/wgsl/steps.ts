/** Every step of a series with one factor a channel, as kernels/product.ts; and added to the same values for all series. */
import { defineFlat } from "../kernel.ts";
import { DOUBLE } from "./double.ts";

/** y (T, width) = x ⊙ g, g (width) the same at every step. */
export const multiplySteps = defineFlat({
  name: "multiply steps",
  arrays: { x: "in", g: "in", y: "out" },
  sizes: { width: "u32" },
  body: "  y[index] = x[index] * g[index % sizes.width];",
});

/** dg (width) = Σ_t x ⊙ dy, summed in float64. */
export const productSums = defineFlat({
  name: "product sums",
  arrays: { x: "in", dy: "in", dg: "out" },
  sizes: { time: "u32" },
  declarations: DOUBLE,
  body: `  var sum = d_none();
  for (var t = 0u; t < sizes.time; t++) {
    sum = d_add(sum, d_product(x[t * sizes.count + index], dy[t * sizes.count + index]));
  }
  dg[index] = d_single(sum);`,
});

/** y (T, R, C) = x + table (T, C). */
export const addTable = defineFlat({
  name: "add table",
  arrays: { x: "in", table: "in", y: "out" },
  sizes: { rows: "u32", features: "u32" },
  body: `  let step = index / (sizes.rows * sizes.features);
  y[index] = x[index] + table[step * sizes.features + index % sizes.features];`,
});
