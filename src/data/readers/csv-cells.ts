/**
 * CSV text to rows of cells, and back from a cell to its line and column. Knows no series: what the cells mean is read in
 * `csv.ts`.
 */
import "../../file-errors.ts";
import { CsvError, parse } from "csv-parse/browser/esm/sync";
import { TidelabError } from "../../errors.ts";
import type { CsvQuoteProblem } from "../../messages/errors.en.ts";

export interface CsvCells {
  /** At least one row of at least one cell; rows may differ in length. Blank lines are no rows. */
  rows: string[][];
  /** `source:line:column` of a cell, both counted from 1; of the end of the row when it has no such cell. */
  pathTo(row: number, cell: number): string;
}

const quoteProblems: Record<string, CsvQuoteProblem> = {
  CSV_QUOTE_NOT_CLOSED: "unclosed",
  CSV_INVALID_CLOSING_QUOTE: "afterClosing",
  INVALID_OPENING_QUOTE: "inside",
};

/**
 * Splits a text as RFC 4180 has it, and also with tabs or semicolons instead of commas, with any line ends, and with a byte
 * order mark. The first row decides the separator: a tab in it outside quotes, else a semicolon, else the comma. (Not the
 * most frequent one: `1,5;2,5` is two decimal commas in a semicolon table.)
 * @throws TidelabError `csv.empty` or `csv.quote`
 */
export function readCells(text: string, source: string): CsvCells {
  const table = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const delimiter = findDelimiter(table);
  const pathTo = (row: number, cell: number) => {
    const { line, column } = locateCell(table, delimiter, row, cell);
    return `${source}:${line}:${column}`;
  };
  let rows: string[][];
  try {
    // Every kind of line end is given, or csv-parse would take the first it meets for the only one.
    rows = parse(table, {
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: true,
    });
  } catch (cause) {
    const problem = cause instanceof CsvError ? quoteProblems[cause.code] : undefined;
    if (!(cause instanceof CsvError) || problem === undefined) throw cause;
    throw new TidelabError("csv.quote", { problem }, pathTo(Number(cause.records), Number(cause.index)), { cause });
  }
  if (rows.length === 0) throw new TidelabError("csv.empty", undefined, source);
  return { rows, pathTo };
}

function findDelimiter(table: string): string {
  const found = new Set<string>();
  let isQuoted = false;
  for (const char of table.replace(/^[\r\n]+/, "")) {
    if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (char === "\n" || char === "\r")) break;
    else if (!isQuoted) found.add(char);
  }
  return ["\t", ";"].find((char) => found.has(char)) ?? ",";
}

/**
 * Walks to a cell; only for errors, so that reading a good file keeps no positions. Quotes may be counted without looking
 * round them, because a text where they stand inside a cell has been refused, and a doubled quote counts twice.
 */
function locateCell(table: string, delimiter: string, row: number, cell: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  let atRow = 0;
  let rowStart = 0;
  let atCell = 0;
  let isQuoted = false;
  for (let i = 0; i < table.length; i++) {
    const char = table[i];
    const isLineEnd = char === "\n" || char === "\r";
    const isRowEnd = isLineEnd && !isQuoted;
    const isBlankLine = isRowEnd && i === rowStart;
    if (atRow === row && !isBlankLine && (atCell === cell || isRowEnd)) return { line, column: i - lineStart + 1 };
    if (char === '"') isQuoted = !isQuoted;
    else if (char === delimiter && !isQuoted) atCell++;
    if (!isLineEnd) continue;
    if (char === "\r" && table[i + 1] === "\n") i++;
    line++;
    lineStart = i + 1;
    if (!isRowEnd) continue;
    if (!isBlankLine) atRow++;
    atCell = 0;
    rowStart = lineStart;
  }
  return { line, column: table.length - lineStart + 1 };
}
