/** Rows that come again behind those of another series, without times that show whether they are in order: read in the order of the file, and said. */
import { describe, expect, it } from "vitest";
import { byteSource } from "../../../../src/data/readers/input/source.ts";
import { readSeries } from "../../../../src/data/readers/read-series.ts";
import type { ReadOptions } from "../../../../src/data/readers/reader.ts";
import { tableNotices as english } from "../../../../src/inference/messages/notices.en.ts";
import { tableNotices as chinese } from "../../../../src/inference/messages/notices.zh-CN.ts";

/** Id and value of each row. */
const ROWS = [
  ["a", 3],
  ["a", 5],
  ["b", 1],
  ["b", 4],
  ["a", 2],
  ["a", 7],
  ["b", 6],
  ["c", 8],
  ["c", 0],
] as const;
type Row = readonly [string, number];

function read(rows: readonly Row[], kind: "csv" | "jsonl", options: ReadOptions = {}, time?: (i: number) => number) {
  const header = `subject,${time ? "time," : ""}x`;
  const text =
    kind === "csv"
      ? [header, ...rows.map(([id, x], i) => `${id},${time ? `${time(i)},` : ""}${x}`)]
      : rows.map(([subject, x], i) => JSON.stringify({ subject, ...(time && { time: time(i) }), x }));
  const bytes = new TextEncoder().encode(`${text.join("\n")}\n`);
  return readSeries(byteSource(bytes, `x.${kind}`), { layout: "long", columns: { id: "subject" }, ...options });
}
const returning = async (...args: Parameters<typeof read>) =>
  (await read(...args)).notices.filter(({ kind }) => kind === "returningId");

describe("ids that come again behind others", () => {
  it.each([
    ["csv", "x.csv:6:1", "x.csv:2"],
    ["jsonl", "x.jsonl:5:12", "x.jsonl:1"],
  ] as const)("are said, with both places and how many, in %s", async (kind, path, begins) => {
    const { series, notices } = await read(ROWS, kind);
    expect(series.map(({ values }) => [...values])).toEqual([
      [3, 5, 2, 7],
      [1, 4, 6],
      [8, 0],
    ]);
    const [notice, ...others] = notices.filter((one) => one.kind === "returningId");
    expect([notice, others]).toEqual([{ kind: "returningId", path, id: "a", begins, count: 2 }, []]);
    for (const texts of [english, chinese]) {
      const text = texts.returningId(notice!);
      for (const part of [path, begins, " a", "2", "--time"]) expect(text).toContain(part);
      expect(texts.returningId({ ...notice!, count: 1 })).not.toBe(text);
    }
  });

  it.each(["csv", "jsonl"] as const)(
    "say nothing where a column has times, or no id comes again, in %s",
    async (kind) => {
      expect(await returning(ROWS, kind, {}, (i) => i)).toEqual([]);
      const sorted = [...ROWS].sort(([one], [other]) => (one < other ? -1 : Number(one > other)));
      expect(await returning(sorted, kind)).toEqual([]);
    },
  );
});
