/** What the first rows of a CSV decide: comments above the table, whether its first row is a header, what the columns are for. */
import { TidelabError } from "../../errors/errors.ts";
import { type Header, isCounting, oddNames, readHeader } from "./csv-header.ts";
import type { CsvOptions } from "./csv-options.ts";
import type { CsvRow, CsvRowReader } from "./csv-rows.ts";
import type { CsvNotice } from "./notices.ts";
import { columnsOf } from "./table/columns.ts";
import { areEvenlySpaced, numbersOf, orderOf } from "./table/order.ts";
import { brief, isMissing, NUMBER } from "./table/values.ts";

/** What the first row decides; every row is checked against it. */
export interface Layout {
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
}

/** The layout of a table, and the rows of data that were read before it was known. */
export interface Begun {
  readonly layout: Layout;
  readonly data: readonly CsvRow[];
}

export class FirstRows {
  readonly #rows: CsvRowReader;
  readonly #options: CsvOptions;
  readonly #notices: CsvNotice[];
  /** A first row that may be a header or data, until there is another. */
  #undecided: CsvRow | undefined;
  /** Rows above the first that may be comments. */
  readonly #comments: CsvRow[] = [];

  /** Lines above the table that were skipped. */
  skippedRows: number;
  /** The first row above the table. */
  #title: CsvRow | undefined;

  /** @param notices  takes what is decided */
  constructor(rows: CsvRowReader, options: CsvOptions, notices: CsvNotice[]) {
    this.#rows = rows;
    this.#options = options;
    this.#notices = notices;
    this.skippedRows = options.skipRows ?? 0;
  }

  /** @returns undefined until the layout is known */
  add(row: CsvRow): Begun | undefined {
    if (this.#undecided === undefined && this.#options.guess && isTitle(row)) {
      this.#title ??= row;
      this.skippedRows = row.line;
      return undefined;
    }
    if (this.#undecided !== undefined) return this.#begin(this.#undecided, row);
    if (this.#options.header === undefined && isCounting(row.cells)) {
      this.#undecided = row;
      return undefined;
    }
    if (this.#options.header === undefined) this.#refuseNumbers(row);
    return this.#begin(row, undefined);
  }

  /** Takes a row that begins as comments do. */
  addComment(row: CsvRow): void {
    this.#comments.push(row);
  }

  /** Call it behind the last row. @returns the layout of a table of one row, if it is that */
  end(): Begun | undefined {
    if (this.#undecided === undefined) return undefined;
    this.#refuseNumbers(this.#undecided);
    return this.#begin(this.#undecided, undefined);
  }

  /** A first row that may be the numbers or times of columns, and is not known to be. */
  #refuseNumbers(row: CsvRow): void {
    if (!areEvenlySpaced(numbersOf(row.cells))) return;
    const params = { first: row.cells[0]?.trim() ?? "", last: row.cells.at(-1)?.trim() ?? "" };
    throw new TidelabError("csv.countingRow", params, this.#rows.pathTo(row, 0));
  }

  /** @param second  the row behind the first, where that was waited for */
  #begin(first: CsvRow, second: CsvRow | undefined): Begun {
    this.#undecided = undefined;
    if (this.#title !== undefined) {
      const text = this.#title.cells.find((cell) => cell.trim() !== "")?.trim() ?? "";
      this.skippedRows = first.line - 1;
      const path = this.#rows.pathTo(this.#title, 0);
      this.#notices.push({ kind: "titleRows", path, count: this.skippedRows, title: brief(text) });
    }
    const pathTo = (column: number) => this.#rows.pathTo(first, column);
    const lookalike = this.#comments.find(({ cells }) => cells.length > 1 && cells.length === first.cells.length);
    if (lookalike !== undefined) throw commentError(lookalike, this.#rows);
    const found = second === undefined ? this.#readHeader(first) : this.#numberedHeader(first, second);
    const header = found?.header;
    const trailing = found?.trailing ?? (this.#options.fill === undefined && endsEmpty(first.cells));
    const width = first.cells.length - (trailing ? 1 : 0);
    const layout: Layout = {
      first,
      header,
      trailing,
      width,
      valueColumns: header ? columnsOf(header, "value") : [...Array(width).keys()],
      times: header ? columnsOf(header, "time") : [],
      label: header ? columnsOf(header, "label")[0] : undefined,
      group: header ? columnsOf(header, "group")[0] : undefined,
      id: header ? [...columnsOf(header, "series"), ...columnsOf(header, "id")][0] : undefined,
    };
    this.#checkChannels(layout, pathTo);
    for (const column of header ? columnsOf(header, "index") : []) {
      this.#notices.push({ kind: "indexColumn", path: pathTo(column), name: brief(header?.names[column] ?? "") });
    }
    const isData = header?.isData ?? true;
    if (header?.layout === "wide" && !isData) this.#noteColumns(header, layout.valueColumns, pathTo);
    if (header?.isData && layout.label !== undefined && this.#isLabelGuessed()) {
      const place = layout.label === 0 ? "first" : "last";
      this.#notices.push({ kind: "labelColumn", path: pathTo(layout.label), place, look: "text" });
    }
    return { layout, data: [...(isData ? [first] : []), ...(second === undefined ? [] : [second])] };
  }

  #checkChannels(layout: Layout, pathTo: (column: number) => string): void {
    const { expected } = this.#options;
    const received = channelsOf(layout);
    if (expected === undefined || expected.channels === received) return;
    const kind = layout.header?.layout ?? "wide";
    const params = { expected: expected.channels, received, layout: kind };
    throw new TidelabError("csv.channels", params, pathTo(kind === "wide" ? 0 : (layout.valueColumns[0] ?? 0)));
  }

  /** Whether the caller did not say which column is the label. */
  #isLabelGuessed(): boolean {
    return this.#options.labels === undefined && this.#options.columns?.label === undefined;
  }

  #noteColumns(header: Header, columns: readonly number[], pathTo: (column: number) => string): void {
    const names = columns.map((column) => header.names[column] ?? "");
    const odd = oddNames(header);
    const path = pathTo(columns[names.indexOf(odd[0] ?? "")] ?? columns[0] ?? 0);
    if (odd.length > 0) this.#notices.push({ kind: "oddColumns", path, names: odd.map(brief).join(", ") });
    if (orderOf(names)?.kind !== "falling") return;
    const [first, last] = [brief(names[0] ?? ""), brief(names.at(-1) ?? "")];
    this.#notices.push({ kind: "fallingColumns", path, first, last });
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
    this.#notices.push({ kind: "numberedHeader", path, last });
    return { header: { names, roles: names.map(() => "value"), layout: "wide", isData: false }, trailing: false };
  }
}

/** Channels of a table with this layout. */
export function channelsOf(layout: Layout | undefined): number {
  return layout?.header?.layout === "long" ? layout.valueColumns.length : 1;
}

/** A row that begins as comments do, and is no row of the table: names may begin so too. */
export function isComment(row: CsvRow, layout: Layout | undefined): boolean {
  // The cells come last: they are cut out of the text when they are asked for.
  if (!/^\s*(?:#|%|\/\/)/.test(row.text) || isMissing(row.cells[0]?.trim() ?? "")) return false;
  return layout === undefined || layout.valueColumns[0] === 0 || row.cells.length < layout.width;
}

/** A comment with as many cells as the table may be its header. */
export function mayBeHeader(row: CsvRow, layout: Layout | undefined): boolean {
  const width = layout?.first.cells.length ?? 0;
  return width > 1 && row.cells.length === width;
}

export function commentError(row: CsvRow, rows: CsvRowReader): TidelabError {
  return new TidelabError("csv.comment", { received: brief(row.text.trim()) }, rows.pathTo(row, 0)) as TidelabError;
}

/** Fewer cells may be a table of one column with a separator behind each row. */
const FEWEST_CELLS = 3;

/** A row above a table, as spreadsheets have them: empty, or with one text alone. As a header it would leave columns without names. */
function isTitle({ cells }: CsvRow): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  const [only = ""] = filled;
  return cells.length >= FEWEST_CELLS && filled.length <= 1 && !NUMBER.test(only) && !(only !== "" && isMissing(only));
}

function endsEmpty(cells: readonly string[]): boolean {
  return cells.length > 1 && cells.findIndex((cell) => cell.trim() === "") === cells.length - 1;
}
