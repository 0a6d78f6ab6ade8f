/** Suites as users write them, and everything that can be wrong with one. */
import { describe, expect, it } from "vitest";
import { checkPresetOptions } from "../../src/benchmark/preset-options.ts";
import { parseSuite } from "../../src/benchmark/suite.ts";
import { TidelabError } from "../../src/errors/errors.ts";
import { seedsOf } from "../../src/node/benchmarks/plan.ts";
import { compile } from "../../src/node/index.ts";
import { type PresetName, presets } from "../../src/zoo/presets.ts";

const DATA = { data: { kind: "waves", samples: 40, length: 12 } };
const parse = (suite: unknown) =>
  parseSuite(suite, ["fcn", "cnn"], async (file) => {
    if (file === "there.json") return { model: { layers: [] } };
    throw new TidelabError("benchmark.suite", undefined, file);
  });

async function problems(suite: unknown): Promise<string[]> {
  try {
    await parse(suite);
  } catch (error) {
    if (error instanceof TidelabError) return error.all.map(({ code, path }) => `${code} ${path ?? ""}`);
    throw error;
  }
  return [];
}

it("fills in what is left out", async () => {
  const models = { a: { classical: "mini-rocket" }, b: { preset: "fcn" }, c: { spec: "there.json", published: ["C"] } };
  const suite = await parse({ name: "s", datasets: { waves: DATA }, models });
  expect(suite.seeds).toEqual([0]);
  expect(suite.datasets.get("waves")).toMatchObject({ split: { val: "train" }, transforms: [] });
  expect(suite.models.get("a")).toEqual({
    kind: "classical",
    settings: { method: "mini-rocket", features: 10000, maxDilations: 32, seed: 0 },
    published: ["a"],
  });
  expect(suite.models.get("b")).toMatchObject({ kind: "preset", preset: "fcn", options: {}, training: {} });
  expect(suite.models.get("c")).toMatchObject({ kind: "spec", spec: { model: { layers: [] } }, published: ["C"] });
  const { seeds } = await parse({ name: "s", datasets: { waves: DATA }, models, seeds: 3 });
  expect(seeds).toEqual([0, 1, 2]);
});

it("says everything that is wrong at once, and where", async () => {
  const models = {
    a: { classical: "mini-roket" },
    b: { classical: "dtw", window: 3 },
    c: { classical: "mini-rocket", seed: 3 },
    d: { preset: "fcm" },
    e: { preset: "fcn", training: 3 },
    f: { net: "x" },
    g: { spec: "missing.json" },
    h: 3,
    i: { classical: "dtw", published: [] },
  };
  const datasets = { x: { data: { kind: "wave" } }, y: { ...DATA, splt: {} } };
  expect(await problems({ name: "s", datasets, models, seeds: -1 })).toEqual([
    "spec.range seeds",
    "spec.choice datasets.x.data.kind",
    "spec.unknownKey datasets.y.splt",
    "classical.method models.a.method",
    "classical.setting models.b.window",
    "benchmark.seedOfModel models.c.seed",
    "benchmark.preset models.d.preset",
    "spec.type models.e.training",
    "benchmark.model models.f",
    "benchmark.suite missing.json",
    "benchmark.model models.h",
    "spec.length models.i.published",
  ]);
});

it("refuses options that a preset does not have, and lists that do not belong together", async () => {
  const found = async (options: unknown, preset = "fcn") =>
    await problems({ name: "s", datasets: { x: DATA }, models: { m: { preset, options } } });
  expect(await found({ channel: [4] })).toEqual(["spec.unknownKey models.m.options.channel"]);
  expect(await found({ channels: [] })).toEqual(["spec.length models.m.options.channels"]);
  expect(await found({ channels: "x" })).toEqual(["spec.type models.m.options.channels"]);
  expect(await found({ channels: [4, 1.5] })).toEqual(["spec.type models.m.options.channels[1]"]);
  expect(await found({ kernelSizes: [8] })).toEqual(["benchmark.paired models.m.options.kernelSizes"]);
  expect(await found({ channels: [4, 4], kernelSizes: [8, 5] })).toEqual([]);
  expect(await found({ channels: [4] }, "cnn")).toEqual([]);
  // Classes follow from the data.
  expect(await found({ classes: 7 }, "cnn")).toEqual(["spec.unknownKey models.m.options.classes"]);
});

it("knows the options of every preset", () => {
  const options: Record<PresetName, Record<string, unknown>> = {
    lstm: { hiddenSize: 3, numLayers: 1, bidirectional: false, dropout: 0, pooling: "max" },
    gru: { pooling: "final" },
    rnn: {},
    cnn: { channels: [3, 4], kernelSizes: [3, 3] },
    mlp: { hiddenSizes: [5], dropouts: [0, 0.1] },
    fcn: { channels: [3] },
    resnet: { channels: [3], kernelSizes: [3, 3] },
    "inception-time": { depth: 2, filters: 2, kernelSizes: [9, 5], bottleneck: 2, residualEvery: 2 },
    "lstm-fcn": { hiddenSize: 2, dropout: 0.1, dimensionShuffle: false, squeezeExcite: true },
    "gru-fcn": { channels: [3, 3], kernelSizes: [3, 3] },
    "alstm-fcn": { channels: [3] },
    lite: { filters: 2, kernelSize: 8 },
    tcn: { channels: [3], kernelSize: 2, dropout: 0 },
    transformer: { modelSize: 4, heads: 2, depth: 1, feedForward: 3, dropout: 0 },
    "conv-tran": { modelSize: 4, heads: 2, feedForward: 3, kernelSize: 5, dropout: 0 },
  };
  for (const name of Object.keys(options) as PresetName[]) {
    checkPresetOptions(name, options[name], []);
    // Each option changes the model, alone or with the others.
    const shape = { length: 20, channels: 2, classes: 3 };
    const model = presets[name].model(shape, options[name]);
    if (name !== "rnn") expect(model, name).not.toEqual(presets[name].model(shape));
    expect(() => compile(model, { ...shape, seed: 1 }), name).not.toThrow();
    expect(() => checkPresetOptions(name, { ...options[name], hidden: 3 }, []), name).toThrow("unknown key");
  }
  expect(() => checkPresetOptions("mlp", { hiddenSizes: [5], dropouts: [0.1] }, ["o"])).toThrow(
    "o.dropouts: expected 2 entries",
  );
});

describe("seeds of a method that draws nothing", () => {
  const dataset = (split: unknown) =>
    parse({
      name: "s",
      datasets: { x: { data: { kind: "files", train: "a.csv" }, split } },
      models: { m: { classical: "dtw" } },
      seeds: 7,
    }).then(({ datasets, seeds }) => ({ source: datasets.get("x")!, seeds }));

  it.each([
    ["a split by time", { kind: "time" }, [0]],
    ["one fold", { kind: "folds", folds: 3, fold: 1, val: "train" }, [0]],
    ["folds by seed, each once", { kind: "folds", folds: 3, fold: "seed", val: "train" }, [0, 1, 2]],
    ["repeated folds", { kind: "folds", folds: 3, repeats: 2, fold: "seed", val: "train" }, [0, 1, 2, 3, 4, 5]],
    ["folds with series held back by the seed", { kind: "folds", folds: 3, fold: "seed" }, [0, 1, 2, 3, 4, 5, 6]],
    ["shares", { train: 0.5 }, [0, 1, 2, 3, 4, 5, 6]],
    ["groups", { kind: "groups" }, [0, 1, 2, 3, 4, 5, 6]],
  ])("%s", async (_, split, expected) => {
    const { source, seeds } = await dataset(split);
    expect(seedsOf(seeds, source, false)).toEqual(expected);
    expect(seedsOf(seeds, source, true)).toEqual(seeds);
  });
});

it("refuses what has no data sets or models", async () => {
  expect(await problems({ name: "s", datasets: {}, models: {} })).toEqual([
    "spec.length datasets",
    "spec.length models",
  ]);
  expect(await problems({ name: "s" })).toEqual(["spec.missing datasets", "spec.missing models"]);
  expect(await problems(null)).not.toEqual([]);
});
