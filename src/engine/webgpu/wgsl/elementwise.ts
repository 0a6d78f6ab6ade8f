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
    body: `  let feature = index % sizes.features;
  let step = index / sizes.features;
  let time = step / sizes.rows;
  let row = step % sizes.rows + sizes.rowOffset;
  let bit = ${bit};
  y[index] = x[index] * select(0.0, sizes.scale, ((mask[bit / 32u] >> (bit % 32u)) & 1u) == 1u);`,
  }),
);
