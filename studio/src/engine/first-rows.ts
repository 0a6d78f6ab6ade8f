/** The first rows of a table of text, cut into cells as its reader cuts them: what the user sees of a file, and the names of its columns. */
import type { ReadOptions } from "tidelab/readers";

/** Rows that are shown, below a header. */
const ROWS_SHOWN = 20;
const HEAD_BYTES = 256 * 1024;
/** Characters of a value that is no text, such as a list in a line of JSON. */
const MOST_OF_VALUE = 60;

type HowRead = Pick<ReadOptions, "format" | "delimiter" | "comment" | "skipRows">;

/** The encoding that the first bytes name; text without them is in the one that was asked for or found. */
function encodingOf(bytes: Uint8Array, encoding: string | undefined): string {
  if (encoding !== undefined) return encoding;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
}

/** The beginning of a file as text, and its encoding; undefined where it is none. */
export async function headText(
  bytes: Uint8Array<ArrayBuffer>,
  asked: string | undefined,
): Promise<{ readonly text: string; readonly encoding: string } | undefined> {
  let head: Uint8Array = bytes.subarray(0, HEAD_BYTES);
  if (head[0] === 0x1f && head[1] === 0x8b) {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
    const { value } = await reader.read();
    await reader.cancel();
    head = value ?? new Uint8Array();
  }
  const encoding = encodingOf(head, asked);
  if (encoding === "utf-8" && head.includes(0)) return undefined;
  try {
    return { text: new TextDecoder(encoding).decode(head), encoding };
  } catch {
    return undefined;
  }
}

/** @returns none of a format whose text is no table */
export function firstRows(text: string, reading: HowRead, most = ROWS_SHOWN + 1): string[][] {
  const format = reading.format ?? formatOf(text);
  if (format === "jsonl") return rowsOfJson(text, most);
  if (format === "arff" || format === "ts") return [];
  return rowsOfTable(text, reading, most);
}

/** Of text whose format nothing has found: what no CSV begins with. */
function formatOf(text: string): string | undefined {
  const [first] = text.trimStart();
  return first === "{" ? "jsonl" : first === "@" ? "arff" : undefined;
}

/** Lines that are skipped and comments are no rows, and a quoted cell may go on in the next line. */
function rowsOfTable(text: string, { delimiter = guessDelimiter(text), comment, skipRows = 0 }: HowRead, most: number) {
  const lines = text.split(/\r\n|\n|\r/);
  const rows: string[][] = [];
  for (let at = skipRows; at < lines.length && rows.length < most; at++) {
    let line = lines[at] ?? "";
    if (line.trim() === "" || (comment !== undefined && line.trimStart().startsWith(comment))) continue;
    if (delimiter === " ") {
      rows.push(line.trim().split(/[ \t]+/));
      continue;
    }
    let cells = cellsOf(line, delimiter);
    // Whatever begins with a quote and never ends is one line: it is shown, and the reader says what is wrong with it.
    for (let end = at + 1; cells === undefined && end < Math.min(lines.length, at + 1 + MOST_LINES); end++) {
      line += `\n${lines[end] ?? ""}`;
      cells = cellsOf(line, delimiter);
      if (cells !== undefined) at = end;
    }
    rows.push(cells ?? (lines[at] ?? "").split(delimiter));
  }
  return rows;
}

/** Lines of one row. */
const MOST_LINES = 50;

/** @returns undefined where a quoted cell does not end */
function cellsOf(line: string, delimiter: string): string[] | undefined {
  const cells: string[] = [];
  for (let at = 0; at <= line.length; ) {
    const quote = /^[ ]*"/.exec(line.slice(at, at + 80))?.[0];
    if (quote === undefined) {
      const end = line.indexOf(delimiter, at);
      cells.push(line.slice(at, end < 0 ? undefined : end));
      at = end < 0 ? line.length + 1 : end + delimiter.length;
      continue;
    }
    const quoted = /^(?:[^"]|"")*"(?!")/.exec(line.slice(at + quote.length))?.[0];
    if (quoted === undefined) return undefined;
    const behind = at + quote.length + quoted.length;
    const end = line.indexOf(delimiter, behind);
    const rest = line.slice(behind, end < 0 ? undefined : end);
    cells.push(quoted.slice(0, -1).replaceAll('""', '"') + rest.trim());
    at = end < 0 ? line.length + 1 : end + delimiter.length;
  }
  return cells;
}

/** The names in the first object, then the values of each under them. */
function rowsOfJson(text: string, most: number): string[][] {
  const objects: Record<string, unknown>[] = [];
  for (const line of text.split("\n")) {
    if (objects.length === most - 1) break;
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value === "object" && value !== null && !Array.isArray(value)) objects.push({ ...value });
    } catch {
      // Not whole, or none: the reader says so.
    }
  }
  const names = [...new Set(objects.flatMap((one) => Object.keys(one)))];
  const cellOf = (value: unknown) =>
    typeof value === "string" ? value : (JSON.stringify(value) ?? "").slice(0, MOST_OF_VALUE);
  return names.length === 0 ? [] : [names, ...objects.map((one) => names.map((name) => cellOf(one[name])))];
}

/** What occurs most often in the first line. */
function guessDelimiter(text: string): string {
  const [line = ""] = text.split(/[\r\n]/, 1);
  const count = (mark: string) => line.split(mark).length;
  return [",", ";", "\t", "|"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}
