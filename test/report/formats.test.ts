/** Numbers as reports show them: never rounded to what they are not. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatCount,
  formatDate,
  formatJson,
  formatLoss,
  formatNumber,
  formatSeconds,
  formatShape,
  formatShare,
} from "../../src/report/formats.ts";

describe("formats of reports", () => {
  it("show small losses as powers of ten", () => {
    expect([0.6987, 0.001, 0.00004, 0, 12].map(formatLoss)).toEqual(["0.6987", "0.0010", "4e-5", "0.0000", "12.0000"]);
  });

  it("never call all what is nearly all", () => {
    const shares = [1, 0.9999, 0.5, 1 / 3, 0.0001, 0];
    expect(shares.map(formatShare)).toEqual(["100.0%", "> 99.9%", "50.0%", "33.3%", "< 0.1%", "0.0%"]);
  });

  it("group thousands", () => {
    expect([0, 999, 1000, 137955, 1234567].map(formatCount)).toEqual(["0", "999", "1,000", "137,955", "1,234,567"]);
    expect(formatShape([1200, 128])).toBe("1,200 × 128");
  });

  it("keep four digits of norms", () => {
    const norms = [0, 0.191, 1.5, 1234.56, 9999.6, 0.00012, -2];
    expect(norms.map(formatNumber)).toEqual(["0", "0.1910", "1.500", "1235", "1e4", "1.2e-4", "-2.000"]);
  });

  it("print times as people do", () => {
    const times = [0.0634, 0.9996, 59.96, 60, 125, 3599.7, 3780, 90000];
    expect(times.map((time) => formatSeconds(time, "en"))).toEqual([
      "63 ms",
      "1.0 s",
      "1 min 0 s",
      "1 min 0 s",
      "2 min 5 s",
      "1 h 0 min",
      "1 h 3 min",
      "25 h 0 min",
    ]);
    expect(formatDate("2026-11-24T03:42:10.123Z")).toBe("2026-11-24 03:42 UTC");
    expect(formatDate("yesterday")).toBe("yesterday");
  });

  it("write JSON that reads back, on few lines", () => {
    expect(formatJson({ a: { b: 1, c: undefined }, d: [], e: [1, 2] })).toBe(
      '{ "a": { "b": 1 }, "d": [], "e": [1, 2] }',
    );
    const long = "x".repeat(60);
    expect(formatJson({ a: [long, long], b: 1 })).toBe(`{\n  "a": [\n    "${long}",\n    "${long}"\n  ],\n  "b": 1\n}`);
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (first, second) => {
        const value = { first, more: { second, third: [long, second] } };
        expect(JSON.stringify(JSON.parse(formatJson(value)))).toBe(JSON.stringify(value));
      }),
    );
  });
});
