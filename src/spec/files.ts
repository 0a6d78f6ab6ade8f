/**
 * The schema of series from files: which files, how they are read, what becomes of missing values. Only keys, types and ranges; the
 * files are read by `data/files/`. Imports only `values.ts`.
 */
import * as v from "valibot";
import { object, record, text, value, whole } from "./values.ts";

/** The formats of series files, each a reader in `data/readers/`. */
export const FILE_FORMATS = [
  // Text
  "csv",
  "ts",
  "arff",
  "ucr",
  "jsonl",
  // Binary
  "npy",
  "npz",
  "parquet",
] as const;

/** What replaces missing values: a model can only read finite ones. */
const MISSING_RULES = ["refuse", "linear", "previous", "value", "mask"] as const;

/** Parts of a file's path: its own name, that of its folder, that of the folder around this one. */
export const NAME_PARTS = ["file", "folder", "grandparent"] as const;

const list = v.pipe(v.array(text), v.minLength(1));
/** Paths, or patterns with `*`; relative to the file of the spec. */
const paths = v.union([text, list]);

const columnsSchema = object({
  id: v.optional(text),
  label: v.optional(text),
  /** Series of a group stay on one side of a split by groups. */
  group: v.optional(text),
  time: v.optional(text),
  /** Columns of values; all that have no other role if left out. */
  channels: v.optional(list),
  /** Left out, whatever they hold. */
  ignore: v.optional(list),
});

/** What is left out is found from the file, and a run records what was found. */
export const readingSchema = object({
  format: v.optional(v.picklist(FILE_FORMATS)),
  encoding: v.optional(text),
  delimiter: v.optional(v.pipe(text, v.maxLength(1))),
  decimal: v.optional(v.picklist(["point", "comma"])),
  header: v.optional(v.boolean()),
  /** Text that begins a line to skip. */
  comment: v.optional(text),
  /** Lines above the table of a CSV. */
  skipRows: v.optional(whole),
  /** Whether the day or the month comes first in dates such as 01.02.2024. */
  dates: v.optional(v.picklist(["dmy", "mdy"])),
  /** `wide`: a row is a series; `long`: a row is a time step. */
  layout: v.optional(v.picklist(["wide", "long"])),
  /** Of a wide table without names of columns. */
  labels: v.optional(v.picklist(["first", "last", "none"])),
  /** Classes in the names of files, or of their folders: all series of a file have the same. */
  labelFrom: v.optional(v.picklist(NAME_PARTS)),
  /** Groups in such names, too. */
  groupFrom: v.optional(v.picklist(NAME_PARTS)),
  columns: v.optional(columnsSchema),
  /** Order of the axes of a NumPy array: series, time, channels. */
  axes: v.optional(v.picklist(["NTC", "NCT"])),
  /** Whether missing values at the end of a series are padding. */
  padding: v.optional(v.picklist(["trim", "keep"])),
  /** Whether a series that cannot be read ends the reading, or is left out. */
  onError: v.optional(v.picklist(["stop", "skip"])),
  /** Time between the steps that series with times are brought to: `20ms`, `50Hz`, or a number in the unit of their column. */
  resample: v.optional(text),
  /** Time between two steps that may be interpolated over. */
  longestGap: v.optional(text),
});

/** Where the series are; `test` and `val` are taken from those of `train` if left out. */
export const filesSchema = object({
  kind: v.literal("files"),
  train: paths,
  /** Series to validate on; taken from those of `train` if left out. */
  val: v.optional(paths),
  /** Series to test on; the split takes them from those of `train` if left out. */
  test: v.optional(paths),
  /** A file with the labels of each, for formats that hold none. */
  labels: v.optional(object({ train: v.optional(text), val: v.optional(text), test: v.optional(text) })),
  reading: v.optional(readingSchema, {}),
  /** Corrected labels of training series: index among all series, from 0 on, to the index of its class. */
  relabel: v.optional(record<number>()),
  /** Class names in their order; those of the training series, sorted, if left out. */
  classes: v.optional(v.pipe(v.array(text), v.minLength(2))),
  /** `mask` interpolates as `linear` and adds a channel for each, 1 where its value was missing. */
  missing: v.optional(v.picklist(MISSING_RULES), "refuse"),
  /** Of the rule `value`. */
  missingValue: v.optional(value, 0),
});

export type FilesSpec = v.InferOutput<typeof filesSchema>;
export type FilesInput = v.InferInput<typeof filesSchema>;
export type ReadingSpec = v.InferOutput<typeof readingSchema>;
