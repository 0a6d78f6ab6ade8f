/** A series that is being drawn: its values, the channel under the pen, and what it was before. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Lens } from "../lens/lens.ts";
import type { LensFacts } from "../lens/lens-protocol.ts";
import { type PenPoint, type Place, withLine } from "./wave.ts";

/** Changes that can be undone. */
const MOST_PAST = 50;

export class Pad {
  readonly facts: LensFacts;
  /** (T, C) in the units of the data. */
  readonly series: ReadonlySignal<Float32Array>;
  readonly channel = signal(0);
  readonly canUndo: ReadonlySignal<boolean>;
  /** Least and largest value that can be drawn: those of the data with a quarter of room. */
  readonly range: ReadonlySignal<readonly [number, number]>;
  readonly #lens: Lens;
  readonly #series;
  readonly #past = signal<readonly Float32Array[]>([]);

  constructor(lens: Lens, facts: LensFacts) {
    this.#lens = lens;
    this.facts = facts;
    this.#series = signal(facts.first);
    this.series = this.#series;
    this.canUndo = computed(() => this.#past.value.length > 0);
    this.range = computed(() => {
      const [low, high] = facts.ranges[this.channel.value] ?? [-1, 1];
      const room = 0.125 * (high - low) || 1;
      return [low - room, high + room];
    });
    lens.classify(facts.first);
  }

  get place(): Place {
    return { channel: this.channel.value, channels: this.facts.channels };
  }

  /** Keeps what there is now, to come back to. A line of a pen begins with it. */
  remember(): void {
    this.#past.value = [...this.#past.value, this.#series.value].slice(-MOST_PAST);
  }

  /** Another series in its place. */
  put(series: Float32Array): void {
    this.remember();
    this.#show(series, performance.now());
  }

  /** A piece of a line. @param since  of the pen's event */
  draw(from: PenPoint, to: PenPoint, since: number): void {
    this.#show(withLine(this.#series.value, from, to, this.place), since);
  }

  undo(): void {
    const before = this.#past.value.at(-1);
    if (before === undefined) return;
    this.#past.value = this.#past.value.slice(0, -1);
    this.#show(before, performance.now());
  }

  #show(series: Float32Array, since: number): void {
    this.#series.value = series;
    this.#lens.classify(series, since);
  }
}

let held: { readonly lens: Lens; readonly pad: Pad } | undefined;

/** The pad of a lens, the same on every screen; undefined until its series are known. */
export function padOf(lens: Lens): Pad | undefined {
  const facts = lens.facts.value;
  if (facts === undefined) return undefined;
  if (held?.lens !== lens) held = { lens, pad: new Pad(lens, facts) };
  return held.pad;
}
