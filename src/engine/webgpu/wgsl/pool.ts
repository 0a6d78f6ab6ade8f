/** Pooling over time that only moves values, as kernels/pool1d.ts. Time is the outermost axis: a step is `width` values. */
import { defineFlat } from "../kernel.ts";

/** dx (t, width) of the last step: zeros but there. */
export const lastStepBackward = defineFlat({
  name: "last step backward",
  arrays: { dy: "in", dx: "out" },
  sizes: { time: "u32", width: "u32" },
  body: `  let step = index / sizes.width;
  dx[index] = select(0.0, dy[index % sizes.width], step + 1u == sizes.time);`,
});

/** dx (t, R, C) of the final states: the first half of the features from the last step, the second from the first. */
export const finalStateBackward = defineFlat({
  name: "final state backward",
  arrays: { dy: "in", dx: "out" },
  sizes: { time: "u32", width: "u32", features: "u32" },
  body: `  let step = index / sizes.width;
  let isReverse = index % sizes.features >= sizes.features / 2u;
  dx[index] = select(0.0, dy[index % sizes.width], select(step + 1u == sizes.time, step == 0u, isReverse));`,
});

/** The maximum over time and its step. The first maximum wins, a NaN beats everything. */
export const globalMaxPool = defineFlat({
  name: "global max pool",
  arrays: { x: "in", y: "out", steps: "out u32" },
  sizes: { time: "u32" },
  body: `  var best = x[index];
  var step = 0u;
  for (var t = 1u; t < sizes.time; t++) {
    let v = x[t * sizes.count + index];
    if (v > best || v != v) {
      best = v;
      step = t;
    }
  }
  y[index] = best;
  steps[index] = step;`,
});

export const globalMaxPoolBackward = defineFlat({
  name: "global max pool backward",
  arrays: { dy: "in", steps: "in u32", dx: "out" },
  sizes: { width: "u32" },
  body: `  let place = index % sizes.width;
  dx[index] = select(0.0, dy[place], steps[place] == index / sizes.width);`,
});
