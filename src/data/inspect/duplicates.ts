/**
 * Series that are there twice: to the bit, nearly, or in part, as windows that were cut from one series with an overlap. What it
 * means (a leak, where they are on two sides of a split) is said by `leaks.ts`.
 */
import { sha256Hex } from "../../bytes/sha256.ts";
import type { FileSeries } from "../files/join-tables.ts";

/** Two series, by their places in the list. */
export type Pair = readonly [first: number, second: number];

/** Distance, as a share of the spread, below which two series are nearly the same. */
const NEAR = 0.01;
/** Multiplications of all comparisons together: some seconds. */
const MOST_WORK = 2e9;
/** Steps that two windows must share. */
const SHARED_STEPS = 8;
const MOST_KEYS = 5_000_000;

/** Pairs of series that are the same to the bit: each with the first of its kind. */
export function identicalPairs(series: readonly FileSeries[]): Pair[] {
  const first = new Map<string, number>();
  return series.flatMap(({ values }, at): Pair[] => {
    const key = keyOf(values);
    const before = first.get(key);
    if (before === undefined) first.set(key, at);
    return before === undefined ? [] : [[before, at]];
  });
}

/**
 * Pairs of one series of each list whose root mean square distance is below a hundredth of their spread, and not 0.
 * @returns undefined where there are too many to compare
 */
export function nearPairs(
  series: readonly FileSeries[],
  lists: readonly [ArrayLike<number>, ArrayLike<number>],
): Pair[] | undefined {
  const [some, others] = lists.map((list) => Array.from(list)) as [number[], number[]];
  const longest = series.reduce((most, { values }) => Math.max(most, values.length), 0);
  if (some.length * others.length * longest > MOST_WORK) return undefined;
  const limits = series.map(({ values }) => NEAR * NEAR * sumOfSquares(values));
  const pairs: Pair[] = [];
  for (const a of some) {
    const first = series[a]!.values; // of the list
    const limit = limits[a]!;
    if (limit === 0) continue;
    for (const b of others) {
      const second = series[b]!.values;
      if (second.length !== first.length) continue;
      let sum = 0;
      for (let i = 0; i < first.length && sum <= limit; i++) {
        const distance = first[i]! - second[i]!;
        // A missing value is no evidence.
        if (!Number.isNaN(distance)) sum += distance * distance;
      }
      if (sum > 0 && sum <= limit) pairs.push([a, b]);
    }
  }
  return pairs;
}

/**
 * Pairs of one series of each list that share steps at different places, to the bit: windows of one longer series; or of which one is
 * the beginning of the other. Of each series of the second list the first such pair.
 * @returns undefined where there are too many steps to compare
 */
export function overlappingPairs(
  series: readonly FileSeries[],
  lists: readonly [ArrayLike<number>, ArrayLike<number>],
  channels: number,
): Pair[] | undefined {
  const [some, others] = lists.map((list) => Array.from(list)) as [number[], number[]];
  const steps = some.reduce((sum, at) => sum + series[at]!.length, 0);
  if (steps > MOST_KEYS) return undefined;
  const size = SHARED_STEPS * channels;
  const partOf = (at: number, step: number) => {
    const part = series[at]!.values.subarray(step * channels, step * channels + size);
    // Of equal values, or missing ones, any two series have a part in common.
    return part.length === size && isVaried(part, channels) ? part.join() : undefined;
  };
  const places = new Map<string, Pair>();
  for (const at of some) {
    for (let step = 0; step < series[at]!.length; step++) {
      const key = partOf(at, step);
      if (key !== undefined && !places.has(key)) places.set(key, [at, step]);
    }
  }
  const begins = beginningsOf(series, some, channels);
  return others.flatMap((at): Pair[] => {
    const longer = begins(at);
    if (longer !== undefined) return [[longer, at]];
    const last = series[at]!.length - SHARED_STEPS;
    for (const step of new Set([0, last])) {
      const key = step < 0 ? undefined : partOf(at, step);
      const found = key === undefined ? undefined : places.get(key);
      if (found !== undefined && found[1] !== step) return [[found[0], at]];
    }
    return [];
  });
}

/** Finds the first series of the list that is the beginning of another one, or has it as its beginning, to the bit. */
function beginningsOf(
  series: readonly FileSeries[],
  list: readonly number[],
  channels: number,
): (at: number) => number | undefined {
  const keyAt = (at: number) => series[at]!.values.subarray(0, SHARED_STEPS * channels).join();
  const byKey = new Map<string, number[]>();
  for (const at of list) {
    const alike = byKey.get(keyAt(at));
    if (alike) alike.push(at);
    else byKey.set(keyAt(at), [at]);
  }
  return (at) =>
    byKey.get(keyAt(at))?.find((other) => isBeginning(series[at]!.values, series[other]!.values, channels));
}

/** Series of one length are the same or not, and a beginning of equal or missing values is no evidence. */
function isBeginning(one: Float32Array, other: Float32Array, channels: number): boolean {
  const length = Math.min(one.length, other.length);
  if (one.length === other.length || length < SHARED_STEPS * channels) return false;
  let changes = false;
  for (let i = 0; i < length; i++) {
    const value = one[i]!;
    if (!(value === other[i] || (Number.isNaN(value) && Number.isNaN(other[i])))) return false;
    changes ||= i >= channels && Math.abs(value - one[i - channels]!) > 0;
  }
  return changes;
}

function isVaried(part: Float32Array, channels: number): boolean {
  const [first] = part;
  return !part.some(Number.isNaN) && part.some((value, i) => i % channels === 0 && value !== first);
}

function keyOf(values: Float32Array): string {
  return sha256Hex(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

/** Of the distances from the mean. */
function sumOfSquares(values: Float32Array): number {
  const there = values.filter((value) => !Number.isNaN(value));
  const mean = there.reduce((sum, value) => sum + value, 0) / Math.max(1, there.length);
  return there.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
}
