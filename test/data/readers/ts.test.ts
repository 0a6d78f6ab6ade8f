/** `.ts` files: heads and series as they are found in the wild, and what is refused where. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteSource, type ReadOptions, readSeries } from "../../../src/data/readers/index.ts";

const read = (text: string, options?: ReadOptions) =>
  readSeries(byteSource(new TextEncoder().encode(text), "x.ts"), options);
const HEAD = "@problemName x\n@univariate true\n@classLabel true a b\n@data\n";

describe(".ts", () => {
  it("has a series a line, its class behind the last colon", async () => {
    const { series, channels, classNames } = await read(`# a comment\r\n\r\n${HEAD}1,-.5,2e1:b\r\n 1 , 2,3 : a \n`);
    expect(channels).toBe(1);
    expect(classNames).toEqual(["a", "b"]);
    expect(series).toEqual([
      { id: "1", line: 7, values: Float32Array.of(1, -0.5, 20), length: 3, label: "b" },
      { id: "2", line: 8, values: Float32Array.of(1, 2, 3), length: 3, label: "a" },
    ]);
  });

  it("has channels between colons, and lengths that differ", async () => {
    const head = "@dimensions 2\n@equalLength false\n@seriesLength 9\n@classLabel true 1 -1\n@data\n";
    const { series, channels } = await read(`${head}1,2,3:4,5,6:-1\n7:8:1\n`);
    expect(channels).toBe(2);
    expect(series.map(({ values, length, label }) => [[...values], length, label])).toEqual([
      [[1, 4, 2, 5, 3, 6], 3, "-1"],
      [[7, 8], 1, "1"],
    ]);
  });

  it.each([
    "@problemname x\n@timestamps false\n@classlabel true a b\n@data\n",
    "@UNIVARIATE TRUE\n@Class_Labels True a b\n@DATA\n",
    "  @classLabel\ttrue\ta  b \n@dimension 1\n@missing false\n@something else\n@data  \n",
  ])("takes the head %j", async (head) => {
    const { series, classNames } = await read(`${head}1,2:b\n`);
    expect([series[0]?.label, classNames]).toEqual(["b", ["a", "b"]]);
  });

  it("has no classes where it says so, or says nothing", async () => {
    for (const head of ["@classLabel false\n@data\n", "@univariate true\n@data\n"]) {
      const { series, classNames } = await read(`${head}1,2\n`);
      expect([series[0]?.label, classNames]).toEqual([undefined, undefined]);
    }
  });

  it("may have classes that it does not list", async () => {
    const { series, classNames } = await read("@classLabel true\n@data\n1,2:b\n");
    expect([series[0]?.label, classNames]).toEqual(["b", undefined]);
  });

  it("writes missing values as ? or NaN", async () => {
    const text = `${HEAD}1,?:a\nNaN, ? :b\n`;
    const { series, missing } = await read(text, { missing: "keep" });
    expect(series.map(({ values }) => [...values])).toEqual([
      [1, Number.NaN],
      [Number.NaN, Number.NaN],
    ]);
    expect(missing).toEqual({ count: 3, series: 2, path: "x.ts:5:3" });
    await expect(read(text)).rejects.toMatchObject({ code: "reader.missing", path: "x.ts:5:3" });
  });

  it("has times in pairs, of one channel or of several", async () => {
    const head = "@timeStamps true\n@classLabel true a b\n@data\n";
    const one = "(2024-01-01 00:00:00,1),(2024-01-01 00:01:00, 2)";
    const { series, channels, sampling } = await read(`${head}${one}:${one} :b\n`);
    expect([channels, [...(series[0]?.values ?? [])], series[0]?.label]).toEqual([2, [1, 1, 2, 2], "b"]);
    expect(sampling).toEqual({ step: 60, unit: "seconds", isEven: true });
    const uneven = await read(`${head}(0,1),(1,2),(3,?):a\n`, { missing: "keep" });
    expect(uneven.sampling).toEqual({ step: 1, unit: "column", isEven: false });
    expect(uneven.missing).toEqual({ count: 1, series: 1, path: "x.ts:4:16" });
  });

  it("of a regression problem is read without its targets only", async () => {
    const text = "@targetLabel true\n@data\n1,2:0.5\n";
    await expect(read(text)).rejects.toMatchObject({ code: "reader.targets" });
    expect((await read(text, { labels: "none" })).series[0]).toMatchObject({ values: Float32Array.of(1, 2) });
  });

  it.each([
    [`${HEAD}`, "reader.empty", "x.ts"],
    ["@univariate true\n1,2\n", "ts.noData", "x.ts:2:1"],
    ["@univariate true\n", "ts.noData", "x.ts"],
    ["@univariate yes\n@data\n1\n", "ts.tag", "x.ts:1:1"],
    ["@dimensions 0\n@data\n1\n", "ts.tag", "x.ts:1:1"],
    [`${HEAD}1,2:c\n`, "reader.label", "x.ts:5:5"],
    [`${HEAD}1,2:\n`, "reader.noLabel", "x.ts:5:5"],
    [`${HEAD}1,2:3,4:a\n`, "reader.channels", "x.ts:5:1"],
    [`${HEAD}a\n`, "reader.channels", "x.ts:5:1"],
    [`${HEAD}1,x:a\n`, "reader.number", "x.ts:5:3"],
    [`${HEAD}1,,2:a\n`, "reader.number", "x.ts:5:3"],
    [`${HEAD}1, 1e39:a\n`, "reader.number", "x.ts:5:4"],
    ["@equalLength true\n@seriesLength 3\n@data\n1,2,3\n1,2\n", "reader.steps", "x.ts:5:1"],
    ["@dimensions 2\n@data\n1,2:3\n", "reader.steps", "x.ts:3:5"],
    ["@timeStamps true\n@data\n(0,1),2\n", "ts.pair", "x.ts:3:7"],
    ["@timeStamps true\n@data\n(0,1)(1,2)\n", "ts.pair", "x.ts:3:6"],
    ["@timeStamps true\n@data\n(0,1),(0,2)\n", "reader.timeOrder", "x.ts:3:8"],
    ["@timeStamps true\n@data\n(noon,1)\n", "reader.time", "x.ts:3:2"],
    ["@timeStamps true\n@data\n(0,1),(2024-05-01,1)\n", "reader.timeKind", "x.ts:3:8"],
    ["@timeStamps true\n@data\n(2024-05-01,1),(2024-05-02,1)\n(0,1),(1,1)\n", "reader.timeKind", "x.ts:4:2"],
    ["@timeStamps true\n@data\n(0,1),(1,1):(0,1),(2,1)\n", "reader.otherTimes", "x.ts:3:20"],
  ])("%j is refused: %s at %s", async (text, code, path) => {
    await expect(read(text)).rejects.toMatchObject({ code, path });
  });

  it("is read back as it was written, to the bit", async () => {
    const value = fc.float({ noDefaultInfinity: true });
    const series = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 })).chain(([steps, channels]) =>
      fc.array(
        fc.record({
          values: fc.array(fc.array(value, { minLength: steps, maxLength: steps }), {
            minLength: channels,
            maxLength: channels,
          }),
          label: fc.constantFrom("a", "b", "1"),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    );
    await fc.assert(
      fc.asyncProperty(series, async (list) => {
        const show = (one: number) => (Object.is(one, -0) ? "-0" : String(one));
        const lines = list.map(({ values, label }) =>
          [...values.map((channel) => channel.map(show).join(",")), label].join(":"),
        );
        const table = await read(`@classLabel true a b 1\n@data\n${lines.join("\n")}`, { missing: "keep" });
        const channels = list[0]?.values.length ?? 0;
        expect(table.channels).toBe(channels);
        for (const [i, { values, label }] of list.entries()) {
          const found = table.series[i];
          expect(found?.label).toBe(label);
          const across = values.map((_, c) => [...(found?.values ?? [])].filter((_, at) => at % channels === c));
          expect(across).toEqual(values);
        }
      }),
    );
  });
});
