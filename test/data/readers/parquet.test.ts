/** Parquet files that PyArrow wrote: lists, values in columns, time steps in rows. */
import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { byteSource, formatOf, type ReadOptions, readSeries } from "../../../src/data/readers/index.ts";
import fixtures from "../../fixtures/readers.json" with { type: "json" };

const { parquet } = fixtures;
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
const read = (base64: string, options?: ReadOptions) => readSeries(byteSource(bytesOf(base64), "x.parquet"), options);
const plain = async (base64: string, options?: ReadOptions) => {
  const { series, reading, ...table } = await read(base64, options);
  expect((await read(base64, reading)).series).toEqual(series);
  return { ...table, series: series.map(({ id, label, group, values }) => [id, label, group, ...values]) };
};

describe("Parquet", () => {
  it("has a value a column, where the columns are numbered", async () => {
    const { series, channels, missing } = await plain(parquet.wide, { missing: "keep" });
    expect(channels).toBe(1);
    expect(series).toEqual([
      ["a", "x", undefined, 1.5, 2, 4],
      ["b", "y", undefined, Number.NaN, 3, 5],
    ]);
    expect(missing).toEqual({ count: 1, series: 1, path: "x.parquet: row 2, t0" });
  });

  it("has a time step a row, where a column names the series", async () => {
    const { series, channels, channelNames, sampling } = await plain(parquet.long);
    expect([channels, channelNames]).toEqual([2, ["u", "v"]]);
    expect(series).toEqual([
      ["b", "x", undefined, 1, 0.5, 3, 2.5, 4, 3.5],
      ["a", "y", undefined, 2, 1.5],
    ]);
    expect(sampling).toEqual({ step: 1, unit: "column", isEven: true });
  });

  it("has dates", async () => {
    expect((await read(parquet.dates)).sampling).toEqual({ step: 1, unit: "seconds", isEven: false });
  });

  it("has times below a millisecond, before 1970 too", async () => {
    const sampling = async (file: string) => (await read(file)).sampling;
    expect((await sampling(parquet.micros))?.step).toBeCloseTo(250e-6, 12);
    expect(await sampling(parquet.micros)).toMatchObject({ unit: "seconds", isEven: true });
    expect((await sampling(parquet.nanos))?.step).toBeCloseTo(250e-9, 15);
  });

  it("has lists of values, of one channel or several, nested or not", async () => {
    expect((await plain(parquet.lists)).series).toEqual([
      ["1", "1", undefined, 1, 2],
      ["2", "2", undefined, 3],
    ]);
    const { series, channelNames } = await plain(parquet.channels);
    expect(channelNames).toEqual(["acc", "gyr"]);
    expect(series).toEqual([
      ["1", undefined, "p", 1, 4, 2, 5],
      ["2", undefined, "q", 3, 6],
    ]);
    const nested = await plain(parquet.nested);
    expect([nested.channels, nested.series]).toEqual([2, [["1", "x", undefined, 1, 2, 3, 4, 5, 6]]]);
  });

  it("is refused where its columns do not say what a row is, until the options do", async () => {
    await expect(read(parquet.steps)).rejects.toMatchObject({ code: "reader.layout", path: "x.parquet" });
    expect((await plain(parquet.steps, { layout: "wide" })).series).toEqual([
      ["1", undefined, undefined, 1, 3],
      ["2", undefined, undefined, 2, 4],
    ]);
    expect((await plain(parquet.steps, { layout: "long" })).series).toEqual([
      ["x.parquet", undefined, undefined, 1, 3, 2, 4],
    ]);
  });

  it("is refused where a run has more levels than its page, before they fill the memory", async () => {
    const bytes = bytesOf(parquet.lists);
    // The run of three definition levels of the first column.
    expect([...bytes.subarray(115, 117)]).toEqual([3 << 1, 3]);
    bytes[115] = 4 << 1;
    const changed = readSeries(byteSource(bytes, "x.parquet"));
    await expect(changed).rejects.toMatchObject({
      code: "parquet.damaged",
      params: { reason: "a run of 4 where a page has 3 values" },
    });
  });

  it("is refused where the sum of a page is another, whichever byte was changed", async () => {
    const bytes = bytesOf(parquet.sums);
    const { series } = await readSeries(byteSource(bytes, "x.parquet"));
    const footer = bytes.length - 8 - new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
    const reasons: string[] = [];
    for (let at = 4; at < footer; at++) {
      const changed = bytes.slice();
      changed[at]! ^= 0x10;
      const reading = readSeries(byteSource(changed, "x.parquet"));
      const failure = await reading.then(
        (read) => expect(read.series).toEqual(series),
        (error: unknown) => String(error),
      );
      if (typeof failure === "string") reasons.push(failure);
    }
    // The values are 24 bytes in the dictionary, and as many are levels and places in it.
    expect(reasons.filter((reason) => reason.includes("a page whose sum is another")).length).toBeGreaterThan(24);
  });

  it("is known by its first bytes, and refused where it is cut off", async () => {
    const bytes = bytesOf(parquet.long);
    expect(await formatOf(byteSource(bytes, "x"))).toBe("parquet");
    for (const length of [8, bytes.length / 2, bytes.length - 1]) {
      const cut = readSeries(byteSource(bytes.subarray(0, length), "x.parquet"));
      await expect(cut).rejects.toMatchObject({ code: "parquet.damaged", path: "x.parquet" });
    }
  });
});
