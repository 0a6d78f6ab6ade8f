/**
 * Series of a text file of the UCR archive: one a line, its class first, without a header. Values are separated by tabs, commas or
 * blanks; NaN at the end of a line fills a shorter series up to the longest.
 */
import { TidelabError } from "../../errors/errors.ts";
import { linesOf } from "./input/lines.ts";
import type { FileHead, Reader, ReadOptions } from "./reader.ts";
import { SeriesCollector } from "./table/collector.ts";
import { Faults } from "./table/faults.ts";
import { PaddedSeries } from "./table/padding.ts";
import { isMissing, NUMBER, readCell } from "./table/values.ts";

export const ucrReader: Reader = {
  format: "ucr",
  // None of its own: a .tsv may be anybody's.
  extensions: [],
  recognises: isOfArchive,

  async read(source, options) {
    const collector = new SeriesCollector(source.name);
    const padding = options.padding ?? "trim";
    const padded = new PaddedSeries(collector, padding);
    const faults = new Faults(source.name, options);
    let separator: number | undefined;
    for await (const lines of linesOf(source, options.encoding)) {
      for (const { text, number } of lines) {
        if (text.trim() === "") continue;
        const line = { text, number, separator: separator ?? separatorOf(text) };
        const place = (at: number) => `${source.name}:${number}:${at + 1}`;
        const read = () => {
          readLine(line, options, padded, place);
          separator = line.separator;
        };
        faults.attempt(read, () => padded.skip());
      }
    }
    const { skipped } = faults;
    faults.check(collector.series.length);
    return {
      ...collector.table(1),
      ...(skipped && { skipped }),
      notices: [...padded.notices, ...collector.notices()],
      reading: { ...options, labels: options.labels === "none" ? "none" : "first", padding },
    };
  },
};

/** Reads a series. @param place  of a character of the line. @throws TidelabError `reader.…` */
function readLine(
  { text, number, separator }: { readonly text: string; readonly number: number; readonly separator: number },
  { labels, unlabelled }: ReadOptions,
  padded: PaddedSeries,
  place: (at: number) => string,
): void {
  const isBare = labels === "none";
  const all = cellsOf(text, separator);
  const [first, ...behind] = all;
  const cells = isBare ? all : behind;
  const name = first === undefined ? "" : labelOf(text.slice(first.from, first.to));
  const hasNone = name === "" || isMissing(name);
  if (!isBare && hasNone && unlabelled !== "keep")
    throw new TidelabError("reader.noLabel", undefined, place(first?.from ?? 0));
  const label = isBare || hasNone ? undefined : name;
  if (cells.length === 0) throw new TidelabError("reader.noValues", undefined, place(0));
  for (const { from, to } of cells) padded.push(readCell(text, from, to, place), from);
  padded.end(1, place, { line: number, label });
}

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

/** Whole numbers as such: some files have `1.0000000e+00`. */
function labelOf(text: string): string {
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? String(number) : text;
}
