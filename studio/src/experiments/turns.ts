/**
 * Whose turn it is where more racers run than there are cores: one step of the optimizer each, round after round, so that all have done as many steps
 * and no clock counts the time of another. With a core for each, all go on to their ends. Knows neither workers nor runs.
 */
import type { Reach } from "../engine/protocol.ts";

export class Turns<Racer> {
  /** Those that wait, in the order of their turns. */
  #waiting: Racer[];
  readonly #going = new Set<Racer>();
  readonly #cores: number;
  readonly #go: (racer: Racer, reach: Reach) => void;
  #isPaused = false;

  /** @param go  lets a racer go on; it rests after a batch, or ends */
  constructor(racers: readonly Racer[], cores: number, go: (racer: Racer, reach: Reach) => void) {
    this.#waiting = [...racers];
    this.#cores = Math.max(1, cores);
    this.#go = go;
  }

  /** Lets as many go on as there are cores. */
  start(): void {
    this.#isPaused = false;
    this.#fill();
  }

  /** Nobody gets another turn until `start`; who goes on finishes what it was let do, or is paused by the caller. */
  pause(): void {
    this.#isPaused = true;
  }

  /** A racer has done its step, or was paused. */
  rest(racer: Racer): void {
    if (!this.#going.delete(racer)) return;
    this.#waiting.push(racer);
    this.#fill();
  }

  /** A racer is at its end, or out. */
  end(racer: Racer): void {
    this.#going.delete(racer);
    this.#waiting = this.#waiting.filter((one) => one !== racer);
    this.#fill();
  }

  #fill(): void {
    if (this.#isPaused) return;
    const isEnough = this.#waiting.length + this.#going.size <= this.#cores;
    while (this.#waiting.length > 0 && this.#going.size < this.#cores) {
      const racer = this.#waiting.shift()!; // it waits
      this.#going.add(racer);
      this.#go(racer, isEnough ? "end" : "batch");
    }
  }
}
