/** Which reading options a format has a use for. One that it has none for is refused by name: whoever gives it expects that it is obeyed. */
import { TidelabError } from "../../errors/errors.ts";
import type { ColumnOptions, FormatName, ReadOptions } from "./reader.ts";

const TEXTS: readonly FormatName[] = ["arff", "csv", "jsonl", "ts", "ucr"];
/** Whose columns, keys or lists may be anything. */
const TABLES: readonly FormatName[] = ["csv", "jsonl", "parquet"];
const ARRAYS: readonly FormatName[] = ["npy", "npz"];

/** Options for some formats only; the others are for all, or are refused where they find nothing (`resample`). */
const FORMATS: Partial<Record<keyof ReadOptions | `columns.${keyof ColumnOptions}`, readonly FormatName[]>> = {
  encoding: TEXTS,
  delimiter: ["csv"],
  decimal: ["csv"],
  header: ["csv"],
  comment: ["csv"],
  skipRows: ["csv"],
  dates: [...TABLES, "ts"],
  layout: TABLES,
  axes: ["jsonl", "parquet", ...ARRAYS],
  padding: ["arff", "ucr", ...ARRAYS],
  "columns.id": [...TABLES, "arff"],
  "columns.label": [...TABLES, "arff", "npz"],
  "columns.group": [...TABLES, "arff", "npz"],
  "columns.time": TABLES,
  "columns.channels": [...TABLES, "arff", "npz"],
  "columns.ignore": [...TABLES, "arff", "npz"],
};

type Optional = keyof typeof FORMATS;

/** @throws TidelabError `reader.option` for an option that the format has no use for */
export function checkApplies(format: FormatName, options: ReadOptions, name: string): void {
  const [option] = unusedBy(format, options);
  if (option === undefined) return;
  throw optionError(option, format, name);
}

function optionError(option: Optional, format: FormatName, name: string): TidelabError {
  const known = FORMATS[option]?.join(", ") ?? "";
  return new TidelabError("reader.option", { option, format, known }, name) as TidelabError;
}

/**
 * Of options for several files at once, each must be of use for one of the files at least: the label of a CSV is said beside a test file in `.ts`.
 * @throws TidelabError `reader.option` for an option that none of the formats has a use for, with the first file
 */
export function checkAnyApplies(
  files: readonly { readonly format: FormatName; readonly name: string }[],
  options: ReadOptions,
): void {
  const [first, ...others] = files;
  if (first === undefined) return;
  const option = unusedBy(first.format, options).find((one) =>
    others.every(({ format }) => unusedBy(format, options).includes(one)),
  );
  if (option !== undefined) throw optionError(option, first.format, first.name);
}

/** The options without those that the format has no use for: those of training files, for a file of another format. */
export function applying(format: FormatName, options: ReadOptions): ReadOptions {
  const unused = unusedBy(format, options);
  if (unused.length === 0) return options;
  const left = (object: object, prefix: string) =>
    Object.fromEntries(Object.entries(object).filter(([key]) => !unused.includes(`${prefix}${key}` as Optional)));
  const columns = options.columns && left(options.columns, "columns.");
  return { ...left(options, ""), ...(columns && { columns }) };
}

function unusedBy(format: FormatName, options: ReadOptions): Optional[] {
  const all = { ...options, ...prefixed(options.columns) } as Readonly<Record<string, unknown>>;
  return (Object.keys(FORMATS) as Optional[]).filter(
    (option) => all[option] !== undefined && !FORMATS[option]?.includes(format),
  );
}

function prefixed(columns: ColumnOptions = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(columns).map(([key, value]) => [`columns.${key}`, value]));
}
