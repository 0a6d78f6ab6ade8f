/** Loses spans of a series and fills them: what a sensor that falls silent leaves behind. */
import type { NumpyRandom } from "../random/numpy.ts";
import type { MissingSpec } from "../spec/waves.ts";

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
