/** Layer normalisation over the channels of each row, as kernels/norm.ts: a thread takes a row, whose float64 sums go in four lanes. */
import { SHARD_ROWS } from "../../wasm/shards.ts";
import { defineFlat, type Kernel } from "../kernel.ts";
import { blockSums } from "./block-sums.ts";
import { DOUBLE } from "./double.ts";
import { range } from "./product.ts";

/** Two float64 sums a lane over the channels: `value` and `product` say of what; they end in `sum` and `products`. */
function laneSums(statements: string, value: string, product: string): string {
  return `${range(4)
    .map((k) => `  var s${k} = d_none();\n  var q${k} = d_none();`)
    .join("\n")}
  for (var j = 0u; j < sizes.features; j += 4u) {
${range(4)
  .map(
    (k) => `    if (j + ${k}u < sizes.features) {
      let at = from_value + j + ${k}u;
      let channel = j + ${k}u;
      ${statements}
      s${k} = d_add(s${k}, ${value});
      q${k} = d_add(q${k}, ${product});
    }`,
  )
  .join("\n")}
  }
  let sum = d_add(d_add(s0, s2), d_add(s1, s3));
  let products = d_add(d_add(q0, q2), d_add(q1, q3));`;
}

/** y = (x − mean)·rstd·gamma + beta; mean and rstd (rows) are kept for the way back. */
export const layerNorm: Kernel = defineFlat({
  name: "layer norm",
  arrays: { x: "in", parameters: "in", y: "out", means: "out", rstds: "out" },
  sizes: { features: "u32", gamma: "u32", beta: "u32", epsLow: "u32", epsHigh: "u32" },
  declarations: DOUBLE,
  body: `  let from_value = index * sizes.features;
${laneSums("let v = x[at];", "d_of(v)", "d_product(v, v)")}
  let count = d_count(sizes.features);
  let m = d_divide(sum, count);
  let variance = d_positive(d_add(d_divide(products, count), d_negated(d_multiply(m, m))));
  let root = d_sqrt(d_add(variance, vec2u(sizes.epsLow, sizes.epsHigh)));
  let center = d_single(m);
  let factor = d_single(d_divide(vec2u(0u, 0x3ff00000u), root));
  means[index] = center;
  rstds[index] = factor;
  for (var j = 0u; j < sizes.features; j++) {
    let scaled = opaque(opaque((x[from_value + j] - center) * factor) * parameters[sizes.gamma + j]);
    y[from_value + j] = scaled + parameters[sizes.beta + j];
  }`,
});

/** dx = rstd·(g − mean(g) − x̂·mean(g·x̂)) with g = dy·gamma. */
export const layerNormBackward: Kernel = defineFlat({
  name: "layer norm backward",
  arrays: { dy: "in", x: "in", parameters: "in", means: "in", rstds: "in", dx: "out" },
  sizes: { features: "u32", gamma: "u32" },
  declarations: DOUBLE,
  body: `  let from_value = index * sizes.features;
  let center = means[index];
  let factor = rstds[index];
${laneSums(
  "let g = dy[at] * parameters[sizes.gamma + channel]; let v = (x[at] - center) * factor;",
  "d_of(g)",
  "d_product(g, v)",
)}
  let inverse = d_divide(vec2u(0u, 0x3ff00000u), d_count(sizes.features));
  let level = d_single(d_multiply(sum, inverse));
  let slope = d_single(d_multiply(d_negated(products), inverse));
  for (var j = 0u; j < sizes.features; j++) {
    let g = opaque(dy[from_value + j] * parameters[sizes.gamma + j]);
    let v = opaque((x[from_value + j] - center) * factor);
    dx[from_value + j] = madd(v, slope, g - level) * factor;
  }`,
});

/** dgamma and dbeta of each shard: float64 sums over blocks of 4096 values, which are float32 when they are added up. */
export const layerNormGradients = (of: "gamma" | "beta"): Kernel =>
  blockSums({
    name: `layer norm d${of}`,
    arrays: { dy: "in", ...(of === "gamma" && { x: "in", means: "in", rstds: "in" }), partials: "out" },
    sizes: { steps: "u32", start: "u32", shardSize: "u32" },
    declarations: DOUBLE,
    place: `  let rows_at_once = max(1u, 4096u / sizes.elements);
  let count = (sizes.steps * rows + rows_at_once - 1u) / rows_at_once;`,
    block: `      let first = index * rows_at_once;
      var exact = d_none();
      for (var k = first; k < min(first + rows_at_once, sizes.steps * rows); k++) {
        let row = (k / rows) * sizes.series + shard * ${SHARD_ROWS}u + k % rows;
        let g = dy[row * sizes.elements + element];
${
  of === "gamma"
    ? `        let v = (x[row * sizes.elements + element] - means[row]) * rstds[row];
        exact = d_add(exact, d_product(g, v));`
    : "        exact = d_add(exact, d_of(g));"
}
      }
      sum = d_single(exact);`,
    store: "    partials[sizes.start + shard * sizes.shardSize + element] = total;",
  });
