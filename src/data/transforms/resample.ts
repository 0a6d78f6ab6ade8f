/** Brings series to a number of steps by stretching or shrinking time. No filter: shrinking may alias. */
import { interpolate, linspace } from "../interpolate.ts";
import type { Transform } from "./transform.ts";

/** (T, C) → (length, C), linear between the steps: `numpy.interp(linspace(0, T - 1, length), arange(T), x)`. */
export const resample: Transform<"resample"> = {
  apply: (series, { length }, { channels }) =>
    interpolate(series, channels, linspace(0, series.length / channels - 1, length)),
};
