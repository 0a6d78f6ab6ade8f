/** What NumPy and scikit-learn say of transforms and augmentations: test/fixtures/transforms.py. */
import { readFileSync } from "node:fs";
import type { TimeSeriesDataset } from "../../../src/data/dataset.ts";
import { parseSpec } from "../../../src/spec/parse.ts";
import type { TransformInput, TransformSpec } from "../../../src/spec/transforms.ts";

/** (T, C) */
type Steps = number[][];

interface Fixture {
  simple: { name: string; spec: TransformInput; input: Steps; output: Steps }[];
  windows: { spec: TransformInput; input: Steps; output: Steps[] }[];
  normalise: { spec: TransformInput; train: Steps[]; input: Steps[]; output: Steps[] }[];
  augment: {
    input: Steps[];
    cases: { seed: number; epoch: number; specs: never[]; output: Steps[] }[];
  };
  crops: number[];
  betas: { a: number; b: number; values: number[] }[];
}

export const fixture = JSON.parse(
  readFileSync(new URL("../../fixtures/transforms.json", import.meta.url), "utf8"),
) as Fixture;

/** A data set of series (T, C), which may differ in length; classes alternate. */
export function datasetOf(series: readonly Steps[]): TimeSeriesDataset {
  const channels = series[0]?.[0]?.length ?? 1;
  const length = Math.max(...series.map((steps) => steps.length));
  const values = new Float32Array(series.length * length * channels);
  for (const [row, steps] of series.entries()) values.set(steps.flat(), row * length * channels);
  const isUneven = series.some((steps) => steps.length < length);
  return {
    values,
    labels: Int32Array.from(series, (_, row) => row % 2),
    count: series.length,
    length,
    channels,
    classNames: ["a", "b"],
    ...(isUneven && { lengths: Int32Array.from(series, (steps) => steps.length) }),
  };
}

/** The rows of a data set, without their padding. */
export function seriesOf({ values, count, length, channels, lengths }: TimeSeriesDataset): Float32Array[] {
  return Array.from({ length: count }, (_, row) => {
    const from = row * length;
    return values.slice(from * channels, (from + (lengths?.[row] ?? length)) * channels);
  });
}

/** With defaults, as a spec has them. */
export function parseTransforms(transforms: TransformInput[]): TransformSpec[] {
  return parseSpec({ model: { layers: [{ layer: "last" }] }, transforms }).transforms;
}
