/** Files of the UCR archive: the class first, any of its separators, NaN behind shorter series. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteSource, formatOf, type ReadOptions, readSeries } from "../../../src/data/readers/index.ts";

const source = (text: string, name = "Gun_TRAIN.tsv") => byteSource(new TextEncoder().encode(text), name);
const read = (text: string, options?: ReadOptions) => readSeries(source(text), options);

describe("UCR files", () => {
  it.each([
    ["tabs", "1\t0.5\t-1\n-1\t4\t5\n"],
    ["commas", "1,0.5, -1\r\n-1 ,4 ,5"],
    ["blanks", "  1.0000000e+00  5.0e-01  -1.0\n\n -1.0  4   5  \n"],
  ])("with %s between values", async (_, text) => {
    const { series, reading } = await read(text);
    expect(series.map(({ values, label }) => [label, ...values])).toEqual([
      ["1", 0.5, -1],
      ["-1", 4, 5],
    ]);
    expect(reading).toEqual({ format: "ucr", labels: "first", padding: "trim", missing: "refuse" });
  });

  it("are known by their names and a first line of numbers", async () => {
    for (const name of ["Gun_TRAIN.tsv", "Gun_TEST.txt", "a_train", "Gun_TRAIN.tsv.gz"]) {
      expect(await formatOf(source("1\t0.5\t-1\n", name))).toBe("ucr");
    }
    expect(await formatOf(source("1\t0.5\t-1\n", "Gun.tsv"))).toBe("csv");
    expect(await formatOf(source("label\tt0\n1\t2\n", "Gun_TRAIN.tsv"))).toBe("csv");
    expect(await formatOf(source("0.5\t0.5\t-1\n", "Gun_TRAIN.tsv"))).toBe("csv");
    expect(await formatOf(source(`1${"\t0.125".repeat(1000)}`, "Gun_TRAIN.tsv"))).toBe("ucr");
  });

  it("have NaN behind shorter series, which is no value, and said", async () => {
    const text = "1\t1\t2\tNaN\tNaN\n2\t1\tNaN\t3\t4\n1\t5\tNaN\tNaN\tNaN\n";
    const { series, missing, notices } = await read(text, { missing: "keep" });
    expect(series.map(({ values }) => [...values])).toEqual([[1, 2], [1, Number.NaN, 3, 4], [5]]);
    expect(missing).toEqual({ count: 1, series: 1, path: "Gun_TRAIN.tsv:2:5" });
    expect(notices).toEqual([{ kind: "padding", path: "Gun_TRAIN.tsv:1:1", count: 2 }]);
    const kept = await read(text, { missing: "keep", padding: "keep" });
    expect(kept.series.map(({ length }) => length)).toEqual([4, 4, 4]);
    expect(kept.missing?.count).toBe(6);
  });

  it.each([
    ["1\t0.5\t-1\n\t1\t2\n", "reader.noLabel", ":2:1"],
    ["1\t0.5\t-1\nNaN\t1\t2\n", "reader.noLabel", ":2:1"],
    ["1\t0.5\t-1\n1\tx\n", "reader.number", ":2:3"],
    ["1\t0.5\t-1\n1\t\t2\n", "reader.number", ":2:3"],
    ["1\t0.5\t-1\t\n", "reader.number", ":1:10"],
    ["1\t0.5\t1e39\n", "reader.number", ":1:7"],
    ["1\t0.5\t-1\n1\tNaN\n", "reader.noValues", ":2:1"],
    ["1\t0.5\t-1\n1\n", "reader.noValues", ":2:1"],
    ["1\t0.5 1\t2\n", "reader.number", ":1:3"],
  ])("%j are refused: %s at %s", async (text, code, path) => {
    await expect(read(text, { format: "ucr" })).rejects.toMatchObject({ code, path: `Gun_TRAIN.tsv${path}` });
  });

  it("are read back as they were written, to the bit", async () => {
    const value = fc.float({ noNaN: true, noDefaultInfinity: true });
    const rows = fc.array(fc.tuple(fc.integer({ min: -9, max: 99 }), fc.array(value, { minLength: 1, maxLength: 6 })), {
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom("\t", ",", " ", "  "), async (list, separator) => {
        const show = (one: number) => (Object.is(one, -0) ? "-0" : String(one));
        const text = list.map(([label, values]) => [label, ...values.map(show)].join(separator)).join("\n");
        const { series } = await read(text, { format: "ucr" });
        expect(series.map(({ label, values }) => [Number(label), [...values]])).toEqual(
          list.map(([label, values]) => [label + 0, values]),
        );
      }),
    );
  });
});
