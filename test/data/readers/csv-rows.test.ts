/** Rows of cells against csv-parse, with text that comes in pieces of any size. */
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvRow, CsvRowReader } from "../../../src/data/readers/csv-rows.ts";
import { TidelabError } from "../../../src/errors/errors.ts";

function rowsOf(text: string, sizes: readonly number[]): string[][] | string {
  const reader = new CsvRowReader("f");
  const rows: CsvRow[] = [];
  try {
    for (let at = 0, k = 0; at < text.length; k++) {
      const size = sizes[k % sizes.length] ?? 1;
      rows.push(...reader.push(text.slice(at, at + size)));
      at += size;
    }
    rows.push(...reader.end());
  } catch (error) {
    if (error instanceof TidelabError) return `${error.code} ${error.path}`;
    throw error;
  }
  return rows.map(({ cells }) => [...cells]);
}

/** What csv-parse reads; undefined where it finds a fault. */
function byCsvParse(text: string): string[][] | undefined {
  try {
    return parse(text, {
      delimiter: ",",
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: true,
    });
  } catch {
    return undefined;
  }
}

const tokens = fc.constantFrom("a", "1.5", ",", ",", '"', '"', '""', "\n", "\r", "\r\n", " ", "甲", "😀", "'");
// The first row settles the separator.
const texts = fc.array(tokens, { maxLength: 30 }).map((parts) => `x,y\n${parts.join("")}`);
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });

describe("rows", () => {
  it("are csv-parse's, and so are faults", () => {
    fc.assert(
      fc.property(texts, sizes, (text, cuts) => {
        const rows = rowsOf(text, cuts);
        const expected = byCsvParse(text);
        if (expected === undefined) expect(rows).toMatch(/^csv\.quote f:\d+:\d+$/);
        else expect(rows).toEqual(expected);
      }),
      { numRuns: 3000 },
    );
  });

  it("and the places of faults do not depend on the pieces", () => {
    fc.assert(
      fc.property(texts, sizes, (text, cuts) => {
        expect(rowsOf(text, cuts)).toEqual(rowsOf(text, [text.length]));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ["that does not end", "1", ",2", "csv.rowTooLong", "f:2:1"],
    ["in quotes that do not end", '1,"', "2\n", "csv.quote", "f:2:3"],
    ["joined to others by a quote inside a cell", '1,2"', "\n3,4", "csv.quote", "f:2:3"],
  ])("refuse one %s before it fills the memory", (_, start, more, code, path) => {
    const reader = new CsvRowReader("f", { longest: 2 ** 20 });
    reader.push(`x,y\n${start}`);
    const piece = more.repeat(2 ** 10);
    const push = () => {
      for (let length = 0; length <= 2 ** 20; length += piece.length) reader.push(piece);
    };
    expect(push).toThrow(expect.objectContaining({ code, path }));
  });
});
