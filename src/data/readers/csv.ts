/**
 * Time series from a CSV table, in either of two layouts. Not yet a data set: the series may differ in length and have no
 * labels; who reads for training asks for both afterwards. The format is described in docs/predict.md. The first row is read in
 * `csv-first-row.ts`, cells in `csv-cells.ts`, rows of the long layout in `csv-steps.ts`, those of the wide one here.
 */
import { TidelabError } from "../../errors/errors.ts";
import { fillMissing } from "../generate/missing.ts";
import { CsvCells } from "./csv-cells.ts";
import { WideEvidence } from "./csv-evidence.ts";
import { channelsOf, commentError, FirstRows, isComment, type Layout, mayBeHeader } from "./csv-first-row.ts";
import { oddNames } from "./csv-header.ts";
import type { CsvOptions, ExpectedSeries, TableShape } from "./csv-options.ts";
import { type CsvRow, CsvRowReader, cellOf } from "./csv-rows.ts";
import { CsvSteps } from "./csv-steps.ts";
import type { CsvNotice } from "./notices.ts";
import type { MissingValues, ReadOptions, Series, SeriesTable } from "./reader.ts";
import { ValueBlocks } from "./table/blocks.ts";
import { detached } from "./table/detached.ts";
import { Faults } from "./table/faults.ts";
import { scanFloat32, scanned } from "./table/float32.ts";
import type { SeriesAbout } from "./table/growing.ts";
import { areEvenlySpaced, orderOf } from "./table/order.ts";
import { Precision } from "./table/precision.ts";
import { brief } from "./table/values.ts";

export type { CsvOptions, ExpectedSeries, TableShape } from "./csv-options.ts";

/**
 * Reads labelled or unlabelled time series from text that comes in pieces: `push` for each, then `end`; `take` returns
 * the series that are complete.
 *
 * **Wide**: one series a row, one channel, all cells numbers, all rows of one length. The first row is a header when all
 * its cells begin with a letter, when one of them names a role, or when it is 0, 1, 2, … above other numbers. `label` (or
 * `class`, `target`, `y`) holds the class, `id` the name of the series.
 *
 *     label,t0,t1,t2
 *     sine,0.1,0.5,0.9
 *
 * **Long**: one time step a row, shown by a header with a column named `series`. Rows with the same id form one series, in
 * their order, consecutive or not; series may differ in length. The column `label`, if there is one, holds the class, the
 * same in all rows of a series. The columns `time`, `step`, `timestamp`, `date` do not enter the values, but must hold
 * numbers or ISO dates that grow within each series, since rows out of order would silently be another series. Every other
 * column is a channel.
 *
 *     series,label,time,x,y
 *     a,sine,0,0.1,0.2
 *
 * In both: columns `index` and `Unnamed: 0` are left out, names are known in any letter case, blank lines are skipped.
 * @throws TidelabError `csv.…`, with the path `source:line:column`
 */
export class SeriesCsvReader {
  readonly notices: CsvNotice[] = [];
  readonly #source: string;
  readonly #options: CsvOptions;
  readonly #rows: CsvRowReader;
  readonly #first: FirstRows;
  readonly #cells: CsvCells;
  readonly #faults: Faults;
  readonly #blocks = new ValueBlocks();
  readonly #evidence = new WideEvidence();
  readonly #precision = new Precision();
  /** What the first row decided. */
  #layout: Layout | undefined;
  /** Reads the rows of a long table. */
  #steps: CsvSteps | undefined;
  #ready: Series[] = [];
  /** Lines that were skipped as comments. */
  #commentCount = 0;
  #rowCount = 0;
  #taken = 0;
  #filled = 0;
  /** Missing values that were kept. */
  #missing: MissingValues | undefined;
  #hasEvenRow = false;
  /** Of a wide table: which value each cell is, -1 for none; undefined where rows are not read as plain ones. */
  #places: Int32Array | undefined;
  /** The name of the first column of values, where that is a number. */
  #firstName = Number.NaN;

  /** @param source  what the text is to the user, usually a file name; begins the path of errors */
  constructor(source: string, options: CsvOptions = {}) {
    this.#source = source;
    this.#options = options;
    this.#rows = new CsvRowReader(source, options);
    this.#first = new FirstRows(this.#rows, options, this.notices);
    this.#cells = new CsvCells(this.#rows, options);
    this.#faults = new Faults(source, options);
  }

  get channels(): number {
    return channelsOf(this.#layout);
  }

  get shape(): TableShape {
    const header = this.#layout?.header;
    return {
      layout: header?.layout ?? "wide",
      rows: this.#rowCount,
      hasHeader: header !== undefined && !header.isData,
      oddNames: header === undefined ? [] : oddNames(header),
      wholeFirst: this.#evidence.wholeFirst,
      wholeLast: this.#evidence.wholeLast,
      wholeColumn: this.#evidence.wholeColumn,
      hasNamedRows: this.#layout?.id !== undefined || this.#layout?.label !== undefined,
      hasLabels: this.#layout?.label !== undefined,
      columns: this.#layout?.valueColumns.length ?? 0,
      isRougherAlongRows: this.#evidence.isRougherAlongRows,
      largest: this.#cells.numbers.largest,
    };
  }

  /** What was read; call it behind `end`, instead of `take`. */
  table(): SeriesTable {
    const { header, valueColumns = [] } = this.#layout ?? {};
    const names = header && !header.isData ? valueColumns.map((column) => header.names[column] ?? "") : undefined;
    const { skipped } = this.#faults;
    const sampling = this.#steps?.sampling.sampling;
    return {
      series: this.take(),
      channels: this.channels,
      ...(names && (header?.layout === "long" ? { channelNames: names } : { stepNames: names })),
      ...(this.#missing && { missing: this.#missing }),
      ...(sampling && { sampling }),
      ...(skipped && { skipped }),
    };
  }

  /** The options that this file was read with. */
  get reading(): ReadOptions {
    const { header, valueColumns = [], times: all = [], id, label, group } = this.#layout ?? {};
    const { labels, comment, columns: asked, dates } = this.#options;
    const { skippedRows: skipRows } = this.#first;
    const nameOf = (column: number) => header?.names[column] ?? String(column + 1);
    const isLong = header?.layout === "long";
    const times = isLong ? all : [];
    const values = valueColumns.map(nameOf);
    // Steps that are not numbered in their order are known by their names only.
    const areNamed = header !== undefined && !header.isData && (isLong || orderOf(values)?.kind !== "growing");
    const columns = {
      ...(id !== undefined && { id: nameOf(id) }),
      ...(label !== undefined && { label: nameOf(label) }),
      ...(group !== undefined && { group: nameOf(group) }),
      ...(times[0] !== undefined && { time: nameOf(times[0]) }),
      ...((isLong || areNamed || asked?.channels) && { channels: values }),
      ...(asked?.ignore && { ignore: asked.ignore }),
    };
    return {
      delimiter: this.#rows.separator,
      decimal: this.#cells.numbers.hasDecimalCommas ? "comma" : "point",
      header: header !== undefined && !header.isData,
      layout: header?.layout ?? "wide",
      ...(labels && { labels }),
      ...(skipRows > 0 && { skipRows }),
      ...(dates && { dates }),
      ...((comment ?? (this.#commentCount > 0 ? "#" : undefined)) && { comment: comment ?? "#" }),
      ...(Object.keys(columns).length > 0 && { columns }),
    };
  }

  push(piece: string): void {
    for (const row of this.#rows.push(piece)) this.#readRow(row);
  }

  /** @throws also `csv.empty`, `csv.headerOnly` and `csv.thousands`, known only now */
  end(): void {
    for (const row of this.#rows.end()) this.#readRow(row);
    const begun = this.#first.end();
    if (begun !== undefined) this.#begin(begun.layout, begun.data);
    const layout = this.#layout;
    if (layout === undefined) throw new TidelabError("csv.empty", undefined, this.#source);
    if (this.#rowCount === 0) throw new TidelabError("csv.headerOnly", undefined, this.#source);
    // One row alone does not show that a separator ends every row.
    if (layout.trailing && !layout.header && this.#rowCount === 1) throw this.#trailingError(layout);
    const { numbers } = this.#cells;
    numbers.end();
    if (this.#steps !== undefined) {
      this.#ready = this.#steps.finish(this.notices);
      this.#missing = this.#steps.missing;
    }
    this.#faults.check(this.#taken + this.#ready.length);
    const channelOf = (channel: number) => layout.header?.names[layout.valueColumns[channel] ?? 0];
    const nameOf = (channel: number) => (this.#steps === undefined ? undefined : channelOf(channel));
    this.#precision.check(nameOf, this.#source);
    this.notices.push(...this.#precision.notices(nameOf, this.#source));
    this.notices.push(...this.#evidence.notices());
    if (this.#commentCount > 0) this.notices.push({ kind: "comments", count: this.#commentCount });
    for (const code of numbers.missingCodes) this.notices.push({ kind: "missingCode", ...code });
    const { decimal, fill } = this.#options;
    if (numbers.hasDecimalCommas && decimal === undefined) this.notices.push({ kind: "decimalComma" });
    if (fill !== undefined && this.#filled > 0) this.notices.push({ kind: "filled", count: this.#filled, rule: fill });
  }

  /** Series that are complete and were not handed out before; of the long layout, all of them behind `end`. */
  take(): Series[] {
    const ready = this.#ready;
    this.#taken += ready.length;
    this.#ready = [];
    return ready;
  }

  #readRow(row: CsvRow): void {
    if (isComment(row, this.#layout)) {
      if (!this.#options.guess || !/^\s*#/.test(row.text) || mayBeHeader(row, this.#layout))
        throw commentError(row, this.#rows);
      if (this.#layout === undefined) this.#first.addComment(row);
      this.#commentCount++;
      return;
    }
    if (this.#layout !== undefined) {
      this.#readData(row, this.#layout);
      return;
    }
    const begun = this.#first.add(row);
    if (begun !== undefined) this.#begin(begun.layout, begun.data);
  }

  #begin(layout: Layout, data: readonly CsvRow[]): void {
    this.#layout = layout;
    if (layout.header?.layout === "long") {
      this.#steps = new CsvSteps(layout, {
        source: this.#source,
        options: this.#options,
        rows: this.#rows,
        cells: this.#cells,
        blocks: this.#blocks,
        faults: this.#faults,
        complete: (about, values, channels) => this.#complete(about, values, channels),
      });
    } else this.#setPlaces(layout);
    for (const row of data) this.#readData(row, layout);
  }

  #readData(row: CsvRow, layout: Layout): void {
    if (this.#steps !== undefined) {
      this.#rowCount++;
      this.#steps.add(row, (one) => this.#check(one, layout));
      return;
    }
    if (!this.#faults.skips) {
      this.#readWide(row, layout);
      return;
    }
    const [before, { numbers }] = [this.#rowCount, this.#cells];
    const known = numbers.save();
    const undo = () => {
      this.#blocks.cut(0);
      this.#cells.takeMissed();
      numbers.restore(known);
      this.#rowCount = before + 1;
      return this.#rowCount;
    };
    this.#faults.attempt(() => this.#readWide(row, layout), undo);
  }

  /** @throws TidelabError `csv.ragged` or `csv.repeatedHeader` */
  #check(row: CsvRow, layout: Layout): void {
    this.#checkWidth(row, layout);
    const { header } = layout;
    if (header && !header.isData && header.names.every((name, column) => row.cells[column]?.trim() === name)) {
      throw new TidelabError("csv.repeatedHeader", undefined, this.#rows.pathTo(row, 0));
    }
  }

  /** Says for each cell of a wide row where its value goes. */
  #setPlaces({ first, trailing, valueColumns, header }: Layout): void {
    const width = first.cells.length;
    if (trailing || this.#options.fill !== undefined) return;
    this.#places = new Int32Array(width).fill(-1);
    if (header && !header.isData)
      this.#firstName = Math.fround(Number(header.names[valueColumns[0] ?? 0] || Number.NaN));
    for (const [i, column] of valueColumns.entries()) this.#places[column] = i;
  }

  #readWide(row: CsvRow, layout: Layout): void {
    if (this.#readPlain(row, layout)) return;
    this.#check(row, layout);
    this.#rowCount++;
    const { valueColumns } = layout;
    const isDouble = this.#options.fill !== undefined;
    const values = isDouble ? new Float64Array(valueColumns.length) : this.#blocks.take(valueColumns.length);
    for (const [i, column] of valueColumns.entries()) values[i] = this.#valueOf(row, column, layout);
    const missed = this.#cells.takeMissed();
    this.#finishWide(row, layout, values instanceof Float32Array ? this.#blocks.end() : values);
    if (missed === undefined) return;
    const { count, series, path } = this.#missing ?? {
      count: 0,
      series: 0,
      path: this.#rows.pathTo(row, missed.column),
    };
    this.#missing = { count: count + missed.count, series: series + 1, path };
  }

  /** @throws as `CsvCells.value`; of the first rows of a table without a header, the error says that they may be titles */
  #valueOf(row: CsvRow, column: number, { header }: Layout): number {
    try {
      return this.#cells.value(row, column);
    } catch (error) {
      const mayBeTitle = this.#options.guess && this.#rowCount <= 2 && (header === undefined || header.isData);
      if (!mayBeTitle || !(error instanceof TidelabError) || error.code !== "csv.notNumber") throw error;
      const { received } = error.params as { received: string };
      throw new TidelabError("csv.notNumber", { received, mayBeTitle }, error.path, { cause: error });
    }
  }

  /**
   * Reads a wide row of plain numbers out of its text, without a string for each cell. @returns false for a row that needs more
   * care; nothing has happened then
   */
  #readPlain(row: CsvRow, layout: Layout): boolean {
    const { valueColumns } = layout;
    const places = this.#places;
    const { separator } = this.#rows;
    if (places === undefined || !row.isPlain || separator.length !== 1) return false;
    const { text } = row;
    const { length } = text;
    const width = places.length;
    const between = separator.charCodeAt(0);
    const values = this.#blocks.take(valueColumns.length);
    let at = 0;
    let column = 0;
    for (; column < width && at <= length; column++) {
      const place = places[column]!; // as many as columns
      let end: number;
      if (place === -1) {
        const next = text.indexOf(separator, at);
        end = next === -1 ? length : next;
      } else {
        const value = scanFloat32(text, at, length);
        end = scanned.end;
        const isPlain = end === length || text.charCodeAt(end) === between;
        const isKnown = isPlain && Number.isFinite(value) && this.#cells.numbers.isSettled(scanned.hasPoint, end - at);
        if (!isKnown || !this.#cells.numbers.count(value)) break;
        values[place] = value;
      }
      at = end + 1;
    }
    // A header of numbers may come again, as where tables were joined.
    if (column < width || at !== length + 1 || values[0] === this.#firstName) {
      this.#blocks.cut(0);
      return false;
    }
    this.#rowCount++;
    this.#finishWide(row, layout, this.#blocks.end());
    return true;
  }

  #finishWide(row: CsvRow, layout: Layout, values: Float32Array | Float64Array): void {
    const { id, label, group, valueColumns, header } = layout;
    const cells = this.#cells;
    const nameOf = (column: number) => header?.names[column] ?? "";
    const name = id === undefined ? String(this.#rowCount) : detached(cells.name(row, id, nameOf(id)));
    const known = label === undefined ? undefined : cells.label(row, label, nameOf(label));
    const its = group === undefined ? undefined : cells.pooled(cells.name(row, group, nameOf(group)));
    const series = this.#complete({ id: name, line: row.line, label: known, group: its }, values, 1);
    if (!this.#hasEvenRow && areEvenlySpaced(values)) {
      this.#hasEvenRow = true;
      this.notices.push({ kind: "evenRow", path: this.#rows.pathTo(row, valueColumns[0] ?? 0) });
    }
    this.#ready.push(series);
    this.#evidence.add({
      values: series.values,
      id: id === undefined ? undefined : name,
      number: this.#rowCount,
      cell: (i) => cellOf(row, valueColumns[i] ?? 0, this.#rows.separator) ?? "",
      place: () => this.#rows.pathTo(row, 0),
    });
  }

  #complete({ id, line, label, group }: SeriesAbout, values: Float32Array | Float64Array, channels: number): Series {
    const { fill } = this.#options;
    if (fill !== undefined) {
      const filled = fillMissing(values, channels, fill);
      if (filled === undefined) {
        throw new TidelabError("csv.allMissing", { series: brief(id) }, `${this.#source}:${line}:1`);
      }
      this.#filled += filled;
    }
    this.#precision.add(values, channels);
    return {
      id,
      line,
      values: values instanceof Float32Array ? values : Float32Array.from(values),
      length: values.length / channels,
      ...(label !== undefined && { label }),
      ...(group !== undefined && { group }),
    };
  }

  #checkWidth(row: CsvRow, layout: Layout): void {
    const { first, trailing } = layout;
    const [expected, received] = [first.cells.length, row.cells.length];
    if (received !== expected) {
      // Points at the first cell too many, or behind the last when there are too few.
      throw new TidelabError(
        "csv.ragged",
        { expected, received, isSecond: this.#isSecond(row, layout) },
        this.#rows.pathTo(row, expected),
      );
    }
    if (trailing && row.cells.at(-1)?.trim() !== "") throw this.#trailingError(layout);
  }

  /** Whether the row is right below the first, so that the first may be no row of the table. */
  #isSecond(row: CsvRow, { first, header }: Layout): boolean {
    return this.#options.guess === true && row !== first && this.#rowCount <= (header && !header.isData ? 1 : 2);
  }

  /** The first row ended with a separator, but there is something behind it in another: then its last cell is missing. */
  #trailingError({ first, header, width }: Layout): TidelabError {
    const path = this.#rows.pathTo(first, width);
    if (header !== undefined && !header.isData) return new TidelabError("csv.unnamedColumn", undefined, path);
    return new TidelabError("csv.notFinite", { received: "" }, path);
  }
}

/**
 * Reads a whole table at once; see `SeriesCsvReader`.
 * @param expected  checked against the file when given
 * @example
 * ```ts
 * import { readSeriesCsv } from "tidelab/readers";
 *
 * const { series } = readSeriesCsv("label,t0,t1\nsine,0.1,0.5\nsquare,1,-1\n", "two.csv");
 * console.log(series.map(({ label }) => label).join(" ")); // sine square
 * ```
 */
export function readSeriesCsv(text: string, source: string, expected?: ExpectedSeries): SeriesTable {
  const reader = new SeriesCsvReader(source, { expected });
  reader.push(text.startsWith("\uFEFF") ? text.slice(1) : text);
  reader.end();
  return reader.table();
}
