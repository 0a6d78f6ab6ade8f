/** Series written as files: NumPy's to the byte, with and without classes, and every format read back as it was. */
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entriesOf } from "../../../src/bytes/unzip.ts";
import { NO_CLASS } from "../../../src/data/files/classes.ts";
import { writeTable } from "../../../src/data/files/write-tables.ts";
import { type SeriesToWrite, WRITTEN_FORMATS } from "../../../src/data/files/written.ts";
import { byteSource, readSeries } from "../../../src/data/readers/index.ts";
import fixtures from "../../fixtures/write-arrays.json" with { type: "json" };

type Case = (typeof fixtures.cases)[number];

const dataOf = ({ channels, series, labels, groups }: Case): SeriesToWrite => ({
  name: "x",
  channels,
  channelNames: undefined,
  classNames: [...new Set(labels ?? [])],
  series: series.map((values, row) => ({
    id: String(row + 1),
    label: labels?.[row] ?? NO_CLASS,
    group: groups?.[row],
    values: Float32Array.from(values),
    length: values.length / channels,
  })),
});

const bytesOf = (pieces: Iterable<string | Uint8Array>) =>
  new Uint8Array(Buffer.concat([...pieces].map((one) => Buffer.from(one))));
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

describe("NumPy's files", () => {
  it.each(fixtures.cases.map((one, i) => [i, one] as const))(
    "are those of numpy.save, to the byte: case %i",
    async (_, one) => {
      const data = dataOf(one);
      expect(base64(bytesOf(writeTable(data, "npy").pieces))).toBe(one.X);
      const entries = entriesOf(bytesOf(writeTable(data, "npz").pieces), "x.npz");
      const found = await Promise.all(entries.map(async ({ name, bytes }) => [name, base64(await bytes())]));
      expect(Object.fromEntries(found)).toEqual({
        "X.npy": one.X,
        ...(one.y && { "y.npy": one.y }),
        ...(one.group && { "group.npy": one.group }),
      });
    },
  );

  it("say what they cannot hold", () => {
    const [first, second, third] = fixtures.cases.map(dataOf) as [SeriesToWrite, SeriesToWrite, SeriesToWrite];
    expect(writeTable(first, "npy").losses).toEqual(["labels"]);
    expect(writeTable(first, "npz").losses).toEqual([]);
    expect(writeTable(second, "npy").losses).toEqual(["labels", "groups", "lengths"]);
    expect(writeTable({ ...third, channelNames: ["a", "b", "c"] }, "npz").losses).toEqual(["channelNames"]);
    const mixed = {
      ...first,
      series: first.series.map((one, row) => (row === 1 ? { ...one, label: NO_CLASS, id: "b" } : one)),
    };
    expect(writeTable(mixed, "npz").losses).toEqual(["labels", "ids"]);
    const flat = {
      ...third,
      series: third.series.map((one) => ({ ...one, length: 2, values: one.values.subarray(0, 6) })),
    };
    expect(writeTable(flat, "npy").losses).toEqual(["axes"]);
  });

  it("are refused for series that end with a missing value, which would be padding", () => {
    const [data] = fixtures.cases.map(dataOf) as [SeriesToWrite];
    const series = data.series.map((one, row) =>
      row === 1 ? { ...one, values: Float32Array.of(1, Number.NaN), length: 2 } : one,
    );
    for (const format of ["npy", "npz"] as const) {
      expect(() => writeTable({ ...data, series }, format)).toThrow(
        expect.objectContaining({ code: "convert.endMissing", params: { series: "2" } }),
      );
    }
  });
});

describe("JSON lines", () => {
  it.each([
    [1, '{"id":"1","values":[-0,0,1e-7,null]}\n'],
    [2, '{"id":"1","channel1":[-0,1e-7],"channel2":[0,null]}\n'],
  ])("have -0, of %i channels, and null for what is missing", async (channels, expected) => {
    const values = Float32Array.of(-0, 0, 1e-7, Number.NaN);
    const one = { id: "1", label: NO_CLASS, group: undefined, values, length: 4 / channels };
    const data = { name: "x", series: [one], channels, channelNames: undefined, classNames: [] };
    const bytes = bytesOf(writeTable(data, "jsonl").pieces);
    expect(new TextDecoder().decode(bytes)).toBe(expected);
    const { series } = await readSeries(byteSource(bytes, "x.jsonl"), { missing: "keep" });
    expect([...series[0]!.values]).toEqual([...values]);
  });
});

describe("names", () => {
  const one = (id: string, label: string, values = [1, 2]) => {
    return { id, label, group: undefined, values: Float32Array.from(values), length: 2 };
  };
  const dataWith = (series: SeriesToWrite["series"], channelNames?: readonly string[]): SeriesToWrite => {
    const classNames = [...new Set(series.map(({ label }) => label))].sort();
    return { name: "x", series, channels: channelNames?.length ?? 1, channelNames, classNames };
  };
  const back = async (data: SeriesToWrite, format: "csv-long" | "jsonl") => {
    const { pieces, losses } = writeTable(data, format);
    const { series, channelNames } = await readSeries(
      byteSource(bytesOf(pieces), format === "jsonl" ? "x.jsonl" : "x.csv"),
    );
    return { losses, channelNames, series: series.map(({ id, label, values }) => [id, label, ...values]) };
  };

  it("that several series have would make one of them in a long CSV: they are numbered, and this is said", async () => {
    for (const [first, second] of [
      ["a", "a"],
      ["a", "a "],
    ] as const) {
      const { losses, series } = await back(dataWith([one(first, "u"), one(second, "u", [3, 4])]), "csv-long");
      expect([losses, series]).toEqual([
        ["repeatedIds"],
        [
          ["1", "u", 1, 2],
          ["2", "u", 3, 4],
        ],
      ]);
    }
    expect(writeTable(dataWith([one("a", "u"), one("b", "u")]), "csv-long").losses).toEqual([]);
  });

  it.each([" u", "NaN", "?", "u\0"])("of classes that a CSV would give back as others are refused: %j", (label) => {
    const data = dataWith([one("a", label), one("b", "v")]);
    for (const format of ["csv-wide", "csv-long"] as const) {
      expect(() => writeTable(data, format)).toThrow(
        expect.objectContaining({ code: "convert.csvText", params: { text: label } }),
      );
    }
    expect(writeTable(data, "jsonl").losses).toEqual([]);
  });

  it("of the class ? are refused in .ts, which reads none there", () => {
    const data = dataWith([one("a", "?"), one("b", "v")]);
    expect(() => writeTable(data, "ts")).toThrow(expect.objectContaining({ code: "convert.label" }));
  });

  it("of channels are kept in JSON lines and in a long CSV, and numbers take their place where they mean something else", async () => {
    const series = [one("a", "u", [1, 2, 3, 4]), one("b", "v", [5, 6, 7, 8])];
    for (const format of ["jsonl", "csv-long"] as const) {
      expect(await back(dataWith(series, ["y", "x"]), format)).toEqual({
        losses: [],
        channelNames: ["y", "x"],
        series: [
          ["a", "u", 1, 2, 3, 4],
          ["b", "v", 5, 6, 7, 8],
        ],
      });
      for (const taken of ["time", "label", "id"]) {
        if (taken === "id" && format === "csv-long") continue;
        const { losses, channelNames } = await back(dataWith(series, [taken, "x"]), format);
        expect([taken, losses, channelNames]).toEqual([taken, ["roleNames"], ["channel1", "channel2"]]);
      }
    }
    const single = dataWith([one("a", "u"), one("b", "v")], ["x"]);
    const text = new TextDecoder().decode(bytesOf(writeTable(single, "jsonl").pieces));
    expect(text.split("\n")[0]).toBe('{"id":"a","label":"u","x":[1,2]}');
  });

  it("of the only channel has no place in a wide CSV, which is said, unless it is none", () => {
    const lossesOf = (names?: string[]) =>
      writeTable(dataWith([one("a", "u"), one("b", "v")], names), "csv-wide").losses;
    expect([lossesOf(["acc"]), lossesOf(["value"]), lossesOf()]).toEqual([["channelNames"], [], []]);
  });
});

describe("names that would be read as something else", () => {
  it("of channels keep a CSV's separator a comma", async () => {
    const series = [1, 2].map((n) => ({
      id: `s${n}`,
      label: "a",
      group: undefined,
      values: Float32Array.of(n, 4, 5, 6),
      length: 2,
    }));
    const data = { name: "x", series, channels: 2, channelNames: ["L|R", "a;b"], classNames: ["a"] };
    const found = await readSeries(byteSource(bytesOf(writeTable(data, "csv-long").pieces), "x.csv"));
    expect(found.channelNames).toEqual(["L|R", "a;b"]);
    expect(found.series.map(({ values }) => [...values])).toEqual(series.map(({ values }) => [...values]));
  });

  it("of channels do not change their order in JSON lines, which puts whole numbers first", async () => {
    const values = Float32Array.of(1, 2, 3, 4, 5, 6);
    const series = ["1", "2"].map((id) => ({ id, label: "a", group: undefined, values, length: 3 }));
    for (const [channelNames, kept] of [
      [
        ["x", "9"],
        ["channel1", "channel2"],
      ],
      [
        ["0", "1"],
        ["0", "1"],
      ],
    ] as const) {
      const data = { name: "x", series, channels: 2, channelNames, classNames: ["a"] };
      const { pieces, losses } = writeTable(data, "jsonl");
      const found = await readSeries(byteSource(bytesOf(pieces), "x.jsonl"));
      expect([[...(found.series[0]?.values ?? [])], losses]).toEqual([
        [...values],
        kept[0] === "0" ? [] : ["roleNames"],
      ]);
      if (kept[0] === "0") expect(found.channelNames).toEqual(kept);
    }
  });

  it("are not lost: the groups of an NPZ are read without being asked for", async () => {
    const series = ["p", "q"].map((group) => ({
      id: "1",
      label: "a",
      group,
      values: Float32Array.of(1, 2),
      length: 2,
    }));
    const data = { name: "x", series, channels: 1, channelNames: undefined, classNames: ["a"] };
    const { series: found, reading } = await readSeries(byteSource(bytesOf(writeTable(data, "npz").pieces), "x.npz"));
    expect(found.map(({ group }) => group)).toEqual(["p", "q"]);
    expect(reading.columns).toMatchObject({ group: "group" });
  });
});

describe("every format", () => {
  const NAMES = { "csv-wide": "x.csv", "csv-long": "x.csv", ts: "x.ts", jsonl: "x.jsonl", npy: "x.npy", npz: "x.npz" };
  const value = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 });
  const series = (isLabelled: boolean) =>
    fc.array(
      fc.record({
        label: isLabelled ? fc.constantFrom("walk", "run") : fc.constant(NO_CLASS),
        values: fc.array(value, { minLength: 3, maxLength: 3 }),
      }),
      { minLength: 2, maxLength: 5 },
    );

  it.each(WRITTEN_FORMATS.flatMap((format) => [[format, true] as const, [format, false] as const]))(
    "has the same series when it is read: %s, with classes: %s",
    async (format, isLabelled) => {
      await fc.assert(
        fc.asyncProperty(series(isLabelled), async (list) => {
          const rows = list.map(({ label, values }, row) => ({
            id: String(row + 1),
            label,
            group: undefined,
            values: Float32Array.from(values),
            length: 3,
          }));
          const data = {
            name: "x",
            series: rows,
            channels: 1,
            channelNames: undefined,
            classNames: isLabelled ? ["run", "walk"] : [],
          };
          const bytes = bytesOf(writeTable(data, format).pieces);
          const options = format === "csv-wide" ? { layout: "wide" as const } : {};
          const found = await readSeries(byteSource(bytes, NAMES[format]), options);
          const known = isLabelled && format !== "npy";
          expect(found.series.map(({ id, label, values }) => [id, label, ...values])).toEqual(
            rows.map(({ id, label, values }) => [id, known ? label : undefined, ...values]),
          );
        }),
        { numRuns: 30 },
      );
    },
  );

  it("has an empty place for a series without a class among others", async () => {
    const rows = ["a", NO_CLASS].map((label, row) => ({
      id: String(row + 1),
      label,
      group: undefined,
      values: Float32Array.of(1, 2),
      length: 2,
    }));
    const data = { name: "x", series: rows, channels: 1, channelNames: undefined, classNames: ["a"] };
    for (const format of ["csv-wide", "csv-long", "ts", "jsonl"] as const) {
      const source = () => byteSource(bytesOf(writeTable(data, format).pieces), NAMES[format]);
      expect((await readSeries(source(), { unlabelled: "keep" })).series.map(({ label }) => label)).toEqual([
        "a",
        undefined,
      ]);
      await expect(readSeries(source())).rejects.toMatchObject({ code: expect.stringMatching(/noLabel|emptyName/) });
    }
  });
});
