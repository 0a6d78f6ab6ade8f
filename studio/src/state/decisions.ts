/**
 * What a user decides of training series whose labels may be wrong: to relabel them or to keep their labels. The decisions become `data.relabel`
 * of the next run; they are made before the truth is shown, where it is known at all.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { TrainingSeries } from "../engine/run-protocol.ts";

/** The class that a series is given, by its number in the list; `undefined` keeps its label. */
export interface Decision {
  readonly at: number;
  readonly label: number | undefined;
}

export class Decisions {
  readonly series: TrainingSeries;
  /** Which series is looked at, by its number in the list. */
  readonly at = signal(0);
  readonly #made = signal<readonly Decision[]>([]);
  readonly counts: ReadonlySignal<{ readonly changed: number; readonly kept: number }>;

  constructor(series: TrainingSeries) {
    this.series = series;
    this.counts = computed(() => {
      const last = [...new Set(this.#made.value.map(({ at }) => at))].map((at) => this.of(at));
      const changed = last.filter((one) => one?.label !== undefined).length;
      return { changed, kept: last.length - changed };
    });
  }

  get canUndo(): boolean {
    return this.#made.value.length > 0;
  }

  /** The decision on a series; undefined before. */
  of(at: number): Decision | undefined {
    return this.#made.value.findLast((one) => one.at === at);
  }

  /** A label that is the given one is kept. */
  decide(label: number | undefined): Decision {
    const at = this.at.value;
    const decision = { at, label: label === this.series.given[at] ? undefined : label };
    this.#made.value = [...this.#made.value, decision];
    return decision;
  }

  /** Looks at the next series that is not decided, if there is one. */
  next(): void {
    const { length } = this.series.index;
    for (let by = 1; by < length; by++) {
      const at = (this.at.value + by) % length;
      if (this.of(at) !== undefined) continue;
      this.at.value = at;
      return;
    }
  }

  move(by: number): void {
    this.at.value = Math.max(0, Math.min(this.series.index.length - 1, this.at.value + by));
  }

  /** Takes the last decision back, and looks at its series. @returns it; undefined where there is none */
  undo(): Decision | undefined {
    const last = this.#made.value.at(-1);
    if (last === undefined) return undefined;
    this.#made.value = this.#made.value.slice(0, -1);
    this.at.value = last.at;
    return last;
  }

  /**
   * As the spec has them.
   * @param before  what the spec relabels already
   */
  relabel(before: Readonly<Record<string, number>> = {}): Record<string, number> {
    const { index } = this.series;
    const next: Record<string, number> = { ...before };
    for (const at of new Set(this.#made.value.map((one) => one.at))) {
      const label = this.of(at)?.label;
      if (label !== undefined) next[String(index[at])] = label;
    }
    return next;
  }
}
