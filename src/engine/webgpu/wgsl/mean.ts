/** Means over time, as kernels/pool1d.ts and lengths.ts: summed in float64, step after step. */
import { defineFlat, type Kernel } from "../kernel.ts";
import { DOUBLE } from "./double.ts";

/** x (T, R, C) → y (R, C). */
export const globalMean = (uneven: boolean): Kernel =>
  defineFlat({
    name: `global mean ${uneven}`,
    arrays: { x: "in", y: "out", ...(uneven && { lengths: "in u32" }) },
    sizes: { time: "u32", features: "u32" },
    declarations: DOUBLE,
    body: `  let steps = ${uneven ? "lengths[index / sizes.features]" : "sizes.time"};
  var sum = d_none();
  for (var t = 0u; t < steps; t++) { sum = d_add(sum, d_of(x[t * sizes.count + index])); }
  y[index] = d_single(d_divide(sum, d_count(steps)));`,
  });

/** dx (T, R, C) from dy (R, C). */
export const globalMeanBackward = (uneven: boolean): Kernel =>
  defineFlat({
    name: `global mean backward ${uneven}`,
    arrays: { dy: "in", dx: "out", ...(uneven && { lengths: "in u32" }) },
    sizes: { time: "u32", width: "u32", features: "u32" },
    body: `  let place = index % sizes.width;
  let steps = ${uneven ? "lengths[place / sizes.features]" : "sizes.time"};
  dx[index] = select(0.0, divide(dy[place], f32(steps)), index / sizes.width < steps);`,
  });
