/**
 * What readers may have to say about a file beside its series: what they decided because the file does not say it, and what looks
 * odd. Their texts are in `inference/messages/notices.*.ts`.
 */
import type { FillRule } from "../generate/missing.ts";

/** What any reader may say. Each kind is one notice a file. */
export type ReaderNotice = CsvNotice | PaddingNotice | AxesNotice | PrecisionNotice;

/** Which axis of an array is time was guessed: the longer one. */
export type AxesNotice = { kind: "axes"; path: string; axes: "NTC" | "NCT"; shape: string };

/**
 * A channel varies so little beside its size that float32 rounds what varies. `least`, `most`: of the first series that shows it; `step`: between
 * values of float32 there.
 */
export type PrecisionNotice = {
  kind: "coarse";
  path: string;
  name: string | undefined;
  channel: number;
  least: number;
  most: number;
  step: number;
  count: number;
};

/** NaN at the end of series that are shorter than others was left out. `path`: of the first. */
export type PaddingNotice = { kind: "padding"; path: string; count: number };

export type SamplingNotice =
  /** A file whose times advance by another step than those of the first. `unit`: of both steps. */
  | {
      kind: "otherSampling";
      path: string;
      step: number;
      first: string;
      firstStep: number;
      unit: "seconds" | "column";
    }
  /** One of the two has dates as times and the other numbers: their steps cannot be compared. */
  | { kind: "otherTimes"; path: string; first: string; areDates: boolean };

/** Of the classes of all files. */
export type ClassNotice =
  /** Classes that differ in how they are written only: `count` such pairs, of which this is the first. */
  | { kind: "alikeClasses"; first: string; second: string; count: number }
  /** Fewer than two series a class. */
  | { kind: "manyClasses"; classes: number; series: number };

/** Of a CSV table. */
export type CsvNotice =
  /** The first row, 0, 1, …, was taken for the names of the columns. */
  | { kind: "numberedHeader"; path: string; last: string }
  /** A column that counts rows was left out. */
  | { kind: "indexColumn"; path: string; name: string }
  /** Columns among the time steps whose names are unlike the others'. */
  | { kind: "oddColumns"; path: string; names: string }
  /** The numbers in the names of the columns go down. */
  | { kind: "fallingColumns"; path: string; first: string; last: string }
  /** A row looks like numbers of columns, and was read as a series. */
  | { kind: "evenRow"; path: string }
  | { kind: "decimalComma" }
  /** Lines above the table were left out. `path` and `title`: of the first; the title is empty where the row is. */
  | { kind: "titleRows"; path: string; count: number; title: string }
  /** Columns of single values beside lists were left out. */
  | { kind: "ignoredColumns"; names: string }
  /** Lines that begin with # were skipped. */
  | { kind: "comments"; count: number }
  /** The outer column of a table without a header was read as the classes. */
  | { kind: "labelColumn"; path: string; place: "first" | "last"; look: "text" | "whole" }
  /** A label that elsewhere means that there is none, such as None, was read as a class. */
  | { kind: "missingClass"; path: string; name: string }
  | { kind: "filled"; count: number; rule: FillRule }
  /** A number that seems to mark missing values was read as a number. */
  | ({ kind: "missingCode" } & MissingCode)
  | WideNotice
  | LongNotice
  | PrecisionNotice;

export type WideNotice =
  /** A row that has the name of a summary, or whose values are one of the rows above it. */
  | { kind: "summaryRow"; path: string; series: string; summary: Summary | "name" }
  /** The first row only grows, as times of columns do; others do not. (A row that is evenly spaced has its own notice.) */
  | { kind: "growingRow"; path: string }
  /** Rows that have the id of an earlier one. */
  | { kind: "repeatedId"; path: string; id: string; count: number };

export type LongNotice =
  /** Without a column of times, rows of a series come again behind those of another. `path`, `begins`: of the first such row, and where its series begins. */
  | { kind: "returningId"; path: string; id: string; begins: string; count: number }
  /** Steps of a time column that differ within series. */
  | { kind: "unevenTime"; column: string; series: string; shortest: string; longest: string; count: number }
  /** Steps of a time column that differ between series. */
  | { kind: "otherRate"; column: string; series: string; step: string; first: string; firstStep: string; count: number }
  /** Channels that are evenly spaced, do not change, or only grow, in every series. */
  | { kind: "oddChannels"; names: string; look: "even" | "constant" | "growing" };

/** What a row is of those above it. */
export type Summary = "sum" | "mean" | "max" | "min";

/** A number that seems to mark missing values. */
export interface MissingCode {
  readonly code: string;
  /** Of the first. */
  readonly path: string;
  count: number;
}
