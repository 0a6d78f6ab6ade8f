import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatCount, formatPercent, formatValue } from "../../src/figures/numbers.ts";

describe("formatPercent", () => {
  it("has one decimal and never says all or nothing of what is neither", () => {
    expect([0, 1, 0.5, 178 / 180, 0.99997, 0.00001, Number.NaN, 2, -1].map(formatPercent)).toEqual([
      "0%",
      "100%",
      "50.0%",
      "98.9%",
      ">99.9%",
      "<0.1%",
      "–",
      "–",
      "–",
    ]);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true, minExcluded: true, maxExcluded: true }), (share) => {
        expect(formatPercent(share)).toMatch(/^(<0\.1|>99\.9|[1-9]?\d\.\d)%$/);
        expect(formatPercent(share)).not.toBe("0.0%");
      }),
    );
  });
});

describe("formatValue and formatCount", () => {
  it("print what can be read, for any number", () => {
    expect([0.123456, 1e-7, -2, 123456, Number.NaN].map(formatValue)).toEqual(["0.1235", "1e−7", "−2", "123500", "–"]);
    expect([90, 0, 0.5, 1e20, -3, Number.POSITIVE_INFINITY].map(formatCount)).toEqual([
      "90",
      "0",
      "0.50",
      "1.0e20",
      "−3",
      "–",
    ]);
    // Rounding this to four digits overflows.
    expect(formatValue(-1.7975e308)).toBe("–");
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(formatValue(value) + formatCount(value)).not.toMatch(/NaN|Infinity/);
      }),
    );
  });
});
