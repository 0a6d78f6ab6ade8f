/**
 * What a cell says: a number, a missing value, a time. All patterns take time linear in the cell, however long it is.
 * Decimal commas are decided for the whole table, never cell by cell.
 */
import { TidelabError } from "../../../errors/errors.ts";
import type { MissingCode } from "../notices.ts";
import { float32At } from "./float32.ts";

export const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const COMMA_NUMBER = /^[+-]?(?:\d+,\d+|,\d+)(?:[eE][+-]?\d+)?$/;
/** What may be a whole number with a separator of thousands, or a number with three decimals. */
const GROUPED = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;
/** A whole number of four digits or more without a separator of thousands: then nobody groups digits in this table. */
const UNGROUPED = /^[+-]?\d{4,}$/;
/** How pandas, R, C, Weka, .ts files and spreadsheets write a value that is not there, or is no number. */
const MISSING =
  /^(?:|[+-]?(?:nan|inf|infinity)|[+-]?nan\((?:ind|snan)\)|[+-]?1\.#(?:qnan|snan|ind|inf)\d*|<?na>?|nat|n\/a|null|nil|none|missing|n\.a\.?|k\.a\.?|[-?]{1,3}|\*|[–—…]|#(?:n\/a(?: n\/a)?|na|nv|div\/0!|num!|value!|ref!|name\?|null!|spill!|calc!|wert!|bezug!|zahl!))$/i;
const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?$/;

/** Numbers that mark a missing value in many data sets. */
const CODES = new Set([
  -99, -999, -9999, -99999, -999999, 999, 9999, 99999, 999999, -999.25, -99.9, -999.9, 1e20, -1e20,
]);
const CODES_IN_FLOAT32 = new Set([...CODES].map(Math.fround));
/** How much larger than all other values a code is; nearer, it may be a measured value. */
const FAR = 5;

export type DecimalMark = "point" | "comma";

/** Whether the cell says that there is no value. */
export function isMissing(text: string): boolean {
  return MISSING.test(text);
}

/** Whether a class in a CSV says that there is none: no class has the name NaN, but one may be called None. */
export function isNoLabel(text: string): boolean {
  return isMissing(text) && /^(?:|<?na[nt]?>|nan|nat|[?]+|#.*)$/i.test(text);
}

/** Whether the cell holds a number, with either decimal mark. */
export function isNumber(text: string): boolean {
  return NUMBER.test(text) || COMMA_NUMBER.test(text);
}

/**
 * A value out of a line, for formats in which an empty place is none.
 * @param place  of a character of the line
 * @returns NaN for a missing value
 * @throws TidelabError `reader.number` for what is neither a number that fits float32 nor a mark of a missing one
 */
export function readCell(text: string, from: number, to: number, place: (at: number) => string): number {
  const value = float32At(text, from, to);
  if (Number.isFinite(value)) return value;
  const received = text.slice(from, to);
  // An empty place would be a value too many or too few.
  if (received !== "" && isMissing(received)) return Number.NaN;
  throw new TidelabError("reader.number", { received: brief(received) }, place(from));
}

/** A cell, short enough to be shown. */
export function brief(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** What a `NumberReader` knows. */
export interface NumbersKnown {
  readonly mark: DecimalMark | undefined;
  readonly isSure: boolean;
  readonly doubtful: { path: string; received: string } | undefined;
  /** How often each code of a missing value was met. */
  readonly codes: readonly number[];
  readonly largest: number;
}

/** Reads the numbers of one table. */
export class NumberReader {
  /** Set by the user, or by the first number that has a mark. */
  #mark: DecimalMark | undefined;
  /** Whether some number shows that the mark does not separate thousands. */
  #isSure: boolean;
  #doubtful: { path: string; received: string } | undefined;
  readonly #codes = new Map<number, MissingCode>();
  /** Largest magnitude, without codes. */
  #largest = 0;

  /** @param mark  as the user says; found from the numbers when left out */
  constructor(mark?: DecimalMark) {
    this.#mark = mark;
    this.#isSure = mark !== undefined;
  }

  /**
   * Whether a plain number says nothing about the decimal mark that is not known, so that `count` is all it needs.
   * @param width  its characters: up to three and no point, and nobody groups digits in it
   */
  isSettled(hasPoint: boolean, width: number): boolean {
    return this.#isSure ? this.#mark === "point" || !hasPoint : !hasPoint && width <= 3;
  }

  /** Takes note of a number that was read elsewhere. @returns false for one that `read` must look at: a code of a missing value */
  count(value: number): boolean {
    const size = Math.abs(value);
    if (size >= 99 && CODES_IN_FLOAT32.has(value)) return false;
    if (size > this.#largest) this.#largest = size;
    return true;
  }

  /** Whether numbers with a decimal comma were read. */
  get hasDecimalCommas(): boolean {
    return this.#mark === "comma";
  }

  /** Largest magnitude of the values, without codes for missing ones. */
  get largest(): number {
    return this.#largest;
  }

  /** Numbers far from all others that are known as codes for missing values. */
  get missingCodes(): MissingCode[] {
    const isFar = ([value]: [number, MissingCode]) => this.#largest > 0 && Math.abs(value) > FAR * this.#largest;
    return [...this.#codes].filter(isFar).map(([, code]) => code);
  }

  /**
   * @param isLocal  whether the table may come from a spreadsheet that groups thousands by `.`: separated by `;` or tabs
   * @param place    of the cell, asked for only when something is wrong with it
   * @returns NaN for a missing value
   * @throws TidelabError `csv.notNumber`, `csv.tooLarge` or `csv.decimalMarks`
   */
  read(text: string, isLocal: boolean, place: () => string): number {
    let value: number;
    if (NUMBER.test(text)) {
      value = Number(text);
      if (!this.#isSure || this.#mark !== "point") this.#notePoint(text, isLocal, place);
    } else if (COMMA_NUMBER.test(text)) {
      value = Number(text.replace(",", "."));
      this.#noteComma(text, place);
    } else if (MISSING.test(text)) {
      return Number.NaN;
    } else {
      throw new TidelabError("csv.notNumber", { received: brief(text) }, place());
    }
    if (Number.isFinite(Math.fround(value))) {
      const size = Math.abs(value);
      if (size >= 99 && CODES.has(value)) this.#noteCode(value, text, place);
      else if (size > this.#largest) this.#largest = size;
      return value;
    }
    throw new TidelabError("csv.tooLarge", { received: brief(text) }, place());
  }

  /** What is known of the numbers so far, to be restored where a row turns out to be none. */
  save(): NumbersKnown {
    const codes = [...this.#codes.values()].map(({ count }) => count);
    return { mark: this.#mark, isSure: this.#isSure, doubtful: this.#doubtful, codes, largest: this.#largest };
  }

  restore({ mark, isSure, doubtful, codes, largest }: NumbersKnown): void {
    this.#mark = mark;
    this.#isSure = isSure;
    this.#doubtful = doubtful;
    this.#largest = largest;
    // Codes stay in the order in which they were met: those of the row are the last ones.
    for (const [i, [value, code]] of [...this.#codes].entries()) {
      const count = codes[i];
      if (count === undefined) this.#codes.delete(value);
      else code.count = count;
    }
  }

  /** Call it behind the last number. @throws TidelabError `csv.thousands` where the numbers can be read in two ways */
  end(): void {
    if (this.#isSure || this.#doubtful === undefined) return;
    throw new TidelabError("csv.thousands", { received: this.#doubtful.received }, this.#doubtful.path);
  }

  #noteCode(value: number, text: string, place: () => string): void {
    const known = this.#codes.get(value);
    if (known === undefined) this.#codes.set(value, { code: text, path: place(), count: 1 });
    else known.count++;
  }

  #notePoint(text: string, isLocal: boolean, place: () => string): void {
    if (text.includes(".")) {
      if (this.#mark === "comma") throw new TidelabError("csv.decimalMarks", { received: brief(text) }, place());
      this.#mark = "point";
      if (isLocal && GROUPED.test(text)) this.#doubtful ??= { path: place(), received: text };
      else this.#isSure = true;
    } else if (UNGROUPED.test(text)) {
      this.#isSure = true;
    }
  }

  #noteComma(text: string, place: () => string): void {
    if (this.#mark === "point") throw new TidelabError("csv.decimalMarks", { received: brief(text) }, place());
    this.#mark = "comma";
    if (GROUPED.test(text)) this.#doubtful ??= { path: place(), received: text };
    else this.#isSure = true;
  }
}

export interface TimeOf {
  readonly whole: number;
  /** Of a second, of a date. */
  readonly fraction: number;
  readonly isDate: boolean;
}

/** Whether the day or the month comes first. */
export type DayOrder = "dmy" | "mdy";

/** `01.02.2024`, `1/2/2024 9:30:00 PM`, `01.02.24`: the day first, or the month. */
const OPEN_DATE =
  /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?:[T ,] ?(\d{1,2}):(\d\d)(?::(\d\d)([.,]\d+)?)?(?: ?([AP])\.?M\.?)?)?$/i;

/** `2024/2/1 9:30`, as spreadsheets write it where the year comes first, `2024.02.01`, `2024-2-1`, `2024年2月1日`. */
const YEAR_FIRST = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日)([T ].*|)$/;

/** Other ways to write what can be read in one way only: the year first, and a time of the day alone. */
function asDate(text: string): string {
  if (/^\d{1,2}:\d\d:\d\d(?:\.\d+)?$/.test(text)) return `1970-01-01T${text.replace(/^\d:/, "0$&")}`;
  const [, year, , m, d, month = m ?? "", day = d ?? "", rest = ""] = YEAR_FIRST.exec(text) ?? [];
  if (year === undefined) return text;
  const two = (number: string) => number.padStart(2, "0");
  return `${year}-${two(month)}-${two(day)}${rest.replace(/^[T ](?=\d:)/, "$&0")}`;
}

/** A date with its day or month first, in the order that is said. @returns undefined for other texts, and for hours that no clock has */
function inOrder(text: string, dates: DayOrder): string | undefined {
  const [, first = "", , second = "", year, hour = "0", minute = "00", seconds = "00", fraction = "", half] =
    OPEN_DATE.exec(text) ?? [];
  if (year === undefined) return undefined;
  const [day, month] = dates === "dmy" ? [first, second] : [second, first];
  const isHalf = half !== undefined;
  if (isHalf && (Number(hour) < 1 || Number(hour) > 12)) return undefined;
  const hours = isHalf ? (Number(hour) % 12) + (half.toUpperCase() === "P" ? 12 : 0) : Number(hour);
  const two = (number: string | number) => String(number).padStart(2, "0");
  // As POSIX reads two digits.
  const whole = year.length === 4 ? year : `${Number(year) < 69 ? "20" : "19"}${year}`;
  return `${whole}-${two(month)}-${two(day)}T${two(hours)}:${minute}:${seconds}${fraction.replace(",", ".")}`;
}

/** The error of a cell that is no time: of a date whose order is not said, with how to say it. */
export function timeError(
  received: string,
  path: string,
  { dates }: { readonly dates?: DayOrder | undefined },
): TidelabError {
  return (
    orderError(received, path, dates) ??
    (new TidelabError("reader.time", { received: brief(received) }, path) as TidelabError)
  );
}

/** @returns undefined for what is no date, or one whose order was said */
export function orderError(received: string, path: string, dates: DayOrder | undefined): TidelabError | undefined {
  if (dates !== undefined || !OPEN_DATE.test(received)) return undefined;
  return new TidelabError("reader.dateOrder", { received: brief(received) }, path) as TidelabError;
}

/**
 * A time as something to compare: a number as it is, a date in milliseconds. The fraction of a second is kept apart, since
 * nanoseconds would be lost in a float64 of milliseconds since 1970. A date without a zone is taken as UTC: the order of
 * its rows must not depend on the reader's daylight saving time.
 * @param dates  how a date is read whose day or month comes first; none is when left out
 */
export function timeOf(text: string, dates?: DayOrder): TimeOf | undefined {
  if (NUMBER.test(text)) {
    const whole = Number(text);
    return Number.isFinite(whole) ? { whole, fraction: 0, isDate: false } : undefined;
  }
  const written = (dates && inOrder(text, dates)) ?? asDate(text);
  const [, day, minute = "00:00", second = "00", fraction = "0", zone = "Z"] = DATE.exec(written) ?? [];
  // Date.parse takes 31 February for 2 March.
  const isDay = day !== undefined && new Date(`${day}T00:00Z`).getUTCDate() === Number(day.slice(-2));
  const whole = isDay ? Date.parse(`${day}T${minute}:${second}${zone}`) : Number.NaN;
  return Number.isNaN(whole) ? undefined : { whole, fraction: Number(fraction), isDate: true };
}
