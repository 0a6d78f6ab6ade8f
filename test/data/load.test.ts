/** Data of a spec from end to end: what is learnt comes from the training series alone, and no series crosses a split. */
import { describe, expect, it } from "vitest";
import type { TimeSeriesDataset } from "../../src/data/dataset.ts";
import { waves } from "../../src/data/generate/waves.ts";
import { loadData } from "../../src/data/load.ts";
import { splitIndices, subset } from "../../src/data/split.ts";
import { fitTransforms } from "../../src/data/transforms/apply.ts";
import { NumpyRandom } from "../../src/random/numpy.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import type { SpecInput } from "../../src/spec/spec.ts";
import { seriesOf } from "./transforms/fixture.ts";

const specOf = (changes: Partial<SpecInput>) =>
  parseSpec({
    data: { kind: "waves", samples: 60, length: 24, frequency: [1, 3], scale: "none" },
    model: { layers: [{ layer: "last" }] },
    ...changes,
  });

const rows = (dataset: TimeSeriesDataset) => seriesOf(dataset).map((values) => values.join());

describe("loadData", () => {
  it("fits on the training series alone", () => {
    const spec = specOf({ transforms: [{ transform: "normalise" }, { transform: "normalise", method: "minMax" }] });
    const random = new NumpyRandom(spec.seed);
    const { dataset } = waves(spec.data, random);
    const { train, val, test } = splitIndices(dataset.count, random, spec.split);
    const { fitted } = loadData(spec);
    expect(fitTransforms(subset(dataset, train), spec.transforms, spec.seed).fitted).toEqual(fitted);
    // Other series to validate and test on would have changed nothing; series to train on would.
    for (const index of [...val, ...test]) dataset.values.fill(1e6, index * 24, (index + 1) * 24);
    expect(fitTransforms(subset(dataset, train), spec.transforms, spec.seed).fitted).toEqual(fitted);
    dataset.values[train[0]! * 24] = 1e6;
    expect(fitTransforms(subset(dataset, train), spec.transforms, spec.seed).fitted).not.toEqual(fitted);
  });

  it("keeps all windows of a series in its split", () => {
    const transforms: SpecInput["transforms"] = [{ transform: "windows", length: 8, stride: 2 }];
    const { train, val, test, all } = loadData(specOf({ transforms }));
    expect([train.count, val.count, test.count]).toEqual([42 * 9, 9 * 9, 9 * 9]);
    const whole = loadData(specOf({}));
    expect(whole.all).toEqual(all);
    for (const split of ["train", "val", "test"] as const) {
      const windows = new Set(rows({ train, val, test }[split]));
      for (const series of seriesOf(whole[split])) {
        for (let start = 0; start <= 16; start += 2) {
          expect(windows.delete(series.slice(start, start + 8).join())).toBe(true);
        }
      }
      expect(windows.size).toBe(0);
    }
  });

  it("gives wrong labels to training series only, and the same series", () => {
    const clean = loadData(specOf({}));
    const data = { kind: "waves" as const, samples: 60, length: 24, frequency: [1, 3] as [number, number] };
    const noisy = loadData(specOf({ data: { ...data, scale: "none", labelNoise: 0.5 } }));
    expect(noisy).toEqual({ ...clean, train: { ...clean.train, labels: noisy.train.labels } });
    expect(noisy.train.labels).not.toEqual(clean.train.labels);
  });
});
