/** Gathers steps into blocks for the page: at most one in 50 ms, however fast the steps are. */
import { STEP_VALUES } from "./protocol.ts";

const BLOCK_MS = 50;

export class StepBlocks {
  readonly #send: (first: number, block: Float32Array<ArrayBuffer>) => void;
  readonly #now: () => number;
  #values: number[] = [];
  #first = 0;
  #sent = Number.NEGATIVE_INFINITY;

  /** @param send  takes the number of a block's first step and its values (N, STEP_VALUES) */
  constructor(send: (first: number, block: Float32Array<ArrayBuffer>) => void, now = () => performance.now()) {
    this.#send = send;
    this.#now = now;
  }

  /** @param step  from 1 on, over all epochs */
  add(step: number, values: readonly [loss: number, norm: number, rate: number]): void {
    if (this.#values.length === 0) this.#first = step;
    this.#values.push(...values);
    if (this.#now() - this.#sent >= BLOCK_MS) this.flush();
  }

  /** Sends what has come since the last block. */
  flush(): void {
    if (this.#values.length === 0) return;
    this.#sent = this.#now();
    const block = new Float32Array(this.#values);
    this.#values = [];
    this.#send(this.#first, block);
  }

  /** Steps that wait to be sent. */
  get waiting(): number {
    return this.#values.length / STEP_VALUES;
  }
}
