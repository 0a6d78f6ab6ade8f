/** Pooling in windows over time, as kernels/pool1d.ts: a step is `width` = R·C values. */
import { defineFlat } from "../kernel.ts";

const SIZES = { time: "i32", width: "u32", kernel: "i32", stride: "i32", padding: "i32" } as const;

/** Time steps of a window that exist: `first` … `last`. */
const WINDOW = `  let place = index % sizes.width;
  let start = i32(index / sizes.width) * sizes.stride - sizes.padding;
  let first = max(0, start);
  let last = min(sizes.time, start + sizes.kernel) - 1;`;

/** Outputs whose windows reach a time step: `first` … `last`. */
const REACHING = `  let place = index % sizes.width;
  let time = i32(index / sizes.width);
  let first = max(0, (time + sizes.padding - sizes.kernel + sizes.stride) / sizes.stride);
  let last = min(sizes.outputs - 1, (time + sizes.padding) / sizes.stride);`;

/** The maximum of each window and its step. The first maximum wins, a NaN beats everything. */
export const maxPool = defineFlat({
  name: "max pool",
  arrays: { x: "in", y: "out", steps: "out u32" },
  sizes: SIZES,
  body: `${WINDOW}
  var best = x[u32(first) * sizes.width + place];
  var step = first;
  for (var t = first + 1; t <= last; t++) {
    let v = x[u32(t) * sizes.width + place];
    if (v > best || v != v) {
      best = v;
      step = t;
    }
  }
  y[index] = best;
  steps[index] = u32(step);`,
});

export const maxPoolBackward = defineFlat({
  name: "max pool backward",
  arrays: { dy: "in", steps: "in u32", dx: "out" },
  sizes: { ...SIZES, outputs: "i32" },
  body: `${REACHING}
  var sum = nothing();
  for (var o = first; o <= last; o++) {
    let at = u32(o) * sizes.width + place;
    sum += select(0.0, dy[at], steps[at] == u32(time));
  }
  dx[index] = sum;`,
});

/** The average of each window, the zeros of the padding counted in. */
export const avgPool = defineFlat({
  name: "avg pool",
  arrays: { x: "in", y: "out" },
  sizes: SIZES,
  body: `${WINDOW}
  var sum = x[u32(first) * sizes.width + place];
  for (var t = first + 1; t <= last; t++) { sum += x[u32(t) * sizes.width + place]; }
  y[index] = divide(sum, f32(sizes.kernel));`,
});

export const avgPoolBackward = defineFlat({
  name: "avg pool backward",
  arrays: { dy: "in", dx: "out" },
  sizes: { ...SIZES, outputs: "i32" },
  body: `${REACHING}
  var sum = nothing();
  for (var o = first; o <= last; o++) { sum += dy[u32(o) * sizes.width + place]; }
  dx[index] = divide(sum, f32(sizes.kernel));`,
});
