/**
 * Time series from a CSV table, in either of two layouts. Not yet a data set: the series may differ in length and have no
 * labels; who reads for training asks for both afterwards. The format is described in docs/predict.md. Longer than other files,
 * since both layouts go through the same state: the first row decides, and every row is checked against it.
 */
import { TidelabError } from "../../errors/errors.ts";
import { nearest } from "../../spec/nearest.ts";
import { type FillRule, fillMissing } from "../generate/missing.ts";
import { WideEvidence } from "./csv-evidence.ts";
import { type Header, type HeaderOptions, isCounting, oddNames, readHeader } from "./csv-header.ts";
import { type CsvRow, CsvRowReader, cellOf } from "./csv-rows.ts";
import { isSummaryName } from "./csv-summary.ts";
import type { CsvNotice, WideNotice } from "./notices.ts";
import type { MissingValues, ReadOptions, Series, SeriesTable } from "./reader.ts";
import { ValueBlocks } from "./table/blocks.ts";
import { columnsOf } from "./table/columns.ts";
import { detached } from "./table/detached.ts";
import { float32At, scanFloat32, scanned } from "./table/float32.ts";
import { GrowingSeries } from "./table/growing.ts";
import { LongEvidence } from "./table/long-evidence.ts";
import { areEvenlySpaced, numbersOf, orderOf } from "./table/order.ts";
import { Precision } from "./table/precision.ts";
import { checkHaveSteps, SamplingOfSeries } from "./table/times.ts";
import { brief, type DecimalMark, isMissing, NUMBER, NumberReader, timeOf } from "./table/values.ts";

/** What a model that is to read the series was trained on. */
export interface ExpectedSeries {
  channels: number;
  classNames?: readonly string[];
}

/** What a CSV file does not say of itself. */
export interface CsvOptions extends HeaderOptions, Pick<ReadOptions, "delimiter" | "comment" | "unlabelled"> {
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
  readonly #numbers: NumberReader;
  /** A first row that may be a header or data, until there is another. */
  #undecided: CsvRow | undefined;
  /** What the first row decided. */
  #layout: Layout | undefined;
  #ready: Series[] = [];
  readonly #growing = new Map<string, GrowingSeries>();
  /** The series whose first rows are being read: its values go straight to the blocks. */
  #open: GrowingSeries | undefined;
  readonly #names = new Map<string, string>();
  readonly #blocks = new ValueBlocks();
  /** Rows above the first that may be comments, and how many were skipped in all. */
  #comments: CsvRow[] = [];
  #commentCount = 0;
  #rowCount = 0;
  #filled = 0;
  /** Missing values that were kept. */
  #missing: MissingValues | undefined;
  #hasEvenRow = false;
  readonly #evidence = new WideEvidence();
  readonly #sampling = new SamplingOfSeries();
  readonly #precision = new Precision();

  /** @param source  what the text is to the user, usually a file name; begins the path of errors */
  constructor(source: string, options: CsvOptions = {}) {
    this.#source = source;
    this.#options = options;
    this.#rows = new CsvRowReader(source, options);
    this.#numbers = new NumberReader(options.decimal);
  }

  get channels(): number {
    return this.#layout?.header?.layout === "long" ? this.#layout.valueColumns.length : 1;
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
      largest: this.#numbers.largest,
    };
  }

  /** What was read; call it behind `end`, instead of `take`. */
  table(): SeriesTable {
    const { header, valueColumns = [] } = this.#layout ?? {};
    const names = header && !header.isData ? valueColumns.map((column) => header.names[column] ?? "") : undefined;
    const { sampling } = this.#sampling;
    return {
      series: this.take(),
      channels: this.channels,
      ...(names && (header?.layout === "long" ? { channelNames: names } : { stepNames: names })),
      ...(this.#missing && { missing: this.#missing }),
      ...(sampling && { sampling }),
    };
  }

  /** The options that this file was read with. */
  get reading(): ReadOptions {
    const { header, valueColumns = [], times: all = [], id, label, group } = this.#layout ?? {};
    const { labels, comment } = this.#options;
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
      ...((isLong || areNamed || this.#options.columns?.channels) && { channels: values }),
    };
    return {
      delimiter: this.#rows.separator,
      decimal: this.#numbers.hasDecimalCommas ? "comma" : "point",
      header: header !== undefined && !header.isData,
      layout: header?.layout ?? "wide",
      ...(labels && { labels }),
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
    if (this.#undecided !== undefined) {
      this.#refuseNumbers(this.#undecided);
      this.#begin(this.#undecided, undefined);
    }
    const layout = this.#layout;
    if (layout === undefined) throw new TidelabError("csv.empty", undefined, this.#source);
    if (this.#rowCount === 0) throw new TidelabError("csv.headerOnly", undefined, this.#source);
    // One row alone does not show that a separator ends every row.
    if (layout.trailing && !layout.header && this.#rowCount === 1) throw this.#trailingError(layout);
    this.#numbers.end();
    this.#finishLong(layout);
    const channelOf = (channel: number) => layout.header?.names[layout.valueColumns[channel] ?? 0];
    this.#precision.check(
      (channel) => (layout.header?.layout === "long" ? channelOf(channel) : undefined),
      this.#source,
    );
    this.notices.push(...this.#evidence.notices());
    if (this.#commentCount > 0) this.notices.push({ kind: "comments", count: this.#commentCount });
    for (const code of this.#numbers.missingCodes) this.notices.push({ kind: "missingCode", ...code });
    if (this.#numbers.hasDecimalCommas && this.#options.decimal === undefined) {
      this.notices.push({ kind: "decimalComma" });
    }
    const { fill } = this.#options;
    if (fill !== undefined && this.#filled > 0) this.notices.push({ kind: "filled", count: this.#filled, rule: fill });
  }

  /** Series that are complete and were not handed out before; of the long layout, all of them behind `end`. */
  take(): Series[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  #readRow(row: CsvRow): void {
    if (this.#isComment(row)) {
      if (!this.#options.guess || !/^\s*#/.test(row.text) || this.#mayBeHeader(row)) throw this.#commentError(row);
      if (this.#layout === undefined) this.#comments.push(row);
      this.#commentCount++;
      return;
    }
    const undecided = this.#undecided;
    if (this.#layout !== undefined) this.#readData(row, this.#layout);
    else if (undecided !== undefined) this.#begin(undecided, row);
    else if (this.#options.header === undefined && isCounting(row.cells)) this.#undecided = row;
    else {
      if (this.#options.header === undefined) this.#refuseNumbers(row);
      this.#begin(row, undefined);
    }
  }

  #commentError(row: CsvRow): TidelabError {
    return new TidelabError("csv.comment", { received: brief(row.text.trim()) }, this.#rows.pathTo(row, 0));
  }

  /** A comment with as many cells as the table may be its header. */
  #mayBeHeader(row: CsvRow): boolean {
    const width = this.#layout?.first.cells.length ?? 0;
    return width > 1 && row.cells.length === width;
  }

  /** A row that begins as comments do, and is no row of the table: names may begin so too. */
  #isComment(row: CsvRow): boolean {
    // The cells come last: they are cut out of the text when they are asked for.
    if (!/^\s*(?:#|%|\/\/)/.test(row.text) || isMissing(row.cells[0]?.trim() ?? "")) return false;
    const layout = this.#layout;
    return layout === undefined || layout.valueColumns[0] === 0 || row.cells.length < layout.width;
  }

  /** A first row that may be the numbers or times of columns, and is not known to be. */
  #refuseNumbers(row: CsvRow): void {
    if (!areEvenlySpaced(numbersOf(row.cells))) return;
    const params = { first: row.cells[0]?.trim() ?? "", last: row.cells.at(-1)?.trim() ?? "" };
    throw new TidelabError("csv.countingRow", params, this.#rows.pathTo(row, 0));
  }

  /** @param second  the row behind the first, where that was waited for */
  #begin(first: CsvRow, second: CsvRow | undefined): void {
    const pathTo = (column: number) => this.#rows.pathTo(first, column);
    const lookalike = this.#comments.find(({ cells }) => cells.length > 1 && cells.length === first.cells.length);
    if (lookalike !== undefined) throw this.#commentError(lookalike);
    this.#comments = [];
    const header = second === undefined ? this.#readHeader(first) : this.#numberedHeader(first, second);
    const trailing = header?.trailing ?? (this.#options.fill === undefined && endsEmpty(first.cells));
    const width = first.cells.length - (trailing ? 1 : 0);
    const layout: Layout = {
      first,
      header: header?.header,
      trailing,
      width,
      valueColumns: header ? columnsOf(header.header, "value") : [...Array(width).keys()],
      times: header ? columnsOf(header.header, "time") : [],
      label: header ? columnsOf(header.header, "label")[0] : undefined,
      group: header ? columnsOf(header.header, "group")[0] : undefined,
      places: undefined,
      firstName: Number.NaN,
      id: header ? [...columnsOf(header.header, "series"), ...columnsOf(header.header, "id")][0] : undefined,
    };
    this.#undecided = undefined;
    this.#layout = layout;
    const { expected } = this.#options;
    if (expected !== undefined && expected.channels !== this.channels) {
      const kind = header?.header.layout ?? "wide";
      const params = { expected: expected.channels, received: this.channels, layout: kind };
      throw new TidelabError("csv.channels", params, pathTo(kind === "wide" ? 0 : (layout.valueColumns[0] ?? 0)));
    }
    for (const column of header ? columnsOf(header.header, "index") : []) {
      this.notices.push({ kind: "indexColumn", path: pathTo(column), name: brief(header?.header.names[column] ?? "") });
    }
    const isData = header?.header.isData ?? true;
    if (header?.header.layout === "wide" && !isData) this.#noteColumns(header.header, layout.valueColumns, pathTo);
    if (header?.header.layout !== "long") this.#setPlaces(layout);
    if (header?.header.isData && layout.label !== undefined && this.#isLabelGuessed()) {
      const place = layout.label === 0 ? "first" : "last";
      this.notices.push({ kind: "labelColumn", path: pathTo(layout.label), place, look: "text" });
    }
    if (isData) this.#readData(first, layout);
    if (second !== undefined) this.#readData(second, layout);
  }

  /** Whether the caller did not say which column is the label. */
  #isLabelGuessed(): boolean {
    return this.#options.labels === undefined && this.#options.columns?.label === undefined;
  }

  #noteColumns(header: Header, columns: readonly number[], pathTo: (column: number) => string): void {
    const names = columns.map((column) => header.names[column] ?? "");
    const odd = oddNames(header);
    const path = pathTo(columns[names.indexOf(odd[0] ?? "")] ?? columns[0] ?? 0);
    if (odd.length > 0) this.notices.push({ kind: "oddColumns", path, names: odd.map(brief).join(", ") });
    if (orderOf(names)?.kind !== "falling") return;
    const [first, last] = [brief(names[0] ?? ""), brief(names.at(-1) ?? "")];
    this.notices.push({ kind: "fallingColumns", path, first, last });
  }

  #readHeader(row: CsvRow): { header: Header; trailing: boolean } | undefined {
    const trailing = endsEmpty(row.cells);
    const cells = trailing ? row.cells.slice(0, -1) : row.cells;
    const header = readHeader(cells, (column) => this.#rows.pathTo(row, column), this.#options);
    return header && { header, trailing };
  }

  /** 0, 1, … above numbers with a fraction are names of columns; above whole numbers they might be a series too. */
  #numberedHeader(first: CsvRow, second: CsvRow): { header: Header; trailing: boolean } {
    const path = this.#rows.pathTo(first, 0);
    const names = first.cells.map((cell) => cell.trim());
    const last = names.at(-1) ?? "";
    const areWhole = second.cells.every((cell) => NUMBER.test(cell.trim()) && Number.isInteger(Number(cell)));
    if (areWhole && second.cells.length === names.length) {
      throw new TidelabError("csv.countingRow", { first: names[0] ?? "", last }, path);
    }
    this.notices.push({ kind: "numberedHeader", path, last });
    return { header: { names, roles: names.map(() => "value"), layout: "wide", isData: false }, trailing: false };
  }

  #readData(row: CsvRow, layout: Layout): void {
    const { header } = layout;
    if (header?.layout !== "long" && this.#readPlain(row, layout)) return;
    this.#checkWidth(row, layout);
    if (header && !header.isData && header.names.every((name, column) => row.cells[column]?.trim() === name)) {
      throw new TidelabError("csv.repeatedHeader", undefined, this.#rows.pathTo(row, 0));
    }
    this.#rowCount++;
    if (header?.layout === "long") this.#readStep(row, layout);
    else this.#readWide(row, layout);
  }

  /** Says for each cell of a wide row where its value goes. */
  #setPlaces(layout: Layout): void {
    const { first, trailing, valueColumns, header } = layout;
    const width = first.cells.length;
    if (trailing || this.#options.fill !== undefined) return;
    layout.places = new Int32Array(width).fill(-1);
    if (header && !header.isData)
      layout.firstName = Math.fround(Number(header.names[valueColumns[0] ?? 0] || Number.NaN));
    for (const [i, column] of valueColumns.entries()) layout.places[column] = i;
  }

  /**
   * Reads a wide row of plain numbers out of its text, without a string for each cell. @returns false for a row that needs more
   * care; nothing has happened then
   */
  #readPlain(row: CsvRow, layout: Layout): boolean {
    const { places, valueColumns } = layout;
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
        const isKnown = isPlain && Number.isFinite(value) && this.#numbers.isSettled(scanned.hasPoint, end - at);
        if (!isKnown || !this.#numbers.count(value)) break;
        values[place] = value;
      }
      at = end + 1;
    }
    // A header of numbers may come again, as where tables were joined.
    if (column < width || at !== length + 1 || values[0] === layout.firstName) {
      this.#blocks.cut(0);
      return false;
    }
    this.#rowCount++;
    this.#finishWide(row, layout, this.#blocks.end());
    return true;
  }

  #readWide(row: CsvRow, layout: Layout): void {
    const { valueColumns } = layout;
    const values =
      this.#options.fill === undefined ? this.#blocks.take(valueColumns.length) : new Float64Array(valueColumns.length);
    const before = this.#missing?.count ?? 0;
    for (const [i, column] of valueColumns.entries()) values[i] = this.#readValue(row, column);
    if (this.#missing !== undefined && this.#missing.count > before) this.#countMissingSeries();
    this.#finishWide(row, layout, values instanceof Float32Array ? this.#blocks.end() : values);
  }

  #finishWide(row: CsvRow, layout: Layout, values: Float32Array | Float64Array): void {
    const { id, label, group, valueColumns } = layout;
    if (!this.#hasEvenRow && areEvenlySpaced(values)) {
      this.#hasEvenRow = true;
      this.notices.push({ kind: "evenRow", path: this.#rows.pathTo(row, valueColumns[0] ?? 0) });
    }
    const name = id === undefined ? String(this.#rowCount) : detached(this.#readName(row, id));
    const known = label === undefined ? undefined : this.#readLabel(row, label);
    const its = group === undefined ? undefined : this.#pooled(this.#readName(row, group));
    const series = this.#complete({ id: name, line: row.line, label: known, group: its }, values, 1);
    this.#ready.push(series);
    this.#evidence.add({
      values: series.values,
      id: id === undefined ? undefined : name,
      number: this.#rowCount,
      cell: (i) => cellOf(row, valueColumns[i] ?? 0, this.#rows.separator) ?? "",
      place: () => this.#rows.pathTo(row, 0),
    });
  }

  #readStep(row: CsvRow, layout: Layout): void {
    const { header, valueColumns, times } = layout;
    const id = layout.id === undefined ? this.#source : this.#readName(row, layout.id);
    const label = layout.label === undefined ? undefined : this.#readLabel(row, layout.label);
    const group = layout.group === undefined ? undefined : this.#pooled(this.#readName(row, layout.group));
    let series = this.#growing.get(id);
    if (series === undefined) {
      const isDouble = this.#options.fill !== undefined;
      series = new GrowingSeries({ id: detached(id), line: row.line, label, group }, isDouble);
      this.#growing.set(series.id, series);
      this.#closeSeries();
      if (!isDouble) this.#open = series;
    } else if (series !== this.#open) this.#closeSeries();
    for (const [code, first, received, column] of [
      ["reader.labelChanges", series.label, label, layout.label],
      ["reader.groupChanges", series.group, group, layout.group],
    ] as const) {
      if (first === received) continue;
      const params = { series: brief(id), first: brief(first ?? ""), received: brief(received ?? "") };
      throw new TidelabError(code, params, this.#rows.pathTo(row, column ?? 0));
    }
    for (const [i, column] of times.entries()) {
      const cell = detached(row.cells[column]?.trim() ?? "");
      const name = header?.names[column] ?? "";
      const now = timeOf(cell) ?? (this.#isLocal ? timeOf(cell.replace(",", ".")) : undefined);
      if (now === undefined) {
        throw new TidelabError("csv.notTime", { column: name, received: brief(cell) }, this.#rows.pathTo(row, column));
      }
      series.addTime(i, now, cell, (params) => {
        return new TidelabError("csv.timeOrder", { column: name, ...params }, this.#rows.pathTo(row, column));
      });
    }
    const before = this.#missing?.count ?? 0;
    const target = series === this.#open ? this.#blocks : series;
    for (const column of valueColumns) target.push(this.#readValue(row, column));
    series.missed += (this.#missing?.count ?? 0) - before;
  }

  /** The rows of the open series end, as far as is known; should more come, they go to it and not to the blocks. */
  #closeSeries(): void {
    this.#open?.adopt(this.#blocks.end());
    this.#open = undefined;
  }

  #finishLong({ header, times, valueColumns }: Layout): void {
    if (header?.layout !== "long") return;
    this.#closeSeries();
    const channels = this.channels;
    const namesOf = (columns: readonly number[]) => columns.map((column) => header.names[column] ?? "");
    const evidence = new LongEvidence(namesOf(times), namesOf(valueColumns));
    let summary: Extract<WideNotice, { kind: "summaryRow" }> | undefined;
    for (const growing of this.#growing.values()) {
      const { id, line, steps, missed } = growing;
      if (missed > 0) this.#countMissingSeries();
      const values = this.#options.fill === undefined ? growing.finish(this.#blocks) : growing.toDoubles();
      const series = this.#complete(growing, values, channels);
      this.#ready.push(series);
      evidence.add({ id, steps, values: series.values });
      this.#sampling.add(steps[0]);
      if (!isSummaryName(id)) continue;
      summary ??= { kind: "summaryRow", path: `${this.#source}:${line}:1`, series: brief(id), summary: "name" };
    }
    this.#growing.clear();
    const { guess, layout } = this.#options;
    if (guess && layout === undefined) checkHaveSteps(this.#ready, namesOf(times)[0], this.#source);
    this.notices.push(...evidence.notices(), ...(summary === undefined ? [] : [summary]));
  }

  #complete(
    { id, line, label, group }: Pick<GrowingSeries, "id" | "line" | "label" | "group">,
    values: Float32Array | Float64Array,
    channels: number,
  ): Series {
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

  #countMissingSeries(): void {
    if (this.#missing !== undefined) this.#missing = { ...this.#missing, series: this.#missing.series + 1 };
  }

  #checkWidth(row: CsvRow, layout: Layout): void {
    const { first, trailing } = layout;
    const [expected, received] = [first.cells.length, row.cells.length];
    if (received !== expected) {
      // Points at the first cell too many, or behind the last when there are too few.
      throw new TidelabError("csv.ragged", { expected, received }, this.#rows.pathTo(row, expected));
    }
    if (trailing && row.cells.at(-1)?.trim() !== "") throw this.#trailingError(layout);
  }

  /** The first row ended with a separator, but there is something behind it in another: then its last cell is missing. */
  #trailingError({ first, header, width }: Layout): TidelabError {
    const path = this.#rows.pathTo(first, width);
    if (header !== undefined && !header.isData) return new TidelabError("csv.unnamedColumn", undefined, path);
    return new TidelabError("csv.notFinite", { received: "" }, path);
  }

  #readValue(row: CsvRow, column: number): number {
    const cell = row.cells[column] ?? "";
    if (this.#options.fill === undefined) {
      const plain = float32At(cell, 0, cell.length);
      const isSettled = Number.isFinite(plain) && this.#numbers.isSettled(scanned.hasPoint, cell.length);
      if (isSettled && this.#numbers.count(plain)) return plain;
    }
    const text = cell.trim();
    const value = this.#numbers.read(text, this.#isLocal, () => this.#rows.pathTo(row, column));
    if (!Number.isNaN(value) || this.#options.fill !== undefined) return value;
    if (this.#options.missing === "keep") {
      const { count, series, path } = this.#missing ?? { count: 0, series: 0, path: this.#rows.pathTo(row, column) };
      this.#missing = { count: count + 1, series, path };
      return value;
    }
    throw new TidelabError("csv.notFinite", { received: text }, this.#rows.pathTo(row, column));
  }

  /** Whether the table may come from a spreadsheet that writes decimal commas. */
  get #isLocal(): boolean {
    return this.#rows.separator === ";" || this.#rows.separator === "\t";
  }

  #readName(row: CsvRow, column: number): string {
    const text = cellOf(row, column, this.#rows.separator)?.trim() ?? "";
    if (text !== "") return text;
    const name = this.#layout?.header?.names[column] ?? "";
    throw new TidelabError("csv.emptyName", { column: name }, this.#rows.pathTo(row, column));
  }

  /** @returns undefined for a series without a class, where such may be */
  #readLabel(row: CsvRow, column: number): string | undefined {
    const cell = cellOf(row, column, this.#rows.separator)?.trim() ?? "";
    if ((cell === "" || cell === "?") && this.#options.unlabelled === "keep") return undefined;
    const label = this.#readName(row, column);
    const known = this.#options.expected?.classNames;
    if (known === undefined) return this.#pooled(label);
    const found = known.find((name) => name === label);
    if (found !== undefined) return found;
    const name = this.#layout?.header?.names[column] ?? "";
    const params = { received: brief(label), known, nearest: nearest(label, known), column: name };
    throw new TidelabError("csv.unknownLabel", params, this.#rows.pathTo(row, column));
  }

  /** The same text, as one string for all: there are as many labels as classes, and not as many as series. */
  #pooled(text: string): string {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const own = detached(text);
    this.#names.set(own, own);
    return own;
  }
}

/** What the first row decides. */
interface Layout {
  readonly first: CsvRow;
  readonly header: Header | undefined;
  /** Whether every row ends with a separator, behind which there is nothing. */
  readonly trailing: boolean;
  /** Cells of a row, without the empty one behind a trailing separator. */
  readonly width: number;
  readonly valueColumns: readonly number[];
  readonly times: readonly number[];
  readonly label: number | undefined;
  readonly group: number | undefined;
  readonly id: number | undefined;
  /** Of a wide table: which value each cell is, -1 for none; undefined where rows are not read as plain ones. */
  places: Int32Array | undefined;
  /** The name of the first column of values, where that is a number. */
  firstName: number;
}

function endsEmpty(cells: readonly string[]): boolean {
  return cells.length > 1 && cells.findIndex((cell) => cell.trim() === "") === cells.length - 1;
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
