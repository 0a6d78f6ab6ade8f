/** Data made by hand is checked at every entry point: shape, range, finiteness, wholeness, with the index of what is wrong. */
import "../../src/node/platform.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TimeSeriesDataset } from "../../src/data/dataset.ts";
import { splitIndices } from "../../src/data/split.ts";
import { applyTransforms, fitTransforms } from "../../src/data/transforms/apply.ts";
import { evaluate } from "../../src/inference/evaluate.ts";
import { createPredictor } from "../../src/inference/predictor.ts";
import { compile, type Model } from "../../src/model/model.ts";
import { NumpyRandom } from "../../src/random/numpy.ts";
import { parseTraining } from "../../src/spec/parse.ts";
import { checkPadding } from "../../src/train/check-padding.ts";
import { findLearningRate } from "../../src/train/lr-find.ts";
import { train } from "../../src/train/train.ts";

const length = 20;
const count = 8;
const plain = Float32Array.from({ length: count * length }, (_, i) => Math.sin(i * 0.37));
const labels = Int32Array.from([0, 1, 0, 1, 0, 1, 0, 1]);
const good: TimeSeriesDataset = { values: plain, labels, count, length, channels: 1, classNames: ["cat", "dog"] };

function newModel(): Model {
  return compile(
    { layers: [{ layer: "lstm", hiddenSize: 4 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
    { length, classes: 2 },
  );
}

/** A set as a caller without types may hand it in. */
const wrong = (more: Record<string, unknown>) => ({ ...good, ...more }) as never as TimeSeriesDataset;
const withLabels = (given: unknown) => wrong({ labels: given });
const ofValue = (value: unknown) => wrong({ values: Array.from(plain, (v, i) => (i === 3 ? value : v)) });
const withLengths = (given: unknown) => wrong({ lengths: given });

/** What is wrong, the code of its error, and where it is within the set. */
const cases: [string, TimeSeriesDataset, string, string][] = [
  // Labels
  ["texts", withLabels(["cat", "dog", "cat", "dog", "cat", "dog", "cat", "dog"]), "data.label", ".labels[0]"],
  ["a text that is a number", withLabels([0, "1", 0, 1, 0, 1, 0, 1]), "data.label", ".labels[1]"],
  ["a missing label", withLabels([0, 1, undefined, 1, 0, 1, 0, 1]), "data.label", ".labels[2]"],
  ["a hole", withLabels(Object.assign([0, 1, 0], { length: 8 })), "data.label", ".labels[3]"],
  ["null", withLabels([0, 1, 0, 1, 0, null, 0, 1]), "data.label", ".labels[5]"],
  ["a truth value", withLabels([true, 1, 0, 1, 0, 1, 0, 1]), "data.label", ".labels[0]"],
  ["NaN", withLabels(Float32Array.from([0, 1, Number.NaN, 1, 0, 1, 0, 1])), "data.label", ".labels[2]"],
  ["a half", withLabels(Float32Array.from([0, 1, 0.5, 1, 0, 1, 0, 1])), "data.label", ".labels[2]"],
  ["from one on", withLabels(Int32Array.from([1, 2, 1, 2, 1, 2, 1, 2])), "data.label", ".labels[1]"],
  ["minus one", withLabels(Int32Array.from([-1, 1, -1, 1, -1, 1, -1, 1])), "data.label", ".labels[0]"],
  ["64-bit numbers", withLabels(BigInt64Array.from([0n, 1n, 0n, 1n, 0n, 1n, 0n, 1n])), "data.label", ".labels[0]"],
  ["too few", withLabels(labels.subarray(1)), "data.size", ""],
  ["no labels", withLabels(undefined), "data.list", ".labels"],
  ["labels in a set", withLabels(new Set(labels)), "data.list", ".labels"],
  // Values
  [
    "more than float32 holds",
    wrong({ values: Float64Array.from(plain, (v, i) => (i === 3 ? 1e39 : v)) }),
    "data.value",
    ".values[3]",
  ],
  ["less than float32 holds", ofValue(-1e39), "data.value", ".values[3]"],
  ["NaN among values", ofValue(Number.NaN), "data.value", ".values[3]"],
  ["a text among values", ofValue("0.5"), "data.value", ".values[3]"],
  ["a missing value", ofValue(undefined), "data.value", ".values[3]"],
  ["null among values", ofValue(null), "data.value", ".values[3]"],
  ["a series a list", wrong({ values: Array.from({ length: count * length }, () => [0]) }), "data.value", ".values[0]"],
  ["no values", wrong({ values: undefined }), "data.list", ".values"],
  ["too many values", wrong({ values: new Float32Array(count * length + 1) }), "data.size", ""],
  // Sizes
  ["a count of NaN", wrong({ count: Number.NaN }), "data.whole", ".count"],
  ["half a series", wrong({ count: 7.5 }), "data.whole", ".count"],
  ["a count as text", wrong({ count: "8" }), "data.whole", ".count"],
  ["no length", wrong({ length: undefined }), "data.whole", ".length"],
  ["endless steps", wrong({ length: Number.POSITIVE_INFINITY }), "data.whole", ".length"],
  ["no channels", wrong({ channels: undefined }), "data.whole", ".channels"],
  ["minus one channel", wrong({ channels: -1 }), "data.whole", ".channels"],
  ["no series", wrong({ count: 0, values: new Float32Array(0), labels: new Int32Array(0) }), "data.empty", ""],
  // Lengths
  [
    "a length of NaN",
    withLengths(Float32Array.from([20, 20, Number.NaN, 20, 20, 20, 20, 20])),
    "data.lengths",
    ".lengths[2]",
  ],
  ["half a step", withLengths([20, 20, 2.5, 20, 20, 20, 20, 20]), "data.lengths", ".lengths[2]"],
  ["a length as text", withLengths([20, "20", 20, 20, 20, 20, 20, 20]), "data.lengths", ".lengths[1]"],
  ["a length of 0", withLengths([20, 20, 20, 20, 20, 20, 20, 0]), "data.lengths", ".lengths[7]"],
  ["a length past the end", withLengths([21, 20, 20, 20, 20, 20, 20, 20]), "data.lengths", ".lengths[0]"],
  ["too few lengths", withLengths([20]), "data.lengthsSize", ".lengths"],
  ["one length for all", withLengths(20), "data.list", ".lengths"],
  // Windows
  [
    "windows of a series left out",
    wrong({ windows: { series: [0, 0, 2, 2, 3, 3, 4, 4], count: 5, answer: "votes" } }),
    "data.windows",
    ".windows.series[2]",
  ],
  [
    "windows that go back",
    wrong({ windows: { series: [0, 1, 0, 1, 2, 2, 3, 3], count: 4, answer: "votes" } }),
    "data.windows",
    ".windows.series[2]",
  ],
  [
    "half a series of windows",
    wrong({ windows: { series: [0, 0, 0.5, 1, 2, 2, 3, 3], count: 4, answer: "votes" } }),
    "data.windows",
    ".windows.series[2]",
  ],
  [
    "more series than windows belong to",
    wrong({ windows: { series: [0, 0, 1, 1, 2, 2, 3, 3], count: 5, answer: "votes" } }),
    "data.windows",
    ".windows.series[7]",
  ],
  [
    "too few windows",
    wrong({ windows: { series: [0, 0, 1, 1], count: 2, answer: "votes" } }),
    "data.windows",
    ".windows.series[3]",
  ],
  // No set at all
  ["nothing", undefined as never, "data.missing", ""],
  ["null for a set", null as never, "data.missing", ""],
  ["a text for a set", "train.csv" as never, "data.missing", ""],
];

async function drain(run: AsyncGenerator<unknown>): Promise<void> {
  for await (const _ of run);
}

describe.each(cases)("%s", (_, set, code, where) => {
  it.each<[string, string, () => Promise<unknown>]>([
    ["train, in the training set", "train", () => drain(train(newModel(), { train: set, val: good }, { epochs: 1 }))],
    ["train, in the validation set", "val", () => drain(train(newModel(), { train: good, val: set }, { epochs: 1 }))],
    ["evaluate", "dataset", () => evaluate(newModel(), set)],
    ["the learning-rate range test", "train", () => findLearningRate(newModel(), { train: set, val: good })],
    ["the check of padding", "data", () => checkPadding(newModel(), set, parseTraining({}), { steps: 1 })],
  ])("is refused by %s", async (_name, what, work) => {
    await expect(work()).rejects.toMatchObject({ code, path: `${what}${where}` });
  });
});

describe("the test set", () => {
  it("may be left out, but not be wrong", async () => {
    const set = withLabels(["cat", 1, 0, 1, 0, 1, 0, 1]);
    const given = { train: good, val: good, test: set };
    await expect(drain(train(newModel(), given, { epochs: 1 }))).rejects.toMatchObject({ path: "test.labels[0]" });
    await drain(train(newModel(), { train: good, val: good }, { epochs: 1 }));
  });

  it.each([undefined, null, {}])("no data at all (%s) names what is missing first", async (given) => {
    await expect(drain(train(newModel(), given as never))).rejects.toMatchObject({
      code: "data.missing",
      path: "train",
    });
  });
});

describe("predict", () => {
  it.each<[string, unknown, unknown, string, string]>([
    ["a text", "0.5,0.6", length, "data.list", "predict.values"],
    ["nothing", undefined, length, "data.list", "predict.values"],
    ["a value that is a text", new Array(length).fill("1"), length, "data.value", "predict.values[0]"],
    ["1e39", Float64Array.from({ length }, (_, i) => (i === 4 ? 1e39 : 0)), length, "data.value", "predict.values[4]"],
    ["a length of NaN", plain, Number.NaN, "data.whole", "predict.length"],
    ["half a step", plain, 2.5, "data.whole", "predict.length"],
    ["a length as text", plain, "20", "data.whole", "predict.length"],
  ])("refuses %s", async (_, values, steps, code, path) => {
    const predictor = await createPredictor(newModel());
    await expect(predictor.predict(values as Float32Array, steps as number)).rejects.toMatchObject({ code, path });
    predictor.close();
  });
});

describe("other entry points", () => {
  it.each([
    ["length", { length: Number.NaN, classes: 2 }],
    ["length", { length: "20", classes: 2 }],
    ["classes", { length: 20, classes: 0 }],
    ["classes", { length: 20, classes: 2.5 }],
    ["channels", { length: 20, classes: 2, channels: 0 }],
    ["seed", { length: 20, classes: 2, seed: Number.NaN }],
    ["seed", { length: 20, classes: 2, seed: "7" }],
  ])("compile names %s", (path, options) => {
    const layers = [{ layer: "last" }, { layer: "linear", outFeatures: 2 }] as const;
    const work = () => compile({ layers: [...layers] }, options as never);
    expect(work).toThrow(expect.objectContaining({ code: "data.whole", path }));
  });

  it.each([0, -1, 1.5, Number.NaN, "2"])("threads %s are refused", async (threads) => {
    const options = { threads: threads as number };
    const refused = { code: "data.whole", path: "threads" };
    await expect(drain(train(newModel(), { train: good, val: good }, {}, options))).rejects.toMatchObject(refused);
    await expect(evaluate(newModel(), good, options)).rejects.toMatchObject(refused);
    await expect(createPredictor(newModel(), options)).rejects.toMatchObject(refused);
    await expect(findLearningRate(newModel(), { train: good, val: good }, {}, options)).rejects.toMatchObject(refused);
  });

  it("transforms refuse a set that is not whole", () => {
    const specs = [{ transform: "difference", order: 1 } as const];
    const set = wrong({ values: Float64Array.from(plain, (v, i) => (i === 3 ? 1e39 : v)) });
    const refused = expect.objectContaining({ code: "data.value" });
    expect(() => fitTransforms(set, specs, 7)).toThrow(refused);
    expect(() => applyTransforms(set, specs, [null])).toThrow(refused);
    expect(() => fitTransforms(withLabels([0.5, 1, 0, 1, 0, 1, 0, 1]), [], 7)).toThrow(
      expect.objectContaining({ path: "train.labels[0]" }),
    );
  });

  it.each([Number.NaN, 2.5, "12"])("a split of %s series is refused", (series) => {
    expect(() => splitIndices(series as number, new NumpyRandom(7))).toThrow(
      expect.objectContaining({ code: "data.whole", path: "count" }),
    );
  });
});

describe("what fits", () => {
  it("trains to the same bits from lists and other typed arrays", async () => {
    const weights = async (set: TimeSeriesDataset) => {
      for await (const event of train(newModel(), { train: set, val: set }, { epochs: 1, batchSize: 4 })) {
        if (event.type === "epoch") return event.record.weightsSha256;
      }
      return undefined;
    };
    const lengths = [20, 5, 20, 20, 20, 20, 20, 20];
    const typed = { ...good, lengths: Int32Array.from(lengths) };
    const listed = wrong({ values: Float64Array.from(plain), labels: [...labels], lengths });
    const first = await weights(typed);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await weights(listed)).toBe(first);
  });

  it.each([
    ["none", [], "dataset.classNames"],
    ["too many", ["a", "b", "c"], "dataset.classNames"],
    ["nothing", undefined, "dataset.classNames"],
    ["a text", "ab", "dataset.classNames"],
    ["one twice", ["a", "a"], "dataset.classNames[1]"],
    ["an empty one", ["", "b"], "dataset.classNames[0]"],
    ["numbers", [0, 1], "dataset.classNames[0]"],
    ["a hole", Object.assign(["a"], { length: 2 }), "dataset.classNames[1]"],
  ])("names of classes must be one a class: %s", async (_, classNames, path) => {
    await expect(evaluate(newModel(), wrong({ classNames }))).rejects.toMatchObject({ code: "data.classNames", path });
  });

  it("any labels but classes are refused, and all classes pass", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.constantFrom(0, 1), fc.anything()), { minLength: 8, maxLength: 8 }),
        async (given) => {
          const fits = given.every((label) => label === 0 || label === 1);
          const result = await evaluate(newModel(), withLabels(given)).then(
            () => true,
            (error) => {
              expect(error).toMatchObject({ code: "data.label" });
              return false;
            },
          );
          expect(result).toBe(fits);
        },
      ),
      { numRuns: 60 },
    );
  });
});
