/** What the twins are built on: indices that are checked, and a normal distribution that is right in both tails. */
import { describe, expect, it } from "vitest";
import { normalCdf } from "./activations.ts";
import { map, Tensor } from "./tensor.ts";

describe("Tensor", () => {
  it("is row-major, and shares its numbers with other shapes of itself", () => {
    const t = new Tensor([2, 2, 3], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect([t.at(0, 0, 2), t.at(0, 1, 0), t.at(1, 0, 0), t.at(1, 1, 2)]).toEqual([2, 3, 6, 11]);
    t.rows().set(-1, 3, 2);
    expect(t.at(1, 1, 2)).toBe(-1);
  });

  it("throws on an index outside of any axis, even if the offset is inside", () => {
    const t = new Tensor([2, 3]);
    for (const [i, j, k] of [
      [2, 0, 0],
      [0, 3, 0],
      [-1, 3, 0],
      [0, 0, 1],
      [Number.NaN, 0, 0],
    ] as const) {
      expect(() => t.at(i, j, k)).toThrow(RangeError);
      expect(() => t.set(1, i, j, k)).toThrow(RangeError);
    }
  });

  it("refuses numbers that do not fill the shape, and pairs of unequal size", () => {
    expect(() => new Tensor([2, 3], [1, 2])).toThrow("expected 6 numbers, received 2");
    expect(() => map((a, b) => a + b, new Tensor([2]), new Tensor([3]))).toThrow(RangeError);
  });
});

describe("normalCdf", () => {
  // >>> [mpmath.ncdf(x) for x in (-8, -5, -3, -1, 0, 0.5, 3, 6)]   at 30 digits
  it.each([
    [-8, 6.22096057427178e-16],
    [-5, 2.86651571879194e-7],
    [-3, 1.3498980316301e-3],
    [-1, 0.158655253931457],
    [0, 0.5],
    [0.5, 0.691462461274013],
    [3, 0.99865010196837],
    [6, 0.999999999013412],
  ])("of %d is %d", (x, share) => {
    expect(Math.abs(normalCdf(x) / share - 1)).toBeLessThan(1e-13);
  });

  it("has no seam where the series ends", () => {
    for (const x of [-3, 3]) expect(Math.abs(normalCdf(x * (1 - 1e-12)) - normalCdf(x))).toBeLessThan(1e-13);
  });
});
