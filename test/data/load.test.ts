/** Data of a spec from end to end: what is learnt comes from the training series alone, and no series crosses a split. */
import { describe, expect, it } from "vitest";
import type { TimeSeriesDataset } from "../../src/data/dataset.ts";
import type { LoadProgress } from "../../src/data/kinds/kind.ts";
import { loadData } from "../../src/data/load.ts";
import { splitIndices, subset } from "../../src/data/split.ts";
import { fitTransforms } from "../../src/data/transforms/apply.ts";
import { waves as libraryWaves } from "../../src/data/waves.ts";
import { NumpyRandom } from "../../src/random/numpy.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import type { SpecInput } from "../../src/spec/spec.ts";
import type { SharesSpec } from "../../src/spec/split.ts";
import type { WavesSpec } from "../../src/spec/waves.ts";
import { waves } from "./made-waves.ts";
import { seriesOf } from "./transforms/fixture.ts";

const specOf = (changes: Partial<SpecInput>) =>
  parseSpec({
    data: { kind: "waves", samples: 60, length: 24, frequency: [1, 3], scale: "none" },
    model: { layers: [{ layer: "last" }] },
    ...changes,
  });

const rows = (dataset: TimeSeriesDataset) => seriesOf(dataset).map((values) => values.join());

const specWith = (transform: object) => ({
  data: {},
  split: { train: 0.7, val: 0.15 },
  seed: 7,
  transforms: [transform],
});

describe("loadData", () => {
  it("fits on the training series alone", async () => {
    const spec = specOf({ transforms: [{ transform: "normalise" }, { transform: "normalise", method: "minMax" }] });
    const random = new NumpyRandom(spec.seed);
    const { dataset } = waves(spec.data as WavesSpec, random);
    const { train, val, test } = splitIndices(dataset.count, random, spec.split as SharesSpec);
    const { fitted } = await loadData(spec);
    expect(fitTransforms(subset(dataset, train), spec.transforms, spec.seed).fitted).toEqual(fitted);
    // Other series to validate and test on would have changed nothing; series to train on would.
    for (const index of [...val, ...test]) dataset.values.fill(1e6, index * 24, (index + 1) * 24);
    expect(fitTransforms(subset(dataset, train), spec.transforms, spec.seed).fitted).toEqual(fitted);
    dataset.values[train[0]! * 24] = 1e6;
    expect(fitTransforms(subset(dataset, train), spec.transforms, spec.seed).fitted).not.toEqual(fitted);
  });

  it("keeps all windows of a series in its split", async () => {
    const transforms: SpecInput["transforms"] = [{ transform: "windows", length: 8, stride: 2 }];
    const { train, val, test, all } = await loadData(specOf({ transforms }));
    expect([train.count, val.count, test.count]).toEqual([42 * 9, 9 * 9, 9 * 9]);
    const whole = await loadData(specOf({}));
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

  it("gives wrong labels to training series only, and the same series", async () => {
    const clean = await loadData(specOf({}));
    const data = { kind: "waves" as const, samples: 60, length: 24, frequency: [1, 3] as [number, number] };
    const noisy = await loadData(specOf({ data: { ...data, scale: "none", labelNoise: 0.5 } }));
    expect(noisy).toEqual({ ...clean, train: { ...clean.train, labels: noisy.train.labels } });
    expect(noisy.train.labels).not.toEqual(clean.train.labels);
  });

  describe("when it is aborted", () => {
    const long = specOf({ data: { kind: "waves", samples: 4000, length: 1000 } });

    it("makes nothing where the signal was aborted before", async () => {
      const made: number[] = [];
      const loading = loadData(long, { signal: AbortSignal.abort(), onProgress: ({ done }) => void made.push(done) });
      await expect(loading).rejects.toMatchObject({ name: "AbortError" });
      expect(made).toEqual([]);
    });

    it("stops at the next piece, with the signal's reason", async () => {
      const controller = new AbortController();
      const reason = new Error("enough");
      const made: number[] = [];
      const onProgress = ({ done }: LoadProgress) => {
        made.push(done);
        if (made.length === 2) controller.abort(reason);
      };
      await expect(loadData(long, { signal: controller.signal, onProgress })).rejects.toBe(reason);
      expect(made).toHaveLength(2);
      expect(made[1]).toBeLessThan(4000);
    });

    it("hears a timer while series are made", async () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 0);
      const endless = specOf({ data: { kind: "waves", samples: 200_000, length: 1000 } });
      await expect(loadData(endless, { signal: controller.signal })).rejects.toMatchObject({ name: "AbortError" });
    });

    it("reports progress to the last series, and gives the series that it gives without", async () => {
      const seen: LoadProgress[] = [];
      const spec = specOf({ data: { kind: "waves", samples: 400, length: 1000, kinds: ["sine", "square", "chirp"] } });
      const data = await loadData(spec, { onProgress: (progress) => void seen.push(progress) });
      expect(seen.length).toBeGreaterThan(3);
      expect(seen.every(({ total }) => total === 399)).toBe(true);
      expect(seen.map(({ done }) => done)).toEqual([...new Set(seen.map(({ done }) => done))].sort((a, b) => a - b));
      expect(seen.at(-1)?.done).toBe(399);
      expect(data).toEqual(await loadData(spec));
    });
  });

  it.each([
    [undefined, "spec.missing", undefined],
    ["lab.json", "spec.type", undefined],
    [{}, "spec.raw", "data"],
    [{ data: { kind: "waves", samples: 20 } }, "spec.raw", "split"],
    [{ data: {}, split: { train: 0.7, val: 0.15 } }, "spec.raw", "seed"],
    [{ data: {}, split: { train: 0.7, val: 0.15 }, seed: "7" }, "data.whole", "seed"],
    [{ data: { kind: "wave" }, split: { train: 0.7, val: 0.15 }, seed: 7 }, "spec.choice", "data.kind"],
    [specWith({ transform: "zscore" }), "spec.choice", "transforms[0].transform"],
    [specWith({ transform: "pad" }), "spec.missing", "transforms[0].length"],
  ])("refuses %j, which nobody parsed, with what it lacks", async (spec, code, path) => {
    await expect(loadData(spec as never)).rejects.toMatchObject({ code, path });
  });

  it("gives what the call that awaits nothing gives", async () => {
    const options = { samples: 90, length: 20, kinds: ["sine", "chirp"] as ("sine" | "chirp")[], labelNoise: 0.2 };
    const transforms = [{ transform: "normalise" as const }];
    const spec = specOf({ data: { kind: "waves", ...options }, transforms });
    expect(libraryWaves({ ...options, transforms })).toEqual(await loadData(spec));
  });
});
