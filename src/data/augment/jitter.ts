/** Noise of a sensor: a separate normal number is added to every value. */
import type { Augmentation } from "./augmentation.ts";

/** x + N(0, sigma), T · C normals. @see Um et al. 2017, https://arxiv.org/abs/1706.00527 */
export const jitter: Augmentation<"jitter"> = (series, { sigma }, { random }) =>
  series.map((value) => value + random.normal(0, sigma));
