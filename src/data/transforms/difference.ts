/** Changes from step to step, which take a trend out of a series. */
import { TidelabError } from "../../errors/errors.ts";
import type { Transform } from "./transform.ts";

/**
 * (T, C) → (T - order, C): `numpy.diff(x, order, axis=0)`, each order rounded to float32.
 * @throws TidelabError `transform.tooShort` for series of `order` steps or fewer
 */
export const difference: Transform<"difference"> = {
  apply(series, { order }, { channels, path }) {
    const steps = series.length / channels;
    if (steps <= order) throw new TidelabError("transform.tooShort", { needs: order + 1, received: steps }, path);
    let out = series;
    for (let pass = 0; pass < order; pass++) {
      const before = out;
      out = Float32Array.from({ length: before.length - channels }, (_, i) => before[i + channels]! - before[i]!);
    }
    return out;
  },
};
