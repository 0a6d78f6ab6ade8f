/**
 * Text in pieces to rows of cells, with the line that each begins on. Series are not made here: what the cells mean is read in
 * `csv.ts`. Not `csv-parse`, see docs/decisions/035.
 */
import type { CsvQuoteProblem } from "../../errors/en.ts";
import { TidelabError } from "../../errors/errors.ts";
import { NUMBER } from "./table/values.ts";

/** A row of the table; blank lines are none. */
export interface CsvRow {
  /** At least one. */
  readonly cells: readonly string[];
  /** As it is in the file, without its line end. */
  readonly text: string;
  /** Of the file, counted from 1, where the row begins. */
  readonly line: number;
  /** Whether the cells are what is between the separators in `text`: no quotes, and no runs of blanks. */
  readonly isPlain: boolean;
}

/** A cell of a row, without cutting all of them out of a plain one; undefined where there is none. */
export function cellOf(row: CsvRow, column: number, separator: string): string | undefined {
  if (!row.isPlain) return row.cells[column];
  const { text } = row;
  let from = 0;
  for (let before = 0; before < column; before++) {
    from = text.indexOf(separator, from) + 1;
    if (from === 0) return undefined;
  }
  const end = text.indexOf(separator, from);
  return text.slice(from, end === -1 ? text.length : end);
}

export interface CsvRowOptions {
  /** Found in the first row when left out. */
  readonly delimiter?: string | undefined;
  /** Text that begins rows to skip. */
  readonly comment?: string | undefined;
  /** Lines above the table. */
  readonly skipRows?: number | undefined;
  /** Characters of the longest row. */
  readonly longest?: number | undefined;
}

/** Runs of blanks and tabs, as `numpy.savetxt` and MATLAB write them. */
const BLANKS = " ";

/** Characters of the longest row: ten million steps, and far from the longest string that V8 can make. */
const LONGEST_ROW = 2 ** 26;

/**
 * Splits a text as RFC 4180 has it, with any line ends. The first row decides the separator: the first of tab, semicolon,
 * pipe and comma that it has outside quotes, or else blanks. (Not the most frequent one: `1,5;2,5` is two decimal commas in
 * a semicolon table.) A first row `sep=;`, as spreadsheets write it, names the separator and is no row.
 */
export class CsvRowReader {
  readonly #source: string;
  readonly #longest: number;
  readonly #comment: string | undefined;
  readonly #skipRows: number;
  /** Undefined until the first row. */
  #separator: string | undefined;
  /** Whether the first row showed it. */
  #isFound = false;
  /** Pieces of a row whose end has not come yet. */
  #pending: string[] = [];
  #pendingLength = 0;
  /** Whether the pending row ends inside quotes. */
  #isQuoted = false;
  /** Whether the last piece ended with a carriage return, whose line feed may come with the next. */
  #afterReturn = false;
  #line = 1;

  constructor(source: string, { delimiter, comment, skipRows = 0, longest = LONGEST_ROW }: CsvRowOptions = {}) {
    this.#skipRows = skipRows;
    this.#source = source;
    this.#longest = longest;
    this.#comment = comment;
    this.#separator = delimiter;
  }

  get separator(): string {
    return this.#separator ?? ",";
  }

  /** @returns the rows that end in this piece. @throws TidelabError `csv.quote` or `csv.rowTooLong` */
  push(piece: string): CsvRow[] {
    const rows: CsvRow[] = [];
    let from = this.#afterReturn && !this.#isQuoted && piece.startsWith("\n") ? 1 : 0;
    this.#afterReturn = piece === "" ? this.#afterReturn : piece.endsWith("\r");
    let returnAt = piece.indexOf("\r", from);
    let feedAt = piece.indexOf("\n", from);
    let quoteAt = piece.indexOf('"', from);
    while (from < piece.length) {
      if (quoteAt !== -1 && quoteAt < from) quoteAt = piece.indexOf('"', from);
      if (this.#isQuoted) {
        const end = quoteAt === -1 ? piece.length : quoteAt + 1;
        this.#isQuoted = quoteAt === -1;
        this.#hold(piece.slice(from, end));
        from = end;
        continue;
      }
      if (returnAt !== -1 && returnAt < from) returnAt = piece.indexOf("\r", from);
      if (feedAt !== -1 && feedAt < from) feedAt = piece.indexOf("\n", from);
      const lineEnd = returnAt === -1 || (feedAt !== -1 && feedAt < returnAt) ? feedAt : returnAt;
      const hasQuote = quoteAt !== -1 && (lineEnd === -1 || quoteAt < lineEnd);
      if (hasQuote && !this.#isInComment(piece, from)) {
        // A doubled quote ends the quoted part and begins it again, which gives the same text.
        this.#isQuoted = true;
        this.#hold(piece.slice(from, quoteAt + 1));
        from = quoteAt + 1;
      } else if (lineEnd === -1) {
        this.#hold(piece.slice(from));
        break;
      } else {
        this.#finishRow(piece.slice(from, lineEnd), rows);
        from = lineEnd + (lineEnd === returnAt && feedAt === lineEnd + 1 ? 2 : 1);
      }
    }
    return rows;
  }

  /** @returns the last row, if no line end came after it. @throws as `push` */
  end(): CsvRow[] {
    const rows: CsvRow[] = [];
    if (this.#pendingLength > 0) this.#finishRow("", rows);
    return rows;
  }

  /** `source:line:column` of a cell, both counted from 1; of the end of the row when it has no such cell. */
  pathTo(row: CsvRow, cell: number): string {
    const starts: number[] = [];
    split(row.text, this.separator, starts);
    const before = row.text.slice(0, starts[cell] ?? row.text.length).split(LINE_END);
    return `${this.#source}:${row.line + before.length - 1}:${(before.at(-1)?.length ?? 0) + 1}`;
  }

  /** Whether the row that goes on in the piece is a comment, or above the table: its quotes mean nothing. */
  #isInComment(piece: string, from: number): boolean {
    if (this.#line <= this.#skipRows) return true;
    if (this.#comment === undefined) return false;
    const [begun] = this.#pending;
    return begun === undefined ? piece.startsWith(this.#comment, from) : begun.startsWith(this.#comment);
  }

  #hold(part: string): void {
    this.#pending.push(part);
    this.#pendingLength += part.length;
    if (this.#pendingLength <= this.#longest) return;
    // A quote that is misplaced joins all rows behind it; then that is the fault.
    if (this.#isQuoted) this.#finishRow("", []);
    throw new TidelabError("csv.rowTooLong", { most: this.#longest }, `${this.#source}:${this.#line}:1`);
  }

  #finishRow(part: string, rows: CsvRow[]): void {
    const text = this.#pendingLength === 0 ? part : this.#pending.join("") + part;
    const line = this.#line;
    this.#line += text.includes('"') && line > this.#skipRows ? text.split(LINE_END).length : 1;
    this.#pending = [];
    this.#pendingLength = 0;
    this.#isQuoted = false;
    if (line <= this.#skipRows) return;
    // A line of blanks separates nothing, and decides no separator.
    if (this.#separator === undefined && /^ +$/.test(text)) return;
    if (text === "" || (this.#comment !== undefined && text.trimStart().startsWith(this.#comment))) return;
    // What may be a comment decides nothing, and its quotes may be anything.
    const mayBeComment = this.#separator === undefined && /^\s*#/.test(text);
    if (this.#separator === undefined && !mayBeComment) {
      const named = /^"?sep=(.)"?$/i.exec(text)?.[1];
      this.#separator = named ?? findSeparator(text);
      this.#isFound = named === undefined;
      if (named !== undefined) return;
    }
    if (this.separator === BLANKS && text.trim() === "") return;
    const hasQuotes = text.includes('"');
    if (!hasQuotes || mayBeComment) {
      rows.push(new LazyRow(this, text, line, !hasQuotes && this.separator !== BLANKS));
      return;
    }
    const { cells, problem } = split(text, this.separator, []);
    const row = { cells, text, line, isPlain: false };
    if (problem !== undefined) {
      // A title in words is no row of a table of blanks.
      const mayBeTitle = this.#isFound && this.separator === BLANKS;
      throw new TidelabError("csv.quote", { problem, mayBeTitle }, this.pathTo(row, cells.length - 1));
    }
    rows.push(row);
  }
}

/** A row whose cells are cut out of it when they are asked for: rows of plain numbers are read without. */
class LazyRow implements CsvRow {
  readonly text: string;
  readonly line: number;
  readonly isPlain: boolean;
  readonly #rows: CsvRowReader;
  #cells: readonly string[] | undefined;

  constructor(rows: CsvRowReader, text: string, line: number, isPlain: boolean) {
    this.text = text;
    this.line = line;
    this.isPlain = isPlain;
    this.#rows = rows;
  }

  get cells(): readonly string[] {
    this.#cells ??= split(this.text, this.#rows.separator, this.text.includes('"') ? [] : undefined).cells;
    return this.#cells;
  }
}

const LINE_END = /\r\n|\n|\r/;

function findSeparator(row: string): string {
  const found = new Set<string>();
  let isQuoted = false;
  for (const char of row) {
    if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted) found.add(char);
  }
  const separator = ["\t", ";", "|", ","].find((char) => found.has(char));
  const words = row.trim().split(/[ \t]+/);
  const isAll = (pattern: RegExp) => words.length > 1 && words.every((word) => pattern.test(word));
  // Columns lined up with blanks and tabs, and decimal commas between blanks: `0,5 1,25`.
  const isAligned = separator === "\t" && row.split("\t").some((cell) => cell.trim().includes(" ")) && isAll(NUMBER);
  if (isAligned || (separator === "," && isAll(/^[+-]?\d+(?:,\d+)?$/))) return BLANKS;
  return separator ?? (words.length > 1 ? BLANKS : ",");
}

interface Cells {
  cells: string[];
  /** What is wrong with the quotes of the last cell, behind which nothing was read. */
  problem?: CsvQuoteProblem;
}

/** @param starts  takes where each cell begins; may be left out where the row has no quotes */
function split(row: string, separator: string, starts: number[] | undefined): Cells {
  if (starts === undefined) {
    return { cells: separator === BLANKS ? row.trim().split(/[ \t]+/) : row.split(separator) };
  }
  const isBlanks = separator === BLANKS;
  const isSeparator = (at: number) => row[at] === separator || (isBlanks && row[at] === "\t");
  const skipBlanks = (at: number) => {
    let next = at;
    while (isBlanks && next < row.length && isSeparator(next)) next++;
    return next;
  };
  const cells: string[] = [];
  let at = skipBlanks(0);
  for (;;) {
    starts.push(at);
    let end = at;
    if (row[at] === '"') {
      end = at + 1;
      while (end < row.length && (row[end] !== '"' || row[end + 1] === '"')) end += row[end] === '"' ? 2 : 1;
      cells.push(row.slice(at + 1, end).replaceAll('""', '"'));
      if (end >= row.length) return { cells, problem: "unclosed" };
      end++;
      if (end < row.length && !isSeparator(end)) return { cells, problem: "afterClosing" };
    } else {
      while (end < row.length && !isSeparator(end)) end++;
      const cell = row.slice(at, end);
      cells.push(cell);
      if (cell.includes('"')) return { cells, problem: "inside" };
    }
    if (end >= row.length) return { cells };
    const next = isBlanks ? skipBlanks(end) : end + 1;
    // Blanks at the end of a row separate nothing.
    if (isBlanks && next >= row.length) return { cells };
    at = next;
  }
}
