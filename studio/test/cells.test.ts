/** Which series are in a cell, in which order, and the interval of an accuracy. */
import { describe, expect, it } from "vitest";
import type { TestSeries } from "../src/engine/run-protocol.ts";
import { firstCell, formatCell, parseCell, seriesOfCell, worstCell } from "../src/state/cells.ts";
import { wilson } from "../src/state/wilson.ts";

const MATRIX = [
  [1, 0, 5],
  [0, 7, 0],
  [5, 2, 3],
];

describe("cells", () => {
  it("an address names a cell of the matrix, or none", () => {
    expect(parseCell("0,2", 3)).toEqual({ truth: 0, predicted: 2 });
    expect(formatCell({ truth: 0, predicted: 2 })).toBe("0,2");
    for (const text of [null, "", "0", "0,3", "3,0", "-1,0", "0,1,2", "0,1e0", "<b>,0"]) {
      expect(parseCell(text, 3), String(text)).toBeUndefined();
    }
  });

  it("the largest error comes first, and the first of equals", () => {
    expect(worstCell(MATRIX)).toEqual({ truth: 0, predicted: 2, count: 5 });
    expect(firstCell(MATRIX)).toMatchObject({ truth: 0, predicted: 2 });
  });

  it("without errors there is none, and a class that has series is shown", () => {
    const right = [
      [0, 0],
      [0, 4],
    ];
    expect(worstCell(right)).toBeUndefined();
    expect(firstCell(right)).toEqual({ truth: 1, predicted: 1 });
  });

  it("a cell has exactly its series, most sure first or last, equals in their order", () => {
    const test = {
      count: 5,
      classes: 2,
      labels: Int32Array.of(0, 0, 0, 1, 0),
      predicted: Int32Array.of(1, 1, 0, 1, 1),
      probabilities: Float32Array.of(0.4, 0.6, 0.1, 0.9, 0.8, 0.2, 0.1, 0.9, 0.4, 0.6),
    } as unknown as TestSeries;
    expect(seriesOfCell(test, { truth: 0, predicted: 1 }, true)).toEqual([1, 0, 4]);
    expect(seriesOfCell(test, { truth: 0, predicted: 1 }, false)).toEqual([0, 4, 1]);
    expect(seriesOfCell(test, { truth: 1, predicted: 0 }, true)).toEqual([]);
  });
});

describe("Wilson's interval", () => {
  // scipy.stats.binomtest(right, total).proportion_ci(method="wilson"), SciPy of /opt/oracle
  it.each([
    [380, 500, 0.7206732029933738, 0.7953621399666191],
    [180, 180, 0.9791045020783868, 1.0],
    [0, 7, 0.0, 0.35433043506668743],
    [1, 2, 0.09453120573423074, 0.9054687942657693],
    [999, 1000, 0.9943574414020421, 0.9998234536293739],
  ])("%d of %d", (right, total, low, high) => {
    const [a, b] = wilson(right, total);
    expect(a).toBeCloseTo(low, 12);
    expect(b).toBeCloseTo(high, 12);
  });

  it("of nothing is everything", () => {
    expect(wilson(0, 0)).toEqual([0, 1]);
  });
});
