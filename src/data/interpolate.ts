/** Evenly spaced points and values between values, with NumPy's arithmetic. Single channels only. */

/** `numpy.linspace`: `count` points from `start` to `stop`, both included; one point is `start`. */
export function linspace(start: number, stop: number, count: number): number[] {
  const step = (stop - start) / (count - 1);
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return start; // also where the step of a single point is infinite
    return i === count - 1 ? stop : i * step + start;
  });
}

/**
 * A series read at other times, linearly between its steps: `numpy.interp(times, arange(T), values)` of each channel.
 * @param values  (T, C)
 * @param times   in steps, 0 … T - 1
 * @returns  (times.length, C)
 */
export function interpolate(values: Float32Array, channels: number, times: ArrayLike<number>): Float32Array {
  const last = values.length / channels - 1;
  const out = new Float32Array(times.length * channels);
  for (let i = 0; i < times.length; i++) {
    const time = times[i]!;
    const step = Math.min(Math.floor(time), last);
    const next = Math.min(step + 1, last);
    for (let c = 0; c < channels; c++) {
      const from = values[step * channels + c]!;
      const to = values[next * channels + c]!;
      out[i * channels + c] = (to - from) * (time - step) + from;
    }
  }
  return out;
}
