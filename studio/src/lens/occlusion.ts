/**
 * What an answer rests on, for models that have no attention to look at: how much weaker it is when some steps are replaced by the series' mean.
 * The model is only asked.
 */

/** A window is a twentieth of the series. */
const SHARE = 20;

/**
 * @param values    (T, C) as the model reads it
 * @param logitsOf  of N series, (N, T, C); (N, K)
 * @returns (T) by how much the lead of its class over the next one, in logits, falls when the steps around are set to the mean of their channel;
 *          the mean over the windows that hold a step. Negative where the answer becomes stronger
 */
export async function occlusionOf(
  values: Float32Array,
  channels: number,
  classes: number,
  logitsOf: (values: Float32Array) => Promise<Float32Array>,
): Promise<Float32Array<ArrayBuffer>> {
  const steps = values.length / channels;
  const width = Math.max(1, Math.round(steps / SHARE));
  const stride = Math.max(1, Math.ceil(width / 2));
  const starts: number[] = [];
  for (let start = 0; start < steps - width; start += stride) starts.push(start);
  starts.push(steps - width);
  const means = Array.from({ length: channels }, (_, channel) => {
    let sum = 0;
    for (let step = 0; step < steps; step++) sum += values[step * channels + channel]!;
    return sum / steps;
  });
  // The series itself first, then one for each window.
  const all = new Float32Array((starts.length + 1) * values.length);
  for (let row = 0; row <= starts.length; row++) all.set(values, row * values.length);
  for (const [index, start] of starts.entries()) {
    for (let step = start; step < start + width; step++) {
      for (let channel = 0; channel < channels; channel++) {
        all[(index + 1) * values.length + step * channels + channel] = means[channel]!;
      }
    }
  }
  const logits = await logitsOf(all);
  const own = logits.subarray(0, classes);
  const label = own.indexOf(Math.max(...own));
  const leadOf = (row: number) => {
    const some = logits.subarray(row * classes, (row + 1) * classes);
    const others = Math.max(...some.filter((_, index) => index !== label));
    return some[label]! - others;
  };
  const lead = leadOf(0);
  const sums = new Float64Array(steps);
  const counts = new Float64Array(steps);
  for (const [index, start] of starts.entries()) {
    const drop = lead - leadOf(index + 1);
    for (let step = start; step < start + width; step++) {
      sums[step]! += drop;
      counts[step]!++;
    }
  }
  return Float32Array.from(sums, (sum, step) => sum / counts[step]!);
}

/** Occlusion as shares of a ribbon, which sum to 1; none where nothing weakens the answer. */
export function ribbonShares(drops: ArrayLike<number>): Float32Array {
  const positive = Float32Array.from(drops, (drop) => Math.max(0, drop));
  const sum = positive.reduce((all, drop) => all + drop, 0);
  return sum > 0 ? positive.map((drop) => drop / sum) : positive;
}
