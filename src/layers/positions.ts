/**
 * Adds the step's number as sines and cosines, (B, T, C) → (B, T, C):
 *
 *   p[t, 2i] = sin(s t / 10000^(2i / C)),  p[t, 2i + 1] = cos(s t / 10000^(2i / C)),  s = timeScale
 *
 * Computed in TypeScript, once for each length; sine and cosine are our own, so that they have the same bits everywhere.
 * @see Vaswani et al. 2017, arXiv:1706.03762; with s = C / T it is tAPE (Foumani et al. 2023, arXiv:2305.16642)
 */
import { TidelabError } from "../errors/errors.ts";
import { cos, sin } from "../random/correctly-rounded.ts";
import { power } from "../random/power.ts";
import type { LayerType } from "./layer.ts";

export const positions: LayerType<"positions"> = {
  outputShape({ layer }, { time, features }, path) {
    if (time === undefined) throw new TidelabError("shape.needsTime", { layer }, path);
    return { time, features };
  },
  parameters: () => [],
  computed({ timeScale }, { time = 1, features }) {
    let table: Float32Array | undefined;
    return {
      forward({ rows, x, y }) {
        table ??= encode(time, features, timeScale);
        for (let at = 0, step = 0; step < time; step++) {
          for (let row = 0; row < rows; row++) {
            for (let c = step * features; c < (step + 1) * features; c++, at++) y[at] = x[at]! + table[c]!;
          }
        }
      },
      backward({ dy, dx }) {
        dx.set(dy);
      },
    };
  },
};

/** (T, C) */
function encode(time: number, features: number, timeScale: number): Float32Array {
  const table = new Float32Array(time * features);
  for (let c = 0; c < features; c += 2) {
    const rate = timeScale / power(10000, c / features);
    for (let t = 0; t < time; t++) {
      table[t * features + c] = sin(t * rate);
      if (c + 1 < features) table[t * features + c + 1] = cos(t * rate);
    }
  }
  return table;
}
