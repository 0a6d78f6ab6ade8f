/** Series that cannot be read: the first ends the reading, or they are left out and the others are as if they had never been there. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteSource, type ReadOptions, readSeries } from "../../../src/data/readers/index.ts";
import { npyOf } from "../files/npy-of.ts";

const source = (text: string | Uint8Array, name: string) =>
  byteSource(typeof text === "string" ? new TextEncoder().encode(text) : text, name);
const read = (text: string, name: string, options: ReadOptions = {}) => readSeries(source(text, name), options);

/** A row of each format with a series, and what makes it one that cannot be read. */
interface Format {
  readonly name: string;
  readonly head: string;
  readonly row: (label: string, values: readonly number[]) => string;
  readonly broken: readonly string[];
}

const FORMATS: readonly Format[] = [
  {
    name: "x.csv",
    head: "label,t0,t1,t2\n",
    row: (label, values) => `${label},${values.join(",")}`,
    broken: ["a,1,2,x", "a,1,2", "a,1,2,3,4", ",1,2,3", "a,1,1e400,3", "NaN,1,2,3", "label,t0,t1,t2", '"a",1,"x",3'],
  },
  {
    name: "x_TRAIN.tsv",
    head: "1\t0.5\t1.5\t2.5\n",
    row: (label, values) => `${label.charCodeAt(0)}\t${values.join("\t")}`,
    broken: ["1\t2\tx\t3", "1", "NaN\t1\t2\t3", "1\tNaN\tNaN\tNaN", "1\t1e99\t2\t3", "\t1\t2\t3"],
  },
  {
    name: "x.ts",
    head: "@problemName x\n@univariate true\n@classLabel true a b\n@data\n",
    row: (label, values) => `${values.join(",")}:${label}`,
    broken: ["1,2,x:a", "1,2,3:c", "1,2,3:", "1,2:3,4:a", "1,2,1e40:a"],
  },
  {
    name: "x.arff",
    head: "@relation x\n@attribute t0 numeric\n@attribute t1 numeric\n@attribute t2 numeric\n@attribute class {a,b}\n@data\n",
    row: (label, values) => `${values.join(",")},${label}`,
    broken: ["1,2,x,a", "1,2,a", "1,2,3,c", "1,2,3,?", "{0 1}", "?,?,?,a"],
  },
  {
    name: "x.jsonl",
    head: "",
    row: (label, values) => JSON.stringify({ label, values }),
    broken: [
      '{"label":"a","values":[1,"x"]}',
      "{",
      '{"label":"a"}',
      '{"label":null,"values":[1]}',
      '{"label":"a","values":[[1],2]}',
      '{"label":"a","values":[1],"z":1}',
      '{"label":"a","label":"a","values":[1]}',
    ],
  },
];

describe.each(FORMATS)("$name with onError skip", ({ name, head, row, broken }) => {
  const rows = fc.array(
    fc.record({
      label: fc.constantFrom("a", "b"),
      values: fc.array(
        fc.integer({ min: -50, max: 50 }).map((n) => n / 4 + 0.125),
        { minLength: 3, maxLength: 3 },
      ),
      before: fc.option(fc.constantFrom(...broken), { nil: undefined }),
    }),
    { minLength: 2, maxLength: 8 },
  );

  it("gives the series of the file without its broken lines, and counts those", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (list) => {
        const good = row("a", [0.125, 1, 2]);
        const lines = [
          good,
          ...list.flatMap(({ label, values, before }) => [...(before ? [before] : []), row(label, values)]),
        ];
        const left = [good, ...list.map(({ label, values }) => row(label, values))];
        const found = await read(`${head}${lines.join("\n")}\n`, name, { onError: "skip" });
        const wanted = await read(`${head}${left.join("\n")}\n`, name);
        const bare = (series: typeof found.series) => series.map(({ label, values }) => [label, ...values]);
        expect(bare(found.series)).toEqual(bare(wanted.series));
        expect(found.skipped?.count ?? 0).toBe(lines.length - left.length);
        expect(found.missing).toEqual(wanted.missing);
        // A name that is the number of a row stays that number.
        const wantedIds = lines.flatMap((line, i) =>
          broken.includes(line) ? [] : [String(i + 1 + (head === "1\t0.5\t1.5\t2.5\n" ? 1 : 0))],
        );
        const ids = found.series.map(({ id }) => id);
        expect(head.startsWith("1\t") ? ids.slice(1) : ids).toEqual(wantedIds);
      }),
      { numRuns: 60 },
    );
  });

  it.each(broken)("names the place of %j, and stops there without it", async (line) => {
    const text = `${head}${row("a", [0.125, 1, 2])}\n${line}\n${row("b", [0.25, 1, 2])}\n`;
    const error = await read(text, name).then(
      () => undefined,
      (reason: { code: string; path: string }) => reason,
    );
    const { skipped } = await read(text, name, { onError: "skip" });
    expect(skipped?.first.map(({ code, path }) => ({ code, path }))).toEqual([
      { code: error?.code, path: error?.path },
    ]);
    expect(error?.path).toMatch(new RegExp(`^${name}:${head.split("\n").length + 1}:\\d+$`));
    const same = await read(text, name, (await read(text, name, { onError: "skip" })).reading);
    expect(same.skipped?.count).toBe(1);
  });

  it("refuses a file of which nothing is left, at the first fault", async () => {
    const text = name.endsWith(".tsv") ? "1\tx\n2\ty\n" : `${head}${broken[0]}\n${broken[0]}\n`;
    const format = name.endsWith(".tsv") ? "ucr" : undefined;
    await expect(read(text, name, { onError: "skip", format })).rejects.toMatchObject({
      code: "reader.allSkipped",
      params: { count: 2 },
    });
  });
});

describe("a long CSV with onError skip", () => {
  const LONG = "series,label,time,x\n";
  const of = async (rows: string[], options: ReadOptions = {}) =>
    read(`${LONG}${rows.join("\n")}\n`, "l.csv", { onError: "skip", ...options });

  it.each([
    ["a value", "b,u,1,x", "csv.notNumber"],
    ["a time that goes back", "b,u,-1,3", "csv.timeOrder"],
    ["another class", "b,v,1,3", "reader.labelChanges"],
    ["a row that is cut off", "b,u", "csv.ragged"],
    ["no class", "b,,1,3", "csv.emptyName"],
  ])("leaves the whole series out for %s", async (_, row, code) => {
    const { series, skipped } = await of(["a,v,0,1", "b,u,0,2", "c,u,0,7", row, "a,v,1,4", "b,u,2,9", "c,u,1,8"]);
    expect(series.map(({ id, values }) => [id, ...values])).toEqual([
      ["a", 1, 4],
      ["c", 7, 8],
    ]);
    expect(skipped).toMatchObject({
      count: 1,
      numbers: [2],
      first: [{ code, path: expect.stringMatching(/^l\.csv:5:/) }],
    });
  });

  it("counts missing values of the series that are left only", async () => {
    const rows = ["b,u,0,", "a,v,0,1", "a,v,1,", "b,u,1,x"];
    const { missing } = await of(rows, { missing: "keep" });
    expect(missing).toEqual({ count: 1, series: 1, path: "l.csv:4:7" });
  });

  it.each([
    ["of a row without the name of its series", [",u,1,3"], "csv.emptyName"],
    ["of a row that is cut off in that name", ["b"], "csv.ragged"],
    ["of a header", [], "csv.headerOnly"],
  ])("still stops where it is not certain whose the fault is: %s", async (_, rows, code) => {
    const before = rows.length === 0 ? [] : ["a,v,0,1"];
    await expect(of([...before, ...rows])).rejects.toMatchObject({ code });
  });

  it("leaves out a header that comes again, and no series", async () => {
    const { series, skipped } = await of(["a,v,0,1", "series,label,time,x", "a,v,1,2"]);
    expect(series.map(({ values }) => [...values])).toEqual([[1, 2]]);
    expect(skipped).toMatchObject({ count: 1, numbers: [Number.NaN] });
  });
});

describe("labels from another file", () => {
  it("go to the series that they belong to where others are left out", async () => {
    // The second series has no value at all.
    const bytes = npyOf(3, 2, (row, step) => (row === 1 ? Number.NaN : 2 * row + step + 1));
    const from = byteSource(new TextEncoder().encode("a\nb\nc\n"), "y.txt");
    const { series, skipped } = await readSeries(byteSource(bytes, "x.npy"), { onError: "skip" }, { labelsFrom: from });
    expect(series.map(({ id, label, values }) => [id, label, ...values])).toEqual([
      ["1", "a", 1, 2],
      ["3", "c", 5, 6],
    ]);
    expect(skipped).toMatchObject({
      count: 1,
      numbers: [2],
      first: [{ code: "reader.noValues", path: "x.npy[1, 0]" }],
    });
  });
});

describe("a decimal mark in a row that is left out", () => {
  it("decides nothing", async () => {
    const text = "label;t0;t1\na;1,25;x\nb;1.25;2.5\n";
    const { series, reading } = await read(text, "m.csv", { onError: "skip" });
    expect(series.map(({ values }) => [...values])).toEqual([[1.25, 2.5]]);
    expect(reading.decimal).toBe("point");
  });
});

describe("a first series that is left out", () => {
  const jsonl = (first: string) =>
    `${first}\n{"label":"b","time":[0,1],"x":[3,4]}\n{"label":"a","time":[0,1],"x":[5,6]}\n`;
  const ts = (first: string) =>
    `@timeStamps true\n@univariate true\n@classLabel true a b\n@data\n${first}\n(0,3),(1,4):b\n(0,5),(1,6):a\n`;
  const long = (first: string) => `id,time,label,x\n${first}\nb,0,b,3\nb,1,b,4\nc,0,a,5\nc,1,a,6\n`;
  it.each([
    ["x.csv", long("a,2024-01-01,a,1\na,zz,a,2")],
    ["x.jsonl", jsonl('{"label":"a","time":["2024-01-01","zz"],"x":[1,2]}')],
    ["x.ts", ts("(2024-01-01,1),(zz,2):a")],
  ])("does not decide of which kind the times are: %s", async (name, text) => {
    const { series, skipped } = await read(text, name, { onError: "skip" });
    expect(series.map(({ values }) => [...values])).toEqual([
      [3, 4],
      [5, 6],
    ]);
    expect(skipped).toMatchObject({ count: 1, numbers: [1] });
  });

  it("does not hide that those behind it are of two kinds", async () => {
    // Its rows come again behind those of another one, which has dates as well.
    const rows = "a,2024-01-01,a,1\nb,2024-01-01,b,3\na,zz,a,2\nb,2024-01-02,b,4\nc,0,a,5\nc,1,a,6";
    const { series, skipped } = await read(`id,time,label,x\n${rows}\n`, "x.csv", { onError: "skip" });
    expect(series.map(({ id }) => id)).toEqual(["b"]);
    expect(skipped?.first.map(({ code }) => code)).toEqual(["csv.notTime", "reader.timeKind"]);
  });
});
