/** Makes series longer by steps that a model takes for data like any other. */
import { TidelabError } from "../../errors/errors.ts";
import type { Transform } from "./transform.ts";

/**
 * (T, C) → (length, C): steps of `value`, or of the first or last value of each channel (`edge`), before or behind the
 * series, as `numpy.pad`.
 * @throws TidelabError `transform.pad` for a series longer than `length`
 */
export const pad: Transform<"pad"> = {
  apply(series, { length, side, mode, value }, { channels, path }) {
    const steps = series.length / channels;
    if (steps > length) throw new TidelabError("transform.pad", { length, received: steps }, `${path}.length`);
    const out = new Float32Array(length * channels).fill(value);
    const start = side === "left" ? length - steps : 0;
    out.set(series, start * channels);
    if (mode === "constant") return out;
    const edge = side === "left" ? series.subarray(0, channels) : series.subarray(-channels);
    for (let t = 0; t < length; t++) {
      if (t < start || t >= start + steps) out.set(edge, t * channels);
    }
    return out;
  },
};
