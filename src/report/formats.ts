/** Numbers, dates and shapes as a report shows them: short, and alike in every language and on every machine. */

import { durationUnits } from "../errors/units.ts";
import type { FigureLanguage } from "../figures/index.ts";

/** Characters of a line of JSON; longer ones are broken. */
const LINE = 100;

/** Four digits after the point; a loss too small for them as a power of ten, not as 0.0000. */
export function formatLoss(loss: number): string {
  return loss !== 0 && Math.abs(loss) < 0.001 ? formatPower(loss) : loss.toFixed(4);
}

/** A share as a percentage with one digit. */
export function formatShare(share: number): string {
  const text = (100 * share).toFixed(1);
  // Not everything is right or wrong that rounds to it.
  if (text === "100.0" && share < 1) return "> 99.9%";
  if (text === "0.0" && share > 0) return "< 0.1%";
  return `${text}%`;
}

/** A whole number in groups of three digits. */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}

/** A norm or a scale with four significant digits. */
export function formatNumber(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  // Beyond four digits before the point, `toPrecision` itself turns to powers of ten.
  if (size < 0.001 || size >= 9999.5) return formatPower(value);
  return value.toPrecision(4);
}

/** A number of a spec: whole ones with all their digits, others with six significant ones; run.json has them all. */
export function formatSetting(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
}

interface Units {
  readonly ms: string;
  readonly s: string;
  readonly min: string;
  readonly h: string;
  readonly lastMin?: string;
}

/** A duration: `850 ms`, `12.3 s`, `2 min 5 s`, `1 h 3 min`. */
export function formatSeconds(seconds: number, lang: FigureLanguage): string {
  const { ms, s, min, h, lastMin = min }: Units = durationUnits[lang];
  if (seconds < 0.9995) return `${Math.round(1000 * seconds)} ${ms}`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} ${s}`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} ${min} ${whole % 60} ${s}`;
  return `${Math.floor(whole / 3600)} ${h} ${Math.floor((whole % 3600) / 60)} ${lastMin}`;
}

/** `2026-11-24 03:42 UTC`; a text that is no date stays as it is. */
export function formatDate(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** `200 × 128`, steps first; `32` without a time axis. */
export function formatShape(shape: readonly number[]): string {
  return shape.map(formatCount).join(" × ");
}

function formatPower(value: number): string {
  return value.toExponential(1).replace(".0e", "e").replace("e+", "e");
}

/** JSON in which whatever fits is on one line: a model of ten layers takes ten lines, not eighty. */
export function formatJson(value: unknown, indent = ""): string {
  const line = formatLine(value);
  if (typeof value !== "object" || value === null || indent.length + line.length <= LINE) return line;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const entries = entriesOf(value).map(([key, entry]) => `${inner}${key}${formatJson(entry, inner)}`);
  return `${open}\n${entries.join(",\n")}\n${indent}${close}`;
}

function formatLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = entriesOf(value).map(([key, entry]) => `${key}${formatLine(entry)}`);
  if (Array.isArray(value)) return `[${entries.join(", ")}]`;
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** What is written before each value, and the value. */
function entriesOf(value: object): [key: string, value: unknown][] {
  if (Array.isArray(value)) return value.map((entry) => ["", entry]);
  const defined = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return defined.map(([key, entry]) => [`${JSON.stringify(key)}: `, entry]);
}
