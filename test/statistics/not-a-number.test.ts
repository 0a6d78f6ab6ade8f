/** What is not a number never becomes a p value: statistics answer NaN where SciPy and NumPy do, or refuse. */
import { describe, expect, it } from "vitest";
import { compareSamples } from "../../src/statistics/comparisons.ts";
import { criticalDifference } from "../../src/statistics/critical-difference.ts";
import { friedman } from "../../src/statistics/friedman.ts";
import { holm } from "../../src/statistics/holm.ts";
import { pairedDifference } from "../../src/statistics/paired.ts";
import { averageRanks } from "../../src/statistics/ranks.ts";
import { medianOf, summarizeValues } from "../../src/statistics/summary.ts";
import { wilcoxonSignedRank } from "../../src/statistics/wilcoxon.ts";

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const methods = [
  [1, 2, 0],
  [2, 3, 1],
  [3, 4, 2],
  [3, 5, 9],
];
/** One score replaced. */
const withOne = (value: number) => methods.map((row, i) => (i === 2 ? [value, ...row.slice(1)] : row));

describe("NaN", () => {
  it.each([[[nan, 2, 3, 4, 5, 6]], [[1, 2, nan, 4, 5, 6]], [[0, 0, nan]], [[nan]]])(
    "wilcoxon of %j is NaN, as scipy.stats.wilcoxon",
    (differences) => {
      for (const method of ["auto", "exact", "asymptotic"] as const) {
        for (const zeros of ["wilcox", "pratt"] as const) {
          const { statistic, pValue } = wilcoxonSignedRank(differences, { method, zeros });
          expect([statistic, pValue]).toEqual([nan, nan]);
        }
      }
    },
  );

  it("friedman is NaN, as scipy.stats.friedmanchisquare", () => {
    const answer = friedman(withOne(nan));
    expect(answer).toEqual({ averageRanks: [nan, nan, nan], statistic: nan, pValue: nan });
    expect(
      friedman([
        [nan, 1, 1],
        [1, 1, 1],
      ]).pValue,
    ).toBe(nan);
  });

  it("a critical difference is refused: methods would pass for alike", () => {
    expect(() => criticalDifference(withOne(nan))).toThrow("NaN in row 2");
  });

  it("paired differences have neither interval nor p, as scipy.stats.ttest_rel", () => {
    for (const value of [nan, inf]) {
      const answer = pairedDifference([1, 2, value], [2, 4, 5]);
      expect([answer.interval, answer.pValue]).toEqual([undefined, undefined]);
      expect(answer.sd).toBe(nan);
    }
  });

  it("holm keeps it, counts it as a test, and refuses what is no probability", () => {
    expect(holm([0.01, nan, 0.02])).toEqual([0.03, nan, 0.04]);
    for (const wrong of [-0.01, 1.5]) expect(() => holm([0.5, wrong])).toThrow(`${wrong}`);
  });

  it("a comparison is unknown, and its neighbours are corrected for it", () => {
    const sample = (values: number[]) => new Map(values.entries());
    const samples = [sample([1, 2, 3.5]), sample([5, 7, 9]), sample([1, nan, 2])];
    const [known, unknown] = compareSamples(samples, [
      [0, 1],
      [0, 2],
    ]);
    expect(unknown?.verdict).toBe("unknown");
    expect([unknown?.correctedP, unknown?.wilcoxonP]).toEqual([undefined, nan]);
    expect(known?.correctedP).toBe(Math.min(1, 2 * (known?.pValue ?? nan)));
  });

  it("mean, spread, median and ranks are NaN, as NumPy's and scipy.stats.rankdata", () => {
    expect(summarizeValues([1, nan, 3])).toEqual({ n: 3, mean: nan, sd: nan });
    for (const values of [
      [3, nan, 1],
      [nan, 1, 2, 3],
      [1, 2, 3, nan],
    ])
      expect(medianOf(values)).toBe(nan);
    expect(averageRanks([1, nan, 2])).toEqual([nan, nan, nan]);
  });
});

describe("infinity", () => {
  // >>> wilcoxon([1, -2, np.inf, 4, 5, 6.], method="exact"); wilcoxon([1, -2, -np.inf, 4, np.inf, 6.], method="approx", correction=True)
  // statistic=2.0, pvalue=0.09375; statistic=7.5, pvalue=0.5991742659401891
  it("is the largest rank of wilcoxon's test", () => {
    expect(wilcoxonSignedRank([1, -2, inf, 4, 5, 6])).toMatchObject({ statistic: 2, pValue: 0.09375 });
    const { statistic, pValue } = wilcoxonSignedRank([1, -2, -inf, 4, inf, 6], { method: "asymptotic" });
    expect(statistic).toBe(7.5);
    expect(pValue).toBeCloseTo(0.5991742659401891, 12);
  });

  // >>> friedmanchisquare([1, 2, np.inf, 3], [2, 3, 4, 5], [0, -np.inf, 2, 9])
  // statistic=2.0, pvalue=0.36787944117144245
  it("ranks in friedman's test", () => {
    const { statistic, pValue } = friedman([
      [1, 2, 0],
      [2, 3, -inf],
      [inf, 4, 2],
      [3, 5, 9],
    ]);
    expect(statistic).toBeCloseTo(2, 12);
    expect(pValue).toBeCloseTo(0.36787944117144245, 12);
  });

  it("is its mean, as numpy.mean", () => expect(summarizeValues([1, inf])).toEqual({ n: 2, mean: inf, sd: nan }));
});
