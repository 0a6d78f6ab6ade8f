/** Flags that say what a column is for, as errors in every language name them. */

/** What an option of reading names a column for. */
export type ColumnUse = "id" | "label" | "group" | "time" | "channels" | "ignore";

/** The flag that says so. */
export const useFlags: Readonly<Record<ColumnUse, string>> = {
  id: "--id",
  label: "--label",
  group: "--group",
  time: "--time",
  channels: "--channels",
  ignore: "--ignore-columns",
};
