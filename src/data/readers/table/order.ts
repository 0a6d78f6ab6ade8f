/**
 * The order in which a table has its steps, as far as it shows: by the numbers in the names of its columns, and by rows that
 * look like such numbers. Reads no cells for their meaning as data.
 */
import { NUMBER, timeOf } from "./values.ts";

/** Of fewer columns, a series may well look like numbers of columns by chance. */
const FEWEST = 10;

/**
 * Whether the values are evenly spaced in some order, as the numbers or times of columns are: 0, 0.5, 1, …, or
 * 0, 1, 10, 11, …, 2 as text sorts them. Measured values never are, except a perfect ramp.
 */
export function areEvenlySpaced(values: ArrayLike<number>): boolean {
  const { length } = values;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < length; i++) {
    least = Math.min(least, values[i]!);
    most = Math.max(most, values[i]!);
  }
  const step = (most - least) / (length - 1);
  // Also false for NaN.
  if (!(length >= FEWEST && step > 0)) return false;
  const taken = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const place = (values[i]! - least) / step;
    const nearest = Math.round(place);
    if (Math.abs(place - nearest) > 1e-3 || taken[nearest] === 1) return false;
    taken[nearest] = 1;
  }
  return true;
}

/** The numbers of a row; NaN for other cells. */
export function numbersOf(cells: readonly string[]): number[] {
  return cells.map((cell) => (NUMBER.test(cell.trim()) ? Number(cell) : Number.NaN));
}

/** `falling`: t59, …, t0; `mixed`, with the first name out of place: t0, t1, t10, …, t2. */
export type ColumnOrder = { kind: "growing" | "falling" } | { kind: "mixed"; at: number };

/** @returns undefined where the names are not one name with numbers, or all numbers are negative (`t-5` or `lag-5`?) */
export function orderOf(names: readonly string[]): ColumnOrder | undefined {
  const parts = names.map((name) => timePartsOf(name) ?? partsOf(name));
  const [first] = parts;
  if (first === undefined || names.length < 3) return undefined;
  const numbers: number[] = [];
  for (const part of parts) {
    if (part === undefined || part.before !== first.before || part.after !== first.after) return undefined;
    numbers.push(part.number);
  }
  const rises = numbers.map((number, i) => i > 0 && number > numbers[i - 1]!);
  const falls = numbers.map((number, i) => i > 0 && number < numbers[i - 1]!);
  const areNegative = parts.every((part) => part?.isNegative);
  if (rises.lastIndexOf(false) === 0) return { kind: "growing" };
  if (falls.lastIndexOf(false) === 0) return areNegative ? undefined : { kind: "falling" };
  const against = rises[1] ? rises : falls;
  return { kind: "mixed", at: against.indexOf(false, 1) };
}

/** Words for channels: columns that are numbered behind one may be steps, or channels of which each row has a step. */
const CHANNEL = /^(?:ch|chan|channels?|sensors?|electrodes?|leads?|axis|通道|传感器|电极|导联)[\s_-]*$/i;

/** Whether names say that they are channels: `ch1`, `sensor_2`. */
export function areChannels(names: readonly string[]): boolean {
  return names.length > 1 && names.every((name) => CHANNEL.test(partsOf(name)?.before ?? ""));
}

/** Names as families: those of one family differ by a number only. */
export interface NameFamilies {
  /** The largest. */
  readonly steps: readonly string[];
  /** Other families of at least two. */
  readonly others: readonly (readonly string[])[];
  /** Names that are like no other. */
  readonly single: readonly string[];
}

/** @returns undefined where no two names differ by a number only */
export function familiesOf(names: readonly string[]): NameFamilies | undefined {
  const families = new Map<string, string[]>();
  for (const [i, name] of names.entries()) {
    const parts = timePartsOf(name) ?? partsOf(name);
    const key = parts === undefined ? `name ${i}` : `number ${JSON.stringify([parts.before, parts.after])}`;
    const family = families.get(key);
    if (family === undefined) families.set(key, [name]);
    else family.push(name);
  }
  const [steps = [], ...rest] = [...families.values()].sort((a, b) => b.length - a.length);
  const isNumbered = steps.length > 1 || (names.length === 1 && /\d/.test(names[0] ?? ""));
  if (!isNumbered) return undefined;
  return {
    steps,
    others: rest.filter(({ length }) => length > 1),
    single: rest.filter(({ length }) => length === 1).flat(),
  };
}

interface NameParts {
  before: string;
  number: number;
  after: string;
  isNegative: boolean;
}

/** A name that is a number or a date. */
function timePartsOf(name: string): NameParts | undefined {
  const time = timeOf(name);
  return time && { before: "", number: time.whole + time.fraction, after: "", isNegative: name.startsWith("-") };
}

/** A name around its last number. */
function partsOf(name: string): NameParts | undefined {
  let last: RegExpMatchArray | undefined;
  for (const match of name.matchAll(/\d+(?:\.\d+)?/g)) last = match;
  if (last === undefined) return undefined;
  const lead = name.slice(0, last.index);
  const isNegative = /[-−]$/.test(lead);
  const number = Number(last[0]);
  return {
    before: isNegative ? lead.slice(0, -1) : lead,
    number: isNegative ? -number : number,
    after: name.slice((last.index ?? 0) + last[0].length),
    isNegative,
  };
}
