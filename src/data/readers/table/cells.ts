/** What a cell with a type says, as Parquet and JSON have them: a number, a name, a time. */
import { type DayOrder, isMissing, NUMBER, type TimeOf, timeOf } from "./values.ts";

/** @returns NaN where a value is missing; undefined for what is no number */
export function numberIn(cell: unknown): number | undefined {
  switch (typeof cell) {
    case "number":
      // Infinite values are missing, as in text.
      return Number.isFinite(cell) ? cell : Number.NaN;
    case "bigint":
    case "boolean":
      return Number(cell);
    case "string":
      if (NUMBER.test(cell)) return Number(cell);
      return isMissing(cell) ? Number.NaN : undefined;
    default:
      return cell === null || cell === undefined ? Number.NaN : undefined;
  }
}

/** @returns undefined where there is none */
export function nameIn(cell: unknown): string | undefined {
  if (cell === null || cell === undefined || cell === "" || typeof cell === "object") return undefined;
  return Number.isNaN(cell) ? undefined : String(cell);
}

/** Whether a name is what the file has: of numbers beyond 2^53, several become one. */
export function isExact(cell: unknown): boolean {
  return typeof cell !== "number" || !Number.isInteger(cell) || Number.isSafeInteger(cell);
}

/** @returns undefined for what is no time */
export function timeIn(cell: unknown, dates?: DayOrder): TimeOf | undefined {
  if (cell instanceof Date) {
    const whole = cell.getTime();
    return Number.isNaN(whole) ? undefined : { whole, fraction: 0, isDate: true };
  }
  if (typeof cell === "string") return timeOf(cell, dates);
  const whole = typeof cell === "number" || typeof cell === "bigint" ? Number(cell) : Number.NaN;
  return Number.isFinite(whole) ? { whole, fraction: 0, isDate: false } : undefined;
}

/** A cell, to be shown in any language; an empty text for none. */
export function shown(cell: unknown): string {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "an invalid date" : cell.toISOString();
  if (typeof cell === "object" && cell !== null) return ArrayBuffer.isView(cell) || Array.isArray(cell) ? "[…]" : "{…}";
  return cell === undefined ? "" : String(cell);
}

export function isList(cell: unknown): cell is ArrayLike<unknown> {
  return Array.isArray(cell) || (ArrayBuffer.isView(cell) && "length" in cell);
}
