/** Numbers out of a text: the same bits as `Math.fround(Number(…))`, for every text. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { float32At } from "../../../../src/data/readers/table/float32.ts";

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const expected = (text: string) => (NUMBER.test(text) ? Math.fround(Number(text)) : Number.NaN);
const isExact = (text: string) => Object.is(read(text), expected(text));
const read = (text: string) => float32At(text, 0, text.length);

describe("float32At", () => {
  it("reads what JavaScript, Python and C write", () => {
    const written = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value.toExponential(18)),
      fc.float({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value.toFixed(12)),
      fc.integer().map(String),
    );
    fc.assert(fc.property(written, isExact), { numRuns: 20_000 });
  });

  it("reads any text of digits, signs, points and exponents", () => {
    const text = fc.string({ unit: fc.constantFrom(..."0123456789+-.eE, x"), maxLength: 30 });
    fc.assert(fc.property(text, isExact), { numRuns: 50_000 });
  });

  it("is right where a float32 lies half-way between two", () => {
    // The middle of two neighbours, written out, with digits added far behind.
    const middles = fc.tuple(
      fc.float({ min: 1, max: 1e6, noNaN: true }),
      fc.constantFrom("", "0", "0000000001", "000000000000000001"),
    );
    fc.assert(
      fc.property(middles, ([value, more]) => {
        const above = nextAfter(value);
        const text = `${((value + above) / 2).toFixed(30).replace(/0+$/, "")}${more}`;
        return isExact(text);
      }),
      { numRuns: 10_000 },
    );
  });

  it("reads a part of a text only", () => {
    expect(float32At("1,2.5,3", 2, 5)).toBe(2.5);
    expect(float32At("1e5", 0, 2)).toBeNaN();
    expect(float32At("12", 0, 1)).toBe(1);
  });

  it.each(["", "-", ".", "1e", "1e+", "0x10", " 1", "1_0", "NaN", "Infinity", "١", "1,5"])(
    "does not take %j",
    (text) => {
      expect(read(text)).toBeNaN();
    },
  );

  it.each(["1e39", "-1e39", "9".repeat(400), "1e400"])("gives infinity for %s", (text) => {
    expect(Math.abs(read(text))).toBe(Number.POSITIVE_INFINITY);
  });
});

function nextAfter(value: number): number {
  const bits = new Int32Array(Float32Array.of(value).buffer);
  bits[0]!++; // one number is there
  return new Float32Array(bits.buffer)[0] ?? Number.NaN;
}
