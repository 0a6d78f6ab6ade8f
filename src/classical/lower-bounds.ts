/**
 * Cheap lower bounds of the DTW distance: LB_Kim, from the ends of two series, and LB_Keogh, from the band that one of them sweeps over.
 * A bound never exceeds the distance but for rounding, which `SLACK` allows for.
 * @see Keogh and Ratanamahatana 2005, https://doi.org/10.1007/s10115-004-0154-9
 */
import type { Sequence } from "./dtw.ts";

/** What rounding may add to a sum of squares, relatively: far more than it can. */
export const SLACK = 1e-9;

/** The least and the largest value of a series within reach of each step; both (T, C). */
export interface Envelope {
  readonly lower: Float32Array;
  readonly upper: Float32Array;
}

/** @param radius  steps before and after that are within reach */
export function envelopeOf({ values, length }: Sequence, channels: number, radius: number): Envelope {
  const lower = new Float32Array(length * channels);
  const upper = new Float32Array(length * channels);
  for (let c = 0; c < channels; c++) {
    slide(values, length, channels, c, radius, lower, (a, b) => a <= b);
    slide(values, length, channels, c, radius, upper, (a, b) => a >= b);
  }
  return { lower, upper };
}

/** The best value in a window around each step, in one pass: candidates wait in a queue, best first. */
function slide(
  values: Float32Array,
  length: number,
  channels: number,
  channel: number,
  radius: number,
  out: Float32Array,
  isBetter: (a: number, b: number) => boolean,
): void {
  const queue = new Int32Array(length);
  let head = 0;
  let tail = 0;
  const at = (t: number) => values[t * channels + channel]!;
  for (let t = 0; t < length + radius; t++) {
    if (t < length) {
      while (tail > head && isBetter(at(t), at(queue[tail - 1]!))) tail--;
      queue[tail++] = t;
    }
    const centre = t - radius;
    if (centre < 0) continue;
    if (centre >= length) break;
    while (queue[head]! < centre - radius) head++;
    out[centre * channels + channel] = at(queue[head]!);
  }
}

/** The first steps of two series always meet, and the last ones do. */
export function lowerBoundKim(a: Sequence, b: Sequence, channels: number): number {
  let sum = 0;
  for (let c = 0; c < channels; c++) sum += (a.values[c]! - b.values[c]!) ** 2;
  if (a.length === 1 && b.length === 1) return sum;
  const [lastOfA, lastOfB] = [(a.length - 1) * channels, (b.length - 1) * channels];
  for (let c = 0; c < channels; c++) sum += (a.values[lastOfA + c]! - b.values[lastOfB + c]!) ** 2;
  return sum;
}

/**
 * Each step costs at least its distance from the envelope of the other series, which must be as long.
 * @param rest  (T + 1) what the steps from each one on cost at least, filled when given
 */
export function lowerBoundKeogh(
  { values, length }: Sequence,
  { lower, upper }: Envelope,
  channels: number,
  rest?: Float64Array,
): number {
  let sum = 0;
  if (rest !== undefined) rest[length] = 0;
  for (let i = length * channels - 1; i >= 0; i--) {
    const value = values[i]!;
    const beyond = value > upper[i]! ? value - upper[i]! : value < lower[i]! ? lower[i]! - value : 0;
    sum += beyond * beyond;
    if (rest !== undefined && i % channels === 0) rest[i / channels] = sum;
  }
  return sum;
}
