/** `.npy` and `.npz` files that NumPy wrote: every numeric type and memory order, axes, labels, and what is refused. */
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteSource, formatOf, type ReadOptions, readSeries } from "../../../src/data/readers/index.ts";
import fixtures from "../../fixtures/readers.json" with { type: "json" };

const { numpy, other } = fixtures;
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
const read = (base64: string, options?: ReadOptions, labelsFrom?: Uint8Array, name = "x.npy") =>
  readSeries(byteSource(bytesOf(base64), name), options, {
    labelsFrom: labelsFrom && byteSource(labelsFrom, "y"),
  });
const refusal = (base64: string, options?: ReadOptions, labelsFrom?: Uint8Array) =>
  expect(read(base64, options, labelsFrom)).rejects;

describe(".npy", () => {
  it.each(Object.entries(numpy).filter(([name]) => name !== "half"))(
    "of the type and order %s is read",
    async (_, { file, values }) => {
      const { series, channels } = await read(file, { axes: "NTC" });
      expect(channels).toBe(2);
      expect(series.flatMap((one) => [...one.values])).toEqual(values);
    },
  );

  it("of float16 is read to the bit, infinite as missing", async () => {
    const { series } = await read(numpy.half.file, { missing: "keep" });
    expect([...(series[0]?.values ?? [])].map((value) => (Number.isNaN(value) ? null : value))).toEqual(
      numpy.half.values,
    );
  });

  it("has series along the first axis, then time", async () => {
    const { series, channels, missing, notices, reading } = await read(other.flat, { missing: "keep" });
    expect(channels).toBe(1);
    expect(series.map(({ values }) => [...values])).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(missing).toBeUndefined();
    expect(notices).toEqual([{ kind: "padding", path: "x.npy[1, 0]", count: 1 }]);
    expect(reading).toEqual({ format: "npy", padding: "trim", missing: "keep" });
    const kept = await read(other.flat, { missing: "keep", padding: "keep" });
    expect(kept.missing).toEqual({ count: 1, series: 1, path: "x.npy[1, 2]" });
  });

  it("has more steps than channels, where the options do not say which is which, and says so", async () => {
    const { series, channels, notices, reading } = await read(other.deep);
    expect(channels).toBe(3);
    expect(series[0]?.values).toEqual(Float32Array.of(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11));
    expect(reading.axes).toBe("NCT");
    expect(notices).toEqual([{ kind: "axes", path: "x.npy", axes: "NCT", shape: "2, 3, 4" }]);
    const turned = await read(other.deep, { axes: "NTC" });
    expect([turned.channels, turned.notices]).toEqual([4, []]);
    expect(turned.series[0]?.values).toEqual(Float32Array.from({ length: 12 }, (_, i) => i));
  });

  it.each([
    ["texts", other.texts, ["walk", "läuft"]],
    ["bytes", other.bytes, ["a", "bc"]],
    ["numbers", other.numbers, ["1", "-1"]],
  ])("takes labels from another .npy: %s", async (_, labels, expected) => {
    const { series } = await read(other.deep, {}, bytesOf(labels));
    expect(series.map(({ label }) => label)).toEqual(expected);
  });

  it("refuses labels that float64 makes equal, and says how labels of Python objects are saved", async () => {
    await refusal(other.deep, {}, bytesOf(other.inexact)).toMatchObject({ code: "reader.inexactName" });
    await refusal(other.deep, {}, bytesOf(other.object)).toThrow("y.astype(str)");
  });

  it.each([["walk\nrun\n"], ["label\r\nwalk\r\nrun"]])("takes labels from lines: %j", async (text) => {
    const { series } = await read(other.deep, {}, new TextEncoder().encode(text));
    expect(series.map(({ label }) => label)).toEqual(["walk", "run"]);
  });

  it("is refused with labels that do not fit", async () => {
    const text = (labels: string) => new TextEncoder().encode(labels);
    await refusal(other.deep, {}, text("a\nb\nc\n")).toMatchObject({ code: "reader.labelCount", path: "y" });
    await refusal(other.deep, {}, text("a\n\nc\n")).toMatchObject({ code: "reader.noLabel", path: "y:2:1" });
    await refusal(other.deep, {}, bytesOf(other.hot)).toMatchObject({ code: "npy.labels" });
    const labelled = readSeries(
      byteSource(text("label,t0\na,1\n"), "x.csv"),
      {},
      { labelsFrom: byteSource(text("b"), "y") },
    );
    await expect(labelled).rejects.toMatchObject({ code: "reader.twoLabels" });
  });

  it.each([
    ["one axis", other.line, "npy.dimensions", "x.npy"],
    ["as many channels as steps", other.square, "npy.axes", "x.npy"],
    ["Python objects", other.object, "npy.type", "x.npy"],
    ["complex numbers", other.complex, "npy.type", "x.npy"],
    ["records", other.struct, "npy.type", "x.npy"],
    ["times", other.time, "npy.type", "x.npy"],
    ["texts", other.texts, "npy.type", "x.npy"],
    ["a number too large for float32", other.large, "reader.number", "x.npy[0, 1]"],
  ])("of %s is refused", async (_, file, code, path) => {
    await refusal(file).toMatchObject({ code, path });
  });

  it("that was cut off or goes on is refused", async () => {
    const bytes = bytesOf(other.flat);
    for (const length of [6, 9, 11, 60, bytes.length - 1]) {
      const cut = readSeries(byteSource(bytes.subarray(0, length), "x.npy"));
      await expect(cut).rejects.toMatchObject({ code: "npy.damaged", params: { problem: "cut" } });
    }
    const longer = readSeries(byteSource(Uint8Array.of(...bytes, 0), "x.npy"));
    await expect(longer).rejects.toMatchObject({ code: "npy.damaged", params: { problem: "longer" } });
  });
});

describe(".npz", () => {
  it("has values and labels by their names", async () => {
    expect(await formatOf(byteSource(bytesOf(other.npz), "x"))).toBe("npz");
    const { series, channels, reading } = await read(other.npz, {}, undefined, "x.npz");
    expect([channels, series.map(({ label }) => label)]).toEqual([3, ["walk", "läuft"]]);
    expect(reading).toMatchObject({ format: "npz", columns: { channels: ["X"], label: "y" } });
    const again = await read(other.npz, reading, undefined, "x.npz");
    expect(again.series).toEqual(series);
  });

  it("has those that the options name, deflated or not", async () => {
    await expect(read(other.npzDeflated, {}, undefined, "x.npz")).rejects.toMatchObject({
      code: "npz.arrays",
      params: { names: "x_train, y_train, who" },
    });
    const columns = { channels: ["x_train"], label: "y_train", group: "who" };
    const { series } = await read(other.npzDeflated, { columns, axes: "NTC" }, undefined, "x.npz");
    expect(series.map(({ label, group, values }) => [label, group, values[0]])).toEqual([
      ["3", "p", 0],
      ["1", "q", 12],
    ]);
    const unlabelled = await read(other.npzDeflated, { columns, labels: "none" }, undefined, "x.npz");
    expect(unlabelled.series[0]?.label).toBeUndefined();
    const wrong = read(other.npzDeflated, { columns: { channels: ["z"] } }, undefined, "x.npz");
    await expect(wrong).rejects.toMatchObject({ code: "reader.noColumn" });
  });

  it.each([
    ["count of files", 22 - 10, 3],
    ["length of the last name, which then ends in .np", 22 + 51 - 28, 1],
  ])(
    "is refused, not read without its labels, where one byte of its directory is another: the %s",
    async (_, fromEnd, bits) => {
      const changed = bytesOf(other.npz);
      changed[changed.length - fromEnd]! ^= bits; // its end record has 22 bytes, and the entry of y.npy before it 51
      await expect(readSeries(byteSource(changed, "x.npz"))).rejects.toMatchObject({
        code: "zip.damaged",
        path: "x.npz",
      });
    },
  );

  it("is refused wherever a byte is another, or read as before", async () => {
    for (const file of [bytesOf(other.npz), bytesOf(other.npzDeflated)]) {
      const options: ReadOptions = {
        format: "npz",
        missing: "keep",
        columns: file.length === bytesOf(other.npz).length ? undefined : { channels: ["x_train"], label: "y_train" },
      };
      const expected = (await readSeries(byteSource(file, "x.npz"), options)).series;
      await fc.assert(
        fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (at, bits) => {
          const changed = file.slice();
          changed[at]! ^= bits; // it is there
          const series = await readSeries(byteSource(changed, "x.npz"), options).then(
            (reading) => reading.series,
            (error: { code?: string }) => error.code,
          );
          if (typeof series !== "string") expect(series).toEqual(expected);
        }),
        { numRuns: 300 },
      );
    }
  });
});
