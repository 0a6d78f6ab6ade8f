/** Values moved, none changed, as kernels/transpose.ts and `copy_rows`. */
import { defineFlat } from "../kernel.ts";

/** y (B, A, N) from x (A, B, N): the two outer axes change places. */
export const swapOuter = defineFlat({
  name: "swap outer",
  arrays: { x: "in", y: "out" },
  sizes: { a: "u32", b: "u32", n: "u32" },
  body: `  let row = index / sizes.n;
  y[index] = x[((row % sizes.a) * sizes.b + row / sizes.a) * sizes.n + index % sizes.n];`,
});

/** y (C, R, T) from x (T, R, C): time becomes the features. */
export const swapTime = defineFlat({
  name: "swap time",
  arrays: { x: "in", y: "out" },
  sizes: { a: "u32", b: "u32", n: "u32" },
  body: `  let time = index % sizes.a;
  let row = (index / sizes.a) % sizes.b;
  y[index] = x[(time * sizes.b + row) * sizes.n + index / (sizes.a * sizes.b)];`,
});

/** Rows of n values, from rows `from` apart at `fromStart` to rows `to` apart at `toStart`. */
export const copyColumns = defineFlat({
  name: "copy columns",
  arrays: { x: "in", y: "out" },
  sizes: { n: "u32", fromStride: "u32", fromStart: "u32", toStride: "u32", toStart: "u32" },
  body: `  let row = index / sizes.n;
  let column = index % sizes.n;
  y[row * sizes.toStride + sizes.toStart + column] = x[row * sizes.fromStride + sizes.fromStart + column];`,
});
