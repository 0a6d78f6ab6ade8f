/** How files were read, as the flags of the command line that would say it: what was found from them, to be shown and corrected. */
import { flagValue, nameListOf } from "../../errors/flag-value.ts";
import type { ReadingSpec } from "../../spec/files.ts";

/** Flags with one value each, by their place in `data.reading`. */
export const READING_FLAGS = {
  format: "--format",
  encoding: "--encoding",
  delimiter: "--delimiter",
  decimal: "--decimal",
  layout: "--layout",
  "columns.label": "--label",
  labelFrom: "--label-from",
  "columns.id": "--id",
  "columns.group": "--group",
  groupFrom: "--group-from",
  "columns.time": "--time",
  "columns.channels": "--channels",
  "columns.ignore": "--ignore-columns",
  skipRows: "--skip-rows",
  dates: "--dates",
  resample: "--resample",
  longestGap: "--longest-gap",
  onError: "--on-error",
} as const;

/** The flags that would read files in this way: what was found from them, to be corrected. */
export function flagsOf(reading: ReadingSpec): string[] {
  return Object.entries(READING_FLAGS).flatMap(([path, flag]) => {
    const [key, column] = path.split(".");
    const all = reading as Readonly<Record<string, unknown>>;
    const value =
      column === undefined ? all[key ?? ""] : (all.columns as Record<string, unknown> | undefined)?.[column];
    if (value === undefined || (flag === "--encoding" && value === "utf-8")) return [];
    const text = Array.isArray(value) ? nameListOf(value as string[]) : String(value);
    return [`${flag} ${flagValue(text === "\t" ? "tab" : text)}`];
  });
}

/** The column of groups that all files have, under one name. */
export function groupFound(tables: readonly { readonly table: { readonly reading: object } }[]): string | undefined {
  const [name, ...others] = new Set(tables.map(({ table }) => (table.reading as ReadingSpec).columns?.group));
  return others.length === 0 ? name : undefined;
}
