/** The series of a long table while its rows come in, in any order: values in pieces that never move, times in order. */
import { TidelabError } from "../../errors/errors.ts";
import type { ValueBlocks } from "./table/blocks.ts";
import { addStep, isLater, type TimeSteps } from "./table/times.ts";
import { brief, type TimeOf, timeOf } from "./table/values.ts";

/** Values of the first piece of a series, and of the largest. */
const FIRST = 16;
const LARGEST = 2 ** 16;

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
  readonly #isDouble: boolean;
  readonly #pieces: (Float32Array | Float64Array)[] = [];
  #piece: Float32Array | Float64Array;
  #used = 0;

  /** @param isDouble  whether values keep the precision of the file */
  constructor(
    about: { id: string; line: number; label: string | undefined; group: string | undefined },
    isDouble: boolean,
  ) {
    this.id = about.id;
    this.line = about.line;
    this.label = about.label;
    this.group = about.group;
    this.#isDouble = isDouble;
    this.#piece = this.#room(FIRST);
  }

  push(value: number): void {
    if (this.#used === this.#piece.length) {
      this.#pieces.push(this.#piece);
      this.#piece = this.#room(Math.min(2 * this.#used, LARGEST));
      this.#used = 0;
    }
    this.#piece[this.#used++] = value;
  }

  /** @throws TidelabError `csv.notTime` or `csv.timeOrder` */
  addTime(index: number, received: string, column: string, place: () => string): void {
    const now = timeOf(received);
    if (now === undefined) throw new TidelabError("csv.notTime", { column, received: brief(received) }, place());
    const before = this.#last[index];
    if (before !== undefined) {
      if (!isLater(now, before)) {
        const previous = brief(this.#times[index] ?? "");
        const params = { column, series: brief(this.id), previous, received: brief(received) };
        throw new TidelabError("csv.timeOrder", params, place());
      }
      this.steps[index] = addStep(this.steps[index], before, now);
    }
    this.#last[index] = now;
    this.#times[index] = received;
  }

  /** All its values in one array, in the blocks where they are float32; the series is used up then. */
  finish(blocks: ValueBlocks): Float32Array | Float64Array {
    this.#pieces.push(this.#piece.subarray(0, this.#used));
    const length = this.#pieces.reduce((sum, piece) => sum + piece.length, 0);
    const values = this.#isDouble ? new Float64Array(length) : blocks.take(length);
    let at = 0;
    for (const piece of this.#pieces.splice(0)) {
      values.set(piece, at);
      at += piece.length;
    }
    return this.#isDouble ? values : blocks.end();
  }

  #room(count: number): Float32Array | Float64Array {
    return this.#isDouble ? new Float64Array(count) : new Float32Array(count);
  }
}
