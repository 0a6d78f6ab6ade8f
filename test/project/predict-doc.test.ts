/** `docs/predict.md` lists the names of columns that the reader knows, and its example tables are read. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readSeriesCsv } from "../../src/data/readers/csv.ts";
import { COLUMN_NAMES } from "../../src/data/readers/table/columns.ts";

const text = readFileSync(new URL("../../docs/predict.md", import.meta.url), "utf8");

describe("docs/predict.md", () => {
  it("lists every column name under one meaning", () => {
    const rows = [...text.matchAll(/^\| (`[^|]*)\|/gm)].map(([, cell = ""]) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    );
    const known = Object.entries(COLUMN_NAMES).map(([role, names]) => {
      // Known by a rule and not by their names alone: see `csv-header.ts`.
      const more = role === "label" ? ["y"] : role === "index" ? ["Unnamed: 0"] : [];
      return [...names, ...more];
    });
    expect(rows.map((row) => row.sort()).sort()).toEqual(known.map((row) => row.sort()).sort());
  });

  it("shows tables that are read", () => {
    const tables = text.split("\n\n").filter((part) => /^ {4}(?:id|series),/.test(part));
    const read = tables.map((table) => readSeriesCsv(table.replaceAll(/^ {4}/gm, ""), "doc"));
    expect(read.map(({ channels, series }) => [channels, series.map(({ id, length }) => [id, length])])).toEqual([
      [
        1,
        [
          ["a", 3],
          ["b", 3],
        ],
      ],
      [2, [["a", 2]]],
    ]);
  });
});
