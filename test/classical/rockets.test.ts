/** The features of MiniRocket, MultiRocket and Hydra against an implementation by the definition, in NumPy and PyTorch. */
import { describe, expect, it } from "vitest";
import { featureScalers } from "../../src/classical/feature-scalers.ts";
import { fitHydra } from "../../src/classical/hydra.ts";
import { fitMiniRocket } from "../../src/classical/mini-rocket.ts";
import { fitMultiRocket } from "../../src/classical/multi-rocket.ts";
import { createRocketModule } from "../../src/classical/rocket-module.ts";
import { fitDilations } from "../../src/classical/rocket-plan.ts";
import { TorchGenerator } from "../../src/random/torch.ts";
import { fillNormal } from "../../src/random/torch-normal.ts";
import { datasetOf, fixtures } from "./fixtures.ts";

const { sets, features, most, seed } = fixtures;
const options = { features, maxDilations: most, seed };

it("dilations and their biases are NumPy's, for lengths where rounding decides too", () => {
  for (const [length, wanted, mostOfKernel, found, times] of fixtures.dilations) {
    const { dilations, biasCounts } = fitDilations(length, wanted, mostOfKernel);
    expect([[...dilations], [...biasCounts]], `${length} ${wanted} ${mostOfKernel}`).toEqual([found, times]);
  }
});

describe.each(sets)("$name", ({ channels, values, ...expected }) => {
  const train = datasetOf(values, channels);
  const some = (from: number, to: number) => datasetOf(values.slice(from, to), channels, [0, 1, 0].slice(0, to - from));

  it("MiniRocket's features are equal", async () => {
    const module = await createRocketModule();
    const fitted = fitMiniRocket(module, train, options);
    const found = fitted.transform(module, some(0, 3));
    expect(fitted.count).toBe(expected.miniRocket[0]!.length);
    expect(found).toEqual(Float32Array.from(expected.miniRocket.flat()));
  });

  it("MultiRocket's features are equal", async () => {
    const module = await createRocketModule();
    const fitted = fitMultiRocket(module, train, { ...options, features: 168 });
    const found = fitted.transform(module, some(1, 3));
    expect(fitted.count).toBe(expected.multiRocket[0]!.length);
    const wanted = Float32Array.from(expected.multiRocket.flat());
    const wrong = [...found].filter((value, i) => value !== wanted[i]);
    expect(wrong).toEqual([]);
  });

  // Of outputs that are equal but for rounding, as those of a series that never changes, either kernel may win.
  it.skipIf(expected.name === "steps that never change")(
    "Hydra's weights and features are PyTorch's, but for rounding",
    async () => {
      const module = await createRocketModule();
      const fitted = fitHydra(train, { kernels: 8, groups: 4, seed });
      const weights = fitted.save().weights as Float32Array;
      for (const [i, weight] of expected.hydraWeights.entries()) expect(weights[i]).toBeCloseTo(weight, 6);
      const found = fitted.transform(module, train);
      const wanted = expected.hydra.flat();
      expect(found.length).toBe(wanted.length);
      const far = [...found].filter(
        (value, i) => Math.abs(value - wanted[i]!) > 1e-4 * Math.max(1, Math.abs(wanted[i]!)),
      );
      expect(far).toEqual([]);
      const { sparse } = featureScalers;
      sparse.apply(found, train.count, fitted.count, sparse.fit(found, train.count, fitted.count));
      const scaled = expected.hydraScaled.flat();
      // Roots of sums near zero magnify their rounding.
      expect([...found].filter((value, i) => Math.abs(value - scaled[i]!) > 2e-2).length).toBe(0);
    },
  );
});

it("normal numbers and channels are drawn as PyTorch draws them", () => {
  for (const { seed: own, count, first, last, then } of fixtures.normals) {
    const random = new TorchGenerator(own);
    const drawn = new Float32Array(count);
    fillNormal(random, drawn);
    for (const [i, value] of first.slice(0, count).entries()) expect(drawn[i]).toBeCloseTo(value, 5);
    for (const [i, value] of last.slice(-count).entries()) {
      expect(drawn[count - Math.min(count, last.length) + i]).toBeCloseTo(value, 5);
    }
    expect(then.map(() => random.randint(12))).toEqual(then);
  }
  expect(() => fillNormal(new TorchGenerator(0), new Float32Array(15))).toThrow(RangeError);
});

/** Numbers that aeon's own tests expect of its MiniRocket with seed 0 (aeon/transformations/collection/convolution_based/tests). */
describe("aeon's own expectations", () => {
  const rising = Array.from({ length: 15 }, (_, i) => i + 1);
  const valley = Array.from({ length: 15 }, (_, i) => Math.abs(10 - i));
  const one = [rising, valley, rising.map(() => 5), rising.map((_, i) => 1 + (i % 2))];

  it("one channel", async () => {
    const module = await createRocketModule();
    const train = datasetOf(one, 1);
    const fitted = fitMiniRocket(module, train, { features: 100, maxDilations: 32, seed: 0 });
    const found = fitted.transform(module, train);
    expect(fitted.count).toBe(84);
    expect([found[0], found[84 + 5], found[3 * 84 + 80]]).toEqual([0.4, 1, 1].map(Math.fround));
  });

  it("two channels", async () => {
    const first = [
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
      [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5],
      [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1],
    ];
    const second = [
      [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
      [1, 1, 1, 1, 1, 7, 7, 7, 7, 7, 7],
      [5, 4, 3, 2, 1, 0, 1, 2, 3, 4, 5],
      [4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 8],
    ];
    const module = await createRocketModule();
    const train = datasetOf(
      first.map((series, i) => series.flatMap((value, t) => [value, second[i]![t]!])),
      2,
    );
    const fitted = fitMiniRocket(module, train, { features: 100, maxDilations: 32, seed: 0 });
    const found = fitted.transform(module, train);
    expect([found[0], found[84 + 5], found[3 * 84 + 80]]).toEqual([0.27272728, 0.33333334, 0.8181818].map(Math.fround));
  });
});
