/** Loses spans of generated series and fills missing values: what a sensor that falls silent leaves behind. */
import type { NumpyRandom } from "../../random/numpy.ts";
import type { MissingSpec } from "../../spec/waves.ts";

/**
 * Draws spans and fills the steps in them by the spec's rule. Where nothing was observed at all, the series becomes 0.
 * @param values  (T) of one channel, changed in place
 * @param random  advanced, for each span, by one integer for its length (if that varies) and one for its first step
 */
export function loseSpans(values: Float64Array, spec: MissingSpec, random: Pick<NumpyRandom, "randint">): void {
  const { spans, length, fill } = spec;
  const [shortest, longest] = length;
  const isLost = new Uint8Array(values.length);
  for (let span = 0; span < spans; span++) {
    const steps = shortest < longest ? random.randint(shortest, longest + 1) : shortest;
    const start = random.randint(0, values.length - steps + 1);
    isLost.fill(1, start, start + steps);
  }
  fillLost(values, isLost, fill);
}

export type FillRule = MissingSpec["fill"];

/**
 * Fills values that are missing in a user's series.
 * @param values  (T, C) row-major, NaN where one is missing; changed in place
 * @returns how many were missing; undefined where a channel has no value at all, and nothing to fill it from
 */
export function fillMissing(values: Float32Array | Float64Array, channels: number, fill: FillRule): number | undefined {
  let count = 0;
  for (let c = 0; c < channels; c++) {
    const channel = Float64Array.from({ length: values.length / channels }, (_, t) => values[t * channels + c]!);
    const isLost = Uint8Array.from(channel, (value) => (Number.isNaN(value) ? 1 : 0));
    const lost = isLost.reduce((sum, one) => sum + one, 0);
    if (lost === 0) continue;
    if (lost === channel.length) return undefined;
    fillLost(channel, isLost, fill);
    for (const [t, value] of channel.entries()) values[t * channels + c] = value;
    count += lost;
  }
  return count;
}

function fillLost(values: Float64Array, isLost: Uint8Array, fill: FillRule): void {
  let before = -1;
  for (let t = 0; t < values.length; ) {
    if (!isLost[t]) {
      before = t++;
      continue;
    }
    let after = t;
    while (isLost[after]) after++;
    for (; t < after; t++) values[t] = fill === "zero" ? 0 : filled(values, t, before, after, fill);
  }
}

/** @param before  the last observed step, -1 when there is none; `after` the next one, or T */
function filled(values: Float64Array, t: number, before: number, after: number, fill: "previous" | "linear"): number {
  const previous = values[before];
  const next = values[after];
  if (previous === undefined) return next ?? 0;
  if (fill === "previous" || next === undefined) return previous;
  return ((next - previous) / (after - before)) * (t - before) + previous; // numpy.interp
}
