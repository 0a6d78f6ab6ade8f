/** A part of the series, stretched to its whole length. */
import { interpolate, linspace } from "../interpolate.ts";
import type { Augmentation } from "./augmentation.ts";

/**
 * Takes `share` of the steps (rounded down, at least 1) from anywhere and reads them at T even times. One integer.
 * @see Le Guennec et al. 2016, https://shs.hal.science/halshs-01357973
 */
export const windowSlice: Augmentation<"windowSlice"> = (series, { share }, { channels, random }) => {
  const steps = series.length / channels;
  const taken = Math.max(1, Math.floor(steps * share));
  const start = random.randint(0, steps - taken + 1);
  return interpolate(series, channels, linspace(start, start + taken - 1, steps));
};
