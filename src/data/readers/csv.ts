/**
 * Time series from a CSV table, in either of two layouts. Not yet a data set: the series may differ in length and have no
 * labels; who reads for training asks for both afterwards.
 */
import { TidelabError } from "../../errors.ts";
import { nearest } from "../../spec/nearest.ts";
import { type CsvCells, readCells } from "./csv-cells.ts";

export interface Series {
  /** From the column `series`; in the wide layout the number of the row of data, from "1". */
  id: string;
  /** (T, C) values, row-major */
  values: Float32Array;
  /** T, in time steps */
  length: number;
  /** Class name, as the file has it; absent when the file has no labels. */
  label?: string;
}

export interface SeriesTable {
  /** In order of first appearance; at least one. */
  series: Series[];
  /** C, the same for all */
  channels: number;
}

/** What a model that is to read the series was trained on. */
export interface ExpectedSeries {
  channels: number;
  classNames?: readonly string[];
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** How pandas, R and spreadsheets write a value that is not there. */
const MISSING = /^(?:|[+-]?(?:nan|inf|infinity)|na|n\/a|null|none|-)$/i;
const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?$/;
const TIME_COLUMNS = ["time", "step"];

/**
 * Reads labelled or unlabelled time series.
 *
 * **Wide**: one series a row, one channel, all cells numbers, all rows of one length. A header row is recognised by having
 * no number in it, or a column named `label`; the column `label` holds the class.
 *
 *     label,t0,t1,t2
 *     sine,0.1,0.5,0.9
 *
 * **Long**: one time step a row, told by a header with a column named `series`. Rows with the same id form one series, in
 * their order, consecutive or not; series may differ in length. The column `label`, if there is one, holds the class, the
 * same in all rows of a series. The columns `time` and `step` do not enter the values, but must hold numbers or ISO dates
 * that grow within each series, since rows out of order would silently be another series. Every other column is a channel.
 *
 *     series,label,time,x,y
 *     a,sine,0,0.1,0.2
 *
 * In both: commas, semicolons or tabs, quoted cells, any line ends, a byte order mark, blank lines are skipped. The names
 * `series`, `label`, `time` and `step` are known in any letter case.
 * @param source    what the text is to the user, usually a file name; begins the path of errors
 * @param expected  checked against the file when given
 * @throws TidelabError `csv.…`, with the path `source:line:column`
 */
export function readSeriesCsv(text: string, source: string, expected?: ExpectedSeries): SeriesTable {
  const cells = readCells(text, source);
  const header = readHeader(cells);
  if (header !== undefined && cells.rows.length === 1) throw new TidelabError("csv.headerOnly", undefined, source);
  return header?.keys.includes("series") ? readLong(cells, header, expected) : readWide(cells, header, expected);
}

interface Header {
  /** Lower-case column names, to find the special columns by. */
  keys: string[];
  /** Which columns hold values. */
  valueColumns: number[];
}

function readHeader(cells: CsvCells): Header | undefined {
  const names = (cells.rows[0] ?? []).map((cell) => cell.trim());
  const keys = names.map((name) => name.toLowerCase());
  const isNamed = keys.includes("series") || keys.includes("label");
  const hasText = names.some((name) => !MISSING.test(name));
  // A decimal comma is no number here, but its row is data all the same, to be refused and not skipped as a header.
  const hasNumber = names.some((name) => NUMBER.test(name.replace(",", ".")) || (name !== "" && MISSING.test(name)));
  if (!isNamed && (hasNumber || !hasText)) return undefined;

  const isSpecial = (key: string) => key === "series" || key === "label" || TIME_COLUMNS.includes(key);
  const firstColumns = new Map<string, number>();
  for (const [column, name] of names.entries()) {
    if (name === "") throw new TidelabError("csv.unnamedColumn", undefined, cells.pathTo(0, column));
    const key = keys[column] ?? name;
    const identity = isSpecial(key) ? key : name;
    const first = firstColumns.get(identity);
    if (first !== undefined) {
      throw new TidelabError("csv.duplicateColumn", { name: brief(name), first: first + 1 }, cells.pathTo(0, column));
    }
    firstColumns.set(identity, column);
  }
  const timeColumn = keys.findIndex((key) => TIME_COLUMNS.includes(key));
  if (timeColumn !== -1 && !keys.includes("series")) {
    throw new TidelabError("csv.noSeriesColumn", { column: names[timeColumn] ?? "" }, cells.pathTo(0, timeColumn));
  }
  const valueColumns = [...keys.keys()].filter((column) => !isSpecial(keys[column] ?? ""));
  if (valueColumns.length === 0) throw new TidelabError("csv.noValues", undefined, cells.pathTo(0, 0));
  return { keys, valueColumns };
}

function readWide(cells: CsvCells, header: Header | undefined, expected: ExpectedSeries | undefined): SeriesTable {
  if (expected !== undefined && expected.channels !== 1) {
    const params = { expected: expected.channels, received: 1, layout: "wide" as const };
    throw new TidelabError("csv.channels", params, cells.pathTo(0, 0));
  }
  const labelColumn = header?.keys.indexOf("label") ?? -1;
  const firstRow = header === undefined ? 0 : 1;
  const valueColumns = header?.valueColumns ?? [...(cells.rows[0] ?? []).keys()];
  const series: Series[] = [];
  for (let row = firstRow; row < cells.rows.length; row++) {
    checkRowLength(cells, row);
    const values = Float32Array.from(valueColumns, (column) => readValue(cells, row, column));
    const one: Series = { id: String(row - firstRow + 1), values, length: values.length };
    if (labelColumn !== -1) one.label = readLabel(cells, row, labelColumn, expected);
    series.push(one);
  }
  return { series, channels: 1 };
}

/** A series of the long layout while its rows come in. */
interface GrowingSeries {
  id: string;
  values: number[];
  label: string | undefined;
  /** Last cell of each time column. */
  times: string[];
}

function readLong(cells: CsvCells, header: Header, expected: ExpectedSeries | undefined): SeriesTable {
  const { keys, valueColumns } = header;
  const channels = valueColumns.length;
  if (expected !== undefined && expected.channels !== channels) {
    const params = { expected: expected.channels, received: channels, layout: "long" as const };
    throw new TidelabError("csv.channels", params, cells.pathTo(0, valueColumns[0] ?? 0));
  }
  const seriesColumn = keys.indexOf("series");
  const labelColumn = keys.indexOf("label");
  const timeColumns = [...keys.keys()].filter((column) => TIME_COLUMNS.includes(keys[column] ?? ""));
  const growing = new Map<string, GrowingSeries>();
  for (let row = 1; row < cells.rows.length; row++) {
    checkRowLength(cells, row);
    const id = readName(cells, row, seriesColumn, "series");
    const label = labelColumn === -1 ? undefined : readLabel(cells, row, labelColumn, expected);
    const times = timeColumns.map((column) => cells.rows[row]?.[column]?.trim() ?? "");
    const known = growing.get(id);
    if (known !== undefined && known.label !== label) {
      const params = { series: brief(id), first: brief(known.label ?? ""), received: brief(label ?? "") };
      throw new TidelabError("csv.labelChanges", params, cells.pathTo(row, labelColumn));
    }
    for (const [i, column] of timeColumns.entries()) {
      checkTime(cells, row, column, { name: keys[column] ?? "", series: id, previous: known?.times[i] });
    }
    const series = known ?? { id, values: [], label, times };
    series.times = times;
    for (const column of valueColumns) series.values.push(readValue(cells, row, column));
    growing.set(id, series);
  }
  const series = Array.from(growing.values(), ({ id, values, label }): Series => {
    const one = { id, values: Float32Array.from(values), length: values.length / channels };
    return label === undefined ? one : { ...one, label };
  });
  return { series, channels };
}

function checkRowLength(cells: CsvCells, row: number): void {
  const expected = cells.rows[0]?.length ?? 0;
  const received = cells.rows[row]?.length ?? 0;
  // Points at the first cell too many, or behind the last when there are too few.
  if (received !== expected) throw new TidelabError("csv.ragged", { expected, received }, cells.pathTo(row, expected));
}

function readValue(cells: CsvCells, row: number, column: number): number {
  const text = cells.rows[row]?.[column]?.trim() ?? "";
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(Math.fround(value))) return value;
  const path = cells.pathTo(row, column);
  if (MISSING.test(text)) throw new TidelabError("csv.notFinite", { received: text }, path);
  if (NUMBER.test(text)) throw new TidelabError("csv.tooLarge", { received: brief(text) }, path);
  throw new TidelabError("csv.notNumber", { received: brief(text) }, path);
}

function readName(cells: CsvCells, row: number, column: number, name: string): string {
  const text = cells.rows[row]?.[column]?.trim() ?? "";
  if (text === "") throw new TidelabError("csv.emptyName", { column: name }, cells.pathTo(row, column));
  return text;
}

function readLabel(cells: CsvCells, row: number, column: number, expected: ExpectedSeries | undefined): string {
  const label = readName(cells, row, column, "label");
  const known = expected?.classNames;
  if (known !== undefined && !known.includes(label)) {
    const params = { received: brief(label), known, nearest: nearest(label, known) };
    throw new TidelabError("csv.unknownLabel", params, cells.pathTo(row, column));
  }
  return label;
}

function checkTime(
  cells: CsvCells,
  row: number,
  column: number,
  { name, series, previous }: { name: string; series: string; previous: string | undefined },
): void {
  const received = cells.rows[row]?.[column]?.trim() ?? "";
  const now = timeOf(received);
  if (now === undefined) {
    throw new TidelabError("csv.notTime", { column: name, received: brief(received) }, cells.pathTo(row, column));
  }
  const before = previous === undefined ? undefined : timeOf(previous);
  if (before === undefined || previous === undefined) return;
  if (now.whole > before.whole || (now.whole === before.whole && now.fraction > before.fraction)) return;
  const params = { column: name, series: brief(series), previous: brief(previous), received: brief(received) };
  throw new TidelabError("csv.timeOrder", params, cells.pathTo(row, column));
}

/**
 * A time as something to compare: a number as it is, a date in milliseconds. The fraction of a second is kept apart, since
 * nanoseconds would be lost in a float64 of milliseconds since 1970. A date without a zone is taken as UTC: the order of
 * its rows must not depend on the reader's daylight saving time.
 */
function timeOf(text: string): { whole: number; fraction: number } | undefined {
  if (NUMBER.test(text)) {
    const whole = Number(text);
    return Number.isFinite(whole) ? { whole, fraction: 0 } : undefined;
  }
  const [, day, minute = "00:00", second = "00", fraction = "0", zone = "Z"] = DATE.exec(text) ?? [];
  const whole = day === undefined ? Number.NaN : Date.parse(`${day}T${minute}:${second}${zone}`);
  return Number.isNaN(whole) ? undefined : { whole, fraction: Number(fraction) };
}

/** A cell, short enough to be shown. */
function brief(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
