/** Series of unequal lengths, as kernels/lengths.ts. */
import { defineFlat } from "../kernel.ts";

/** The steps that a window over time leaves of each series. */
export const lengthsAfter = defineFlat({
  name: "lengths after",
  arrays: { lengths: "in u32", after: "out u32" },
  sizes: { padding: "i32", span: "i32", stride: "i32" },
  body: "  after[index] = u32(max(0, i32(lengths[index]) + sizes.padding - sizes.span) / sizes.stride + 1);",
});

/** x (T, R, C): `value` past the end of each series. */
export const fillPastEnd = defineFlat({
  name: "fill past end",
  arrays: { x: "out", lengths: "in u32" },
  sizes: { rows: "u32", features: "u32", value: "f32" },
  body: `  let step = index / sizes.features;
  if (step / sizes.rows >= lengths[step % sizes.rows]) { x[index] = sizes.value; }`,
});
