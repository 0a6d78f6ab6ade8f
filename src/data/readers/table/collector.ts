/** Collects the series of a file while it is read: values in blocks, with a count of those that are missing. */
import { TidelabError } from "../../../errors/errors.ts";
import type { PrecisionNotice } from "../notices.ts";
import type { MissingValues, Series, SeriesTable } from "../reader.ts";
import { ValueBlocks } from "./blocks.ts";
import { detached } from "./detached.ts";
import { Precision } from "./precision.ts";

/** What is known of a series beside its values. */
export interface SeriesHead {
  readonly line: number;
  /** Its number, from 1, when left out. */
  readonly id?: string | undefined;
  readonly label?: string | undefined;
  readonly group?: string | undefined;
}

export class SeriesCollector {
  /** Where the values of the current series go. */
  readonly blocks = new ValueBlocks();
  readonly #source: string;
  readonly #series: Series[] = [];
  /** Labels and groups, each once. */
  readonly #names = new Map<string, string>();
  #precision = new Precision();
  #missing: MissingValues | undefined;
  #skipped = 0;
  /** Of the current series. */
  #missed = 0;
  #missedAt = "";

  /** @param source  begins the path of errors */
  constructor(source: string) {
    this.#source = source;
  }

  get series(): readonly Series[] {
    return this.#series;
  }

  /** Of the current series, from 1; also those that were left out have one. */
  get number(): number {
    return this.#series.length + this.#skipped + 1;
  }

  /** Notes that a value of the current series is missing; the caller writes NaN in its place. @param place  of the value */
  miss(place: () => string, count = 1): void {
    if (this.#missing === undefined && this.#missed === 0) this.#missedAt = place();
    this.#missed += count;
  }

  /** Ends the current series. */
  end(channels: number, { line, id, label, group }: SeriesHead): void {
    if (this.#missed > 0) {
      const { count, series, path } = this.#missing ?? { count: 0, series: 0, path: this.#missedAt };
      this.#missing = { count: count + this.#missed, series: series + 1, path };
      this.#missed = 0;
    }
    const values = this.blocks.end();
    this.#precision.add(values, channels);
    this.#series.push({
      id: id === undefined ? String(this.number) : detached(id),
      line,
      values,
      length: values.length / channels,
      ...(label !== undefined && { label: this.#pooled(label) }),
      ...(group !== undefined && { group: this.#pooled(group) }),
    });
  }

  /** Makes of all series, which were read as (C, T), those of (T, C). */
  turn(channels: number): void {
    this.#precision = new Precision();
    for (const [n, series] of this.#series.entries()) {
      const { values } = series;
      const length = values.length / channels;
      const from = values.slice();
      for (let t = 0; t < length; t++) {
        for (let c = 0; c < channels; c++) values[t * channels + c] = from[c * length + t]!; // of the series
      }
      this.#precision.add(values, channels);
      this.#series[n] = { ...series, length };
    }
  }

  #pooled(name: string): string {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const own = detached(name);
    this.#names.set(own, own);
    return own;
  }

  /** Replaces the values of the current series; how many of them are missing is counted again. */
  replace(values: Float32Array): void {
    this.blocks.cut(0);
    this.blocks.take(values.length).set(values);
    this.#missed = values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
  }

  /** Leaves the current series out. @returns its number */
  skip(): number {
    this.blocks.cut(0);
    this.#missed = 0;
    this.#skipped++;
    return this.number - 1;
  }

  /**
   * What was collected.
   * @param names  of the channels, where the file has some
   * @throws TidelabError `reader.empty` for no series, `reader.precision` for a channel that float32 cannot hold
   */
  table(channels: number, names: readonly string[] = []): SeriesTable {
    if (this.#series.length === 0) throw new TidelabError("reader.empty", undefined, this.#source);
    this.#precision.check((channel) => names[channel], this.#source);
    return { series: this.#series, channels, ...(this.#missing && { missing: this.#missing }) };
  }

  /** What float32 rounds. @param names  as in `table` */
  notices(names: readonly string[] = []): PrecisionNotice[] {
    return this.#precision.notices((channel) => names[channel], this.#source);
  }
}
