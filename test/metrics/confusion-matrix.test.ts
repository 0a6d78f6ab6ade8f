import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confusionMatrix } from "../../src/metrics/confusion-matrix.ts";

// Agreement with scikit-learn's matrices is in `classification-report.test.ts`, over the same fixture.
describe("confusionMatrix", () => {
  it("has true classes as rows, and rows of classes that are absent", () => {
    expect(confusionMatrix(Int32Array.of(0, 0, 2), Int32Array.of(0, 2, 2), 4)).toEqual([
      [1, 0, 1, 0],
      [0, 0, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 0],
    ]);
  });

  it("of no series is all zeros", () => {
    expect(confusionMatrix(new Int32Array(0), new Int32Array(0), 2)).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it("is transposed when truth and prediction change places", () => {
    const pairs = fc.array(fc.tuple(fc.nat(4), fc.nat(4)));
    fc.assert(
      fc.property(pairs, (drawn) => {
        const truth = Int32Array.from(drawn, ([t]) => t);
        const predicted = Int32Array.from(drawn, ([, p]) => p);
        const transposed = confusionMatrix(predicted, truth, 5);
        expect(confusionMatrix(truth, predicted, 5)).toEqual(transposed.map((_, i) => transposed.map((row) => row[i])));
      }),
    );
  });

  it.each([
    ["lengths differ", [0, 1], [0], 2],
    ["a true class is too large", [2], [0], 2],
    ["a predicted class is too large", [0], [2], 2],
    ["a true class is negative", [-1], [0], 2],
    ["a predicted class is negative", [0], [-1], 2],
  ])("refuses when %s", (_, truth, predicted, classes) => {
    expect(() => confusionMatrix(Int32Array.from(truth), Int32Array.from(predicted), classes)).toThrow(RangeError);
  });
});
