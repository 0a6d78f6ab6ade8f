/**
 * Room for the values of many series, without an object for each number and without copying all of them as they grow: series lie one
 * behind the other in blocks, and each is a view of its block.
 */

/** Values of the first block, and of the largest that is made for several series. */
const FIRST = 2 ** 12;
const LARGEST = 2 ** 20;

export class ValueBlocks {
  #block = new Float32Array(FIRST);
  /** Where the current series begins, and where its next value goes. */
  #from = 0;
  #at = 0;

  /** Values of the current series. */
  get length(): number {
    return this.#at - this.#from;
  }

  /** Of the current series; they hold until it grows. */
  get values(): Float32Array {
    return this.#block.subarray(this.#from, this.#at);
  }

  /** Adds a value to the current series. */
  push(value: number): void {
    if (this.#at === this.#block.length) this.#grow(1);
    this.#block[this.#at++] = value;
  }

  /** Room for that many values at the end of the current series, to be written by the caller. */
  take(count: number): Float32Array {
    if (this.#at + count > this.#block.length) this.#grow(count);
    this.#at += count;
    return this.#block.subarray(this.#at - count, this.#at);
  }

  /** Takes back all but the first values of the current series. */
  cut(length: number): void {
    this.#at = this.#from + length;
  }

  /** Ends the current series; the next begins. @returns its values */
  end(): Float32Array {
    const values = this.#block.subarray(this.#from, this.#at);
    this.#from = this.#at;
    return values;
  }

  /** Moves the current series to a new block, which has room for more. */
  #grow(count: number): void {
    const length = this.#at - this.#from;
    const larger = new Float32Array(Math.max(Math.min(this.#block.length * 2, LARGEST), 2 * length, length + count));
    larger.set(this.#block.subarray(this.#from, this.#at));
    this.#block = larger;
    this.#from = 0;
    this.#at = length;
  }
}
