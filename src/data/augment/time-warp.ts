/** The same series at a pace that changes: some parts slower, others faster, from the same first to the same last step. */
import { interpolate, linspace } from "../interpolate.ts";
import type { Augmentation } from "./augmentation.ts";

/**
 * Reads the series at times that run at `knots + 1` speeds in turn, each uniform in 1 ± strength, then stretched to end at the
 * last step. `knots + 1` uniform numbers.
 * @see Um et al. 2017, https://arxiv.org/abs/1706.00527 (smooth speeds there, piecewise constant ones here)
 */
export const timeWarp: Augmentation<"timeWarp"> = (series, { knots, strength }, { channels, random }) => {
  const last = series.length / channels - 1;
  const warped = [0];
  for (let knot = 0; knot <= knots; knot++) {
    warped.push(warped[knot]! + random.uniform(1 - strength, 1 + strength));
  }
  const total = warped.at(-1)!; // above 0: strength is below 1
  // Where step t lies among the knots, and how far the changing pace has come by then.
  const times = linspace(0, knots + 1, last + 1).map((at) => {
    const knot = Math.min(Math.floor(at), knots);
    const reached = warped[knot]! + (warped[knot + 1]! - warped[knot]!) * (at - knot);
    return Math.min((reached / total) * last, last);
  });
  return interpolate(series, channels, times);
};
