/** Times of steps: whether they grow, and what lies between them. They never enter the values. */
import { TidelabError } from "../../../errors/errors.ts";
import type { Sampling } from "../reader.ts";
import { brief, type TimeOf } from "./values.ts";

/** Steps between the times of a series, in one column. */
export interface TimeSteps {
  shortest: number;
  longest: number;
  readonly isDate: boolean;
}

/** The kind of the times in one column, and the series that have it. */
interface KindOfTimes {
  readonly isDate: boolean;
  readonly series: Set<string>;
  /** The series of the row before. */
  last: string;
}

/** Times are numbers in all series of a file, or dates in all: their steps could not be compared otherwise. */
export class KindsOfTimes {
  readonly #kinds: (KindOfTimes | undefined)[] = [];

  /**
   * @param index   of the time column
   * @param shown   as the file has it
   * @param series  whose time it is
   * @throws TidelabError `reader.timeKind` where the times of the column before were of the other kind
   */
  check(index: number, { isDate }: TimeOf, shown: string, series: string, path: () => string): void {
    const kind = this.#kinds[index];
    if (kind === undefined) this.#kinds[index] = { isDate, series: new Set([series]), last: series };
    else if (kind.isDate !== isDate) {
      const params = { expected: kind.isDate ? "date" : "number", received: brief(shown) } as const;
      throw new TidelabError("reader.timeKind", params, path());
    } else if (kind.last !== series) {
      kind.series.add(series);
      kind.last = series;
    }
  }

  /** A series that is left out decides nothing about the others. */
  forget(series: string): void {
    for (const [index, kind] of this.#kinds.entries()) {
      if (kind?.series.delete(series) && kind.series.size === 0) this.#kinds[index] = undefined;
    }
  }
}

/** Times of the steps of a series, from 0. */
export interface StepTimes {
  readonly offsets: readonly number[];
  readonly isDate: boolean;
}

/** Times are rounded, and clocks drift: a step that differs by less is the same. */
export const SAME_STEP = 1.05;

/** @returns the steps with the one from `before` to `now`, numbers as they are and dates in seconds */
export function addStep(steps: TimeSteps | undefined, before: TimeOf, now: TimeOf): TimeSteps {
  const step = offsetOf(now, before);
  if (steps === undefined) return { shortest: step, longest: step, isDate: now.isDate };
  steps.shortest = Math.min(steps.shortest, step);
  steps.longest = Math.max(steps.longest, step);
  return steps;
}

/** From the first time of a series to another, numbers as they are and dates in seconds. */
export function offsetOf(now: TimeOf, first: TimeOf): number {
  const difference = now.whole - first.whole;
  return now.isDate ? difference / 1000 + (now.fraction - first.fraction) : difference;
}

export function isLater(now: TimeOf, before: TimeOf): boolean {
  return now.whole > before.whole || (now.whole === before.whole && now.fraction > before.fraction);
}

/**
 * Series of one time step each are no series: the table was taken for a long one by the names of its columns, and may be a wide one. Of a
 * single value without a time both readings are the same.
 * @param columns   what the table was taken for a long one by, and how many columns have values
 * @param resample  the time between even steps, where the series were brought to such
 * @throws TidelabError `reader.oneStep`, `reader.oneStepLeft` where resampling left no more
 */
export function checkHaveSteps(
  series: readonly { readonly length: number }[],
  columns: { readonly time: string | undefined; readonly series: string; readonly values: number },
  path: string,
  resample?: string,
): void {
  const { time, values } = columns;
  if (series.length < 2 || (time === undefined && values < 2) || series.some(({ length }) => length > 1)) return;
  if (resample !== undefined) throw new TidelabError("reader.oneStepLeft", { resample }, path);
  const names = { time: time && brief(time), series: brief(columns.series) };
  throw new TidelabError("reader.oneStep", { ...names, count: series.length }, path);
}

/** The sampling of all series that were added; undefined where none has two steps. */
export class SamplingOfSeries {
  #all: TimeSteps | undefined;

  add(steps: TimeSteps | undefined): void {
    if (steps === undefined) return;
    this.#all ??= { ...steps };
    this.#all.shortest = Math.min(this.#all.shortest, steps.shortest);
    this.#all.longest = Math.max(this.#all.longest, steps.longest);
  }

  get sampling(): Sampling | undefined {
    if (this.#all === undefined) return undefined;
    const { shortest, longest, isDate } = this.#all;
    return { step: shortest, unit: isDate ? "seconds" : "column", isEven: longest <= shortest * SAME_STEP };
  }
}
