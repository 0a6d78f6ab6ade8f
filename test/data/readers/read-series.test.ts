/** Reading a file of any format: unpacking, finding the format, progress, an end by signal, missing values. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { byteSource, formatOf, type ReadOptions, readSeries } from "../../../src/data/readers/index.ts";
import { gunzipped } from "../../../src/data/readers/input/gzip.ts";
import { pathSource } from "../../../src/node/byte-sources.ts";

const TABLE = "label,t0,t1\nsine,0.1,0.5\nsquare,1,-1\n";
const bytesOf = (text: string) => new TextEncoder().encode(text);
const read = (text: string | Uint8Array, name: string, options?: ReadOptions) =>
  readSeries(byteSource(typeof text === "string" ? bytesOf(text) : text, name), options);

describe("readSeries", () => {
  it("refuses an option with a value that it does not have, as programs without types may give it", async () => {
    const options = {
      ...{ decimal: "dot", dates: "ymd", layout: "lng", labels: "middle", labelFrom: "parent", groupFrom: "Folder" },
      ...{ axes: "CNT", padding: "cut", missing: "zero", unlabelled: true, onError: null },
    };
    for (const [option, value] of Object.entries(options)) {
      const wrong = read(TABLE, "two.csv", { [option]: value } as ReadOptions);
      const received = JSON.stringify(value);
      await expect(wrong, option).rejects.toMatchObject({ code: "spec.choice", path: option, params: { received } });
    }
  });

  it("reads bytes, blobs, files, buffers, streams and pieces alike", async () => {
    const expected = await read(TABLE, "two.csv");
    const bytes = bytesOf(TABLE);
    const sources = [
      byteSource(bytes.buffer.slice(0), "two.csv"),
      byteSource(new Blob([bytes]), "two.csv"),
      byteSource(new File([bytes], "two.csv")),
      byteSource(new Blob([bytes]).stream(), "two.csv"),
      byteSource(inPieces(bytes, 1), "two.csv"),
    ];
    for (const source of sources) expect(await readSeries(source)).toEqual(expected);
    expect(expected.series.map(({ label, values }) => [label, ...values])).toEqual([
      ["sine", Math.fround(0.1), 0.5],
      ["square", 1, -1],
    ]);
    expect(expected.reading).toMatchObject({ format: "csv", delimiter: ",", header: true, layout: "wide" });
  });

  it("unpacks gzip, and finds the format behind its ending", async () => {
    const packed = gzipSync(TABLE);
    expect(await read(packed, "two.csv.gz")).toEqual(await read(TABLE, "two.csv.gz"));
    expect(await readSeries(byteSource(inPieces(packed, 3), "two.csv"))).toEqual(await read(TABLE, "two.csv"));
  });

  it.each([1, 20, 40])("refuses a gzip file without its last %i bytes", async (bytes) => {
    const packed = gzipSync(TABLE);
    await expect(read(packed.subarray(0, -bytes), "two.csv.gz")).rejects.toMatchObject({
      code: "reader.gzip",
      path: "two.csv.gz",
    });
  });

  it("unpacks gzip files that were put one behind the other, and refuses what is none behind them", async () => {
    const [first, second] = [gzipSync("t0,t1\n1,2\n"), gzipSync("3,4\n")];
    const both = await read(Buffer.concat([first, second]), "x.csv.gz");
    expect(both.series.map(({ values }) => [...values])).toEqual([
      [1, 2],
      [3, 4],
    ]);
    const behind = read(Buffer.concat([first, Buffer.from("3,4\n")]), "x.csv.gz");
    await expect(behind).rejects.toMatchObject({ code: "reader.gzip" });
  });

  it("refuses a gzip file whose sum is another", async () => {
    const packed = gzipSync(TABLE);
    packed[packed.length - 8]! ^= 1; // the file is longer than that
    await expect(read(packed, "two.csv.gz")).rejects.toMatchObject({ code: "reader.gzip" });
  });

  it("stops unpacking a gzip file that goes on for very many times its size", async () => {
    // A head of a table, and 25 MB of the same line: gzip files may be put one behind the other.
    const same = gzipSync(Buffer.alloc(1_000_000, "0.25,0.25\n"));
    const bomb = Buffer.concat([gzipSync("t0,t1\n"), ...Array.from({ length: 25 }, () => same)]);
    let read = 0;
    const counted = (async function* () {
      for (let at = 0; at < bomb.length; at += 1000) {
        read += 1000;
        yield bomb.subarray(at, at + 1000);
      }
    })();
    const source = { name: "bomb.csv.gz", size: bomb.length, stream: () => counted };
    const drained = async () => {
      for await (const _ of gunzipped(source).stream());
    };
    await expect(drained()).rejects.toMatchObject({ code: "packed.ratio", path: "bomb.csv.gz" });
    expect(read).toBeLessThan(bomb.length);
  });

  it("reports bytes of the file as it is stored", async () => {
    const packed = gzipSync(TABLE);
    const seen: unknown[] = [];
    await readSeries(byteSource(packed, "two.csv.gz"), {}, { onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([{ bytes: packed.length, size: packed.length }]);
  });

  it("ends with the signal's reason, and closes the source", async () => {
    const ending = new AbortController();
    let isClosed = false;
    async function* endless() {
      try {
        for (let row = 0; ; row++) {
          if (row === 5000) ending.abort(new Error("enough"));
          yield bytesOf(`${row},0.5,1\n`);
        }
      } finally {
        isClosed = true;
      }
    }
    const reading = readSeries(byteSource(endless(), "x.csv"), {}, { signal: ending.signal });
    await expect(reading).rejects.toThrow("enough");
    expect(isClosed).toBe(true);
  });

  it("passes on what a source throws, packed or not", async () => {
    async function* failing() {
      yield gzipSync(TABLE).subarray(0, 20);
      throw new Error("the disk is gone");
    }
    await expect(readSeries(byteSource(failing(), "x.csv.gz"))).rejects.toThrow("the disk is gone");
  });

  it("counts missing values and says where the first is, or keeps them as NaN", async () => {
    const text = "t0,t1\n1.5,\n,?\n1,2\n";
    await expect(read(text, "x.csv")).rejects.toMatchObject({
      code: "reader.missing",
      path: "x.csv:2:5",
      params: { count: 3, series: 2, total: 3 },
    });
    const { series, missing } = await read(text, "x.csv", { missing: "keep" });
    expect(series.map(({ values }) => [...values])).toEqual([
      [1.5, Number.NaN],
      [Number.NaN, Number.NaN],
      [1, 2],
    ]);
    expect(missing).toEqual({ count: 3, series: 2, path: "x.csv:2:5" });
  });

  it("counts those of a long table by series", async () => {
    const text = "series,x,y\na,1,NaN\nb,2,3\na,,1\nb,1,NA\n";
    const { missing, channelNames } = await read(text, "x.csv", { missing: "keep" });
    expect(missing).toEqual({ count: 3, series: 2, path: "x.csv:2:5" });
    expect(channelNames).toEqual(["x", "y"]);
  });
});

describe("pathSource", () => {
  const folder = mkdtempSync(join(tmpdir(), "tidelab-sources-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("reads a file, as often as it is asked to", async () => {
    const path = join(folder, "two.csv");
    writeFileSync(path, TABLE);
    const source = await pathSource(path);
    expect([source.name, source.size]).toEqual([path, TABLE.length]);
    for (let time = 0; time < 2; time++)
      expect((await readSeries(source)).series).toEqual((await read(TABLE, path)).series);
  });

  it("says what is wrong with a path", async () => {
    await expect(pathSource(join(folder, "none.csv"))).rejects.toMatchObject({ code: "file.missing" });
    await expect(pathSource(folder)).rejects.toMatchObject({ code: "file.folder", path: folder });
    const path = join(folder, "gone.csv");
    writeFileSync(path, TABLE);
    const source = await pathSource(path);
    rmSync(path);
    await expect(readSeries(source)).rejects.toMatchObject({ code: "file.missing", path });
  });
});

describe("the format", () => {
  it.each([
    ["a,b\n1,2\n", "x.csv", "csv"],
    ["1 2 3\n", "x", "csv"],
  ])("of %j named %s is %s", async (text, name, format) => {
    expect(await formatOf(byteSource(bytesOf(text), name))).toBe(format);
  });

  it.each([
    ["", "x.csv", "reader.empty"],
    ["%PDF-1.7", "x.csv", "file.format"],
    ["<html><body>", "x.csv", "file.format"],
    ["\0\0\0\0\x01", "x.bin", "file.format"],
  ])("of %j named %s is refused: %s", async (text, name, code) => {
    await expect(formatOf(byteSource(bytesOf(text), name))).rejects.toMatchObject({ code, path: name });
    await expect(read(text, name)).rejects.toMatchObject({ code, path: name });
  });

  it("that is not known is refused by name", async () => {
    const options = { format: "xml" } as unknown as ReadOptions;
    await expect(read(TABLE, "x.csv", options)).rejects.toMatchObject({ code: "reader.format" });
  });
});

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}
