/** Observations of the run on the screen, found again after each epoch, and which of them are pinned. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { LiveRun } from "../state/live-run.ts";
import { editsWithBefore } from "../state/steer.ts";
import { changeRow, readRow } from "../store/runs.ts";
import { type Observation, observe } from "./observe.ts";

export class Observations {
  readonly list: ReadonlySignal<readonly Observation[]>;
  /** Ids of those that are pinned. */
  readonly pinned = signal<readonly string[]>([]);
  readonly #run: LiveRun;

  constructor(run: LiveRun) {
    this.#run = run;
    this.list = computed(() => {
      const facts = run.facts.value;
      const history = run.history.value;
      if (facts === undefined) return [];
      // Only whole epochs: what is said does not change with each step.
      const steps = history.length * facts.stepsPerEpoch;
      return observe({
        history,
        norms: run.steps.norm.slice(0, steps),
        stepsPerEpoch: facts.stepsPerEpoch,
        classes: facts.classNames.length,
        valCount: facts.counts.val,
        edits: editsWithBefore(run),
      });
    });
    readRow(run.id).then(
      (row) => {
        if (row?.pins) this.pinned.value = row.pins;
      },
      () => undefined,
    );
  }

  /** Pins an observation, or takes the pin out. Where nothing is kept it holds as long as the page. */
  togglePin(id: string): void {
    const before = this.pinned.value;
    const pins = before.includes(id) ? before.filter((one) => one !== id) : [...before, id];
    this.pinned.value = pins;
    changeRow(this.#run.id, (row) => ({ ...row, pins })).catch(() => undefined);
  }
}

const made = new WeakMap<LiveRun, Observations>();

export function observationsOf(run: LiveRun): Observations {
  let found = made.get(run);
  if (found === undefined) {
    found = new Observations(run);
    made.set(run, found);
  }
  return found;
}
