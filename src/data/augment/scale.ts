/** A sensor that reads too high or too low: one factor for the whole of each channel. */
import type { Augmentation } from "./augmentation.ts";

/** x · N(1, sigma), C normals. @see Um et al. 2017, https://arxiv.org/abs/1706.00527 */
export const scale: Augmentation<"scale"> = (series, { sigma }, { channels, random }) => {
  const factors = Array.from({ length: channels }, () => random.normal(1, sigma));
  return series.map((value, i) => value * factors[i % channels]!);
};
