/** One value in, one value out, as kernels/elementwise.ts and kernels/dropout.ts. */
import { defineFlat } from "../kernel.ts";

/** y = f(x). */
function map(name: string, expression: string) {
  return defineFlat({
    name,
    arrays: { x: "in", y: "out" },
    sizes: {},
    body: `  let v = x[index];
  y[index] = ${expression};`,
  });
}

/** dx = dy · f′, which follows from y. */
function mapBackward(name: string, expression: string) {
  return defineFlat({
    name,
    arrays: { y: "in", dy: "in", dx: "out" },
    sizes: {},
    body: `  let v = y[index];
  let d = dy[index];
  dx[index] = ${expression};`,
  });
}

export const relu = map("relu", "select(v, 0.0, v < 0.0)");
export const reluBackward = mapBackward("relu backward", "select(0.0, d, v > 0.0)");
export const tanh = map("tanh", "tanh_of(v)");
export const tanhBackward = mapBackward("tanh backward", "d * (1.0 - opaque(v * v))");
export const sigmoid = map("sigmoid", "sigmoid_of(v)");
export const sigmoidBackward = mapBackward("sigmoid backward", "d * (v * (1.0 - v))");

export const copy = map("copy", "v");

/** Activations whose slope follows from the input, as kernels/activations.ts: dx = dy · f′(x). */
function fromInput(name: string, forward: string, slope: string, options: readonly string[] = []) {
  const sizes = Object.fromEntries(options.map((option) => [option, "f32" as const]));
  return {
    forward: defineFlat({
      name,
      arrays: { x: "in", y: "out" },
      sizes,
      body: `  let v = x[index];
  y[index] = ${forward};`,
    }),
    backward: defineFlat({
      name: `${name} backward`,
      arrays: { x: "in", dy: "in", dx: "out" },
      sizes,
      body: `  let v = x[index];
  let d = dy[index];
  dx[index] = ${slope};`,
    }),
  };
}

export const leakyRelu = fromInput(
  "leaky relu",
  "select(v * sizes.slope, v, v > 0.0)",
  "select(d * sizes.slope, d, v > 0.0)",
  ["slope"],
);
export const elu = fromInput(
  "elu",
  "select(expm1_of(v) * opaque(sizes.scale * sizes.alpha), v * sizes.scale, v > 0.0)",
  "d * select(exp_of(v) * opaque(sizes.scale * sizes.alpha), sizes.scale, v > 0.0)",
  ["alpha", "scale"],
);
export const silu = fromInput(
  "silu",
  "v * sigmoid_of(v)",
  "d * madd(v * sigmoid_of(v), 1.0 - sigmoid_of(v), sigmoid_of(v))",
);

/** y = a ∘ b. */
function pair(name: string, expression: string) {
  return defineFlat({
    name,
    arrays: { a: "in", b: "in", y: "out" },
    sizes: {},
    body: `  y[index] = ${expression};`,
  });
}

export const add = pair("add", "a[index] + b[index]");
export const multiply = pair("multiply", "a[index] * b[index]");

/** Columns in the order of the bits of a mask over (T, B, C), as `storage-order.ts` numbers the orders. */
const BIT = [
  "(time * sizes.batchRows + row) * sizes.features + feature",
  "(row * sizes.time + time) * sizes.features + feature",
  "(row * sizes.features + feature) * sizes.time + time",
];

/** x (T, R, C) → y, kept values times `scale`: rows rowOffset … of a batch whose mask has a bit for each value. */
export const dropout = BIT.map((bit, order) =>
  defineFlat({
    name: `dropout ${order}`,
    arrays: { x: "in", y: "out", mask: "in u32" },
    sizes: { time: "u32", rows: "u32", features: "u32", batchRows: "u32", rowOffset: "u32", scale: "f32" },
    // Of a whole batch in the order of its values, the bits have that order: no division.
    body: `  var bit = index;
  if (${order === 0 ? "sizes.batchRows != sizes.rows" : "true"}) {
    let feature = index % sizes.features;
    let step = index / sizes.features;
    let time = step / sizes.rows;
    let row = step % sizes.rows + sizes.rowOffset;
    bit = ${bit};
  }
  y[index] = x[index] * select(0.0, sizes.scale, ((mask[bit / 32u] >> (bit % 32u)) & 1u) == 1u);`,
  }),
);
