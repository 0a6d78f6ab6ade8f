/** What every reader returns. Not a data set: series may differ in length and have no labels. */

/** A series as a file has it. */
export interface Series {
  /** From the column `series` or `id`; or else the number of the row of data, from "1". */
  id: string;
  /** Where it begins: the line of its first row, from 1. */
  line: number;
  /** (T, C) values, row-major */
  values: Float32Array;
  /** T, in time steps */
  length: number;
  /** Class name, as the file has it; absent when the file has no labels. */
  label?: string;
}

/** The series of a file. */
export interface SeriesTable {
  /** In order of first appearance; at least one. */
  series: Series[];
  /** C, the same for all */
  channels: number;
}
