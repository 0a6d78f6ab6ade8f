/**
 * Rows of a series that come behind those of another one. Times show whether they are in order; without a column of times the order of the
 * file is taken for it, and two series with one name would silently be one.
 */
import type { LongNotice } from "../notices.ts";
import { brief } from "./values.ts";

export class ReturningIds {
  /** Of the row before. */
  #last: string | undefined;
  readonly #ids = new Set<string>();
  #first: Extract<LongNotice, { kind: "returningId" }> | undefined;

  /**
   * Takes the next row.
   * @param begins  where its series does; undefined where it is here
   * @param place   of the row
   */
  add(id: string, begins: (() => string) | undefined, place: () => string): void {
    if (id === this.#last) return;
    this.#last = id;
    if (begins === undefined) return;
    this.#first ??= { kind: "returningId", path: place(), id: brief(id), begins: begins(), count: 0 };
    this.#ids.add(id);
  }

  notices(): LongNotice[] {
    return this.#first === undefined ? [] : [{ ...this.#first, count: this.#ids.size }];
  }
}
