/** Attention pooling over time, as kernels/attention.ts: x (T, R, C), scores and weights (T, R), context (R, C). */
import { defineFlat, defineKernel, type Kernel } from "../kernel.ts";
import { range, TERMS } from "./product.ts";

/** Σ a · b over C values: eight running sums by place, added pairwise at the end. `i` runs over the places of a group of eight. */
function dot(a: (at: string) => string, b: (at: string) => string): string {
  return `${range(8)
    .map((k) => `  var d${k} = nothing();`)
    .join("\n")}
  for (var i = 0u; i < sizes.features; i += 8u) {
${range(8)
  .map((k) => `    if (i + ${k}u < sizes.features) { d${k} = madd(${a(`i + ${k}u`)}, ${b(`i + ${k}u`)}, d${k}); }`)
  .join("\n")}
  }
  let product = ((d0 + d4) + (d1 + d5)) + ((d2 + d6) + (d3 + d7));`;
}

/** scores = x · w + bias, for each row of each step. */
export const attentionScores = defineFlat({
  name: "attention scores",
  arrays: { x: "in", parameters: "in", scores: "out" },
  sizes: { features: "u32", weight: "u32", bias: "u32" },
  body: `  let at = index * sizes.features;
${dot(
  (i) => `x[at + ${i}]`,
  (i) => `parameters[sizes.weight + ${i}]`,
)}
  scores[index] = product + parameters[sizes.bias];`,
});

/** The gradient of each weight: x · dcontext. */
export const attentionSlopes = defineFlat({
  name: "attention slopes",
  arrays: { x: "in", dContext: "in", slopes: "out" },
  sizes: { rows: "u32", features: "u32" },
  body: `  let at = index * sizes.features;
  let row = (index % sizes.rows) * sizes.features;
${dot(
  (i) => `x[at + ${i}]`,
  (i) => `dContext[row + ${i}]`,
)}
  slopes[index] = product;`,
});

/**
 * A workgroup goes over the steps of one series, TERMS at a time through workgroup memory: `load` says what of step t, and one thread adds
 * them up in order, the sum of each block starting from zero.
 */
function sumOverTime(end: string, load: string, add: string): string {
  return `  for (var block = 0u; block < sizes.time; block += ${TERMS}u) {
    let t = block + lane;
    workgroupBarrier();
    if (t < ${end}) { ${load} }
    workgroupBarrier();
    if (lane == 0u && block < ${end}) {
      var part = nothing();
      for (var k = 0u; k < min(${TERMS}u, ${end} - block); k++) { ${add} }
      sum += part;
    }
  }`;
}

/** scores → weights that sum to 1 over the steps of each series, in place; 0 past its end. */
export const attentionSoftmax = (uneven: boolean): Kernel =>
  defineKernel({
    name: `attention softmax ${uneven}`,
    arrays: { scores: "out", ...(uneven && { lengths: "in u32" }) },
    sizes: { time: "u32", rows: "u32" },
    threads: TERMS,
    declarations: `var<workgroup> values: array<f32, ${TERMS}>;
var<workgroup> shared_value: f32;`,
    body: `  let row = group.x;
  let end = ${uneven ? "lengths[row]" : "sizes.time"};
  var top = scores[row];
  for (var t = lane; t < end; t += ${TERMS}u) {
    let s = scores[t * sizes.rows + row];
    if (!(s <= top)) { top = s; } // a NaN stays
  }
  values[lane] = top;
  workgroupBarrier();
  if (lane == 0u) {
    for (var k = 1u; k < min(${TERMS}u, end); k++) {
      if (!(values[k] <= top)) { top = values[k]; }
    }
    shared_value = top;
  }
  workgroupBarrier();
  top = shared_value;
  var sum = nothing();
${sumOverTime(
  "end",
  "let e = exp_of(scores[t * sizes.rows + row] - top); values[lane] = e; scores[t * sizes.rows + row] = e;",
  "part += values[k];",
)}
  if (lane == 0u) { shared_value = sum; }
  workgroupBarrier();
  let whole = shared_value;
  for (var t = lane; t < sizes.time; t += ${TERMS}u) {
    if (t < end) { scores[t * sizes.rows + row] = divide(scores[t * sizes.rows + row], whole); }
    else { scores[t * sizes.rows + row] = 0.0; }
  }`,
  });

/** slopes → gradients of the scores, in place: weight · (slope − the weighted mean of all slopes). */
export const attentionScoreGradients: Kernel = defineKernel({
  name: "attention score gradients",
  arrays: { weights: "in", slopes: "out" },
  sizes: { time: "u32", rows: "u32" },
  threads: TERMS,
  declarations: `var<workgroup> values: array<f32, ${TERMS}>;
var<workgroup> factors: array<f32, ${TERMS}>;
var<workgroup> shared_value: f32;`,
  body: `  let row = group.x;
  var sum = nothing();
${sumOverTime(
  "sizes.time",
  "values[lane] = slopes[t * sizes.rows + row]; factors[lane] = weights[t * sizes.rows + row];",
  "part = madd(factors[k], values[k], part);",
)}
  if (lane == 0u) { shared_value = sum; }
  workgroupBarrier();
  let mean = shared_value;
  for (var t = lane; t < sizes.time; t += ${TERMS}u) {
    let at = t * sizes.rows + row;
    slopes[at] = weights[at] * (slopes[at] - mean);
  }`,
});

/** context (R, C) = Σ_t weight · x, in blocks of steps. */
export const attentionContext = defineFlat({
  name: "attention context",
  arrays: { x: "in", weights: "in", context: "out" },
  sizes: { time: "u32", rows: "u32", features: "u32" },
  body: `  let row = index / sizes.features;
  var total = nothing();
  for (var block = 0u; block < sizes.time; block += ${TERMS}u) {
    var sum = nothing();
    for (var t = block; t < min(block + ${TERMS}u, sizes.time); t++) {
      sum = madd(weights[t * sizes.rows + row], x[t * sizes.count + index], sum);
    }
    total = select(total + sum, sum, block == 0u);
  }
  context[index] = total;`,
});

/** dx (T, R, C) = dscore · w + weight · dcontext. */
export const attentionInputGradient = defineFlat({
  name: "attention input gradient",
  arrays: { weights: "in", dScores: "in", dContext: "in", parameters: "in", dx: "out" },
  sizes: { rows: "u32", features: "u32", weight: "u32" },
  body: `  let step = index / sizes.features;
  let feature = index % sizes.features;
  let row = step % sizes.rows;
  let direct = opaque(weights[step] * dContext[row * sizes.features + feature]);
  dx[index] = madd(dScores[step], parameters[sizes.weight + feature], direct);`,
});
