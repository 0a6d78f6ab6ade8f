/**
 * Series of a text file of the UCR archive: one a line, its class first, without a header. Values are separated by tabs, commas or
 * blanks; NaN at the end of a line fills a shorter series up to the longest.
 */
import { TidelabError } from "../../errors/errors.ts";
import { linesOf } from "./input/lines.ts";
import type { UcrNotice } from "./notices.ts";
import type { FileHead, Reader } from "./reader.ts";
import { SeriesCollector } from "./table/collector.ts";
import { float32At } from "./table/float32.ts";
import { brief, isMissing, NUMBER } from "./table/values.ts";

export const ucrReader: Reader = {
  format: "ucr",
  // None of its own: a .tsv may be anybody's.
  extensions: [],
  recognises: isOfArchive,

  async read(source, options) {
    const collector = new SeriesCollector(source.name);
    const padding = options.padding ?? "trim";
    let separator: number | undefined;
    let padded: Omit<UcrNotice, "kind"> | undefined;
    for await (const lines of linesOf(source, options.encoding)) {
      for (const { text, number } of lines) {
        if (text.trim() === "") continue;
        separator ??= separatorOf(text);
        const place = (at: number) => `${source.name}:${number}:${at + 1}`;
        const { label, filled } = readLine(text, separator, collector, place, padding);
        if (filled > 0) padded = { path: padded?.path ?? place(0), count: (padded?.count ?? 0) + 1 };
        collector.end(1, { line: number, label });
      }
    }
    const notices: UcrNotice[] = padded === undefined ? [] : [{ kind: "padding", ...padded }];
    return { ...collector.table(1), notices, reading: { ...options, labels: "first", padding } };
  },
};

/** Named as the archive names its files, and a line of numbers with a whole number first. */
function isOfArchive({ name, text }: FileHead): boolean {
  if (!/_(?:TRAIN|TEST)(?:\.(?:tsv|txt|csv))?(?:\.gz)?$/i.test(name)) return false;
  const line = text.trimStart().split(/[\r\n]/, 1)[0] ?? "";
  const cells = line
    .trim()
    .split(/[\t,]| +/)
    .filter((cell) => cell !== "");
  // The last may be cut off where the head ends.
  const whole = line.length < text.trimStart().length ? cells : cells.slice(0, -1);
  const [label = ""] = cells;
  return (
    whole.length > 1 && Number.isInteger(Number(label)) && whole.every((cell) => NUMBER.test(cell) || isMissing(cell))
  );
}

const TAB = 9;
const COMMA = 44;
const BLANK = 32;

function separatorOf(line: string): number {
  return line.includes("\t") ? TAB : line.includes(",") ? COMMA : BLANK;
}

/** @returns the class, and how many values at the end were filled up and are left out */
function readLine(
  text: string,
  separator: number,
  collector: SeriesCollector,
  place: (at: number) => string,
  padding: "trim" | "keep",
): { label: string; filled: number } {
  const { blocks } = collector;
  const [first, ...cells] = cellsOf(text, separator);
  const label = first === undefined ? "" : labelOf(text.slice(first.from, first.to));
  if (label === "" || isMissing(label)) throw new TidelabError("reader.noLabel", undefined, place(first?.from ?? 0));
  const missed: number[] = [];
  let known = 0;
  for (const { from, to } of cells) {
    const value = readValue(text, from, to, place);
    blocks.push(value);
    if (Number.isNaN(value)) missed.push(from);
    else known = blocks.length;
  }
  if (known === 0) throw new TidelabError("reader.noValues", undefined, place(0));
  const filled = padding === "trim" ? blocks.length - known : 0;
  blocks.cut(blocks.length - filled);
  for (const gap of missed.slice(0, missed.length - filled)) collector.miss(() => place(gap));
  return { label, filled };
}

/** The parts of a line between separators, without blanks around them. */
function cellsOf(text: string, separator: number): { from: number; to: number }[] {
  const isEnd = (code: number) => code === separator || (separator === BLANK && code === TAB);
  const cells: { from: number; to: number }[] = [];
  const { length } = text;
  let at = 0;
  for (;;) {
    while (at < length && (text.charCodeAt(at) === BLANK || (separator === BLANK && isEnd(text.charCodeAt(at))))) at++;
    if (at >= length && separator === BLANK) return cells;
    const from = at;
    while (at < length && !isEnd(text.charCodeAt(at))) at++;
    let to = at;
    while (to > from && text.charCodeAt(to - 1) === BLANK) to--;
    cells.push({ from, to });
    if (at >= length) return cells;
    at++;
  }
}

/** @returns NaN for a missing value */
function readValue(text: string, from: number, to: number, place: (at: number) => string): number {
  const value = float32At(text, from, to);
  if (Number.isFinite(value)) return value;
  const received = text.slice(from, to);
  // An empty place would be a value too many or too few.
  if (received !== "" && isMissing(received)) return Number.NaN;
  throw new TidelabError("reader.number", { received: brief(received) }, place(from));
}

/** Whole numbers as such: some files have `1.0000000e+00`. */
function labelOf(text: string): string {
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? String(number) : text;
}
