/**
 * From data to axis: domains that survive any numbers, round ticks, and their labels. Draws nothing (see `axes.ts`).
 */
import { scaleLinear } from "d3-scale";

export type Extent = readonly [low: number, high: number];

/** Whether a value has a place on an axis. Past 1e300 differences overflow, so such values count as not finite. */
export function isDrawable(value: number): boolean {
  return Math.abs(value) <= 1e300;
}

/** Least and greatest drawable value, or `undefined` when there is none. */
export function extentOf(values: Iterable<number>): Extent | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!isDrawable(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : undefined;
}

/**
 * A domain that a linear axis can show: never empty, and wide enough for its ticks to differ. What varies by less than
 * a millionth of itself (float32 has no more digits) is shown as constant, mid-axis.
 */
export function safeDomain(extent: Extent | undefined): Extent {
  if (extent === undefined) return [0, 1];
  const [low, high] = extent;
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size < 1e-280) return [-1, 1];
  if (high - low > 1e-6 * size) return extent;
  return [low - 0.1 * size, high + 0.1 * size];
}

export interface Tick {
  value: number;
  label: string;
  /** raised behind the label */
  exponent?: string;
}

export interface Axis {
  domain: Extent;
  ticks: readonly Tick[];
}

/** Round ticks, and the domain widened to the outermost of them. */
export function niceAxis(domain: Extent, count: number): Axis {
  const scale = scaleLinear().domain(domain).nice(count);
  const [low = 0, high = 1] = scale.domain();
  return { domain: [low, high], ticks: labelTicks(scale.ticks(count)) };
}

/** A little room around the data, so that no line runs along the edge of its panel. */
export function padDomain([low, high]: Extent): Extent {
  const room = 0.05 * (high - low);
  return [low - room, high + room];
}

/** Round ticks within the domain as it is. */
export function tightAxis(domain: Extent, count: number): Axis {
  return { domain, ticks: labelTicks(scaleLinear().domain(domain).ticks(count)) };
}

/** An axis of whole numbers (epochs, time steps) that labels its first one too, if there is room. */
export function countAxis(domain: Extent, first: number, count: number): Axis {
  const [low, high] = domain;
  let values = scaleLinear()
    .domain(domain)
    .ticks(count)
    .filter((value) => Number.isInteger(value) && value >= first);
  const next = values[0];
  if (Number.isInteger(first) && first !== next) {
    // Closer than half the usual distance the two labels would crowd.
    const room = (high - low) / Math.max(count, 2) / 2;
    if (next === undefined || next - first >= room) values = [first, ...values];
  }
  return { domain, ticks: labelTicks(values, 1e9) };
}

/** Whole decades that hold the extent, which must be positive; labels at most about `count` of them. */
export function decadeAxis([low, high]: Extent, count: number): Axis {
  const from = Math.floor(Math.log10(low));
  const to = Math.max(Math.ceil(Math.log10(high)), from + 1);
  const every = Math.ceil((to - from) / count);
  const ticks: Tick[] = [];
  for (let power = to; power >= from; power -= every) {
    ticks.unshift({ value: 10 ** power, label: "10", exponent: signed(String(power)) });
  }
  return { domain: [10 ** from, 10 ** to], ticks };
}

/** With a real minus sign, as wide as a digit. */
function signed(text: string): string {
  return text.replace("-", "−");
}

/** Labels with just the decimals the ticks need; those from `plainBelow` on, and very small ones, as multiples of a power of ten. */
function labelTicks(values: readonly number[], plainBelow = 1e5): Tick[] {
  const [first = 0, second] = values;
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return values.map((value) => ({ value, label: "0" }));
  const step = second === undefined ? Math.abs(first) : Math.abs(second - first);
  // Ticks come in steps of 1, 2 or 5 times a power of ten; the small addend outweighs rounding below that power.
  const stepPower = Math.floor(Math.log10(step) + 1e-6);
  const power = Math.floor(Math.log10(largest) + 1e-6);
  if (largest < plainBelow && stepPower >= -4) {
    const decimals = second === undefined ? decimalsOf(first) : Math.max(0, -stepPower);
    return values.map((value) => ({ value, label: signed(zero(value, step).toFixed(decimals)) }));
  }
  const decimals = Math.min(Math.max(0, power - stepPower), 9);
  return values.map((value) => {
    if (zero(value, step) === 0) return { value, label: "0" };
    return { value, label: `${signed((value / 10 ** power).toFixed(decimals))}×10`, exponent: signed(String(power)) };
  });
}

/** Rounding leaves ticks such as 1e-17 where 0 is meant, which would print as −0. */
function zero(value: number, step: number): number {
  return Math.abs(value) < step * 1e-6 ? 0 : value;
}

/** Of a lone tick: as many as it has, up to 4. */
function decimalsOf(value: number): number {
  return Math.min((String(value).split(".")[1] ?? "").length, 4);
}
