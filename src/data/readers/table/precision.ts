/**
 * Whether float32 can hold what a channel says. Milliseconds since 1970, or the number of a customer, are so large that float32 has
 * one value for many of them: such a channel is no measurement, and is refused rather than rounded. Fractions on a large
 * offset (100000.001) are rounded, which is said.
 */
import { TidelabError } from "../../../errors/errors.ts";
import type { PrecisionNotice } from "../notices.ts";
import { brief } from "./values.ts";

/** Whole numbers up to here are exact in float32. */
const EXACT = 2 ** 24;
/** From here on up float32 has whole numbers only: whether the file has fractions does not show. */
const WHOLE = 2 ** 23;
/** What is larger is no time and no number of anything. */
const LARGEST = 2 ** 64;
/** Values of float32 between the smallest and the largest of a series; fewer are too coarse for what is measured. */
const FEWEST_VALUES = 1024;

type Values = Float32Array | Float64Array;
type NameOf = (channel: number) => string | undefined;

/** Of a channel in a series. */
interface Range {
  readonly least: number;
  readonly most: number;
  /** Between neighbours in float32, at the larger end. */
  readonly step: number;
}

export class Precision {
  /** Whether each channel was too coarse in all series so far; undefined before the first. */
  #areCoarse: boolean[] | undefined;
  /** Whether some series of each channel varies by enough. */
  #areFine: boolean[] = [];
  /** Of the first series of each channel that varies, and by too little for its fractions. */
  readonly #rounded: (Range | undefined)[] = [];
  #isDone = false;

  /** @param values  (T, C) */
  add(values: Values, channels: number): void {
    if (this.#isDone || values.length < 2 * channels) return;
    this.#areCoarse ??= new Array<boolean>(channels).fill(true);
    for (let c = 0; c < channels; c++) if (!this.#areFine[c]) this.#addChannel(values, c, channels);
    this.#isDone = this.#areCoarse.every((_, c) => this.#areFine[c]);
  }

  #addChannel(values: Values, channel: number, channels: number): void {
    const { least, most, step } = rangeOf(values, channel, channels);
    const size = Math.max(Math.abs(least), Math.abs(most));
    const isFine = !(most - least < FEWEST_VALUES * step) || size >= LARGEST;
    this.#areCoarse![channel] &&= !isFine && size >= EXACT;
    // A channel that does not change decides nothing, nor does one without values.
    this.#areFine[channel] = isFine && most > least;
    if (isFine || most === least || this.#rounded[channel] !== undefined) return;
    if (size >= WHOLE || hasFraction(values, channel, channels)) this.#rounded[channel] = { least, most, step };
  }

  /**
   * @param nameOf  of a channel, where it has one
   * @throws TidelabError `reader.precision` for a channel that is too coarse in all series
   */
  check(nameOf: NameOf, path: string): void {
    const channel = this.#areCoarse?.indexOf(true) ?? -1;
    if (channel === -1) return;
    const name = nameOf(channel);
    const params = { name: name === undefined ? undefined : brief(name), channel: channel + 1 };
    throw new TidelabError("reader.precision", params, path);
  }

  /** Channels whose fractions are rounded in all series that vary: one notice, of the first. */
  notices(nameOf: NameOf, path: string): PrecisionNotice[] {
    const rounded = this.#rounded.flatMap((range, channel) =>
      range === undefined || this.#areFine[channel] ? [] : [{ range, channel }],
    );
    const [first] = rounded;
    if (first === undefined) return [];
    const name = nameOf(first.channel);
    const own = { name: name === undefined ? undefined : brief(name), channel: first.channel + 1 };
    return [{ kind: "coarse", path, ...own, ...first.range, count: rounded.length }];
  }
}

function rangeOf(values: Values, channel: number, channels: number): Range {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = channel; i < values.length; i += channels) {
    const value = values[i]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const size = Math.max(Math.abs(least), Math.abs(most));
  return { least, most, step: 2 ** (Math.floor(Math.log2(size)) - 23) };
}

function hasFraction(values: Values, channel: number, channels: number): boolean {
  for (let i = channel; i < values.length; i += channels) {
    const value = values[i]!;
    if (value % 1 !== 0 && !Number.isNaN(value)) return true;
  }
  return false;
}
