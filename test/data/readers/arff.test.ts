/** ARFF files: attributes a time step, relational ones with channels, quotes, and what is refused where. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteSource, formatOf, type ReadOptions, readSeries } from "../../../src/data/readers/index.ts";

const source = (text: string, name = "x.arff") => byteSource(new TextEncoder().encode(text), name);
const read = (text: string, options?: ReadOptions) => readSeries(source(text), options);
const HEAD = "@relation x\n@attribute t0 numeric\n@attribute t1 real\n@attribute target {a,'b c'}\n@data\n";
const RELATIONAL = `@relation 'x y'

@attribute all relational
  @attribute t0 numeric
  @attribute t1 numeric
@end all
@attribute class {1,2}
@data
`;

describe("ARFF", () => {
  it("has an attribute a time step, and the class last", async () => {
    const { series, channels, classNames, reading } = await read(
      `% a comment\r\n${HEAD}1, -.5 ,a\n\n% more\n2e1\t3\t'b c'\n`,
    );
    expect(channels).toBe(1);
    expect(classNames).toEqual(["a", "b c"]);
    expect(series).toEqual([
      { id: "1", line: 7, values: Float32Array.of(1, -0.5), length: 2, label: "a" },
      { id: "2", line: 10, values: Float32Array.of(20, 3), length: 2, label: "b c" },
    ]);
    expect(reading.columns).toEqual({ label: "target" });
  });

  it("has the channels of a relational attribute between \\n", async () => {
    const { series, channels, classNames } = await read(
      `${RELATIONAL}'1,2\\n3,4\\n5,6',2\n"7,8\\n9,10\\n11,?\\n",1\n`,
      { missing: "keep" },
    );
    expect([channels, classNames]).toEqual([3, ["1", "2"]]);
    expect(series.map(({ values, label }) => [label, ...values])).toEqual([
      ["2", 1, 3, 5, 2, 4, 6],
      ["1", 7, 9, 11, 8, 10, Number.NaN],
    ]);
  });

  it.each([
    "@RELATION x\n@Attribute 'a b' NUMERIC\n@attribute \"it\\'s\" integer\n@ATTRIBUTE cls { a , b }\n@DATA\n1,2,b\n",
    "@relation x\n@attribute\tcls\t{a,b}\n@attribute t0 real [0,1]\n@attribute t1 numeric\n@data\nb,1,2\n",
    "@relation x\n@attribute t0 real\n@attribute t1 real\n@attribute class string\n@data\n1,2,b\n",
  ])("takes the head %j", async (text) => {
    const { series } = await read(text);
    expect(series[0]).toMatchObject({ values: Float32Array.of(1, 2), label: "b" });
  });

  it("has ids and groups where the options say so, and no class on request", async () => {
    const head =
      "@relation x\n@attribute who {p,q}\n@attribute name string\n@attribute t0 real\n@attribute kind {a,b}\n@data\n";
    const columns = { id: "name", group: "who", label: "kind" };
    expect((await read(`${head}p,'n 1',5,a\n`, { columns })).series[0]).toMatchObject({
      id: "n 1",
      group: "p",
      label: "a",
      length: 1,
    });
    const { series, classNames } = await read(`${head}p,n,5,a\n`, { columns: { channels: ["t0"] }, labels: "none" });
    expect([series[0]?.label, classNames, series[0]?.length]).toEqual([undefined, undefined, 1]);
  });

  it("has missing values, and ? behind shorter series, which is no value, and said", async () => {
    const text = `${HEAD}?,1,a\n2,?,a\n`;
    const { series, missing, notices } = await read(text, { missing: "keep" });
    expect(series.map(({ values }) => [...values])).toEqual([[Number.NaN, 1], [2]]);
    expect(missing).toEqual({ count: 1, series: 1, path: "x.arff:6:1" });
    expect(notices).toEqual([{ kind: "padding", path: "x.arff:7:1", count: 1 }]);
    const kept = await read(text, { missing: "keep", padding: "keep" });
    expect([kept.missing?.count, kept.notices]).toEqual([2, []]);
  });

  it("cuts off only steps that all channels lack", async () => {
    const { series } = await read(`${RELATIONAL}'1,?\\n2,3',1\n'1,?\\n2,?',1\n`, { missing: "keep" });
    expect(series.map(({ values }) => [...values])).toEqual([
      [1, 2, Number.NaN, 3],
      [1, 2],
    ]);
  });

  it("is known by its head, whatever its name", async () => {
    expect(await formatOf(source(HEAD, "x.txt"))).toBe("arff");
    expect(await formatOf(source("%".repeat(3000), "x.arff"))).toBe("arff");
  });

  it.each([
    [HEAD, "reader.empty", ""],
    ["@relation x\n@attribute t0 numeric\n", "arff.noData", ""],
    ["@relation x\nt0 numeric\n@data\n", "arff.line", ":2:1"],
    ["@relation x\n@attribute t0\n@data\n", "arff.line", ":2:12"],
    ["@relation x\n@attribute t0 {a\n@data\n", "arff.line", ":2:15"],
    ["@relation x\n@attribute r relational\n@attribute t0 real\n@data\n", "arff.noEnd", ":4:1"],
    ["@relation x\n@attribute r relational\n@attribute t0 string\n", "arff.type", ":3:15"],
    ["@relation x\n@end r\n", "arff.line", ":2:1"],
    ["@relation x\n@attribute c {a}\n@data\na\n", "arff.values", ":3:1"],
    ["@relation x\n@attribute when date 'yyyy'\n@attribute t0 real\n@attribute c {a}\n@data\n", "arff.type", ":5:1"],
    [`${HEAD}1,2,c\n`, "reader.label", ":6:5"],
    [`${HEAD}1,2,?\n`, "reader.noLabel", ":6:5"],
    [`${HEAD}1,2\n`, "reader.columns", ":6:1"],
    [`${HEAD}1,2,a,{3}\n`, "reader.columns", ":6:1"],
    [`${HEAD}{0 1,2 a}\n`, "arff.sparse", ":6:1"],
    [`${HEAD}1,x,a\n`, "reader.number", ":6:3"],
    [`${HEAD}1,,a\n`, "reader.number", ":6:3"],
    [`${HEAD}1,2,'a\n`, "arff.quote", ":6:5"],
    [`${HEAD}1,2,'a'b\n`, "arff.quote", ":6:8"],
    [`${RELATIONAL}'1,2\\n3,4',1\n'1,2',1\n`, "reader.channels", ":10:2"],
    [`${RELATIONAL}'1,2\\n3',1\n`, "reader.steps", ":9:7"],
    [`${RELATIONAL}'1,2\\n3,x',1\n`, "reader.number", ":9:9"],
  ])("%j is refused: %s at %s", async (text, code, path) => {
    await expect(read(text)).rejects.toMatchObject({ code, path: `x.arff${path}` });
  });

  it("names the type of an attribute that is no number as the file does", async () => {
    const text = "@relation x\n@attribute when date 'yyyy'\n@attribute t0 real\n@attribute c {a}\n@data\n";
    await expect(read(text)).rejects.toThrow("received when of the type date 'yyyy'.");
  });

  it("is read back as it was written, to the bit", async () => {
    const value = fc.float({ noNaN: true, noDefaultInfinity: true });
    const shape = fc.record({ steps: fc.integer({ min: 1, max: 4 }), channels: fc.integer({ min: 1, max: 3 }) });
    const table = shape.chain(({ steps, channels }) => {
      const channel = fc.array(value, { minLength: steps, maxLength: steps });
      const label = fc
        .string({ unit: fc.constantFrom(..."ab,'\"\\{}% é"), minLength: 1, maxLength: 4 })
        .filter((one) => one.trim() === one && one !== "?");
      const one = fc.record({ values: fc.array(channel, { minLength: channels, maxLength: channels }), label });
      return fc.array(one, { minLength: 1, maxLength: 4 });
    });
    await fc.assert(
      fc.asyncProperty(table, async (list) => {
        const show = (one: number) => (Object.is(one, -0) ? "-0" : String(one));
        const quoted = (text: string) => `'${text.replaceAll(/[\\']/g, "\\$&")}'`;
        const steps = list[0]?.values[0]?.length ?? 0;
        const inner = Array.from({ length: steps }, (_, t) => `@attribute t${t} numeric\n`).join("");
        const classes = [...new Set(list.map(({ label }) => quoted(label)))].join(",");
        const rows = list.map(
          ({ values, label }) =>
            `'${values.map((channel) => channel.map(show).join(",")).join("\\n")}',${quoted(label)}`,
        );
        const text = `@relation x\n@attribute r relational\n${inner}@end r\n@attribute c {${classes}}\n@data\n${rows.join("\n")}`;
        const { series, channels } = await read(text);
        for (const [i, { values, label }] of list.entries()) {
          expect(series[i]?.label).toBe(label);
          const across = values.map((_, c) =>
            [...(series[i]?.values ?? [])].filter((_value, at) => at % channels === c),
          );
          expect(across).toEqual(values);
        }
      }),
    );
  });
});
