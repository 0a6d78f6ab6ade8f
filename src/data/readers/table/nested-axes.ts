/**
 * Which axis of lists in lists is time. NumPy users write both orders, `[[channels] for each step]` and `[[steps] for each channel]`, and a
 * series alone does not say which: that is found from all series of a file, as it is for an array of NumPy.
 */
import { TidelabError } from "../../../errors/errors.ts";
import type { AxesNotice } from "../notices.ts";
import type { ReadOptions } from "../reader.ts";

type Axes = NonNullable<ReadOptions["axes"]>;

export class NestedAxes {
  readonly #given: Axes | undefined;
  #first: { readonly outer: number; readonly inner: number } | undefined;
  /** Whether all series have as many outer or inner elements as the first: then they may be its channels. */
  #isOuterSame = true;
  #isInnerSame = true;
  /** Where a list of times is as long as one of the axes only. */
  #byTimes: Axes | undefined;

  constructor(given: ReadOptions["axes"]) {
    this.#given = given;
  }

  /** Whether a series has as many channels as those before, in one order at least. */
  fits(outer: number, inner: number): boolean {
    const known = this.#known();
    const isOuter = this.#isOuterSame && outer === (this.#first?.outer ?? outer);
    const isInner = this.#isInnerSame && inner === (this.#first?.inner ?? inner);
    return (known !== "NTC" && isOuter) || (known !== "NCT" && isInner);
  }

  /** Time steps of a series beside which are so many times. */
  steps(outer: number, inner: number, times: number | undefined): number {
    const known = this.#known();
    return known === "NCT" || (known === undefined && times === inner) ? inner : outer;
  }

  /**
   * Takes note of a series that fits.
   * @param times  how many times are beside the values, where there are some
   */
  add(outer: number, inner: number, times: number | undefined): void {
    this.#first ??= { outer, inner };
    this.#isOuterSame &&= outer === this.#first.outer;
    this.#isInnerSame &&= inner === this.#first.inner;
    if (times !== undefined && outer !== inner) this.#byTimes ??= times === outer ? "NTC" : "NCT";
  }

  /** Outer elements of the first series: the channels, where they are. */
  get outer(): number {
    return this.#first?.outer ?? 1;
  }

  /** Channels of the series before, for the text of an error. */
  get expected(): number {
    return (this.#known() === "NCT" ? this.#first?.outer : this.#first?.inner) ?? 0;
  }

  /**
   * After the last series.
   * @returns the order; with a notice where it was guessed: there are more steps than channels as a rule
   * @throws TidelabError `reader.axes` for as many inner as outer elements
   */
  decide(source: string, count: number): { axes: Axes; notices: AxesNotice[] } {
    const { outer, inner } = this.#first ?? { outer: 1, inner: 1 };
    const known = this.#known();
    if (known !== undefined) return { axes: known, notices: [] };
    if (this.#isOuterSame !== this.#isInnerSame) return { axes: this.#isInnerSame ? "NTC" : "NCT", notices: [] };
    if (outer === inner && outer > 1) throw new TidelabError("reader.axes", { length: outer }, source);
    const axes = outer < inner ? "NCT" : "NTC";
    // Where one axis has one element, it makes no difference.
    const isGuess = outer > 1 && inner > 1;
    const shape = `${count}, ${outer}, ${inner}`;
    return { axes, notices: isGuess ? [{ kind: "axes", path: source, axes, shape }] : [] };
  }

  #known(): Axes | undefined {
    return this.#given ?? this.#byTimes;
  }
}
