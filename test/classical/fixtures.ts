/** What test/fixtures/classical.py wrote: series, and what NumPy, PyTorch and scikit-learn make of them. */
import { readFileSync } from "node:fs";
import type { TimeSeriesDataset } from "../../src/data/dataset.ts";

export interface SeriesCase {
  readonly name: string;
  readonly count: number;
  readonly channels: number;
  /** Each (T, C). */
  readonly values: readonly (readonly number[])[];
  /** Features of the first three series. */
  readonly miniRocket: readonly (readonly number[])[];
  /** Features of the second and the third one. */
  readonly multiRocket: readonly (readonly number[])[];
  readonly hydraWeights: readonly number[];
  readonly hydra: readonly (readonly number[])[];
  readonly hydraScaled: readonly (readonly number[])[];
  /** With windows 0, 0.1, 0.29 and 1, from the first and from the second series to all. */
  readonly dtw: readonly (readonly number[])[];
}

export interface RidgeCase {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly x: readonly number[];
  readonly labels: readonly number[];
  readonly alpha: number;
  readonly coefficients: readonly number[];
  readonly intercepts: readonly number[];
  readonly predicted: readonly number[];
  readonly scale: readonly number[];
}

export const fixtures = JSON.parse(readFileSync(new URL("../fixtures/classical.json", import.meta.url), "utf8")) as {
  readonly features: number;
  readonly most: number;
  readonly seed: number;
  readonly sets: readonly SeriesCase[];
  readonly dilations: readonly [length: number, features: number, most: number, found: number[], times: number[]][];
  readonly normals: readonly { seed: number; count: number; first: number[]; last: number[]; then: number[] }[];
  readonly ridge: readonly RidgeCase[];
};

/** @param labels  of class 0 and 1 in turn unless given */
export function datasetOf(
  series: readonly (readonly number[])[],
  channels: number,
  labels = series.map((_, i) => i % 2),
): TimeSeriesDataset {
  const lengths = Int32Array.from(series, (one) => one.length / channels);
  const length = Math.max(...lengths);
  const values = new Float32Array(series.length * length * channels);
  for (const [i, one] of series.entries()) values.set(one, i * length * channels);
  const isUneven = lengths.some((steps) => steps !== length);
  const classNames = Array.from({ length: Math.max(...labels) + 1 }, (_, k) => `class ${k}`);
  const dataset = { values, labels: Int32Array.from(labels), count: series.length, length, channels, classNames };
  return isUneven ? { ...dataset, lengths } : dataset;
}
