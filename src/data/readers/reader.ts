/**
 * What a reader is, what it takes and what it returns. Not a data set: series may differ in length, lack labels, and hold NaN where
 * a value is missing. Readers are listed in `registry.ts`; `read-series.ts` chooses one of them.
 */
import type { TidelabError } from "../../errors/errors.ts";
import type { FILE_FORMATS, NAME_PARTS } from "../../spec/files.ts";
import type { ByteSource, ReadProgress } from "./input/source.ts";
import type { ReaderNotice } from "./notices.ts";
import type { DecimalMark } from "./table/values.ts";

/** The name of a format of series files. */
export type FormatName = (typeof FILE_FORMATS)[number];

/** A part of a file's path: its own name, that of its folder, that of the folder around this one. */
export type NamePart = (typeof NAME_PARTS)[number];

/**
 * How a file is to be read. Plain JSON, so that a spec or a record can hold it. What is left out is found from the file, and the
 * table says what was found.
 */
export interface ReadOptions {
  /** Found from the first bytes and the ending of the name when left out. */
  readonly format?: FormatName | undefined;
  /** Of text: any name that `TextDecoder` knows, such as `gbk`. Left out, UTF-8 or UTF-16, by their marks and zero bytes. */
  readonly encoding?: string | undefined;
  /** Of CSV, one character; a blank means any run of blanks and tabs. */
  readonly delimiter?: string | undefined;
  readonly decimal?: DecimalMark | undefined;
  /** Whether the first row of a CSV names its columns. */
  readonly header?: boolean | undefined;
  /** Text that begins lines to skip, such as `#`. */
  readonly comment?: string | undefined;
  /** Lines above the table of a CSV: titles and empty rows, as spreadsheets have them. Rows with a title alone are found when left out. */
  readonly skipRows?: number | undefined;
  /** How dates are to be read that are written as `01.02.2024` or `1/2/2024`: the day or the month first. Refused when left out. */
  readonly dates?: "dmy" | "mdy" | undefined;
  /** `wide`: a row is a series; `long`: a row is a time step. */
  readonly layout?: "wide" | "long" | undefined;
  /** Which column of a wide table without a header has the classes. */
  readonly labels?: "first" | "last" | "none" | undefined;
  /**
   * Where the class of all series of a file is that has none of its own: `walking` in the name of `walking_07.csv`, in the folder of
   * `walking/07.csv`, or in the folder around that of the file, as in `walking/ada/07.csv`.
   */
  readonly labelFrom?: NamePart | undefined;
  /** Where their group is, such as a person, in the same way: `p01` in `p01_07.csv`. */
  readonly groupFrom?: NamePart | undefined;
  /** What the columns are for. */
  readonly columns?: ColumnOptions | undefined;
  /** Order of the axes of a NumPy array, or of lists in lists: series, time, channels. */
  readonly axes?: "NTC" | "NCT" | undefined;
  /** Whether NaN at the end of a series fills it up to the longest, and is cut off; for formats that have no lengths. */
  readonly padding?: "trim" | "keep" | undefined;
  /** Whether values may be missing: `keep` yields NaN for them. Refused when left out, with how many there are. */
  readonly missing?: "refuse" | "keep" | undefined;
  /** Whether series of a file with classes may lack theirs, as `?` or nothing in its place: `keep` yields them without a label. Refused when left out. */
  readonly unlabelled?: "refuse" | "keep" | undefined;
  /**
   * What becomes of a series that cannot be read: `stop` ends the reading, `skip` leaves it out, and `skipped` of the table counts it. Of a
   * long table, a row that cannot be read makes its series one. `stop` when left out.
   */
  readonly onError?: "stop" | "skip" | undefined;
  /**
   * Time between two steps that series with times are brought to, linearly between those that they have: `20ms`, `1min` or a rate such as
   * `50Hz` where times are dates; otherwise a number in the unit of their column.
   */
  readonly resample?: string | undefined;
  /** Time between two steps of the file that may be interpolated over, written as `resample` but no rate; five of its steps when left out. */
  readonly longestGap?: string | undefined;
}

/**
 * Columns by name; by their number, from 1, where the table has no names. In JSON lines the keys of an object, in an `.npz` the
 * names of its arrays.
 */
export interface ColumnOptions {
  /** Of the id of the series. */
  readonly id?: string | undefined;
  readonly label?: string | undefined;
  /** Series of the same group belong on the same side of a split: a subject, a device. */
  readonly group?: string | undefined;
  readonly time?: string | undefined;
  /** Of the values; all other columns of a table are left out then. */
  readonly channels?: readonly string[] | undefined;
  /** Left out, whatever their names and cells are. */
  readonly ignore?: readonly string[] | undefined;
}

/** A series as a file has it. */
export interface Series {
  /** From the column `series` or `id`; or else the number of the row of data, from "1". */
  id: string;
  /** Where it begins: the line of its first row, from 1; of formats without lines, the number of the series. */
  line: number;
  /** (T, C) values, row-major; NaN where one is missing. May be a view of a larger buffer. */
  values: Float32Array;
  /** T, in time steps */
  length: number;
  /** Class name, as the file has it; absent when the file has no labels. */
  label?: string;
  /** As the file has it; absent when it has no groups. */
  group?: string;
}

/** Values that are missing. */
export interface MissingValues {
  readonly count: number;
  /** Series that have some. */
  readonly series: number;
  /** Of the first: `file:line:column`. */
  readonly path: string;
}

/** Series of a file that could not be read, and were left out as the caller asked. */
export interface SkippedSeries {
  readonly count: number;
  /** What was wrong with the first few, each with the path `file:line:column`. */
  readonly first: readonly TidelabError[];
  /** Their places among all series of the file, from 1; NaN for a row that was of none. */
  readonly numbers: readonly number[];
}

/** Times of the steps, where the file has them. */
export interface Sampling {
  /** Between two time steps: seconds where times are dates, or else in the unit of the column. The smallest, where they differ. */
  readonly step: number;
  readonly unit: "seconds" | "column";
  /** Whether all steps of all series are of the same length, within 5 %. */
  readonly isEven: boolean;
}

/** The series of a file. */
export interface SeriesTable {
  /** In order of first appearance; at least one. */
  series: Series[];
  /** C, the same for all */
  channels: number;
  /** (C), where the file names them. */
  channelNames?: readonly string[];
  /** Names of the columns of a wide table, one a time step, where the file has a header. */
  stepNames?: readonly string[];
  /** Classes that the file declares, in its order; some may have no series. Absent when it declares none. */
  classNames?: readonly string[];
  /** Absent when no value is missing. */
  missing?: MissingValues;
  sampling?: Sampling;
  /** Absent when nothing was left out. */
  skipped?: SkippedSeries;
}

/** What a reader made of a file. */
export interface SeriesReading extends SeriesTable {
  /**
   * Options that would read the file in the same way: those that were given, and what was found from the file. What a caller did
   * not give was found, and can be corrected by giving it.
   */
  readonly reading: ReadOptions;
  /** What the reader had to decide and what looks odd, in the order of the file. */
  readonly notices: readonly ReaderNotice[];
}

/** What a reader is given beside the bytes. */
export interface ReadContext {
  /** Ends the reading, which then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ReadProgress) => void) | undefined;
  /** A file with the labels, one a series, for formats that hold none: `y_train.npy` beside `X_train.npy`, or a text with one a line. */
  readonly labelsFrom?: ByteSource | undefined;
  /**
   * Options that the format has no use for are passed over instead of refused: those of a record, since versions that refused none wrote some,
   * and those that are for another of several files.
   */
  readonly passesOver?: boolean | undefined;
}

/** The beginning of a file, from which its format is found. */
export interface FileHead {
  /** Ending of the name in lower case, without that of gzip: `tsv` of `a_TRAIN.tsv.gz`; empty where there is none. */
  readonly extension: string;
  readonly name: string;
  /** At most `HEAD_BYTES`. */
  readonly bytes: Uint8Array;
  /** The same as text; empty where the bytes are no text. */
  readonly text: string;
}

export interface Reader {
  readonly format: FormatName;
  /** Without dots; files with such a name are of this format unless their first bytes say otherwise. */
  readonly extensions: readonly string[];
  /** Whether the first bytes show that the file is of this format, whatever its name is. */
  recognises(head: FileHead): boolean;
  /**
   * @param source  unpacked; what it streams is checked by `signal` and counted by `onProgress` already
   * @throws TidelabError for whatever cannot be read with certainty, with the path `file:line:column`
   */
  read(source: ByteSource, options: ReadOptions): Promise<SeriesReading>;
}
