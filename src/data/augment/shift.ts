/** The same series seen a little earlier or later. */
import type { Augmentation } from "./augmentation.ts";

/** Moves by a whole number of steps -steps … steps; the first or last value fills the steps that become free. One integer. */
export const shift: Augmentation<"shift"> = (series, { steps }, { channels, random }) => {
  const by = random.randint(-steps, steps + 1);
  const last = series.length / channels - 1;
  return series.map((_, i) => {
    const from = Math.min(Math.max(Math.floor(i / channels) - by, 0), last);
    return series[from * channels + (i % channels)]!;
  });
};
