/** JSON lines: lists of values, time steps, missing values as Python writes them, and what is refused where. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteSource, formatOf, type ReadOptions, readSeries } from "../../../src/data/readers/index.ts";
import { describeError, type TidelabError } from "../../../src/errors/errors.ts";
import { errorMessages } from "../../../src/errors/zh-CN.ts";

const source = (text: string, name = "x.jsonl") => byteSource(new TextEncoder().encode(text), name);
const read = (text: string, options?: ReadOptions) => readSeries(source(text), options);
const plain = async (text: string, options?: ReadOptions) => {
  const { series, reading, ...table } = await read(text, options);
  expect((await read(text, reading)).series).toEqual(series);
  return { ...table, series: series.map(({ id, label, group, values }) => [id, label, group, ...values]) };
};

describe("JSON lines", () => {
  it("have a list of values in an object, beside its class and id", async () => {
    const text = '{"id": "a", "label": "x", "values": [1, -2.5e1]}\r\n\n{"values":[3],"label":7,"id":"b"}';
    expect(await plain(text)).toMatchObject({
      channels: 1,
      series: [
        ["a", "x", undefined, 1, -25],
        ["b", "7", undefined, 3],
      ],
    });
    expect((await read(text)).series.map(({ line }) => line)).toEqual([1, 3]);
  });

  it("have a list alone, lists of channels at each step, or a list for each channel", async () => {
    expect((await plain("[1,2]\n[3]\n")).series).toEqual([
      ["1", undefined, undefined, 1, 2],
      ["2", undefined, undefined, 3],
    ]);
    expect(await plain('{"data":[[1,2],[3,4],[5,6]],"subject":"p"}\n')).toMatchObject({
      channels: 2,
      series: [["1", undefined, "p", 1, 2, 3, 4, 5, 6]],
    });
    const channels = await plain('{"x":[1,2],"y":[3,4],"rate":50,"time":[0,1]}\n', {
      columns: { channels: ["x", "y"] },
    });
    expect(channels).toMatchObject({
      channels: 2,
      channelNames: ["x", "y"],
      series: [["1", undefined, undefined, 1, 3, 2, 4]],
    });
    expect(channels.sampling).toEqual({ step: 1, unit: "column", isEven: true });
  });

  it("have lists in lists in either order: channels are what all series have, and fewer than the steps", async () => {
    const guess = (axes: string, shape: string) => [{ kind: "axes", path: "x.jsonl", axes, shape }];
    // As NumPy's array.tolist() of (N, C, T) writes them.
    const turned = await plain('{"values":[[1,2,3],[4,5,6]]}\n{"values":[[7,8,null],[10,11,12]]}\n', {
      missing: "keep",
    });
    expect([turned.channels, turned.series]).toEqual([
      2,
      [
        ["1", undefined, undefined, 1, 4, 2, 5, 3, 6],
        ["2", undefined, undefined, 7, 10, 8, 11, Number.NaN, 12],
      ],
    ]);
    expect(turned.missing).toEqual({ count: 1, series: 1, path: "x.jsonl:2:17" });
    expect(turned.notices).toEqual(guess("NCT", "2, 2, 3"));
    expect((await read("[[1,2],[3,4],[5,6]]\n")).notices).toEqual(guess("NTC", "1, 3, 2"));
    // One channel, as (N, 1, T): nothing to guess.
    const one = await plain("[[1,2,3]]\n[[4,5]]\n");
    expect([one.channels, one.notices, one.series.map((series) => series.slice(3))]).toEqual([
      1,
      [],
      [
        [1, 2, 3],
        [4, 5],
      ],
    ]);
    // What differs from series to series is time, however few steps there are.
    const short = await plain("[[1,2,3]]\n[[4,5,6],[7,8,9]]\n");
    expect([short.channels, short.notices, short.series[1]?.slice(3)]).toEqual([3, [], [4, 5, 6, 7, 8, 9]]);
    // Times are as many as the steps.
    const timed = await plain('{"time":[0,1],"values":[[1,2,3],[4,5,6]]}\n');
    expect([timed.channels, timed.notices, timed.series[0]?.slice(3)]).toEqual([3, [], [1, 2, 3, 4, 5, 6]]);
    expect((await plain('{"time":[0,1,2],"values":[[1,2,3],[4,5,6]]}\n')).channels).toBe(2);
    // What is given is not guessed.
    expect((await plain("[[1,2],[3,4]]\n", { axes: "NTC" })).series[0]?.slice(3)).toEqual([1, 2, 3, 4]);
    expect((await plain("[[1,2],[3,4]]\n", { axes: "NCT" })).series[0]?.slice(3)).toEqual([1, 3, 2, 4]);
  });

  it.each([
    ["[[1,2],[3,4]]\n", undefined, "reader.axes", "x.jsonl"],
    ["[[1,2,3],[3,4,5]]\n[[1,2,3,4]]\n", undefined, "reader.channels", "x.jsonl:2:1"],
    ["[[1,2],[3,4],[5,6]]\n[[1,2,3],[4,5,6],[7,8,9]]\n", "NTC", "reader.channels", "x.jsonl:2:1"],
    ['{"time":[0,1,2,3],"values":[[1,2,3],[4,5,6]]}\n', undefined, "reader.steps", "x.jsonl:1:9"],
  ] as const)("refuse %j, of axes %s, with %s", async (text, axes, code, path) => {
    await expect(read(text, { axes })).rejects.toMatchObject({ code, path });
  });

  it("leave out single values beside lists, and say so", async () => {
    expect((await read('{"x":[1,2],"rate":50}\n')).notices).toEqual([{ kind: "ignoredColumns", names: "rate" }]);
  });

  it("have a time step a line, where a key names the series", async () => {
    const text =
      '{"series":"a","time":"2024-01-01","x":1}\n{"series":"b","time":"2024-01-01","x":2}\n{"series":"a","time":"2024-01-02","x":true}\n';
    expect(await plain(text)).toMatchObject({
      series: [
        ["a", undefined, undefined, 1, 1],
        ["b", undefined, undefined, 2],
      ],
      sampling: { step: 86_400, unit: "seconds", isEven: true },
    });
  });

  it("have missing values as null, NaN or Infinity, which Python writes", async () => {
    const { missing, series } = await plain(
      '{"label":"NaN","values":[1,NaN,-Infinity]}\n{"label":"a\\"NaN","values":[null,"?",2]}\n',
      { missing: "keep" },
    );
    expect(series).toEqual([
      ["1", "NaN", undefined, 1, Number.NaN, Number.NaN],
      ["2", 'a"NaN', undefined, Number.NaN, Number.NaN, 2],
    ]);
    expect(missing).toEqual({ count: 4, series: 2, path: "x.jsonl:1:28" });
  });

  it("are known by their first line", async () => {
    expect(await formatOf(source('{"values":[1]}\n', "x"))).toBe("jsonl");
    expect(await formatOf(source("[1,2]\n", "x.txt"))).toBe("jsonl");
    await expect(formatOf(source('{\n "values": [1]\n}\n', "x.json"))).rejects.toMatchObject({ code: "file.format" });
  });

  it.each([
    ['{"values":[1]}\n{"values":[1]\n', "jsonl.line", ":2:1"],
    ['{"values":[1]}\n3\n', "jsonl.line", ":2:1"],
    ['{"values":[1],"values":[2]}\n', "jsonl.line", ":1:1"],
    [`{"values":${"[".repeat(200)}${"]".repeat(200)}}`, "json.tooDeep", ":1:1"],
    ['{"values":[1]}\n{"values":[1],"label":"a"}\n', "jsonl.key", ":2:1"],
    ['{"values":[1]}\n{"values":"x"}\n', "reader.list", ":2:11"],
    ['{"values":[1]}\n{}\n', "reader.list", ":2:1"],
    ['{"values":[]}\n', "reader.list", ":1:11"],
    ['{"values":[1, "x"]}\n', "reader.number", ":1:15"],
    ['{"id":"a","time":0,"who":"p0","x":1}\n', "reader.textColumn", ":1:26"],
    ['{"label":"a","t0":1,"t1":2,"t2":"p0"}\n', "reader.textColumn", ":1:33"],
    ['{"values":[1, 1e39]}\n', "reader.number", ":1:15"],
    ['{"values":[1, {}]}\n', "reader.number", ":1:15"],
    ['{"values":[[1,2],[3]]}\n', "reader.channels", ":1:18"],
    ['{"values":[[1,2],[3,4]]}\n{"values":[[1]]}\n', "reader.channels", ":2:11"],
    ['{"x":[1,2],"y":[1]}\n', "reader.steps", ":1:16"],
    ['{"label":null,"values":[1]}\n', "reader.noLabel", ":1:10"],
    ['{"label":"a","values":[1]}\n{"label":"?","values":[1]}\n', "reader.noLabel", ":2:10"],
    ['{"id":"","values":[1]}\n', "reader.noName", ":1:7"],
    ['{"u":1,"v":2}\n', "reader.layout", ""],
    ['{"label":"a"}\n', "reader.noColumns", ""],
    ['{"series":"a","label":"p","x":1}\n{"series":"a","label":"q","x":1}\n', "reader.labelChanges", ":2:23"],
    ['{"series":"a","time":1,"x":1}\n{"series":"a","time":1,"x":1}\n', "reader.timeOrder", ":2:22"],
    ['{"series":"a","time":"noon","x":1}\n', "reader.time", ":1:22"],
    ['{"series":"a","time":1,"x":1}\n{"series":"b","time":"2024-05-01","x":1}\n', "reader.timeKind", ":2:22"],
    ['{"time":[0,1],"x":[1,2]}\n{"time":["2024-05-01","2024-05-02"],"x":[1,2]}\n', "reader.timeKind", ":2:10"],
  ])("%j are refused: %s at %s", async (text, code, path) => {
    await expect(read(text, { format: "jsonl" })).rejects.toMatchObject({ code, path: `x.jsonl${path}` });
  });

  it("are read back as they were written, to the bit", async () => {
    const list = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 5 });
    const rows = fc.array(fc.record({ label: fc.string({ unit: "grapheme", minLength: 1 }), values: list }), {
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(rows, async (table) => {
        const text = table.map(
          ({ label, values }) =>
            `{"label":${JSON.stringify(label)},"values":[${values.map((value) => (Object.is(value, -0) ? "-0" : value)).join()}]}`,
        );
        const { series } = await read(text.join("\n"));
        expect(series.map(({ label, values }) => ({ label, values: [...values] }))).toEqual(table);
      }),
    );
  });
});

describe("a number that overflows", () => {
  it.each([
    ['{"values":[1,1e400]}', ":1:14", "1e400"],
    ['{"values":[1,-1E+0400]}', ":1:14", "-1E+0400"],
    [`{"values":[1,${"9".repeat(400)}]}`, ":1:14", `${"9".repeat(40)}…`],
    [`{"values":[1,1${"0".repeat(250)}e99]}`, ":1:14", `1${"0".repeat(39)}…`],
    ['{"label":"1e400","values":[NaN,[1e400]]}', ":1:33", "1e400"],
    ["[1,1e999]", ":1:4", "1e999"],
  ])("is an error with its place, and not a missing value: %s", async (text, path, received) => {
    const params = { received };
    await expect(read(`${text}\n`, { missing: "keep" })).rejects.toMatchObject({
      code: "reader.number",
      path: `x.jsonl${path}`,
      params,
    });
  });

  it("is none in a text, nor one with so many digits behind the point", async () => {
    const { series } = await read(`{"label":"1e400","values":[0.${"1".repeat(300)},1e-400]}\n`);
    expect(series[0]).toMatchObject({ label: "1e400", values: Float32Array.of(1 / 9, 0) });
  });
});

describe("a file that is one list of objects", () => {
  const rows = fc.array(
    fc.record({
      label: fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('a],"{', '\\"[', "]}")),
      values: fc.array(fc.integer(), { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 5 },
  );

  it("has the series of the same objects in lines, however it is indented and cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(undefined, 1, 2, "\t"),
        fc.integer({ min: 1, max: 9 }),
        async (list, indent, size) => {
          const bytes = new TextEncoder().encode(JSON.stringify(list, undefined, indent));
          const stream = async function* () {
            for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
          };
          const lines = await read(list.map((one) => JSON.stringify(one)).join("\n"), { unlabelled: "keep" });
          const found = await readSeries({ name: "x.json", size: bytes.length, stream }, { unlabelled: "keep" });
          const bare = (table: typeof found) => table.series.map(({ id, label, values }) => [id, label, ...values]);
          expect(bare(found)).toEqual(bare(lines));
          expect(found.reading.format).toBe("jsonl");
        },
      ),
    );
  });

  it("has time steps too, as pandas writes them with orient records", async () => {
    const { series, channelNames } = await readSeries(
      source('[{"series":"a","time":0,"x":1,"y":2},{"series":"a","time":1,"x":3,"y":null}]', "x.json"),
      { missing: "keep" },
    );
    expect([channelNames, ...series.map(({ id, values }) => [id, ...values])]).toEqual([
      ["x", "y"],
      ["a", 1, 2, 3, Number.NaN],
    ]);
  });

  it.each([
    ['[{"values":[1]},\r\n  {"values":[1,"x"]}]', "reader.number", ":2:16"],
    ['[\n{"values":[1]},\n{\n"values":\n [1e999]}]', "reader.number", ":5:3"],
    ['[{"values":[1]},{"values":[1]}', "jsonl.list", ":1:31"],
    ['[{"values":[1]}]\n{"values":[1]}', "jsonl.list", ":2:1"],
    ['[{"values":[1]},]', "jsonl.line", ":1:17"],
    ['[{"values":[1]},,{"values":[1]}]', "jsonl.line", ":1:17"],
    ['[{"values":[1]}, 3]', "jsonl.line", ":1:18"],
    ['[{"values":[1]} {"values":[1]}]', "jsonl.line", ":1:2"],
    ['[{"values":[1]}, {"values":[1], "a": 2}]', "jsonl.key", ":1:18"],
    ['[{"values":[1}', "jsonl.list", ":1:15"],
    ['[{"values":[1]},{"values":[[1],[2]]}]', "reader.nested", ":1:27"],
    ['[{"values":[[1,2],[2,3]]},{"values":[1]}]', "reader.nested", ":1:37"],
  ])("%j is refused: %s at %s", async (text, code, path) => {
    await expect(readSeries(source(text, "x.json"))).rejects.toMatchObject({ code, path: `x.json${path}` });
  });

  it.each([
    ['[{"x":[1],"y":[2]},{"x":[1]}]', "received nothing", "这里没有"],
    ['[{"x":[1],"y":[2]},{"x":[1],"y":{}}]', "received {…}", "收到的是 {…}"],
  ])("%j is refused in words of each language", async (text, en, zh) => {
    const error = await readSeries(source(text, "x.json")).catch((caught: Error) => caught);
    expect(error).toMatchObject({ code: "reader.list", message: expect.stringContaining(en) });
    expect(describeError(error as TidelabError, errorMessages)).toContain(zh);
  });

  it("leaves objects out that cannot be read, with onError skip", async () => {
    const text = '[{"values":[1]},{"values":[1,]},{"values":["x"]},{"values":[2]}]';
    const { series, skipped } = await readSeries(source(text, "x.json"), { onError: "skip" });
    expect(series.map(({ id, values }) => [id, ...values])).toEqual([
      ["1", 1],
      ["4", 2],
    ]);
    expect(skipped?.first.map(({ code, path }) => [code, path])).toEqual([
      ["jsonl.line", "x.json:1:17"],
      ["reader.number", "x.json:1:44"],
    ]);
  });
});
