/** Series of formats that have no lengths: NaN at the end fills a shorter series up to the longest, and is cut off unless it is to be kept. */
import { TidelabError } from "../../../errors/errors.ts";
import type { PaddingNotice } from "../notices.ts";
import type { SeriesCollector, SeriesHead } from "./collector.ts";

export class PaddedSeries {
  readonly #collector: SeriesCollector;
  readonly #padding: "trim" | "keep";
  /** Of the current series: which values are missing, and where in the line they are. */
  readonly #missed: { readonly index: number; readonly at: number }[] = [];
  #first: string | undefined;
  #count = 0;

  constructor(collector: SeriesCollector, padding: "trim" | "keep") {
    this.#collector = collector;
    this.#padding = padding;
  }

  /** What was cut off. */
  get notices(): PaddingNotice[] {
    return this.#first === undefined ? [] : [{ kind: "padding", path: this.#first, count: this.#count }];
  }

  /** Adds a value, NaN where it is missing. @param at  where it is in the line */
  push(value: number, at: number): void {
    const { blocks } = this.#collector;
    if (Number.isNaN(value)) this.miss(blocks.length, at);
    blocks.push(value);
  }

  /** Notes that a value of the current series is missing. */
  miss(index: number, at: number): void {
    this.#missed.push({ index, at });
  }

  /** Leaves the current series out. @returns its number */
  skip(): number {
    this.#missed.length = 0;
    return this.#collector.skip();
  }

  /** Ends the current series. @throws TidelabError `reader.noValues` where all are missing */
  end(channels: number, place: (at: number) => string, head: SeriesHead): void {
    const { blocks } = this.#collector;
    let { length } = blocks;
    if (this.#padding === "trim" && this.#missed.length > 0) {
      const { values } = blocks;
      while (length > 0 && isMissing(values, length - channels, length)) length -= channels;
      if (length === 0) throw new TidelabError("reader.noValues", undefined, place(0));
      if (length < blocks.length) {
        this.#first ??= place(0);
        this.#count++;
        blocks.cut(length);
      }
    }
    for (const { index, at } of this.#missed.splice(0)) if (index < length) this.#collector.miss(() => place(at));
    this.#collector.end(channels, head);
  }
}

function isMissing(values: Float32Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!Number.isNaN(values[i])) return false;
  return true;
}
