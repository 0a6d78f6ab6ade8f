/** Parquet in every compression: files that PyArrow wrote, gzip with its sums, LZ4 in the frame of Hadoop. */
import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteSource, readSeries } from "../../../src/data/readers/index.ts";
import { loadCodecs } from "../../../src/data/readers/parquet-codecs.ts";
import fixtures from "../../fixtures/readers.json" with { type: "json" };

const { small, large, lz4Block } = fixtures.compressed;
const read = (bytes: Uint8Array) => readSeries(byteSource(bytes, "x.parquet"));

/** What the generator's formulas give. */
function expected(length: number) {
  const values = Float32Array.from({ length }, (_, t) => ((t * t) % 101) / 8);
  return [
    { label: "x", values },
    { label: "y", values: values.slice(0, 40).map((value) => value - 0.5) },
  ];
}

describe("Parquet", () => {
  const sizes = [
    { size: "small", files: small, length: 120 },
    { size: "of several blocks", files: large, length: 20_000 },
  ];
  it.each(
    sizes.flatMap(({ files, ...size }) => Object.entries(files).map(([codec, file]) => ({ ...size, codec, file }))),
  )("in $codec, $size, is what was written", async ({ file, length }) => {
    const { series } = await read(Buffer.from(file, "base64"));
    expect(series.map(({ label, values }) => ({ label, values: Float32Array.from(values) }))).toEqual(expected(length));
  });

  // The compression of the column of labels: a zigzag varint behind its path.
  it.each([
    { codec: "LZO", varint: 6, received: "LZO in label" },
    { codec: "a number that no version of the format has", varint: 60, received: "an unknown compression in label" },
  ])("in $codec is refused with its name and column", async ({ varint, received }) => {
    const text = Buffer.from(small.gzip, "base64").toString("latin1");
    const changed = text.replace("label\x15\x04\x16", `label\x15${String.fromCharCode(varint)}\x16`);
    expect(changed).not.toBe(text);
    const error = await read(Buffer.from(changed, "latin1")).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: "parquet.codec", path: "x.parquet" });
    expect(String(error)).toContain(`received ${received}`);
  });
});

describe("gzip in pages", () => {
  const page = new Uint8Array(Float64Array.from({ length: 60 }, (_, t) => ((t * t) % 11) / 4).buffer);
  const members = (...cuts: number[]) =>
    [0, ...cuts].map((start, i) => gzipSync(page.subarray(start, cuts[i] ?? page.length)));

  it("is one member or several, also with nothing in one", async () => {
    const { GZIP } = await loadCodecs();
    for (const packed of [gzipSync(page), gzipSync(page, { level: 0 }), Buffer.concat(members(7, 300, 300))]) {
      expect(GZIP?.(packed, page.length)).toEqual(page);
    }
  });

  it("is refused where a sum or a length is another, whatever was changed", async () => {
    const { GZIP } = await loadCodecs();
    const stored = Buffer.concat([gzipSync(page.subarray(0, 99), { level: 0 }), gzipSync(page.subarray(99))]);
    // 30: a value of the first member, which is stored as it is.
    for (const at of [30, stored.length - 1, stored.length - 8]) {
      const changed = new Uint8Array(stored);
      changed[at]! ^= 1;
      expect(() => GZIP?.(changed, page.length)).toThrow("sum");
    }
    expect(() => GZIP?.(stored, page.length + 1)).toThrow();
    expect(() => GZIP?.(stored, page.length - 1)).toThrow();
    fc.assert(
      fc.property(fc.nat(stored.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = new Uint8Array(stored);
        changed[at]! ^= change;
        let unpacked: Uint8Array | undefined;
        try {
          unpacked = GZIP?.(changed, page.length);
        } catch {
          return;
        }
        expect(unpacked).toEqual(page);
      }),
      { numRuns: 300 },
    );
  });
});

it("LZ4 is read in the frame of Hadoop and without it", async () => {
  const { LZ4, LZ4_RAW } = await loadCodecs();
  const block = new Uint8Array(Buffer.from(lz4Block, "base64"));
  const plain = new Uint8Array(Float64Array.from({ length: 270 }, (_, i) => i % 30).buffer);
  const frame = new Uint8Array(8 + block.length);
  new DataView(frame.buffer).setUint32(0, plain.length);
  new DataView(frame.buffer).setUint32(4, block.length);
  frame.set(block, 8);
  const twice = new Uint8Array(2 * plain.length);
  twice.set(plain);
  twice.set(plain, plain.length);

  expect(LZ4_RAW?.(block, plain.length)).toEqual(plain);
  expect(LZ4?.(block, plain.length)).toEqual(plain);
  expect(LZ4?.(frame, plain.length)).toEqual(plain);
  expect(LZ4?.(new Uint8Array([...frame, ...frame]), twice.length)).toEqual(twice);
});
