import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linePath, thin } from "../../src/figures/line.ts";
import { pathPoints } from "./marks.ts";

const { NaN: gap } = Number;

describe("linePath", () => {
  it("joins neighbours, breaks at gaps, and makes a lone value a dot", () => {
    const x = Float64Array.of(0, 1, 2, 3, 4, 5);
    expect(linePath({ x, y: Float64Array.of(5, 6, gap, 7, gap, 8) })).toBe("M0,5L1,6M3,7ZM5,8Z");
    expect(linePath({ x, y: new Float64Array(6).fill(gap) })).toBe("");
    expect(linePath({ x: new Float64Array(0), y: new Float64Array(0) })).toBe("");
  });
});

describe("thin", () => {
  it("leaves short series as they are", () => {
    const series = { x: Float64Array.from({ length: 200 }, (_, i) => i), y: new Float64Array(200) };
    expect(thin(series)).toEqual(series);
  });

  it("keeps the least and the greatest of every pixel column, and no more", () => {
    const value = fc.oneof({ weight: 9, arbitrary: fc.double({ min: 0, max: 100, noNaN: true }) }, fc.constant(gap));
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 60, maxLength: 400 }),
        fc.integer({ min: 2, max: 12 }),
        (values, width) => {
          const y = Float64Array.from(values);
          const x = Float64Array.from(values, (_, i) => 3.3 + (width * i) / (values.length - 1));
          const thinned = thin({ x, y });
          expect(thinned.x.length).toBeLessThanOrEqual(2 * (width + 2));
          expect([...thinned.x]).toEqual([...thinned.x].sort((a, b) => a - b));
          expect(columns(thinned)).toEqual(columns({ x, y }));
        },
      ),
    );
  });

  it("makes a path of a million points short", () => {
    const x = Float64Array.from({ length: 1_000_000 }, (_, i) => i / 2000);
    const d = linePath({ x, y: x.map((v, i) => 50 + 40 * Math.sin(v) + (i % 7)) });
    expect(pathPoints(d).length).toBeLessThanOrEqual(1002);
  });
});

/** By pixel column, the least and greatest value, by brute force. */
function columns({ x, y }: { x: Float64Array; y: Float64Array }): Map<number, [number, number]> {
  const found = new Map<number, [number, number]>();
  for (const [i, value] of y.entries()) {
    if (Number.isNaN(value)) continue;
    const column = Math.floor(x[i] ?? 0);
    const [low, high] = found.get(column) ?? [value, value];
    found.set(column, [Math.min(low, value), Math.max(high, value)]);
  }
  return found;
}
