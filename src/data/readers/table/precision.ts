/**
 * Whether float32 can hold what a channel says. Milliseconds since 1970, or the number of a customer, are so large that float32 has
 * one value for many of them: such a channel is no measurement, and is refused rather than rounded.
 */
import { TidelabError } from "../../../errors/errors.ts";
import { brief } from "./values.ts";

/** Whole numbers up to here are exact in float32. */
const EXACT = 2 ** 24;
/** What is larger is no time and no number of anything. */
const LARGEST = 2 ** 64;
/** Values of float32 between the smallest and the largest of a series; fewer are too coarse for what is measured. */
const FEWEST_VALUES = 1024;

export class Precision {
  /** Whether each channel was too coarse in all series so far; undefined before the first. */
  #areCoarse: boolean[] | undefined;
  #isDone = false;

  /** @param values  (T, C) */
  add(values: Float32Array | Float64Array, channels: number): void {
    if (this.#isDone || values.length < 2 * channels) return;
    this.#areCoarse ??= new Array<boolean>(channels).fill(true);
    for (let c = 0; c < channels; c++) this.#areCoarse[c] &&= isCoarse(values, c, channels);
    this.#isDone = !this.#areCoarse.includes(true);
  }

  /**
   * @param nameOf  of a channel, where it has one
   * @throws TidelabError `reader.precision` for a channel that is too coarse in all series
   */
  check(nameOf: (channel: number) => string | undefined, path: string): void {
    const channel = this.#areCoarse?.indexOf(true) ?? -1;
    if (channel === -1) return;
    const name = nameOf(channel);
    const params = { name: name === undefined ? undefined : brief(name), channel: channel + 1 };
    throw new TidelabError("reader.precision", params, path);
  }
}

function isCoarse(values: Float32Array | Float64Array, channel: number, channels: number): boolean {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = channel; i < values.length; i += channels) {
    const value = values[i]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const size = Math.max(Math.abs(least), Math.abs(most));
  if (!(size >= EXACT && size < LARGEST)) return false;
  return most - least < FEWEST_VALUES * 2 ** (Math.floor(Math.log2(size)) - 23);
}
