/** Suites as users write them, and everything that can be wrong with one. */
import { expect, it } from "vitest";
import { parseSuite } from "../../src/benchmark/suite.ts";
import { TidelabError } from "../../src/errors/errors.ts";

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

it("refuses what has no data sets or models", async () => {
  expect(await problems({ name: "s", datasets: {}, models: {} })).toEqual([
    "spec.length datasets",
    "spec.length models",
  ]);
  expect(await problems({ name: "s" })).toEqual(["spec.missing datasets", "spec.missing models"]);
  expect(await problems(null)).not.toEqual([]);
});
