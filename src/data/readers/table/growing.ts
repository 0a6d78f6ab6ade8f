/** A series of a long table while its rows come in, in any order: values in pieces that never move, times that must grow. */
import type { TidelabError } from "../../../errors/errors.ts";
import type { ValueBlocks } from "./blocks.ts";
import { addStep, isLater, offsetOf, type StepTimes, type TimeSteps } from "./times.ts";
import { brief, type TimeOf } from "./values.ts";

/** Values of the first piece of a series, and of the largest. */
const FIRST = 16;
const LARGEST = 2 ** 16;

/** What is known of a series beside its values. */
export interface SeriesAbout {
  readonly id: string;
  readonly line: number;
  readonly label: string | undefined;
  readonly group: string | undefined;
}

export class GrowingSeries {
  readonly id: string;
  readonly line: number;
  readonly label: string | undefined;
  readonly group: string | undefined;
  /** Values that are missing and were kept. */
  missed = 0;
  /** Between its times, in each time column; undefined before the second. */
  readonly steps: (TimeSteps | undefined)[] = [];
  /** Last cell of each time column, and what it says. */
  readonly #times: string[] = [];
  readonly #last: TimeOf[] = [];
  /** Of the first time column, where they are kept. */
  readonly #offsets: number[] | undefined;
  #first: TimeOf | undefined;
  readonly #isDouble: boolean;
  readonly #pieces: (Float32Array | Float64Array)[] = [];
  #piece: Float32Array | Float64Array | undefined;
  #used = 0;

  /**
   * @param isDouble    whether values keep the precision of the file
   * @param keepsTimes  whether the times of the first column are kept, to resample by
   */
  constructor(about: SeriesAbout, isDouble: boolean, keepsTimes = false) {
    this.#offsets = keepsTimes ? [] : undefined;
    this.id = about.id;
    this.line = about.line;
    this.label = about.label;
    this.group = about.group;
    this.#isDouble = isDouble;
  }

  push(value: number): void {
    let piece = this.#piece;
    if (piece === undefined || this.#used === piece.length) {
      if (piece !== undefined) this.#pieces.push(piece);
      piece = this.#room(piece === undefined ? FIRST : Math.min(2 * this.#used, LARGEST));
      this.#piece = piece;
      this.#used = 0;
    }
    piece[this.#used++] = value;
  }

  /** Takes values that lie in blocks already, as they do while the rows of the series come one after the other. */
  adopt(values: Float32Array): void {
    this.#pieces.push(values);
  }

  /** Its values in the blocks: where they are, if nothing came behind them. The series is used up then. */
  finish(blocks: ValueBlocks): Float32Array {
    const [first] = this.#pieces;
    if (this.#pieces.length === 1 && this.#piece === undefined && first instanceof Float32Array) return first;
    this.writeTo(blocks);
    return blocks.end();
  }

  /** Times of its steps; undefined where they were not kept, or it has none. */
  get times(): StepTimes | undefined {
    const [offsets, first] = [this.#offsets, this.#first];
    return offsets === undefined || first === undefined ? undefined : { offsets, isDate: first.isDate };
  }

  /**
   * Takes the time of the next step, of the kind of the one before.
   * @param index  of the time column
   * @param shown  as the file has it
   * @param fail   the error of a time that is not later than the one before
   */
  addTime(
    index: number,
    now: TimeOf,
    shown: string,
    fail: (params: { series: string; previous: string; received: string }) => TidelabError,
  ): void {
    const before = this.#last[index];
    if (before !== undefined) {
      if (!isLater(now, before)) {
        throw fail({ series: brief(this.id), previous: brief(this.#times[index] ?? ""), received: brief(shown) });
      }
      this.steps[index] = addStep(this.steps[index], before, now);
    }
    if (index === 0 && this.#offsets !== undefined) {
      this.#first ??= now;
      this.#offsets.push(offsetOf(now, this.#first));
    }
    this.#last[index] = now;
    this.#times[index] = shown;
  }

  /** Moves its values to the end of the current series of the blocks. */
  writeTo(blocks: ValueBlocks): void {
    for (const piece of this.#taken()) blocks.take(piece.length).set(piece);
  }

  /** Moves its values to an array of their precision in the file. */
  toDoubles(): Float64Array {
    const pieces = this.#taken();
    const values = new Float64Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      values.set(piece, at);
      at += piece.length;
    }
    return values;
  }

  #taken(): (Float32Array | Float64Array)[] {
    return [...this.#pieces.splice(0), ...(this.#piece === undefined ? [] : [this.#piece.subarray(0, this.#used)])];
  }

  #room(count: number): Float32Array | Float64Array {
    return this.#isDouble ? new Float64Array(count) : new Float32Array(count);
  }
}
