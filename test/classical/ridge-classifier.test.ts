/** Ridge regression against scikit-learn's RidgeClassifierCV. */
import { describe, expect, it } from "vitest";
import { featureScalers } from "../../src/classical/feature-scalers.ts";
import { ALPHAS, fitRidgeClassifier, predictRidge } from "../../src/classical/ridge-classifier.ts";
import { fixtures } from "./fixtures.ts";

describe.each(fixtures.ridge)("$name", ({ rows, columns, x, labels, ...expected }) => {
  const features = { values: Float64Array.from(x), rows, columns };

  it("has scikit-learn's penalty, coefficients, intercepts and answers", () => {
    const ridge = fitRidgeClassifier(features, Int32Array.from(labels));
    expect(ridge.alpha).toBe(expected.alpha);
    const largest = Math.max(...expected.coefficients.map(Math.abs));
    expect(ridge.coefficients.length).toBe(expected.coefficients.length);
    for (const [i, value] of expected.coefficients.entries()) {
      expect(Math.abs(ridge.coefficients[i]! - value)).toBeLessThan(1e-9 * largest);
    }
    for (const [i, value] of expected.intercepts.entries()) expect(ridge.intercepts[i]).toBeCloseTo(value, 9);
    expect([...predictRidge(ridge, features)]).toEqual(expected.predicted);
  });

  it("features are scaled by scikit-learn's deviations", () => {
    const { scale } = featureScalers.spread.fit(Float32Array.from(x), rows, columns);
    for (const [f, value] of expected.scale.entries()) expect(scale[f]).toBeCloseTo(value, 5);
  });
});

it("penalties are numpy.logspace(-3, 3, 10)", () => {
  expect(ALPHAS).toHaveLength(10);
  for (const [i, alpha] of ALPHAS.entries()) expect(Math.log10(alpha)).toBeCloseTo(-3 + (6 * i) / 9, 12);
});

it("of classes without training rows nothing is predicted, and numbers of classes stay", () => {
  const features = { values: Float64Array.of(-2, -1, 1, 2), rows: 4, columns: 1 };
  const ridge = fitRidgeClassifier(features, Int32Array.of(2, 2, 5, 5));
  expect([...predictRidge(ridge, features)]).toEqual([2, 2, 5, 5]);
});

it("refuses sizes that do not fit, and a single class", () => {
  const features = { values: Float64Array.of(1, 2, 3), rows: 2, columns: 2 };
  expect(() => fitRidgeClassifier(features, Int32Array.of(0, 1))).toThrow("received 3 values and 2 labels");
  const square = { values: Float64Array.of(1, 2, 3, 4), rows: 2, columns: 2 };
  expect(() => fitRidgeClassifier(square, Int32Array.of(1, 1))).toThrow("two classes or more");
});
