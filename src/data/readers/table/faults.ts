/**
 * Series that cannot be read: the first ends the reading, or all are left out, counted, and the first few kept to be shown. Faults of a
 * file as a whole (its header, its quotes, a row of which it is not certain whose it is) end the reading in any case.
 */
import { TidelabError } from "../../../errors/errors.ts";
import type { ReadOptions, SkippedSeries } from "../reader.ts";

/** Faults that are kept, to be shown. */
const MOST_KEPT = 5;

export class Faults {
  readonly skips: boolean;
  readonly #source: string;
  readonly #first: TidelabError[] = [];
  readonly #numbers: number[] = [];

  /** @param source  begins the path of errors */
  constructor(source: string, { onError }: Pick<ReadOptions, "onError">) {
    this.#source = source;
    this.skips = onError === "skip";
  }

  /** Takes note of a series that is left out. @param number  its place among the series of the file, from 1 */
  add(error: TidelabError, number: number): void {
    if (this.#first.length < MOST_KEPT) this.#first.push(error);
    this.#numbers.push(number);
  }

  /**
   * Reads a series.
   * @param undo  forgets what was read of one that is left out; gives its number
   * @throws what `read` throws, unless the series is left out
   */
  attempt(read: () => void, undo: () => number): void {
    try {
      read();
    } catch (error) {
      if (!this.skips || !(error instanceof TidelabError)) throw error;
      this.add(error, undo());
    }
  }

  /** What was left out; undefined for nothing. */
  get skipped(): SkippedSeries | undefined {
    if (this.#numbers.length === 0) return undefined;
    return { count: this.#numbers.length, first: this.#first, numbers: this.#numbers };
  }

  /** @param left  series that could be read. @throws TidelabError `reader.allSkipped` where there is none */
  check(left: number): void {
    const [first] = this.#first;
    if (left > 0 || first === undefined) return;
    const params = { count: this.#numbers.length };
    throw new TidelabError("reader.allSkipped", params, first.path ?? this.#source, { cause: first });
  }
}
