/** Pooling over time that only moves values, as kernels/pool1d.ts. Time is the outermost axis: a step is `width` values. */
import { type ArrayUse, defineFlat } from "../kernel.ts";

/** The step that is the last of a series; `place` is its index in a step. */
const END = (uneven: boolean, features: string) => (uneven ? `lengths[place / ${features}] - 1u` : "sizes.time - 1u");
const LENGTHS = (uneven: boolean): Record<string, ArrayUse> => (uneven ? { lengths: "in u32" } : {});

/** The last step of each series. */
export const lastStep = (uneven: boolean) =>
  defineFlat({
    name: `last step ${uneven}`,
    arrays: { x: "in", y: "out", ...LENGTHS(uneven) },
    sizes: { time: "u32", features: "u32" },
    body: `  let place = index;
  y[index] = x[(${END(uneven, "sizes.features")}) * sizes.count + index];`,
  });

/** dx (T, R, C) of the last step: zeros but there. */
export const lastStepBackward = (uneven: boolean) =>
  defineFlat({
    name: `last step backward ${uneven}`,
    arrays: { dy: "in", dx: "out", ...LENGTHS(uneven) },
    sizes: { time: "u32", width: "u32", features: "u32" },
    body: `  let place = index % sizes.width;
  dx[index] = select(0.0, dy[place], index / sizes.width == ${END(uneven, "sizes.features")});`,
  });

/** The final states: the first half of the features of the last step, the second of the first. */
export const finalStates = (uneven: boolean) =>
  defineFlat({
    name: `final states ${uneven}`,
    arrays: { x: "in", y: "out", ...LENGTHS(uneven) },
    sizes: { time: "u32", features: "u32" },
    body: `  let place = index;
  let isReverse = index % sizes.features >= sizes.features / 2u;
  y[index] = x[select(${END(uneven, "sizes.features")}, 0u, isReverse) * sizes.count + index];`,
  });

/** dx (T, R, C) of the final states. */
export const finalStatesBackward = (uneven: boolean) =>
  defineFlat({
    name: `final states backward ${uneven}`,
    arrays: { dy: "in", dx: "out", ...LENGTHS(uneven) },
    sizes: { time: "u32", width: "u32", features: "u32" },
    body: `  let place = index % sizes.width;
  let isReverse = index % sizes.features >= sizes.features / 2u;
  let own = select(${END(uneven, "sizes.features")}, 0u, isReverse);
  dx[index] = select(0.0, dy[place], index / sizes.width == own);`,
  });

/** The maximum over time and its step. The first maximum wins, a NaN beats everything. */
export const globalMaxPool = (uneven: boolean) =>
  defineFlat({
    name: `global max pool ${uneven}`,
    arrays: { x: "in", y: "out", steps: "out u32", ...LENGTHS(uneven) },
    sizes: { time: "u32", features: "u32" },
    body: `  let place = index;
  var best = x[index];
  var step = 0u;
  for (var t = 1u; t <= ${END(uneven, "sizes.features")}; t++) {
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
