/** What a CSV file does not say of itself, and what is known of a table once it was read. Types only. */
import type { FillRule } from "../generate/missing.ts";
import type { HeaderOptions } from "./csv-header.ts";
import type { ReadOptions } from "./reader.ts";
import type { DecimalMark } from "./table/values.ts";

/** What a model that is to read the series was trained on. */
export interface ExpectedSeries {
  channels: number;
  classNames?: readonly string[];
}

/** What a CSV file does not say of itself. */
export interface CsvOptions
  extends HeaderOptions,
    Pick<
      ReadOptions,
      "delimiter" | "comment" | "unlabelled" | "onError" | "resample" | "longestGap" | "skipRows" | "dates"
    > {
  /**
   * Whether to decide what a table for `predict` must say, and say so: names of columns for groups; a long layout by times and ids;
   * the only column of text, or an outer one of a few whole numbers, as classes; lines that begin with # as comments.
   */
  guess?: boolean | undefined;
  expected?: ExpectedSeries | undefined;
  /** How numbers are written; found from the numbers when left out. */
  decimal?: DecimalMark | undefined;
  /** What replaces missing values; they are refused when left out. */
  fill?: FillRule | undefined;
  /** `keep` yields NaN for missing values where nothing is filled in, and counts them. */
  missing?: "refuse" | "keep" | undefined;
}

/** What a table looks like, to say what may be wrong with it. */
export interface TableShape {
  layout: "wide" | "long";
  /** Rows of data so far. */
  rows: number;
  hasHeader: boolean;
  /** Columns of values whose names are unlike the others'. */
  oddNames: readonly string[];
  /** Whether the first, the last column of values holds whole numbers only. */
  wholeFirst: boolean;
  wholeLast: boolean;
  /** The outer column of a wide table that looks like a class among measured values. */
  wholeColumn: "first" | "last" | undefined;
  /** Whether a column names the rows, or has their classes: then each row is a series. */
  hasNamedRows: boolean;
  hasLabels: boolean;
  /** Columns of values. */
  columns: number;
  /** Whether values change more along the rows than down the columns. */
  isRougherAlongRows: boolean;
  /** Largest magnitude of the values. */
  largest: number;
}
