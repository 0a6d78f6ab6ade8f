/** What Explain looks at: where the series comes from, the time step, the tracks. One a lens, the same when the screen is shown again. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Pad } from "../../draw/pad.ts";
import type { Ends, Lens } from "../../lens/lens.ts";
import type { Cell, Channels, LensFacts } from "../../lens/lens-protocol.ts";
import { blend } from "../../lens/morph.ts";
import { placeOf } from "../../lens/receptive-field.ts";

export type Source = "draw" | "test" | "morph";

/** How long a series must stay before all that is inside is asked for; the verdict follows at once. */
const REST_MS = 180;
/** Tracks of convolutions below each other. */
const MOST_CONVOLUTIONS = 3;
const GATES = ["i", "f", "o", "r", "z"];

export class ExplainSession {
  readonly lens: Lens;
  readonly facts: LensFacts;
  readonly pad: Pad;
  readonly source = signal<Source>("draw");
  readonly testRow = signal(0);
  readonly fromClass = signal(0);
  readonly toClass = signal(1);
  readonly share = signal(0.5);
  /** The time step of the playhead, from 0 on. */
  readonly step = signal(0);
  readonly hidden = signal<ReadonlySet<string>>(new Set(["i", "g", "o", "h", "n", "r"]));
  readonly reverse = signal(false);
  readonly level = signal(0);
  /** Of many convolutions the one that is shown; the last unless chosen. */
  readonly convolution = signal<string | undefined>(undefined);
  readonly isFilming = signal(false);
  readonly #test = signal<Float32Array | undefined>(undefined);
  readonly ends = signal<Ends | undefined>(undefined);
  readonly values: ReadonlySignal<Float32Array | undefined>;
  readonly cell: ReadonlySignal<Cell | undefined>;
  /** Letters of the tracks of the cell that is shown. */
  readonly letters: ReadonlySignal<readonly string[]>;
  #film: ReturnType<typeof setInterval> | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(lens: Lens, facts: LensFacts, pad: Pad) {
    this.lens = lens;
    this.facts = facts;
    this.pad = pad;
    this.values = computed(() => {
      if (this.source.value === "draw") return pad.series.value;
      if (this.source.value === "test") return this.#test.value;
      const ends = this.ends.value;
      return ends && blend(ends.from, ends.to, this.share.value);
    });
    this.cell = computed(() => {
      const cells = lens.inside.value?.cells ?? [];
      return (
        cells.find(({ level, reverse }) => level === this.level.value && reverse === this.reverse.value) ??
        cells.find(({ level }) => level === this.level.value) ??
        cells[0]
      );
    });
    this.letters = computed(() => Object.keys(this.cell.value?.values ?? {}));
  }

  /** Steps that the model reads. */
  get steps(): number {
    return this.lens.inside.value?.values.length ?? this.facts.length;
  }

  /** The convolutions that have tracks: all of a few, one of many. */
  get channels(): readonly Channels[] {
    const all = this.lens.inside.value?.channels ?? [];
    if (all.length <= MOST_CONVOLUTIONS) return all;
    const chosen = all.find(({ name }) => name === this.convolution.value) ?? all.at(-1);
    return chosen ? [chosen] : [];
  }

  /** The step of a convolution's output that lies under the playhead. */
  stepUnder({ steps, field }: Channels): number {
    const [first, jump] = placeOf(steps, field, this.steps);
    const at = Math.round((Math.min(this.step.value, this.steps - 1) - first) / jump);
    return Math.min(steps - 1, Math.max(0, at));
  }

  /** Asks about a series: its verdict at once, what is inside when it has stayed. */
  ask(values: Float32Array): void {
    this.lens.classify(values);
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.lens.explain(values), this.lens.inside.value === undefined ? 0 : REST_MS);
  }

  async showTest(row: number): Promise<void> {
    this.testRow.value = row;
    const values = await this.lens.testSeries(row);
    if (this.testRow.value === row) this.#test.value = values;
  }

  /** The first test series of two classes are the ends of the way. */
  async showMorph(from: number, to: number): Promise<void> {
    [this.fromClass.value, this.toClass.value] = [from, to];
    const rowOf = (label: number) => Math.max(0, this.facts.testLabels.indexOf(label));
    // In turn: both may be the same series, and a series is asked for once.
    const ends = { from: await this.lens.testSeries(rowOf(from)), to: await this.lens.testSeries(rowOf(to)) };
    if (this.fromClass.value !== from || this.toClass.value !== to) return;
    this.ends.value = ends;
    this.lens.findMorph(ends);
  }

  /** To the next place where the answer changes, and round again. */
  nextFlip(): void {
    const flips = this.lens.morph.value?.flips ?? [];
    const next = flips.find(({ at }) => at > this.share.value + 1e-6) ?? flips[0];
    if (next) this.share.value = next.at;
  }

  toggle(track: string): void {
    const hidden = new Set(this.hidden.value);
    if (!hidden.delete(track)) hidden.add(track);
    this.hidden.value = hidden;
  }

  moveTo(step: number): void {
    this.step.value = Math.min(this.steps - 1, Math.max(0, step));
  }

  /** Twenty steps a second, once through. */
  film(): void {
    if (this.isFilming.value) {
      this.stopFilm();
      return;
    }
    if (this.step.value >= this.steps - 1) this.step.value = 0;
    this.isFilming.value = true;
    this.#film = setInterval(() => {
      this.moveTo(this.step.value + 1);
      if (this.step.value >= this.steps - 1) this.stopFilm();
    }, 50);
  }

  stopFilm(): void {
    clearInterval(this.#film);
    this.isFilming.value = false;
  }

  /** The screen is left: nothing more is asked. */
  leave(): void {
    this.stopFilm();
    clearTimeout(this.#rest);
    this.lens.explain(undefined);
    this.lens.findMorph(undefined);
  }
}

export const isGate = (letter: string): boolean => GATES.includes(letter);

let held: ExplainSession | undefined;

export function sessionOf(lens: Lens, facts: LensFacts, pad: Pad): ExplainSession {
  if (held?.lens !== lens) held = new ExplainSession(lens, facts, pad);
  return held;
}
