import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  type ClassScores,
  classificationReport,
  formatClassificationReport,
} from "../../src/metrics/classification-report.ts";
import { confusionMatrix } from "../../src/metrics/confusion-matrix.ts";

type Row = [precision: number, recall: number, f1Score: number, support: number];

/** As `test/fixtures/metrics.py` writes it; either the pairs or the matrix may be left out for its size. */
interface Case {
  name: string;
  classNames: string[];
  matrix?: number[][];
  truth?: number[];
  predicted?: number[];
  classes: Row[];
  accuracy: number;
  macroAvg: Row;
  weightedAvg: Row;
  text: string;
}

const cases: Case[] = JSON.parse(readFileSync(new URL("../fixtures/metrics.json", import.meta.url), "utf8"));
const rowOf = (scores: ClassScores): Row => [scores.precision, scores.recall, scores.f1Score, scores.support];

function matrixOf({ truth, predicted, matrix, classNames }: Case): number[][] {
  if (truth === undefined || predicted === undefined) return matrix ?? [];
  return confusionMatrix(Int32Array.from(truth), Int32Array.from(predicted), classNames.length);
}

describe("scikit-learn's report", () => {
  it.each(cases)("$name", (fixture) => {
    const matrix = matrixOf(fixture);
    if (fixture.matrix !== undefined) expect(matrix).toEqual(fixture.matrix);
    const report = classificationReport(matrix, fixture.classNames);
    // Not only within 1e-15: numpy's order of summation gives numpy's bits.
    expect(report.classes.map(rowOf)).toEqual(fixture.classes);
    expect(report.classes.map((entry) => entry.label)).toEqual(fixture.classNames);
    expect(report.accuracy).toBe(fixture.accuracy);
    expect(rowOf(report.macroAvg)).toEqual(fixture.macroAvg);
    expect(rowOf(report.weightedAvg)).toEqual(fixture.weightedAvg);
    expect(formatClassificationReport(report)).toBe(fixture.text);
  });

  it("covers what it should", () => {
    expect(cases.length).toBeGreaterThan(100);
    expect(new Set(cases.map(({ classNames }) => classNames.length))).toEqual(
      new Set([2, 3, 4, 5, 6, 7, 8, 9, 10, 150]),
    );
  });
});

describe("undefined metrics", () => {
  it("names the metric and the classes of each 0 / 0", () => {
    const matrix = [
      [3, 0, 0, 0],
      [2, 0, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 1],
    ];
    expect(classificationReport(matrix, ["a", "b", "c", "d"]).undefinedMetrics).toEqual([
      { metric: "precision", labels: ["b", "c"] },
      { metric: "recall", labels: ["c"] },
      { metric: "f1Score", labels: ["c"] },
    ]);
  });

  it("is empty when a score is 0 but defined", () => {
    const report = classificationReport(
      [
        [0, 1],
        [1, 0],
      ],
      ["a", "b"],
    );
    expect(report.undefinedMetrics).toEqual([]);
    expect(report.accuracy).toBe(0);
  });

  it("is all of them, and no NaN, when there is no series", () => {
    const report = classificationReport([[0]], ["a"]);
    expect(report.undefinedMetrics.map(({ metric }) => metric)).toEqual(["precision", "recall", "f1Score"]);
    expect([report.accuracy, ...rowOf(report.macroAvg), ...rowOf(report.weightedAvg)]).toEqual(Array(9).fill(0));
  });
});

describe("misuse", () => {
  it.each([
    [[], []],
    [[[1]], ["a", "b"]],
    [
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
      ["a", "b"],
    ],
  ])("refuses a matrix that does not fit the names", (matrix, names) => {
    expect(() => classificationReport(matrix, names)).toThrow(RangeError);
  });
});
