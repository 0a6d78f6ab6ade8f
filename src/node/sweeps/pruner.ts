/**
 * Which runs of a sweep median pruning ends, and at which epoch: the same ones for any number of jobs. A run is compared with
 * those before it in the order of the sweep only, and waits after an epoch until each of them has come as far or has ended.
 * The rule itself is `prune.ts`'s.
 */
import type { Prune } from "../../sweep/definition.ts";
import { shouldPrune } from "../../sweep/prune.ts";

interface Progress {
  /** Validation losses, epoch by epoch. */
  readonly losses: number[];
  /** Runs with the same seed that come before it in the sweep. */
  readonly earlier: readonly Progress[];
  hasEnded: boolean;
}

interface Waiting {
  readonly run: Progress;
  decide(goesOn: boolean): void;
}

/** @template Job  what represents a run; compared by identity */
export class Pruner<Job extends { readonly seed: number }> {
  readonly #rule: Prune;
  readonly #runs = new Map<Job, Progress>();
  readonly #ofSeed = new Map<number, Progress[]>();
  #waiting: Waiting[] = [];

  constructor(rule: Prune) {
    this.#rule = rule;
  }

  /**
   * Adds a run, in the order of the sweep, in which runs must also be started: nothing may wait for one that comes later.
   * @param history  of a run that ended in an earlier call
   */
  add(job: Job, history?: readonly { readonly valLoss: number }[]): void {
    const before = this.#ofSeed.get(job.seed) ?? [];
    const losses = history?.map(({ valLoss }) => valLoss) ?? [];
    const run = { losses, earlier: [...before], hasEnded: history !== undefined };
    this.#runs.set(job, run);
    this.#ofSeed.set(job.seed, [...before, run]);
  }

  /**
   * Notes an epoch.
   * @param isLast  when there is nothing left to be spared
   * @returns whether the run goes on, as soon as that can be said
   */
  async epoch(job: Job, valLoss: number, isLast: boolean): Promise<boolean> {
    const run = this.#progressOf(job);
    run.losses.push(valLoss);
    if (isLast) {
      this.#decide();
      return true;
    }
    const decision = new Promise<boolean>((decide) => this.#waiting.push({ run, decide }));
    this.#decide();
    return decision;
  }

  /** Notes that a run ended, successfully or not. */
  end(job: Job): void {
    this.#progressOf(job).hasEnded = true;
    this.#decide();
  }

  #progressOf(job: Job): Progress {
    const run = this.#runs.get(job);
    if (run === undefined) throw new Error("a run that was not added");
    return run;
  }

  #decide(): void {
    const still: Waiting[] = [];
    for (const waiting of this.#waiting) {
      const { run, decide } = waiting;
      const { losses, earlier } = run;
      const isEarly = losses.length < this.#rule.after || earlier.length < this.#rule.runs;
      const isKnown = earlier.every((other) => other.hasEnded || other.losses.length >= losses.length);
      if (isEarly) decide(true);
      else if (!isKnown) still.push(waiting);
      else {
        const others = earlier.map((other) => other.losses);
        decide(!shouldPrune(losses, others, this.#rule));
      }
    }
    this.#waiting = still;
  }
}
