/**
 * The lab's data set: one period of a sine or a square wave under normal noise, made exactly as its notebook makes it.
 * Not a split (see `split.ts`), which goes on with the same random stream.
 */
import { TidelabError } from "../errors.ts";
import { sin } from "../random/correctly-rounded.ts";
import type { NumpyRandom } from "../random/numpy.ts";
import type { TimeSeriesDataset } from "./dataset.ts";

export interface WavesOptions {
  /** number of series of all kinds together, at least one of each; what is left over by equal shares is not made */
  samples?: number;
  /** time steps of a series */
  length?: number;
  /** standard deviation of the noise; the waves have amplitude 1 */
  noise?: number;
}

export interface Waves {
  /** (N, T, 1), classes in turn: sine, square, sine, … */
  dataset: TimeSeriesDataset;
  /** the largest magnitude before scaling (float32); every value was divided by it */
  scale: number;
}

/** One kind a class, in the order of the labels; `at` is its value at an angle 0 … 2π. A round makes one series of each. */
const kinds = [
  { name: "sine", at: sin },
  { name: "square", at: (angle: number) => Math.sign(sin(angle)) },
] as const;

/**
 * Sine and square waves as `build_dataset` of the lab's notebook makes them, bit for bit: a row draws its `length`
 * normals before the next row does; values become float32, then all are divided by the largest magnitude.
 * @param random  advanced by samples · length normals; NumPy's seed 7 is the lab's
 * @throws TidelabError for options that make no series, and when nothing or infinity would be divided by
 */
export function waves(
  { samples = 1200, length = 200, noise = 0.15 }: WavesOptions,
  random: Pick<NumpyRandom, "normal">,
): Waves {
  if (!Number.isInteger(samples) || samples < kinds.length) {
    throw new TidelabError("data.wavesSamples", { least: kinds.length, received: samples }, "samples");
  }
  if (!Number.isInteger(length) || length < 1)
    throw new TidelabError("data.wavesLength", { received: length }, "length");
  if (!Number.isFinite(noise) || noise < 0) throw new TidelabError("data.wavesNoise", { received: noise }, "noise");

  const angles = linspace(0, 2 * Math.PI, length);
  const bases = kinds.map((kind) => angles.map(kind.at));
  const count = Math.floor(samples / kinds.length) * kinds.length;
  const values = new Float32Array(count * length);
  const labels = Int32Array.from({ length: count }, (_, row) => row % kinds.length);
  let scale = 0;
  let at = 0;
  for (const label of labels) {
    for (const base of bases[label]!) {
      const value = Math.fround(base + random.normal(0, noise));
      values[at++] = value;
      scale = Math.max(scale, Math.abs(value));
    }
  }
  // NumPy warns and goes on with NaN here, which training would only meet as a loss that is not a number.
  if (scale === 0 || scale === Number.POSITIVE_INFINITY) {
    throw new TidelabError("data.wavesScale", { largest: scale, length, noise });
  }
  for (let i = 0; i < values.length; i++) values[i]! /= scale;

  const classNames = kinds.map((kind) => kind.name);
  return { dataset: { values, labels, count, length, channels: 1, classNames }, scale };
}

/** `numpy.linspace`: `count` points from `start` to `stop`, both included; one point is `start`. */
function linspace(start: number, stop: number, count: number): number[] {
  const step = (stop - start) / (count - 1);
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return start; // also where the step of a single point is infinite
    return i === count - 1 ? stop : i * step + start;
  });
}
