/** The steps of a run on the page: growing blocks of numbers that charts read. Lists, for charts take them as they are. */
import { LOSS, NORM, RATE, STEP_VALUES } from "../engine/protocol.ts";

export class StepLog {
  readonly loss: number[] = [];
  readonly norm: number[] = [];
  readonly rate: number[] = [];

  get count(): number {
    return this.loss.length;
  }

  /** Loss and norm of a step; undefined before the first, and for steps that were done elsewhere: each that is done here has a rate. */
  at(step: number): { readonly loss: number; readonly norm: number } | undefined {
    const [loss, norm, rate] = [this.loss[step - 1], this.norm[step - 1], this.rate[step - 1]];
    return loss === undefined || norm === undefined || Number.isNaN(rate) ? undefined : { loss, norm };
  }

  /**
   * Adds a block, or replaces steps that are computed again.
   * @param first  number of its first step, from 1 on
   */
  put(first: number, block: Float32Array): void {
    this.cut(first - 1);
    for (let at = 0; at < block.length; at += STEP_VALUES) {
      this.loss.push(block[at + LOSS]!);
      this.norm.push(block[at + NORM]!);
      this.rate.push(block[at + RATE]!);
    }
  }

  /** Takes out what comes after so many steps. */
  cut(count: number): void {
    for (const list of [this.loss, this.norm, this.rate]) list.length = Math.min(list.length, count);
  }
}
