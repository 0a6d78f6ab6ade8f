import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareSamples, type Sample } from "../../src/statistics/comparisons.ts";
import { criticalDifference } from "../../src/statistics/critical-difference.ts";
import { holm } from "../../src/statistics/holm.ts";
import { pairedDifference } from "../../src/statistics/paired.ts";
import { averageRanks } from "../../src/statistics/ranks.ts";
import { medianOf, summarizeValues } from "../../src/statistics/summary.ts";
import { leastWilcoxonP, wilcoxonSignedRank } from "../../src/statistics/wilcoxon.ts";

const score = fc.integer({ min: 0, max: 60 }).map((correct) => correct / 60);
const scores = fc.array(score, { minLength: 2, maxLength: 12 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

const sample = (values: readonly number[]): Sample => new Map(values.entries());

describe("mean and spread", () => {
  it("of equal values are that value and 0, whatever rounding does", () => {
    fc.assert(
      fc.property(share, fc.integer({ min: 2, max: 50 }), (value, n) => {
        expect(summarizeValues(new Array<number>(n).fill(value))).toEqual({ n, mean: value, sd: 0 });
      }),
    );
  });

  it("of one value have no spread, of none no mean", () => {
    expect(summarizeValues([0.5])).toEqual({ n: 1, mean: 0.5, sd: Number.NaN });
    expect(summarizeValues([])).toEqual({ n: 0, mean: Number.NaN, sd: Number.NaN });
    expect([medianOf([3, 1, 2]), medianOf([4, 1, 2, 3])]).toEqual([2, 2.5]);
  });
});

describe("paired differences", () => {
  it("turn round with their samples", () => {
    fc.assert(
      fc.property(scores, fc.infiniteStream(score), (a, stream) => {
        const b = [...stream.take(a.length)];
        const [there, back] = [pairedDifference(a, b), pairedDifference(b, a)];
        expect(back.mean).toBeCloseTo(-there.mean, 12);
        expect(back.pValue ?? -1).toBeCloseTo(there.pValue ?? -1, 9);
        if (there.interval && back.interval) expect(back.interval[0]).toBeCloseTo(-there.interval[1], 9);
      }),
    );
  });

  it("have an interval that covers zero just where p is above the level", () => {
    fc.assert(
      fc.property(scores, fc.infiniteStream(score), (a, stream) => {
        const { interval, pValue } = pairedDifference(a, [...stream.take(a.length)]);
        if (interval === undefined || pValue === undefined || Math.abs(pValue - 0.05) < 1e-9) return;
        expect(interval[0] <= 0 && interval[1] >= 0).toBe(pValue > 0.05);
      }),
    );
  });

  it("have no interval where all pairs differ alike, and leave no doubt where none differs", () => {
    expect(pairedDifference([0.9, 0.8, 0.7], [0.8, 0.7, 0.6])).toMatchObject({
      interval: undefined,
      pValue: undefined,
    });
    expect(pairedDifference([0.9, 0.8], [0.9, 0.8])).toMatchObject({ interval: [0, 0], pValue: 1 });
    expect(pairedDifference([0.9], [0.8])).toMatchObject({ n: 1, interval: undefined });
    expect(() => pairedDifference([1, 2], [1])).toThrow(/expected 2 values/);
  });
});

describe("Wilcoxon's signed ranks", () => {
  it("give the same p for turned signs, and never less than the least there is", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 20 }), (d) => {
        const { pValue, n } = wilcoxonSignedRank(d);
        expect(wilcoxonSignedRank(d.map((x) => -x)).pValue).toBeCloseTo(pValue, 12);
        expect(pValue).toBeGreaterThanOrEqual(leastWilcoxonP(n) * (1 - 1e-12));
        expect(pValue).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("take shares that differ in their last bits for ties", () => {
    // 53/60 − 52/60 and 52/60 − 51/60 are not the same float64.
    const d = [53 / 60 - 52 / 60, 52 / 60 - 51 / 60, 51 / 60 - 52 / 60];
    expect(wilcoxonSignedRank(d)).toEqual(wilcoxonSignedRank([1, 1, -1]));
  });

  it("with zeros only show nothing", () => {
    expect(wilcoxonSignedRank([0, 0, 0])).toMatchObject({ n: 0, pValue: 1 });
  });
});

describe("Holm's correction", () => {
  const pValues = fc.array(share, { minLength: 1, maxLength: 15 });

  it("lies between the p value and Bonferroni's, keeps their order, and does not depend on the order of the tests", () => {
    fc.assert(
      fc.property(pValues, (p) => {
        const adjusted = holm(p);
        const at = (i: number) => adjusted[i] ?? Number.NaN;
        for (const [i, value] of p.entries()) {
          expect(at(i)).toBeGreaterThanOrEqual(value);
          expect(at(i)).toBeLessThanOrEqual(Math.min(1, value * p.length));
          for (const [j, other] of p.entries()) if (value < other) expect(at(i)).toBeLessThanOrEqual(at(j));
        }
        expect(holm([...p].reverse())).toEqual([...adjusted].reverse());
      }),
    );
  });
});

describe("ranks", () => {
  it("add up to n (n + 1) / 2, ties or not", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 }), (values) => {
        const sum = averageRanks(values).reduce((a, b) => a + b, 0);
        expect(sum).toBe((values.length * (values.length + 1)) / 2);
      }),
    );
  });
});

describe("a family of comparisons", () => {
  it("shows no difference between a sample and itself", () => {
    fc.assert(
      fc.property(scores, (a) => {
        expect(compareSamples([sample(a), sample(a)], [[0, 1]])[0]).toMatchObject({ verdict: "none", mean: 0 });
      }),
    );
  });

  it("claims nothing that the interval or Holm does not allow", () => {
    fc.assert(
      fc.property(fc.array(fc.array(score, { minLength: 5, maxLength: 5 }), { minLength: 2, maxLength: 4 }), (rows) => {
        const pairs = rows.flatMap((_, i) => rows.slice(i + 1).map((_, j) => [i, i + 1 + j] as const));
        for (const { verdict, interval, correctedP, mean } of compareSamples(rows.map(sample), pairs)) {
          if (verdict !== "first" && verdict !== "second") continue;
          const [low, high] = interval ?? [0, 0];
          expect(low > 0 || high < 0).toBe(true);
          expect(correctedP).toBeLessThan(0.05);
          expect(mean > 0).toBe(verdict === "first");
        }
      }),
    );
  });

  it("pairs by seed, and leaves out what only one has", () => {
    const a = new Map([
      [1, 0.9],
      [2, 0.8],
      [3, 0.85],
    ]);
    const b = new Map([
      [3, 0.8],
      [1, 0.8],
    ]);
    expect(compareSamples([a, b], [[0, 1]])[0]).toMatchObject({ n: 2 });
  });

  it("finds what is plainly there", () => {
    const low = [0.71, 0.69, 0.72, 0.7, 0.68];
    const high = [0.91, 0.9, 0.93, 0.9, 0.89];
    expect(compareSamples([sample(low), sample(high)], [[0, 1]])[0]?.verdict).toBe("second");
  });
});

describe("critical differences", () => {
  const table = fc.integer({ min: 3, max: 5 }).chain((k) => {
    return fc.array(fc.array(score, { minLength: k, maxLength: k }), { minLength: 2, maxLength: 10 });
  });

  it("join all methods that are not told apart, and no two that are", () => {
    fc.assert(
      fc.property(table, (rows) => {
        const { cliques, pairs, friedmanP, averageRanks } = criticalDifference(rows);
        for (const { methods, correctedP } of pairs) {
          const isJoined = cliques.some((clique) => methods.every((method) => clique.includes(method)));
          expect(isJoined).toBe(!(friedmanP < 0.05 && correctedP < 0.05));
        }
        for (const clique of cliques) {
          const ranks = clique.map((method) => averageRanks[method] ?? 0);
          expect([...ranks].sort((a, b) => a - b)).toEqual(ranks);
        }
      }),
    );
  });

  it("tell two methods apart on ten data sets, not on five", () => {
    const rows = (n: number) => Array.from({ length: n }, (_, i) => [0.9 + i / 1000, 0.8 + i / 900, 0.7 + i / 800]);
    expect(criticalDifference(rows(10)).cliques).toEqual([]);
    expect(criticalDifference(rows(5)).cliques).toEqual([[0, 1, 2]]);
  });
});
