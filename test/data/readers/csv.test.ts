import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ExpectedSeries, readSeriesCsv } from "../../../src/data/readers/csv.ts";
import { describeError, TidelabError } from "../../../src/errors/errors.ts";
import { errorMessages as chinese } from "../../../src/errors/zh-CN.ts";

/** Whole, and cut into pieces of one character: what is read must not depend on where the pieces end. */
const read = (text: string, expected?: ExpectedSeries) => readSeriesCsv(text, "waves.csv", expected);

/** The table as plain arrays. */
function plain(text: string, expected?: ExpectedSeries) {
  const { series, channels } = read(text, expected);
  return { channels, series: series.map(({ values, line: _, ...rest }) => ({ ...rest, values: Array.from(values) })) };
}

function errorOf(text: string, expected?: ExpectedSeries): TidelabError {
  try {
    read(text, expected);
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
  throw new Error(`no error for ${JSON.stringify(text)}`);
}

describe("wide layout", () => {
  const two = {
    channels: 1,
    series: [
      { id: "1", values: [0.5, -1, 3], length: 3 },
      { id: "2", values: [4, 5, 60], length: 3 },
    ],
  };

  it.each([
    ["no header", "0.5,-1,3\n4,5,6e1\n"],
    ["a header", "t0,t1,t2\n0.5,-1,3\n4,5,6e1\n"],
    ["no final line break", "0.5,-1,3\n4,5,60"],
    ["CRLF", "0.5,-1,3\r\n4,5,60\r\n"],
    ["CR", "0.5,-1,3\r4,5,60\r"],
    ["line ends of all kinds", "t0,t1,t2\r\n0.5,-1,3\n4,5,60\r"],
    ["a byte order mark", "\uFEFF0.5,-1,3\n4,5,60\n"],
    ["a byte order mark and a quoted header", '\uFEFF"t0","t1","t2"\n0.5,-1,3\n4,5,60\n'],
    ["semicolons", "0.5;-1;3\n4;5;60\n"],
    ["tabs", "0.5\t-1\t3\n4\t5\t60\n"],
    ["quoted cells", '"0.5","-1","3"\n4,"5",60\n'],
    ["spaces round the numbers", " 0.5, -1 ,3 \n4,5, 60\n"],
    ["blank lines", "\n0.5,-1,3\n\n\n4,5,60\n\n"],
    ["other ways to write numbers", "+.5,-1.,3.0E0\n4e0,5,6.0e+1\n"],
    ["a header with separators of other kinds in quotes", '"a;b","c\td",e\n0.5,-1,3\n4,5,60\n'],
  ])("reads %s", (_, text) => {
    expect(plain(text)).toEqual(two);
  });

  it.each([
    ["first", "label,t0,t1\nsine,1,2\nsquare,3,4\n"],
    ["last", "t0,t1,label\n1,2,sine\n3,4,square\n"],
    ["between, in other letter case, over numbered columns", "0,Label,1\n1, sine ,2\n3,square,4\n"],
  ])("takes the classes from a column `label`: %s", (_, text) => {
    expect(plain(text)).toEqual({
      channels: 1,
      series: [
        { id: "1", label: "sine", values: [1, 2], length: 2 },
        { id: "2", label: "square", values: [3, 4], length: 2 },
      ],
    });
  });

  it("reads labels of any text", () => {
    const text = 'label,t0\n"a, ""b""\nc",1\n正弦,2\n__proto__,3\n';
    expect(plain(text).series.map(({ label }) => label)).toEqual(['a, "b"\nc', "正弦", "__proto__"]);
  });

  it("rounds to float32", () => {
    expect(read("0.1,16777217").series[0]?.values).toEqual(Float32Array.of(0.1, 16777217));
    expect(read("1e-60,-1e-60").series[0]?.values).toEqual(Float32Array.of(0, -0));
  });
});

describe("long layout", () => {
  it("joins the rows of an id in their order, consecutive or not, with other lengths", () => {
    const text = "series,x,label,y\nb,1,sine,2\na,3,square,4\nb,5,sine,6\n";
    expect(plain(text)).toEqual({
      channels: 2,
      series: [
        { id: "b", label: "sine", values: [1, 2, 5, 6], length: 2 },
        { id: "a", label: "square", values: [3, 4], length: 1 },
      ],
    });
  });

  it("reads no labels where there are none, and ids that are no good keys of an object", () => {
    const text = "x;Series\n1;__proto__\n2;2\n3;1\n4;__proto__\n";
    expect(plain(text)).toEqual({
      channels: 1,
      series: [
        { id: "__proto__", values: [1, 4], length: 2 },
        { id: "2", values: [2], length: 1 },
        { id: "1", values: [3], length: 1 },
      ],
    });
  });

  it.each([
    ["numbers", ["0", "0.5", "1e1"]],
    ["negative numbers", ["-2", "-1", "0"]],
    ["dates", ["2024-02-28", "2024-02-29", "2024-03-01"]],
    ["times", ["2024-01-01T00:00:00", "2024-01-01T00:00:01", "2024-01-01T00:01"]],
    ["times as pandas writes them", ["2024-01-01 00:00:00", "2024-01-01 00:00:00.5", "2024-01-01 00:00:01"]],
    [
      "nanoseconds",
      ["2024-01-01 00:00:00.000000001", "2024-01-01 00:00:00.000000002", "2024-01-01 00:00:00.000000003"],
    ],
    ["times with a zone", ["2024-01-01T01:00:00+01:00", "2024-01-01T00:30:00Z", "2024-01-01T00:00:00-01:00"]],
    ["local times of the hour that comes twice", ["2024-10-27 01:59:00", "2024-10-27 02:30:00", "2024-10-27 03:00:00"]],
  ])("leaves out growing time: %s", (_, [first, second, third]) => {
    const rows = [`a,${first},1`, `b,${third},10`, `a,${second},2`, `a,${third},3`];
    for (const name of ["time", "step", "Time", "STEP"]) {
      expect(plain(`series,${name},x\n${rows.join("\n")}`).series).toEqual([
        { id: "a", values: [1, 2, 3], length: 3 },
        { id: "b", values: [10], length: 1 },
      ]);
    }
  });

  it("tells channels apart by letter case", () => {
    expect(read("series,x,X\na,1,2\n").channels).toBe(2);
  });
});

describe("expectations", () => {
  it("accepts what is expected", () => {
    expect(plain("label,t\nsine,1\n", { channels: 1, classNames: ["square", "sine"] }).series[0]?.label).toBe("sine");
    expect(plain("series,x,y\na,1,2\n", { channels: 2, classNames: ["sine"] }).channels).toBe(2);
  });

  it.each<[string, ExpectedSeries, string, string]>([
    ["1,2\n", { channels: 2 }, "csv.channels", "1:1"],
    ["series,label,x\na,b,1\n", { channels: 2 }, "csv.channels", "1:14"],
    ["series,x,y\na,b,1\n", { channels: 1 }, "csv.channels", "1:8"],
    ["label,t\nsine,1\nsin,1\n", { channels: 1, classNames: ["square", "sine"] }, "csv.unknownLabel", "3:1"],
    ["series,label,t\na,b,1\n", { channels: 1, classNames: ["square", "sine"] }, "csv.unknownLabel", "2:3"],
  ])("%j against %j is %s at %s", (text, expected, code, position) => {
    expect(errorOf(text, expected)).toMatchObject({ code, path: `waves.csv:${position}` });
  });

  it("suggests the label that was meant", () => {
    const error = errorOf("label,t\nsquar,1\n", { channels: 1, classNames: ["sine", "square"] });
    expect(error.message).toContain("Did you mean square?");
    expect(errorOf("label,t\nx,1\n", { channels: 1, classNames: ["sine"] }).message).not.toContain("Did you mean");
  });
});

describe("errors", () => {
  it.each([
    ["", "csv.empty", ""],
    ["\uFEFF", "csv.empty", ""],
    ["\n\r\n\r", "csv.empty", ""],
    ["a,b,c\n", "csv.headerOnly", ""],
    ["series,x\n\n", "csv.headerOnly", ""],
    // Rows of other lengths: where the surplus begins, or where the row ends too early.
    ["1,2\n3,4,5\n", "csv.ragged", ":2:5"],
    ["1,2,3\n4,5\n", "csv.ragged", ":2:4"],
    ["1,2,3\n4,5", "csv.ragged", ":2:4"],
    ["series,x\na,1\nb\n", "csv.ragged", ":3:2"],
    ["1,2\n  \n3,4\n", "csv.ragged", ":2:3"],
    // Text where a number belongs.
    ["1,2\n3,x\n", "csv.notNumber", ":2:3"],
    ["A,1,2\n", "csv.notNumber", ":1:1"],
    ["1,0x10\n", "csv.notNumber", ":1:3"],
    ["1,1_000\n", "csv.notNumber", ":1:3"],
    ["1,.\n", "csv.notNumber", ":1:3"],
    ["1,1e\n", "csv.notNumber", ":1:3"],
    ["series,x\r\na,1\r\na,one\r\n", "csv.notNumber", ":3:3"],
    ['label,t0,t1\n"two\nlines",1,2\n"b, ""c""",3,x\n', "csv.notNumber", ":4:14"],
    ["\n\n1,2\n\n\n3,x\n", "csv.notNumber", ":6:3"],
    ["\uFEFF1,x", "csv.notNumber", ":1:3"],
    // Missing values.
    ["1,2\n3,\n", "csv.notFinite", ":2:3"],
    ["1,2\n,3\n", "csv.notFinite", ":2:1"],
    [",\n", "csv.notFinite", ":1:1"],
    ["1,2\n3,NaN\n", "csv.notFinite", ":2:3"],
    ["nan,nan\n", "csv.notFinite", ":1:1"],
    ["1,-Infinity\n", "csv.notFinite", ":1:3"],
    ["1,N/A\n", "csv.notFinite", ":1:3"],
    ["series,x,y\na,1,\n", "csv.notFinite", ":2:5"],
    ["1,3.5e38\n", "csv.tooLarge", ":1:3"],
    ["1,1e400\n", "csv.tooLarge", ":1:3"],
    // Headers.
    ["label,t0,t0\na,1,2\n", "csv.duplicateColumn", ":1:10"],
    ["label,t0,Label\na,1,2\n", "csv.duplicateColumn", ":1:10"],
    ["series,series,x\na,1,2\n", "csv.duplicateColumn", ":1:8"],
    [",t0,t1\n0,1,2\n", "csv.unnamedColumn", ":1:1"],
    ["series,x,\na,1,2\n", "csv.unnamedColumn", ":1:10"],
    ["time,x,y\n0,1,2\n", "csv.noSeriesColumn", ":1:1"],
    ["x,label,Step\n0,1,2\n", "csv.noSeriesColumn", ":1:9"],
    ["label\na\n", "csv.noValues", ":1:1"],
    ["series,label,time\na,b,1\n", "csv.noValues", ":1:1"],
    // Ids, labels and times.
    ["series,x\n ,1\n", "csv.emptyName", ":2:1"],
    ["label,t0\na,1\n,2\n", "csv.emptyName", ":3:1"],
    ["series,label,x\na,A,1\nb,B,1\na,B,1\n", "reader.labelChanges", ":4:3"],
    ["series,time,x\na,noon,1\n", "csv.notTime", ":2:3"],
    ["series,time,x\na,,1\n", "csv.notTime", ":2:3"],
    ["series,time,x\na,2024-13-01,1\n", "csv.notTime", ":2:3"],
    ["series,time,x\na,nan,1\n", "csv.notTime", ":2:3"],
    ["series,time,x\na,1,1\nb,0,1\na,1,1\n", "csv.timeOrder", ":4:3"],
    ["series,step,x\na,1,1\na,2,1\na,1.5,1\n", "csv.timeOrder", ":4:3"],
    ["series,x,time\na,1,2024-01-02\na,1,2024-01-01\n", "csv.timeOrder", ":3:5"],
    ["series,time,x\na,1,1\na,2024-01-02,1\n", "reader.timeKind", ":3:3"],
    ["series,time,x\na,1,1\nb,2024-01-02,1\nb,2024-01-03,1\n", "reader.timeKind", ":3:3"],
    ["series,time,x\na,2024-01-02,1\na,2024-01-03,1\nb,1,1\n", "reader.timeKind", ":4:3"],
    // Quotes.
    ['1,2\n"3,4\n5,6\n', "csv.quote", ":2:1"],
    ['1,2\n3,"4"5\n', "csv.quote", ":2:3"],
    ['1,2\n\n3,4"5"\n', "csv.quote", ":3:3"],
  ])("%j is %s at waves.csv%s", (text, code, position) => {
    const error = errorOf(text);
    expect(error).toMatchObject({ code, path: `waves.csv${position}` });
    expect(error.message).toMatch(new RegExp(`^waves\\.csv${position}: expected .*received .*\\.$`, "s"));
    expect(describeError(error, chinese)).toMatch(/^waves\.csv.*: .*[。？]$/s);
  });

  it("shows the text, and no more than can be read", () => {
    expect(errorOf("1,two\n").message).toContain("received two.");
    expect(errorOf("1,\n").message).toContain("an empty cell");
    expect(errorOf(`1,${"x".repeat(100_000)}\n`).message.length).toBeLessThan(350);
  });
});

describe("properties", () => {
  const lineEnds = fc.constantFrom("\n", "\r\n", "\r");
  const separators = fc.constantFrom(",", ";", "\t");
  // Names that stay the same when trimmed, and are neither numbers nor special columns.
  const names = fc.string({ unit: "binary" }).map((text) => `n${text}n`);
  const float32 = fc.float({ noNaN: true, noDefaultInfinity: true });
  const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  const write = (rows: string[][], separator: string, lineEnd: string, quoteAll: boolean) =>
    rows
      .map((row) => row.map((cell) => (quoteAll || /[^\w.+-]/.test(cell) ? quote(cell) : cell)).join(separator))
      .join(lineEnd);
  const styles = fc.record({
    separator: separators,
    lineEnd: lineEnds,
    quoteAll: fc.boolean(),
    start: fc.constantFrom("", "\uFEFF", "\uFEFF\n", "\r\n"),
    end: fc.constantFrom("", "\n", "\r\n"),
  });
  type Style = typeof styles extends fc.Arbitrary<infer S> ? S : never;
  const dress = (rows: string[][], { separator, lineEnd, quoteAll, start, end }: Style) =>
    start + write(rows, separator, lineEnd, quoteAll) + end;
  const bits = (values: Float32Array) => Array.from(new Uint32Array(values.slice().buffer));
  // `String(-0)` is "0".
  const numberText = (value: number) => (Object.is(value, -0) ? "-0" : String(value));

  it("reads what was written wide", () => {
    const tables = fc
      .integer({ min: 1, max: 6 })
      .chain((length) =>
        fc.array(fc.tuple(names, fc.array(float32, { minLength: length, maxLength: length })), { minLength: 1 }),
      );
    fc.assert(
      fc.property(tables, styles, (table, style) => {
        const length = table[0]?.[1].length ?? 0;
        const header = ["label", ...Array.from({ length }, (_, t) => `t${t}`)];
        const text = dress([header, ...table.map(([label, values]) => [label, ...values.map(numberText)])], style);
        const { series, channels } = read(text);
        expect(channels).toBe(1);
        expect(series.map(({ label }) => label)).toEqual(table.map(([label]) => label));
        expect(series.map(({ values }) => bits(values))).toEqual(
          table.map(([, values]) => bits(Float32Array.from(values))),
        );
      }),
    );
  });

  it("reads what was written long, in whatever order the series' rows are interleaved", () => {
    const channelNames = fc.uniqueArray(names, { minLength: 1, maxLength: 3 });
    const tables = channelNames.chain((columns) =>
      fc.tuple(
        fc.constant(columns),
        fc.uniqueArray(
          fc.record({
            id: names,
            label: names,
            steps: fc.array(fc.array(float32, { minLength: columns.length, maxLength: columns.length }), {
              minLength: 1,
              maxLength: 5,
            }),
          }),
          { minLength: 1, maxLength: 5, selector: ({ id }) => id },
        ),
        fc.array(fc.nat()),
      ),
    );
    fc.assert(
      fc.property(tables, styles, ([columns, table, order], style) => {
        const waiting = table.map(({ id, label, steps }) => steps.map((step) => [id, label, ...step.map(numberText)]));
        const rows: string[][] = [];
        for (let k = 0; waiting.some((queue) => queue.length > 0); k++) {
          const open = waiting.filter((queue) => queue.length > 0);
          rows.push(open[(order[k] ?? 0) % open.length]?.shift() ?? []);
        }
        const { series, channels } = read(dress([["series", "label", ...columns], ...rows], style));
        expect(channels).toBe(columns.length);
        expect(
          new Map(series.map(({ id, label, length, values }) => [id, { label, length, bits: bits(values) }])),
        ).toEqual(
          new Map(
            table.map(({ id, label, steps }) => [
              id,
              { label, length: steps.length, bits: bits(Float32Array.from(steps.flat())) },
            ]),
          ),
        );
      }),
    );
  });

  it("points at the cell that is wrong", () => {
    const grids = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) =>
      fc.tuple(
        fc.array(fc.tuple(names, fc.array(float32, { minLength: columns, maxLength: columns })), {
          minLength: rows,
          maxLength: rows,
        }),
        fc.nat(rows - 1),
        fc.nat(columns - 1),
      ),
    );
    fc.assert(
      fc.property(grids, styles, ([grid, badRow, badColumn], style) => {
        const rows = grid.map(([label, values]) => [label, ...values.map(numberText)]);
        rows[badRow]?.splice(badColumn + 1, 1, "BAD");
        const text = dress([["label", ...(grid[0]?.[1] ?? []).map((_, t) => `t${t}`)], ...rows], style);
        const error = errorOf(text);
        expect(error.code).toBe("csv.notNumber");
        const [, line = "", column = ""] = /^waves\.csv:(\d+):(\d+)$/.exec(error.path ?? "") ?? [];
        const lines = text.replace("\uFEFF", "").split(/\r\n|\r|\n/);
        expect(lines[Number(line) - 1]?.slice(Number(column) - 1)).toMatch(/^"?BAD/);
      }),
    );
  });

  it("throws nothing but TidelabError, with a text in both languages", () => {
    const tokens = fc.constantFrom(
      ..."1 -2.5 x NaN 1e999 series label time step a b 2024-01-01 \uFEFF \0 \u2028 __proto__".split(" "),
      ...[",", ";", "\t", '"', '""', "\n", "\r", "\r\n", " ", "", ",", ",", "\n", "\n"],
    );
    const texts = fc.oneof(
      fc.array(tokens, { maxLength: 40 }).map((parts) => parts.join("")),
      fc.array(tokens, { maxLength: 30 }).map((parts) => `series,label,time,x\n${parts.join("")}`),
      fc.string({ unit: "binary" }),
    );
    const expectations = fc.option(
      fc.record({ channels: fc.constantFrom(1, 2), classNames: fc.constantFrom(["a", "b"], []) }),
      { nil: undefined },
    );
    fc.assert(
      fc.property(texts, expectations, (text, expected) => {
        try {
          const { series, channels } = read(text, expected);
          expect(series.length).toBeGreaterThan(0);
          for (const { values, length } of series) {
            expect(values.length).toBe(length * channels);
            expect(values.every(Number.isFinite)).toBe(true);
          }
        } catch (error) {
          if (!(error instanceof TidelabError)) throw error;
          expect(error.code).toMatch(/^csv\./);
          expect(describeError(error, chinese)).not.toMatch(/undefined|\[object/);
          expect(error.message).not.toMatch(/undefined|\[object/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
