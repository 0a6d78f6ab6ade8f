/** Axes of curves over epochs: losses, shares, the epochs themselves. Shared by the learning curves of one run and of many. */
import { type Axis, countAxis, type Extent, extentOf, isDrawable, niceAxis, safeDomain } from "./ticks.ts";

/** Beyond this ratio of greatest to least, a linear axis shows the small losses as zero. */
export const LOG_FROM = 100;

/** 10 to the power −300 is the least that still has a decade below it in float64. */
export function hasLogarithm(value: number): boolean {
  return isDrawable(value) && value > 1e-300;
}

/** From 0, unless that would flatten curves that stay far from it; one epoch is no curve. */
export function lossAxis(extent: Extent | undefined, epochs: number): Axis {
  const [low, high] = safeDomain(extent);
  const fromZero = low > 0 && (low < 0.5 * high || epochs === 1);
  return niceAxis([fromZero ? 0 : low, high], 5);
}

/** Shares of one: room around the data, but never past 0 or 1. */
export function shareAxis(extent: Extent | undefined, epochs: number): Axis {
  const areShares = extent === undefined || (extent[0] >= 0 && extent[1] <= 1);
  const axis = niceAxis(areShares && epochs === 1 ? [0, 1] : safeDomain(extent), 5);
  if (!areShares) return axis;
  const [low, high] = axis.domain;
  const domain: Extent = [Math.max(low, 0), Math.min(high, 1)];
  return { domain, ticks: axis.ticks.filter((tick) => tick.value >= domain[0] && tick.value <= domain[1]) };
}

/** From the first epoch to the last, with ticks at epochs only; a single one is in the middle. */
export function epochAxis(epochs: readonly number[], count: number): Axis {
  const [first = 0, last = 0] = [epochs[0], epochs.at(-1)];
  const isLone = epochs.length === 1 && Math.abs(first) < 1e9;
  const around: Extent = isLone ? [first - 1, first + 1] : safeDomain(extentOf(epochs));
  const { domain, ticks } = countAxis(around, first, count);
  return { domain, ticks: epochs.length === 0 ? [] : ticks.filter(({ value }) => value >= first && value <= last) };
}
