/** Classifiers without gradients as their users see them: answers, saving, refusals, and accuracies that others published. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ClassifierSettings,
  fitClassifier,
  METHODS,
  type MethodName,
  resolveSettings,
  restoreClassifier,
} from "../../src/classical/index.ts";
import { fitMiniRocket } from "../../src/classical/mini-rocket.ts";
import { createRocketModule } from "../../src/classical/rocket-module.ts";
import { subset } from "../../src/data/split.ts";
import { TidelabError } from "../../src/errors/errors.ts";
import { datasetOf } from "./fixtures.ts";
import { hasSharedData, readArchive } from "./shared-data.ts";

/** Waves of two or three periods, easy to tell apart. */
function waves(count: number, length: number, channels: number, classes: number, isUneven = false) {
  const series = Array.from({ length: count }, (_, i) => {
    const steps = isUneven ? length - (i % 5) : length;
    return Array.from({ length: steps * channels }, (_, at) => {
      const t = Math.floor(at / channels);
      return Math.fround(Math.sin(t / (1 + (i % classes)) + i) + 0.1 * (at % channels));
    });
  });
  return datasetOf(
    series,
    channels,
    series.map((_, i) => i % classes),
  );
}

const small: Readonly<Record<MethodName, ClassifierSettings>> = {
  "mini-rocket": { method: "mini-rocket", features: 840 },
  "multi-rocket": { method: "multi-rocket", kernels: 168 },
  hydra: { method: "hydra", groups: 8 },
  "multi-rocket-hydra": { method: "multi-rocket-hydra" },
  dtw: { method: "dtw", window: 0.2 },
};

describe.each(METHODS)("%s", (method) => {
  it.each([
    ["one channel", waves(12, 40, 1, 2)],
    ["three classes, three channels", waves(15, 30, 3, 3)],
    ["unequal lengths", waves(16, 36, 2, 2, true)],
  ])("learns %s, and answers the same once it is saved and restored", async (_, train) => {
    const classifier = await fitClassifier(train, small[method]);
    const answers = classifier.predict(train);
    expect(answers).toEqual(train.labels);
    // The one without smaller settings is saved once.
    if (method === "multi-rocket-hydra" && train.channels !== 3) return;
    const restored = await restoreClassifier(JSON.parse(JSON.stringify(classifier)));
    expect(restored.predict(train)).toEqual(answers);
    expect(restored.settings).toEqual(classifier.settings);
    expect(restored.toJSON().sha256).toBe(classifier.toJSON().sha256);
    if (method === "dtw") return;
    expect(restored.scores(train)).toEqual(classifier.scores(train));
  });

  it("gives a series the same answer whatever comes with it", async () => {
    const train = waves(10, 24, 2, 2, true);
    const classifier = await fitClassifier(train, small[method]);
    const test = waves(70, 24, 2, 2, true);
    const all = classifier.predict(test);
    for (const row of [0, 63, 64, 69]) expect([...classifier.predict(subset(test, [row]))]).toEqual([all[row]]);
  });

  it("is the same each time, and another one with another seed", async () => {
    const train = waves(8, 32, 2, 2);
    // The other methods' features together, and the largest.
    if (method === "multi-rocket-hydra") return;
    const hashOf = async (settings: ClassifierSettings) => (await fitClassifier(train, settings)).toJSON().sha256;
    const first = await hashOf(small[method]);
    expect(await hashOf(small[method])).toBe(first);
    if (method === "dtw") return;
    expect(await hashOf({ ...small[method], seed: 8 } as ClassifierSettings)).not.toBe(first);
  });
});

/** The code of the error that something ends with. */
async function codeOf(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    if (error instanceof TidelabError) return `${error.code} ${error.path ?? ""}`.trim();
    throw error;
  }
  return "nothing";
}

describe("refuses", () => {
  const train = waves(8, 20, 1, 2);
  const codeOfFit = (settings: unknown, data = train) =>
    codeOf(() => fitClassifier(data, settings as ClassifierSettings));

  it("settings that there are not", async () => {
    expect(await codeOfFit({ method: "minirocket" })).toBe("classical.method method");
    expect(await codeOfFit(undefined)).toBe("classical.method method");
    expect(await codeOfFit({ method: "__proto__" })).toBe("classical.method method");
    expect(await codeOfFit({ method: "dtw", windw: 0.1 })).toBe("spec.unknownKey windw");
    expect(await codeOfFit({ method: "dtw", window: 10 })).toBe("classical.setting window");
    expect(await codeOfFit({ method: "hydra", groups: 3 })).toBe("classical.setting groups");
    expect(await codeOfFit({ method: "mini-rocket", features: 83 })).toBe("classical.setting features");
    expect(await codeOfFit({ method: "mini-rocket", seed: -1 })).toBe("classical.setting seed");
    expect(() => resolveSettings({ method: "mini-roket" } as never, "models[2]")).toThrow(
      'models[2].method: expected one of mini-rocket, multi-rocket, hydra, multi-rocket-hydra, dtw, received "mini-roket". Did you mean mini-rocket?',
    );
  });

  it("series that a method cannot take", async () => {
    expect(await codeOfFit({ method: "mini-rocket" }, waves(4, 8, 1, 2))).toBe("classical.tooShort train[0]");
    expect(await codeOfFit({ method: "multi-rocket" }, waves(4, 9, 1, 2))).toBe("classical.tooShort train[0]");
    expect(await codeOfFit({ method: "mini-rocket" }, waves(4, 9, 1, 2))).toBe("nothing");
    expect(await codeOfFit({ method: "multi-rocket" }, datasetOf([[1], [1, 2]], 1))).toBe(
      "classical.tooShort train[0]",
    );
    expect(await codeOfFit({ method: "mini-rocket" }, datasetOf([[1], [1, 2]], 1))).toBe("nothing");
    expect(await codeOfFit({ method: "dtw" }, datasetOf([[1], [2]], 1))).toBe("nothing");
    expect(await codeOfFit({ method: "multi-rocket" }, waves(2, 2 ** 16 + 1, 1, 2))).toBe("classical.tooLong train[0]");
    expect(await codeOfFit({ method: "dtw" }, { ...train, labels: new Int32Array(8) })).toBe(
      "classical.oneClass train",
    );
    expect(await codeOfFit({ method: "dtw" }, { ...train, labels: new Int32Array(8).fill(9, 3, 4) })).toBe(
      "data.label train.labels[3]",
    );
    const windows = { series: Int32Array.of(0, 0, 1, 2, 3, 4, 5, 6), count: 7, answer: "votes" } as const;
    expect(await codeOfFit({ method: "dtw" }, { ...train, windows })).toBe("classical.windows train");
    const huge = { ...train, values: train.values.map((value) => value * 3e38) };
    expect(await codeOfFit({ method: "multi-rocket", kernels: 84 }, huge)).toBe("classical.overflow");
    expect(await codeOf(() => fitClassifier(undefined as never, { method: "dtw" }))).toBe("data.missing train");
  });

  it("series to classify that do not fit those of training", async () => {
    const classifier = await fitClassifier(train, { method: "mini-rocket", features: 84 });
    expect(await codeOf(() => classifier.predict(waves(3, 21, 1, 2)))).toBe("classical.otherLength dataset[0]");
    expect(await codeOf(() => classifier.predict(waves(3, 20, 2, 2)))).toBe("data.channels dataset");
    const uneven = await fitClassifier(waves(8, 20, 1, 2, true), { method: "mini-rocket", features: 84 });
    expect(uneven.predict(waves(3, 60, 1, 2)).length).toBe(3);
    const nearest = await fitClassifier(train, { method: "dtw" });
    expect(await codeOf(() => nearest.scores(train))).toBe("classical.noScores");
  });

  it("what was saved and then changed, wherever it was", async () => {
    const text = JSON.stringify(await fitClassifier(train, { method: "mini-rocket", features: 84 }));
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom("0", "7", "A", "z", " "), async (at, other) => {
        if (text[at] === other) return;
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        let value: unknown;
        try {
          value = JSON.parse(changed);
        } catch {
          return; // no JSON any more
        }
        // Blanks between the parts of a document change nothing.
        if (JSON.stringify(value) === text) return;
        expect(await codeOf(() => restoreClassifier(value))).toBe("classical.saved");
      }),
      { numRuns: 60 },
    );
    for (const value of [undefined, null, 3, "x", {}, [], { format: "tidelab-classical-1" }]) {
      expect(await codeOf(() => restoreClassifier(value))).toBe("classical.saved");
    }
  });
});

it("classes without training series are never answered, and score lowest", async () => {
  const two = waves(8, 20, 1, 2);
  const train = { ...two, labels: two.labels.map((label) => label * 2), classNames: ["a", "b", "c"] };
  const classifier = await fitClassifier(train, { method: "mini-rocket", features: 168 });
  expect(classifier.predict(train)).toEqual(train.labels);
  const scores = classifier.scores(train);
  expect(scores.length).toBe(24);
  for (let i = 0; i < 8; i++) expect(scores[i * 3 + 1]).toBe(Number.NEGATIVE_INFINITY);
});

/** aeon's and tsml-eval's figures: the archive's own split, seed 0. */
describe.skipIf(!hasSharedData)("on the archive's data (skipped without ../shared/data)", () => {
  it("MiniRocket's first features of UnitTest are those that aeon's tests expect", async () => {
    const train = await readArchive("UnitTest", "TRAIN");
    const module = await createRocketModule();
    const fitted = fitMiniRocket(module, train, { features: 10_000, maxDilations: 32, seed: 0 });
    const found = fitted.transform(module, train);
    const expected = [
      [0.5833333, 0.7083333, 0.16666667, 0.5833333, 0.8333333],
      [0.5416667, 0.7083333, 0.16666667, 0.5416667, 0.7916667],
      [0.5833333, 0.7083333, 0.20833333, 0.5833333, 0.7916667],
      [0.45833334, 0.6666667, 0.16666667, 0.5, 0.75],
      [0.5416667, 0.7916667, 0.125, 0.5416667, 0.8333333],
    ];
    for (const [row, values] of expected.entries()) {
      expect([...found.subarray(row * fitted.count, row * fitted.count + 5)]).toEqual(values.map(Math.fround));
    }
  });

  it.each([
    ["GunPoint", { method: "mini-rocket" }, 99.33],
    ["ItalyPowerDemand", { method: "mini-rocket" }, 96.31],
    ["GunPoint", { method: "dtw" }, 90.67],
    ["ItalyPowerDemand", { method: "dtw" }, 95.04],
    ["BasicMotions", { method: "dtw" }, 97.5],
    ["Libras", { method: "dtw" }, 87.22],
    ["ERing", { method: "dtw" }, 91.48],
    ["GunPoint", { method: "hydra" }, 100],
    ["GunPoint", { method: "multi-rocket" }, 100],
  ] as const)("%s, %o: the published accuracy", async (name, settings, published) => {
    const [train, test] = [await readArchive(name, "TRAIN"), await readArchive(name, "TEST")];
    const answers = (await fitClassifier(train, settings)).predict(test);
    const right = answers.filter((answer, i) => answer === test.labels[i]).length;
    expect(((100 * right) / test.count).toFixed(2)).toBe(published.toFixed(2));
  });

  it("takes unequal lengths and twelve channels", async () => {
    const [train, test] = [await readArchive("JapaneseVowels", "TRAIN"), await readArchive("JapaneseVowels", "TEST")];
    const answers = (await fitClassifier(train, { method: "dtw" })).predict(test);
    // 94.9 in the archive's table of results
    expect(answers.filter((answer, i) => answer === test.labels[i]).length).toBe(351);
  });
});
