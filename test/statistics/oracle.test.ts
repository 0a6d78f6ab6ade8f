/** The statistics against SciPy's (`test/fixtures/statistics.py`), to ten digits. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { chiSquaredTail, normalTail, studentQuantile, studentTails } from "../../src/statistics/distributions.ts";
import { friedman } from "../../src/statistics/friedman.ts";
import { holm } from "../../src/statistics/holm.ts";
import { pairedDifference } from "../../src/statistics/paired.ts";
import { wilcoxonSignedRank } from "../../src/statistics/wilcoxon.ts";

interface Fixture {
  tails: { t: number; df: number; p: number }[];
  quantiles: { tails: number; df: number; t: number }[];
  normal: { z: number; p: number }[];
  chi2: { x: number; df: number; p: number }[];
  paired: { a: number[]; b: number[]; mean: number; sd: number; low: number; high: number; p: number }[];
  wilcoxon: {
    name: string;
    method: "exact" | "asymptotic";
    zeros: "wilcox" | "pratt";
    d: number[];
    statistic: number;
    p: number;
  }[];
  friedman: { scores: number[][]; statistic: number; p: number; ranks: number[] }[];
  holm: { p: number[]; adjusted: number[] }[];
}

const path = new URL("../fixtures/statistics.json", import.meta.url);
const fixture = JSON.parse(readFileSync(path, "utf8")) as Fixture;

function expectClose(received: number, expected: number): void {
  expect(Math.abs(received - expected), `${received} beside ${expected}`).toBeLessThanOrEqual(
    1e-10 * Math.abs(expected),
  );
}

describe("against SciPy", () => {
  it("Student's tails and quantiles", () => {
    for (const { t, df, p } of fixture.tails) expectClose(studentTails(t, df), p);
    for (const { tails, df, t } of fixture.quantiles) expectClose(studentQuantile(tails, df), t);
  });

  it("tails of the normal and the chi-squared distribution", () => {
    for (const { z, p } of fixture.normal) expectClose(normalTail(z), p);
    for (const { x, df, p } of fixture.chi2) expectClose(chiSquaredTail(x, df), p);
  });

  it("paired differences: mean, sd, interval, t test", () => {
    for (const { a, b, mean, sd, low, high, p } of fixture.paired) {
      const found = pairedDifference(a, b);
      expect(found.n).toBe(a.length);
      expectClose(found.mean, mean);
      expectClose(found.sd, sd);
      expectClose(found.interval?.[0] ?? Number.NaN, low);
      expectClose(found.interval?.[1] ?? Number.NaN, high);
      expectClose(found.pValue ?? Number.NaN, p);
    }
  });

  for (const [i, { name, method, zeros, d, statistic, p }] of fixture.wilcoxon.entries()) {
    it(`Wilcoxon's signed ranks ${i}: ${method}, ${zeros}, ${d.length} ${name}`, () => {
      const found = wilcoxonSignedRank(d, { method, zeros });
      expect(found.method).toBe(method);
      expectClose(found.statistic, statistic);
      expectClose(found.pValue, p);
    });
  }

  it("Friedman's test, with ties", () => {
    for (const { scores, statistic, p, ranks } of fixture.friedman) {
      const found = friedman(scores);
      expectClose(found.statistic, statistic);
      expectClose(found.pValue, p);
      for (const [j, rank] of ranks.entries()) expectClose(found.averageRanks[j] ?? 0, rank);
    }
  });

  it("Holm's correction", () => {
    for (const { p, adjusted } of fixture.holm) {
      for (const [i, value] of holm(p).entries()) expectClose(value, adjusted[i] ?? Number.NaN);
    }
  });
});
