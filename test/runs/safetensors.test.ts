/** The safetensors format against files that Python's own library wrote, and against files that nobody should trust. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TidelabError } from "../../src/errors/errors.ts";
import { readSafetensors, writeSafetensors } from "../../src/formats/safetensors.ts";

const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));

/** A file of this header, written as it is, and this many bytes of data. */
function file(header: unknown, dataBytes = 0, headerLength?: bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, headerLength ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

/** What reading throws. */
function failureOf(bytes: Uint8Array): TidelabError {
  try {
    readSafetensors(bytes, "model.safetensors");
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
  throw new Error("expected a failure");
}

const f32 = (begin: number, end: number, shape = [(end - begin) / 4]) => ({
  dtype: "F32",
  shape,
  data_offsets: [begin, end],
});

describe("reading", () => {
  it("gives what Python's library wrote, bit for bit, from every type", () => {
    const expected = JSON.parse(fixture("safetensors.json").toString()) as Record<
      string,
      { shape: number[]; bits: number[] }
    >;
    const { tensors, metadata } = readSafetensors(fixture("safetensors.safetensors"));
    expect([...tensors.keys()].sort()).toEqual(Object.keys(expected).sort());
    for (const [name, { shape, data }] of tensors) {
      expect(shape, name).toEqual(expected[name]?.shape);
      const bits = new Int32Array(data.buffer, data.byteOffset, data.length);
      expect([...bits], name).toEqual(expected[name]?.bits);
    }
    expect(metadata).toEqual({ format: "pt", 备注: "测试" });
  });

  it.each([
    ["tooShort", new Uint8Array(7)],
    ["giantHeader", file("{}", 0, 100_000_001n)],
    ["giantHeader", file("{}", 0, 0xffff_ffff_ffff_ffffn)],
    ["headerBeyondFile", file("{}", 0, 100n)],
    ["headerText", (() => file("{}").with(8, 0xff))()],
    ["headerJson", file('{"a": ')],
    ["headerObject", file("[]")],
    ["headerObject", file("")],
    ["duplicateKey", file(`{"a":${JSON.stringify(f32(0, 4))},"a":${JSON.stringify(f32(0, 4))}}`, 4)],
    ["metadata", file({ __metadata__: { format: 1 } })],
    ["entry", file({ a: { dtype: "F32", shape: [1] } }, 4)],
    ["entry", file({ a: null })],
    ["dtype", file({ a: { ...f32(0, 4), dtype: "F8_E4M3" } }, 4)],
    ["dtype", file({ a: { ...f32(0, 4), dtype: "toString" } }, 4)],
    ["shape", file({ a: { ...f32(0, 4), shape: [-1] } }, 4)],
    ["shape", file({ a: { ...f32(0, 4), shape: [1.5] } }, 4)],
    ["offsets", file({ a: { dtype: "F32", shape: [1], data_offsets: [4, 0] } }, 4)],
    ["offsets", file({ a: { dtype: "F32", shape: [1], data_offsets: [0] } }, 4)],
    ["size", file({ a: f32(0, 4, [2]) }, 4)],
    ["size", file({ a: f32(0, 4, [2 ** 30, 2 ** 30, 2 ** 30]) }, 4)],
    ["range", file({ a: f32(0, 8) }, 4)],
    ["start", file({ a: f32(4, 8) }, 8)],
    ["hole", file({ a: f32(0, 4), b: f32(8, 12) }, 12)],
    ["overlap", file({ a: f32(0, 8), b: f32(4, 12) }, 12)],
    ["trailing", file({ a: f32(0, 4) }, 5)],
  ])("refuses: %s", (code, bytes) => {
    const error = failureOf(bytes);
    expect(error.code).toBe(`safetensors.${code}`);
    expect(error.message).toMatch(/^model\.safetensors: expected .*received .*\. .+/);
  });

  it("names the place of a weight that is not finite", () => {
    for (const [value, text] of [
      [Number.NaN, "NaN"],
      [Number.NEGATIVE_INFINITY, "-Infinity"],
    ] as const) {
      const bytes = writeSafetensors([["w", { shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, value) }]]);
      expect(failureOf(bytes).message).toContain(`received ${text} in tensor "w" at index [1, 2]`);
    }
    // Finite as float64, infinite as float32.
    const bytes = file({ a: { dtype: "F64", shape: [1], data_offsets: [0, 8] } }, 8);
    new DataView(bytes.buffer).setFloat64(bytes.length - 8, 1e39, true);
    expect(failureOf(bytes).code).toBe("safetensors.notFinite");
  });

  it("never does anything but read or say what is wrong, whatever byte is changed or cut off", () => {
    const whole = writeSafetensors(
      [
        ["a", { shape: [2], data: Float32Array.of(1, 2) }],
        ["b.c", { shape: [], data: Float32Array.of(3) }],
      ],
      { x: "y" },
    );
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, value, length) => {
        try {
          readSafetensors(whole.with(at, value).subarray(0, length));
        } catch (error) {
          expect(error).toBeInstanceOf(TidelabError);
        }
      }),
      { numRuns: 2000 },
    );
    for (let length = 0; length < whole.length; length++)
      expect(() => readSafetensors(whole.subarray(0, length))).toThrow(TidelabError);
  });
});

describe("writing", () => {
  it("is read back as it was, with any names, shapes and values", () => {
    const tensor = fc.array(fc.nat(3), { maxLength: 3 }).chain((shape) => {
      const size = shape.reduce((product, side) => product * side, 1);
      return fc
        .array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: size, maxLength: size })
        .map((values) => ({ shape, data: Float32Array.from(values) }));
    });
    const names = fc.string({ unit: "binary" }).filter((name) => name !== "__metadata__");
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(names, tensor), { selector: ([name]) => name, maxLength: 5 }), (list) => {
        const bytes = writeSafetensors(list, { key: "文" });
        const { tensors, metadata } = readSafetensors(bytes);
        expect(metadata).toEqual({ key: "文" });
        expect(tensors.size).toBe(list.length);
        for (const [name, { shape, data }] of list) {
          expect(tensors.get(name)?.shape).toEqual(shape);
          expect(Object.is(tensors.get(name)?.data[0], data[0])).toBe(true);
          expect(tensors.get(name)?.data).toEqual(data);
        }
      }),
    );
  });

  it("begins the data on a multiple of eight bytes", () => {
    for (const name of ["a", "ab", "abc", "abcd"]) {
      const bytes = writeSafetensors([[name, { shape: [1], data: Float32Array.of(1) }]]);
      expect((bytes.length - 4) % 8).toBe(0);
    }
  });

  it("refuses values that do not fill the shape", () => {
    expect(() => writeSafetensors([["a", { shape: [3], data: new Float32Array(2) }]])).toThrow(RangeError);
  });
});
