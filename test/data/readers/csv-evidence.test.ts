/**
 * What the rows of a table show about it: each notice has a table that must bring it and one that must keep it silent. All
 * series are read, whatever is noticed.
 */
import { describe, expect, it } from "vitest";
import { cliMessages as english } from "../../../src/cli/messages/en.ts";
import { cliMessages as chinese } from "../../../src/cli/messages/zh-CN.ts";
import { SeriesCsvReader } from "../../../src/data/readers/csv.ts";

const LENGTH = 12;
const wave = (seed: number) => Array.from({ length: LENGTH }, (_, t) => Math.sin(seed + t * (0.5 + seed / 7)));
const waves = [wave(0.1), wave(0.7), wave(1.3), wave(2.9)];
const fixed = (row: readonly number[], digits = 3) => row.map((value) => value.toFixed(digits)).join(",");
const table = (rows: readonly (readonly number[])[], digits?: number) =>
  rows.map((row) => fixed(row, digits)).join("\n");
const down = (reduce: (column: number[]) => number) => wave(0).map((_, t) => reduce(waves.map((row) => row[t]!)));
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const header = wave(0).map((_, t) => `t${t}`);

function read(text: string) {
  const reader = new SeriesCsvReader("new.csv");
  reader.push(text);
  reader.end();
  for (const notice of reader.notices) {
    for (const { tableNotice } of [english, chinese]) expect(tableNotice(notice)).not.toMatch(/undefined|NaN|\[object/);
  }
  return { notices: reader.notices, count: reader.take().length, shape: reader.shape };
}

describe("a row that summarises the others", () => {
  it.each([
    ["sum", down(sum)],
    ["mean", down((column) => sum(column) / waves.length)],
    ["max", down((column) => Math.max(...column))],
    ["min", down((column) => Math.min(...column))],
  ])("is known by its values: %s", (summary, row) => {
    for (const digits of [2, 3, 6]) {
      const { notices, count } = read(table([...waves, row], digits));
      expect(notices).toEqual([{ kind: "summaryRow", path: "new.csv:5:1", series: "5", summary }]);
      expect(count).toBe(5);
    }
  });

  it.each(["Total", "mean", "AVERAGE:", "Sum (n=4)", "grand total", "合计", "平均值", "std"])(
    "is known by its name: %s",
    (id) => {
      const rows = waves.map((row, i) => `a${i},${fixed(row)}`);
      const { notices } = read([`id,${header.join(",")}`, ...rows, `"${id}",${fixed(wave(5))}`].join("\n"));
      expect(notices).toEqual([{ kind: "summaryRow", path: "new.csv:6:1", series: id, summary: "name" }]);
      const long = read(["series,x,y", ...waves[0]!.map((x, t) => `a,${x},${-x * t}`), `"${id}",1,2`].join("\n"));
      expect(long.notices).toEqual([{ kind: "summaryRow", path: "new.csv:14:1", series: id, summary: "name" }]);
    },
  );

  it("is none of other series, repeated ones, zeros and single spikes", () => {
    const spike = (at: number) => wave(0).map((_, t) => (t === at ? 5 : 0));
    for (const rows of [
      waves,
      [...waves, waves[2]!],
      [waves[0]!, waves[0]!, waves[0]!, waves[0]!],
      Array.from({ length: 50 }, (_, i) => spike(i % 12)),
      [wave(1).map((x) => x + 9), wave(2), wave(1).map((x) => x + 9)],
    ]) {
      expect(read(table(rows)).notices).toEqual([]);
    }
    const ids = ["mean_01", "summer", "max 3", "totals of May", "a"];
    const text = [`id,${header.join(",")}`, ...waves.map((row, i) => `${ids[i]},${fixed(row)}`)].join("\n");
    expect(read(text).notices).toEqual([]);
  });
});

describe("a first row that only grows", () => {
  const uneven = wave(0).map((_, t) => t * t + t / 3);
  it("may be times of columns", () => {
    const expected = [{ kind: "growingRow", path: "new.csv:1:1" }];
    expect(read(table([uneven, ...waves])).notices).toEqual(expected);
    expect(read(`${header.join(",")}\n${table([uneven, ...waves])}`).notices).toEqual([
      { kind: "growingRow", path: "new.csv:2:1" },
    ]);
    expect(read(table([uneven, ...waves])).count).toBe(5);
  });
  it("is a series where all rows grow, or others come first", () => {
    expect(read(table([uneven, uneven.map((x) => x ** 1.5)])).notices).toEqual([]);
    expect(read(table([...waves, uneven])).notices).toEqual([]);
  });
});

it("ids that come again are named, and each row is read", () => {
  const text = (ids: string[]) =>
    [`id,${header.join(",")}`, ...waves.map((row, i) => `${ids[i]},${fixed(row)}`)].join("\n");
  const { notices, count } = read(text(["a", "b", "a", "a"]));
  expect(notices).toEqual([{ kind: "repeatedId", path: "new.csv:4:1", id: "a", count: 2 }]);
  expect(count).toBe(4);
  expect(read(text(["a", "b", "c", "A"])).notices).toEqual([]);
});

describe("numbers that mark missing values", () => {
  const withCode = (code: string) => table(waves).replace(/,[^,\n]+/, `,${code}`);
  it.each(["-999", "-9999.0", "999999", "-999.25", "1e20"])("are named: %s", (code) => {
    expect(read(withCode(code)).notices).toEqual([
      { kind: "missingCode", code, path: expect.stringMatching(/^new\.csv:1:\d+$/), count: 1 },
    ]);
  });
  it("are numbers among others as large", () => {
    expect(read(withCode("998")).notices).toEqual([]);
    expect(
      read(table(waves.map((row) => row.map((x) => 400 * x)).map((row, i) => (i === 1 ? [999, ...row.slice(1)] : row))))
        .notices,
    ).toEqual([]);
  });
});

describe("a long table", () => {
  const rows = (id: string, times: readonly (number | string)[], x = (t: number) => Math.sin(t * t)) =>
    times.map((time, t) => `${id},${time},${x(t).toFixed(4)}`);
  const long = (...parts: string[][]) => ["series,time,x", ...parts.flat()].join("\n");
  const even = Array.from({ length: LENGTH }, (_, t) => t);
  const days = even.map((t) => `2024-03-${t + 10}T00:00:00Z`);

  it.each([
    ["a gap", even.map((t) => (t > 5 ? t + 3 : t)), "1", "4"],
    ["random times", even.map((t) => t + 0.3 * Math.sin(t * 9)), expect.any(String), expect.any(String)],
    [
      "dates with a missing day",
      even.map((t) => `2024-01-${String(t > 4 ? t + 2 : t + 1).padStart(2, "0")}`),
      "86400 s",
      "172800 s",
    ],
    ["milliseconds", even.map((t) => `2024-01-01T00:00:00.${t}${t === 8 ? 5 : 0}`).slice(0, 10), "0.05 s", "0.15 s"],
  ])("names uneven times: %s", (_, times, shortest, longest) => {
    const first = typeof times[0] === "string" ? days : even;
    const { notices, count } = read(long(rows("a", first), rows("b", times), rows("c", times)));
    expect(notices.filter(({ kind }) => kind === "unevenTime")).toEqual([
      { kind: "unevenTime", column: "time", series: "b", shortest, longest, count: 2 },
    ]);
    expect(count).toBe(3);
  });

  it("names series of another rate", () => {
    const half = even.map((t) => t / 2 + 100);
    expect(read(long(rows("a", even), rows("b", half), rows("c", half))).notices).toEqual([
      { kind: "otherRate", column: "time", series: "b", step: "0.5", first: "a", firstStep: "1", count: 2 },
    ]);
  });

  it("is silent about even times, rounded ones too, in any order of rows", () => {
    const frames = even.map((t) => (t / 30).toFixed(3));
    for (const times of [even, frames, days, even.map((t) => 1e9 + t * 0.1)]) {
      const [a, b] = [rows("a", times), rows("b", times)];
      expect(read(long(a, b)).notices).toEqual([]);
      expect(read(long(a.flatMap((row, i) => [row, b[i]!]))).notices).toEqual([]);
    }
  });

  it("names channels that are times or ids", () => {
    const text = (extra: (t: number, id: string) => string | number) =>
      ["series,t,x", ...["a", "b"].flatMap((id) => even.map((t) => `${id},${extra(t, id)},${Math.sin(t * t)}`))].join(
        "\n",
      );
    expect(read(text((t) => t / 10)).notices).toEqual([{ kind: "oddChannels", names: "t", look: "even" }]);
    expect(read(text((_, id) => (id === "a" ? 1 : 2))).notices).toEqual([
      { kind: "oddChannels", names: "t", look: "constant" },
    ]);
    expect(read(text((t, id) => (id === "a" ? t : Math.cos(t)))).notices).toEqual([]);
  });
});

it.each([
  ["# comment", 1],
  ["% comment", 1],
  ["// comment", 3],
  ["#t0,t1", 1],
])("a comment is refused as one: %s in line %i", (comment, line) => {
  const lines = table(waves).split("\n");
  lines.splice(line - 1, 0, comment);
  expect(() => read(lines.join("\n"))).toThrowError(
    expect.objectContaining({ code: "csv.comment", path: `new.csv:${line}:1`, params: { received: comment } }),
  );
});

it("names may begin like comments", () => {
  const text = [`id,${header.join(",")}`, ...waves.map((row, i) => `#${i},${fixed(row)}`)].join("\n");
  expect(read(text)).toMatchObject({ count: 4, notices: [] });
});
