/** Flags that say what a column is for, as errors in every language name them. */

/** What an option of reading names a column for. */
export type ColumnUse = "id" | "label" | "group" | "time" | "channels" | "ignore";

/** A part of a file's path that says the class or the group. */
export type NamePart = "file" | "folder" | "grandparent";

/** Flags of other options of reading, and of columns, by their places in `data.reading`. */
export const optionFlags: Readonly<Record<string, string | undefined>> = {
  encoding: "--encoding",
  delimiter: "--delimiter",
  decimal: "--decimal",
  skipRows: "--skip-rows",
  dates: "--dates",
  layout: "--layout",
  "columns.id": "--id",
  "columns.label": "--label",
  "columns.group": "--group",
  "columns.time": "--time",
  "columns.channels": "--channels",
  "columns.ignore": "--ignore-columns",
};

/** The flag that says so. */
export const useFlags: Readonly<Record<ColumnUse, string>> = {
  id: "--id",
  label: "--label",
  group: "--group",
  time: "--time",
  channels: "--channels",
  ignore: "--ignore-columns",
};
