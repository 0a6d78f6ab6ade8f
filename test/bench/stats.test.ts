/** The statistics behind RESULTS.md, on values whose answers are known. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitGrowth, median, summarize, summarizeRatios } from "../../bench/harness/stats.mjs";

describe("median", () => {
  it("is the middle value, or the mean of the middle two", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
  });

  it("sorts as numbers and leaves its input alone", () => {
    const values = [10, 9, 100];
    expect(median(values)).toBe(10);
    expect(values).toEqual([10, 9, 100]);
  });

  it("refuses to make one up from nothing", () => {
    expect(() => median([])).toThrow(RangeError);
  });

  it("has as many values above as below", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }), (values) => {
        const middle = median(values);
        const above = values.filter((value) => value > middle).length;
        const below = values.filter((value) => value < middle).length;
        expect(above).toBeLessThanOrEqual(values.length / 2);
        expect(below).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });
});

describe("summarize", () => {
  it("gives middle, least, greatest and how many", () => {
    expect(summarize([5, 1, 3])).toEqual({ median: 3, min: 1, max: 5, count: 3 });
  });
});

describe("summarizeRatios", () => {
  it("is the median of the rounds' ratios, not the ratio of the medians", () => {
    // The third round was disturbed, for both alike.
    expect(summarizeRatios([2, 4, 60], [1, 2, 20])).toEqual({ median: 2, min: 2, max: 3, count: 3 });
    expect(summarizeRatios([1, 10, 100], [1, 100, 10])).toEqual({ median: 1, min: 0.1, max: 10, count: 3 });
  });

  it("leaves out rounds that one of the two sat out", () => {
    expect(summarizeRatios([6, undefined, 8], [2, 5, 2])).toEqual({ median: 3.5, min: 3, max: 4, count: 2 });
  });
});

describe("fitGrowth", () => {
  const law = (exponent: number, factor: number) => [100, 200, 400, 800].map((x) => ({ x, y: factor * x ** exponent }));

  it.each([0, 0.5, 1, 2, -1])("finds the exponent %d of a power law", (exponent) => {
    const fit = fitGrowth(law(exponent, 0.003));
    expect(fit.exponent).toBeCloseTo(exponent, 10);
    expect(fit.factor).toBeCloseTo(0.003, 10);
    expect(fit.r2).toBeCloseTo(1, 10);
  });

  it("is least squares on logarithms where no law holds", () => {
    // In powers of two: (0, 0), (1, 1), (2, 3), whose line is 3/2 x − 1/6.
    const fit = fitGrowth([
      { x: 1, y: 1 },
      { x: 2, y: 2 },
      { x: 4, y: 8 },
    ]);
    expect(fit.exponent).toBeCloseTo(1.5, 12);
    expect(fit.factor).toBeCloseTo(2 ** (-1 / 6), 12);
    expect(fit.r2).toBeCloseTo(27 / 28, 12);
  });

  it("does not depend on the unit", () => {
    const points = [
      { x: 3, y: 1.2 },
      { x: 5, y: 1.9 },
      { x: 11, y: 4.6 },
    ];
    const inMilliseconds = points.map(({ x, y }) => ({ x, y: 1000 * y }));
    expect(fitGrowth(inMilliseconds).exponent).toBeCloseTo(fitGrowth(points).exponent, 12);
  });

  it("refuses what has no logarithm, and a single size", () => {
    expect(() => fitGrowth([{ x: 1, y: 0 }])).toThrow(RangeError);
    expect(() =>
      fitGrowth([
        { x: 2, y: 1 },
        { x: 2, y: 3 },
      ]),
    ).toThrow(RangeError);
  });
});
