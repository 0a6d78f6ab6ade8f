/** The cells of a line of an ARFF file: between commas or tabs, in single or double quotes or in none. */
import { TidelabError } from "../../errors/errors.ts";

/** A cell of a line: the characters from `from` to `to`, inside its quotes. */
export interface ArffCell {
  readonly from: number;
  readonly to: number;
  readonly isQuoted: boolean;
}

/** @throws TidelabError `arff.quote` for a quote that is not closed, or with text behind it */
export function cellsOf(text: string, begin: number, end: number, place: (at: number) => string): ArffCell[] {
  const cells: ArffCell[] = [];
  let at = begin;
  for (;;) {
    while (at < end && text.charCodeAt(at) === BLANK) at++;
    const cell = cellAt(text, at, end, place);
    cells.push(cell);
    at = cell.isQuoted ? cell.to + 1 : cell.to;
    while (at < end && text.charCodeAt(at) === BLANK) at++;
    if (at >= end) return cells;
    if (!isSeparator(text.charCodeAt(at))) throw new TidelabError("arff.quote", { problem: "afterClosing" }, place(at));
    at++;
  }
}

/** One cell or word that begins here; without quotes it ends before a comma or tab. */
export function cellAt(text: string, at: number, end: number, place: (at: number) => string): ArffCell {
  const quote = text.charCodeAt(at);
  if (at < end && (quote === SINGLE || quote === DOUBLE)) {
    let close = at + 1;
    while (close < end && text.charCodeAt(close) !== quote) close += text.charCodeAt(close) === BACKSLASH ? 2 : 1;
    if (close >= end) throw new TidelabError("arff.quote", { problem: "unclosed" }, place(at));
    return { from: at + 1, to: close, isQuoted: true };
  }
  let to = at;
  while (to < end && !isSeparator(text.charCodeAt(to))) to++;
  while (to > at && text.charCodeAt(to - 1) === BLANK) to--;
  return { from: at, to, isQuoted: false };
}

/** What a cell says, without the backslashes of a quoted one. */
export function textOf(text: string, { from, to, isQuoted }: ArffCell): string {
  const cell = text.slice(from, to);
  if (!isQuoted) return cell;
  return cell.replaceAll(/\\(.)/g, (_, char: string) => ({ n: "\n", t: "\t", r: "\r" })[char] ?? char);
}

const BLANK = 32;
const SINGLE = 39;
const DOUBLE = 34;
const BACKSLASH = 92;

function isSeparator(code: number): boolean {
  return code === 44 || code === 9;
}
