/** The series of several files as one data set: their channels agree, their classes are numbered, no value is missing. */
import { TidelabError } from "../../errors/errors.ts";
import type { FilesSpec } from "../../spec/files.ts";
import type { TimeSeriesDataset } from "../dataset.ts";
import type { SetName } from "../kinds/kind.ts";
import { classNamesOf, classNamesThere, type Labelled, NO_CLASS } from "./classes.ts";
import { channelsRead, withoutMissing } from "./missing-values.ts";
import type { TableFile } from "./read-tables.ts";

/** A series as its file has it, with its place there. */
export interface FileSeries extends Labelled {
  readonly id: string;
  readonly group: string | undefined;
  /** `file:line`. */
  readonly place: string;
  /** (T, C), NaN where a value is missing. */
  readonly values: Float32Array;
  readonly length: number;
}

/** Series as they are described, whether or not a model can be trained on them. */
export interface SeriesOverview {
  /** In the order of the files. */
  readonly series: readonly FileSeries[];
  readonly classNames: readonly string[];
  readonly lengths: readonly [shortest: number, longest: number];
  /** Channels of the files. */
  readonly channels: number;
  /** Values that were missing. */
  readonly missing: number;
}

/** Series to train on, each with a class; rows of the data set in their order. */
export interface JoinedSeries extends SeriesOverview {
  readonly dataset: TimeSeriesDataset;
}

export interface DescribedSeries extends SeriesOverview {
  /** Why no model can be trained on them as they are; undefined where one can. */
  readonly fault: TidelabError | undefined;
}

/**
 * The series of files of any kind, without classes too, to be described.
 * @throws TidelabError `data.fileChannels`, `data.channelNames`, `data.stepNames`
 */
export function describeTables(files: readonly TableFile[], data: FilesSpec): DescribedSeries {
  const channels = channelsOf(files);
  const series = files.flatMap((file) => seriesOf(file));
  return { ...overviewOf(files, series, channels), classNames: classNamesThere(series), fault: faultOf(series, data) };
}

function faultOf(series: readonly FileSeries[], data: FilesSpec): TidelabError | undefined {
  try {
    checkLabels(series);
    classNamesOf(series, data.classes);
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
  return undefined;
}

/**
 * Series that are only looked at as a data set, whether or not a model can be trained on them: those without a class are of one more, behind
 * the others. Missing values stay NaN.
 * @param noClass  name of that class
 */
export function lookedAt(
  { series, classNames, lengths, channels }: SeriesOverview,
  noClass: string,
): TimeSeriesDataset {
  const [shortest, longest] = lengths;
  const values = new Float32Array(series.length * longest * channels);
  for (const [row, one] of series.entries()) values.set(one.values, row * longest * channels);
  const labels = series.map(({ label }) => (label === NO_CLASS ? classNames.length : classNames.indexOf(label)));
  const hasMore = labels.includes(classNames.length);
  return {
    values,
    labels: Int32Array.from(labels),
    count: series.length,
    length: longest,
    channels,
    classNames: hasMore ? [...classNames, noClass] : [...classNames],
    ...(shortest < longest && { lengths: Int32Array.from(series, ({ length }) => length) }),
  };
}

/**
 * @throws TidelabError `data.fileChannels`, `data.channelNames`, `data.noLabel`, `data.missingValues` and those of `classNamesOf`,
 *   with file and line; `data.stepNames` where columns of wide tables are not those of the first
 */
export function joinTables(files: readonly TableFile[], data: FilesSpec): JoinedSeries {
  const channels = channelsOf(files);
  const series = files.flatMap((file) => seriesOf(file));
  checkLabels(series);
  const overview = overviewOf(files, series, channels);
  const { lengths, missing } = overview;
  const [shortest, longest] = lengths;
  if (missing > 0 && data.missing === "refuse") throw refuseMissing(files, series.length, missing);
  const classNames = classNamesOf(series, data.classes);
  const numbers = new Map(classNames.map((name, number) => [name, number]));
  const steps = Int32Array.from(series, ({ length }) => length);
  const width = channelsRead(channels, data);
  const values = new Float32Array(series.length * longest * width);
  for (const [row, one] of series.entries()) {
    values.set(withoutMissing(one.values, channels, data, one.place), row * longest * width);
  }
  const dataset: TimeSeriesDataset = {
    values,
    labels: Int32Array.from(series, ({ label }) => numbers.get(label)!), // `classNamesOf` has seen all
    count: series.length,
    length: longest,
    channels: width,
    classNames,
    ...(shortest < longest && { lengths: steps }),
  };
  return { ...overview, dataset, classNames };
}

function overviewOf(
  files: readonly TableFile[],
  series: readonly FileSeries[],
  channels: number,
): Omit<SeriesOverview, "classNames"> {
  const longest = series.reduce((most, { length }) => Math.max(most, length), 0);
  const shortest = series.reduce((least, { length }) => Math.min(least, length), longest);
  const missing = files.reduce((sum, { table }) => sum + (table.missing?.count ?? 0), 0);
  return { series, lengths: [shortest, longest], channels, missing };
}

/** Channels of all files. @throws TidelabError where two files have others */
function channelsOf(files: readonly TableFile[]): number {
  const [first] = files;
  if (first === undefined) throw new Error("a spec names at least one file");
  for (const { file, table } of files) {
    if (table.channels !== first.table.channels) {
      const params = { expected: first.table.channels, received: table.channels, first: first.file.name };
      throw new TidelabError("data.fileChannels", params, file.name);
    }
    const [expected, received] = [first.table.channelNames, table.channelNames];
    if (expected && received && expected.join("\n") !== received.join("\n")) {
      const params = { expected: expected.join(", "), received: received.join(", "), first: first.file.name };
      throw new TidelabError("data.channelNames", params, file.name);
    }
    checkSteps(first, { file, table });
  }
  return first.table.channels;
}

/** Columns of wide tables are the same steps; a longer table has more of them. @throws TidelabError `data.stepNames` */
function checkSteps(first: TableFile, { file, table }: TableFile): void {
  const [expected = [], received = []] = [first.table.stepNames, table.stepNames];
  const both = Math.min(expected.length, received.length);
  for (let t = 0; t < both; t++) {
    if (expected[t] === received[t]) continue;
    const params = { number: t + 1, expected: expected[t] ?? "", received: received[t] ?? "", first: first.file.name };
    throw new TidelabError("data.stepNames", params, file.name);
  }
}

/** @throws TidelabError `data.noLabel` */
function checkLabels(series: readonly FileSeries[]): void {
  const lacking = series.find(({ label }) => label === NO_CLASS);
  if (lacking !== undefined) throw new TidelabError("data.noLabel", { id: lacking.id }, lacking.place);
}

function seriesOf({ file, table }: TableFile): FileSeries[] {
  return table.series.map(({ id, line, values, length, label = NO_CLASS, group }) => {
    const place = `${file.name}:${line}`;
    return { set: file.set as SetName, id, label, group, place, values, length };
  });
}

function refuseMissing(files: readonly TableFile[], total: number, count: number): TidelabError {
  const lacking = files.flatMap(({ table }) => table.missing ?? []);
  const series = lacking.reduce((sum, one) => sum + one.series, 0);
  return new TidelabError("data.missingValues", { count, series, total }, lacking[0]?.path) as TidelabError;
}
