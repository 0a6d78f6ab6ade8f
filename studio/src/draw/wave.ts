/** Series that are drawn by hand: lines between points, ready-made waves, and what changes a series as a whole. (T, C), row-major, everywhere. */

/** A channel of a series. */
export interface Place {
  readonly channel: number;
  readonly channels: number;
}

/** Where a pen is: a step, which may lie between two, and a value. */
export interface PenPoint {
  readonly step: number;
  readonly value: number;
}

/** A copy with a straight line from one point to another; the steps that the pen passed get its values. */
export function withLine(
  series: Float32Array,
  from: PenPoint,
  to: PenPoint,
  { channel, channels }: Place,
): Float32Array<ArrayBuffer> {
  const drawn = new Float32Array(series);
  const steps = series.length / channels;
  const [first, last] = from.step <= to.step ? [from, to] : [to, from];
  const [low, high] = [Math.max(0, Math.round(first.step)), Math.min(steps - 1, Math.round(last.step))];
  const span = last.step - first.step;
  for (let step = low; step <= high; step++) {
    const share = span > 0 ? Math.min(1, Math.max(0, (step - first.step) / span)) : 1;
    // A pen that moves straight up or down leaves where it is now.
    const value = span > 0 ? first.value + share * (last.value - first.value) : to.value;
    drawn[step * channels + channel] = value;
  }
  return drawn;
}

/** A copy whose channel is a function of the share of the time that has passed. */
function withShape(series: Float32Array, shape: (share: number) => number, { channel, channels }: Place) {
  const made = new Float32Array(series);
  const steps = series.length / channels;
  for (let step = 0; step < steps; step++) {
    made[step * channels + channel] = shape(steps > 1 ? step / (steps - 1) : 0);
  }
  return made;
}

/** Middle and height of a wave within a range. */
function within([low, high]: readonly [number, number]): { middle: number; height: number } {
  return { middle: (low + high) / 2, height: 0.7 * ((high - low) / 2) };
}

/** One period of a sine. */
export function withSine(series: Float32Array, range: readonly [number, number], place: Place) {
  const { middle, height } = within(range);
  return withShape(series, (share) => middle + height * Math.sin(2 * Math.PI * share), place);
}

/** One period of a square wave, high first. */
export function withSquare(series: Float32Array, range: readonly [number, number], place: Place) {
  const { middle, height } = within(range);
  return withShape(series, (share) => middle + (share < 0.5 ? height : -height), place);
}

/** Normal noise, with a twentieth of the range as its deviation. @param random  uniform in [0, 1) */
export function withNoise(
  series: Float32Array,
  [low, high]: readonly [number, number],
  { channel, channels }: Place,
  random: () => number = Math.random,
) {
  const noisy = new Float32Array(series);
  const deviation = (high - low) / 20;
  for (let at = channel; at < noisy.length; at += channels) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    noisy[at] = noisy[at]! + deviation * normal;
  }
  return noisy;
}

/** Each value becomes the mean of five, of fewer at the ends. */
export function withoutJitter(series: Float32Array, { channel, channels }: Place) {
  const smooth = new Float32Array(series);
  const steps = series.length / channels;
  for (let step = 0; step < steps; step++) {
    const [from, to] = [Math.max(0, step - 2), Math.min(steps - 1, step + 2)];
    let sum = 0;
    for (let near = from; near <= to; near++) sum += series[near * channels + channel]!;
    smooth[step * channels + channel] = sum / (to - from + 1);
  }
  return smooth;
}

/**
 * A table that `tidelab predict --input` reads as these very numbers: float32 values in their shortest decimal form.
 * One channel a row of columns, several in the long layout.
 */
export function seriesCsv(series: Float32Array, channels: number, id: string): string {
  const steps = series.length / channels;
  if (channels === 1) {
    const names = Array.from({ length: steps }, (_, step) => `t${step}`);
    return `id,${names.join(",")}\n${id},${Array.from(series, String).join(",")}\n`;
  }
  const names = Array.from({ length: channels }, (_, channel) => `channel${channel}`);
  const rows = Array.from({ length: steps }, (_, step) => {
    const values = Array.from(series.subarray(step * channels, (step + 1) * channels), String);
    return `${id},${step},${values.join(",")}\n`;
  });
  return `series,time,${names.join(",")}\n${rows.join("")}`;
}
