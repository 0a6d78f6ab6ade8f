/** What a sensor said over time, and windows of it at even steps. Knows neither events nor the page. */

/** Values at a time in milliseconds. */
export interface Reading {
  readonly at: number;
  readonly values: readonly number[];
}

/** Milliseconds that are remembered: longer than the longest window. */
const MEMORY_MS = 30_000;

export class Trace {
  #readings: Reading[] = [];

  add(reading: Reading): void {
    // Events of one frame may come out of order.
    let place = this.#readings.length;
    while (place > 0 && this.#readings[place - 1]!.at > reading.at) place--;
    this.#readings.splice(place, 0, reading);
    const oldest = (this.#readings.at(-1)?.at ?? 0) - MEMORY_MS;
    // The last one before the memory's beginning still holds at it.
    while (this.#readings.length > 1 && this.#readings[1]!.at < oldest) this.#readings.shift();
  }

  get last(): Reading | undefined {
    return this.#readings.at(-1);
  }

  /** Readings from a time on, up to another. */
  count(from: number, to: number): number {
    return this.#readings.filter(({ at }) => at >= from && at <= to).length;
  }

  clear(): void {
    this.#readings = [];
  }

  /**
   * A window at even steps: at each its newest value holds, before the first one that first one.
   * @param start  milliseconds, of the first step
   * @param rate   steps a second
   * @returns (steps, C), row-major; undefined where nothing was read by its end
   */
  window(start: number, rate: number, steps: number): number[] | undefined {
    const first = this.#readings[0];
    const end = start + ((steps - 1) * 1000) / rate;
    if (first === undefined || first.at > end) return undefined;
    const out: number[] = [];
    let at = 0;
    for (let step = 0; step < steps; step++) {
      const time = start + (step * 1000) / rate;
      while (at + 1 < this.#readings.length && this.#readings[at + 1]!.at <= time) at++;
      out.push(...this.#readings[at]!.values);
    }
    return out;
  }
}
