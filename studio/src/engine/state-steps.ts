/** Which full states of a run stay, by their steps: the last two, and those before changes by hand, to which one may want to go back. */

/** The newest may be damaged: there is one more. */
const NEWEST = 2;
/** A state is three times its weights; of more changes than these the first ones can no longer be undone. */
const MOST_BEFORE_EDITS = 16;

export class StateSteps {
  #steps: number[];
  readonly #pinned: Set<number>;

  /** @param pinned  steps before edits */
  constructor(steps: Iterable<number> = [], pinned: Iterable<number> = []) {
    this.#steps = [...steps].sort((a, b) => a - b);
    this.#pinned = new Set(pinned);
  }

  /** Ascending. */
  get list(): readonly number[] {
    return this.#steps;
  }

  /** Steps before edits, whether their states are still there or not. */
  get pinned(): ReadonlySet<number> {
    return this.#pinned;
  }

  add(step: number): void {
    if (!this.#steps.includes(step)) this.#steps = [...this.#steps, step].sort((a, b) => a - b);
  }

  /** An edit began after this step. */
  pin(step: number): void {
    this.#pinned.add(step);
  }

  /** Takes out what there is no room for. @returns it */
  thin(): number[] {
    const newest = new Set(this.#steps.slice(-NEWEST));
    const edited = this.#steps.filter((step) => this.#pinned.has(step) && !newest.has(step)).slice(-MOST_BEFORE_EDITS);
    const stays = (step: number) => newest.has(step) || edited.includes(step);
    const gone = this.#steps.filter((step) => !stays(step));
    this.#steps = this.#steps.filter(stays);
    return gone;
  }
}
