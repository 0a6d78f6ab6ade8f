/** `tidelab benchmark` from a suite to its table: goes on where it ended, verifies what it kept, compares only what is comparable. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { inScratch, start, TINY, tidelab, write } from "./command.ts";
import { wavesCsv } from "./own-files.ts";

interface Document {
  rows: {
    dataset: string;
    model: string;
    planned: number;
    mean: number | null;
    runs: { seed: number; accuracy: number; folder: string }[];
    failures: { seed: number; message: string }[];
    published: { unlike: string | null; difference: number | null }[];
  }[];
  left: number;
  verified: string[];
  different: { folder: string; keys: string[] }[];
}

const { name: _, ...TINY_SPEC } = TINY;
const SUITE = {
  name: "tiny",
  datasets: { waves: { data: { kind: "waves", samples: 40, length: 16 } } },
  models: {
    MiniRocket: { classical: "mini-rocket", features: 168 },
    "1NN-DTW": { classical: "dtw" },
    net: { spec: TINY_SPEC },
  },
  seeds: 2,
};
const suiteOf = (name: string, changes: object = {}) =>
  write(`${name}.json`, JSON.stringify({ ...SUITE, name, ...changes }));
const run = async (args: readonly string[]) => {
  const { code, stdout, stderr } = await tidelab(["benchmark", ...args, "--jobs", "1", "--json"]);
  return { code, stderr, document: JSON.parse(stdout || "null") as Document };
};

describe("a suite of waves", () => {
  const file = suiteOf("waves");

  it("runs every model with every seed, and is not run again", async () => {
    const first = await run([file]);
    expect([first.code, first.document.left]).toEqual([0, 0]);
    expect(first.document.rows.map(({ model, planned, runs }) => [model, planned, runs.length])).toEqual([
      ["MiniRocket", 2, 2],
      ["1NN-DTW", 2, 2],
      ["net", 2, 2],
    ]);
    const text = readFileSync(inScratch("benchmarks/waves/benchmark.md"), "utf8");
    expect(text).toContain("| waves | MiniRocket | ");
    expect(readFileSync(inScratch("benchmarks/waves/benchmark.html"), "utf8")).toContain("<table");
    const kept = inScratch("benchmarks/waves/classical/waves_MiniRocket/seed-1/classical.json");
    const before = readFileSync(kept, "utf8");
    const again = await run([file]);
    expect(again.stderr).toContain("4 of 4 classifiers without gradients are there already.");
    expect(again.document.rows).toEqual(first.document.rows);
    expect(readFileSync(kept, "utf8")).toBe(before);
  });

  it("is verified, and a record that was changed is not", async () => {
    const good = await run([file, "--verify"]);
    expect([good.code, good.document.verified.length, good.document.different]).toEqual([0, 4, []]);
    const path = inScratch("benchmarks/waves/classical/waves_1NN-DTW/seed-0/classical.json");
    const text = readFileSync(path, "utf8");
    const record = JSON.parse(text) as { answersSha256: string };
    writeFileSync(path, JSON.stringify({ ...record, answersSha256: "0".repeat(64) }));
    const bad = await run([file, "--verify"]);
    expect([bad.code, bad.document.different]).toEqual([
      1,
      [{ folder: "benchmarks/waves/classical/waves_1NN-DTW/seed-0", keys: ["answersSha256"] }],
    ]);
    writeFileSync(path, JSON.stringify({ ...record, trained: 1000 }));
    expect((await run([file, "--verify"])).document.different[0]?.keys).toEqual(["trained"]);
    const nets = await tidelab(["verify", "benchmarks/waves"]);
    expect([nets.code, nets.stderr]).toEqual([0, expect.stringContaining("tidelab benchmark <suite.json> --verify")]);
    writeFileSync(path, "{}");
    expect((await tidelab(["benchmark", file])).stderr).toContain("expected the record of a classifier");
    writeFileSync(path, text);
  });

  it("of other settings is refused in the same folder", async () => {
    const other = suiteOf("other", { models: { "1NN-DTW": { classical: "dtw", window: 0.5 } } });
    const { code, stderr } = await tidelab(["benchmark", other, "--out", "benchmarks/waves"]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("expected the record of these data, settings and seeds"),
    ]);
  });
});

it("a model that cannot take a data set is without result, and the others run", async () => {
  const datasets = { short: { data: { kind: "waves", samples: 40, length: 6 } } };
  const models = {
    MiniRocket: { classical: "mini-rocket" },
    DTW: { classical: "dtw" },
    FCN: { preset: "mlp", training: { epochs: -1, lr: -1 } },
  };
  const { code, document, stderr } = await run([suiteOf("short", { datasets, models, seeds: 1 })]);
  expect(code).toBe(1);
  // Each of two faults has a line of its own.
  expect(stderr.match(/short FCN: training\.(epochs|lr): /g)).toHaveLength(2);
  expect(document.rows.map(({ runs, failures }) => [runs.length, failures.length])).toEqual([
    [0, 1],
    [1, 0],
    [0, 1],
  ]);
  expect(document.rows[0]?.failures[0]?.message).toContain("expected at least 9 time steps");
  expect(document.rows[2]?.failures[0]?.message).toContain("training.epochs");
});

it("what is wrong with a suite is reported at its place", async () => {
  write(
    "wrong.json",
    '{\n  "name": "wrong",\n  "datasets": { "a": { "data": { "kind": "waves" } } },\n  "models": {\n    "x": { "classical": "mini-roket" }\n  }\n}\n',
  );
  const { code, stderr } = await tidelab(["benchmark", "wrong.json"]);
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /wrong\.json:5:\d+: models\.x\.method: expected one of mini-rocket, .* Did you mean mini-rocket\?/,
  );
  write("spec-instead.json", JSON.stringify(TINY));
  expect((await tidelab(["benchmark", "spec-instead.json"])).stderr).toContain("expected a suite in JSON");
  expect((await tidelab(["benchmark", "missing.json"])).code).toBe(2);
});

it("train knows the methods by the names that suites give them", async () => {
  const rows = Array.from(
    { length: 20 },
    (_, i) => `${i % 2 ? "up" : "down"},${Array.from({ length: 12 }, (_, t) => (i % 2 ? t : -t) + ((i * 7) % 5))}`,
  );
  write(
    "slopes.csv",
    `label,${rows[0]
      ?.split(",")
      .slice(1)
      .map((_, t) => `t${t}`)}\n${rows.join("\n")}\n`,
  );
  const trained = await tidelab(["train", "--data", "slopes.csv", "--model", "mini-rocket", "--out", "slopes"]);
  expect(trained.code).toBe(0);
  expect(JSON.parse(readFileSync(inScratch("slopes/run.json"), "utf8")).spec.classifier.method).toBe("mini-rocket");
  const { code, stderr } = await tidelab(["train", "--data", "slopes.csv", "--model", "rocket"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("Did you mean mini-rocket?")]);
});

it("Ctrl-C between two classifiers keeps what is done; the same command goes on", async () => {
  const models = { "1NN-DTW": { classical: "dtw", window: "leave-one-out" } };
  const datasets = { waves: { data: { kind: "waves", samples: 100, length: 50 } } };
  const file = suiteOf("stopped", { models, datasets, seeds: 6 });
  const { child, printed, result } = start(["benchmark", file]);
  await new Promise<void>((resolve) => {
    child.stdout.on("data", () => {
      if (printed.stdout.includes("[1/6]")) resolve();
    });
  });
  child.kill("SIGINT");
  const { code, stderr } = await result;
  expect(code).toBe(130);
  expect(stderr).toMatch(/Stopped with \d+ runs left/);
  const done = Number(/Stopped with (\d+) runs/.exec(stderr)?.[1]);
  expect(done).toBeGreaterThan(0);
  const { code: ended, stdout } = await tidelab(["benchmark", file, "--quiet"]);
  expect([ended, stdout]).toEqual([0, expect.stringMatching(/1NN-DTW +[\d.]+ ± [\d.]+ +6/)]);
});

const shared = fileURLToPath(new URL("../../../shared/", import.meta.url));
describe("a suite on files", () => {
  const data = {
    kind: "files",
    train: "train.csv",
    test: "test.csv",
    reading: { columns: { label: "activity", group: "person" } },
  };
  const datasets = { walking: { data } };

  it("refuses results of files that were changed since, and names them", async () => {
    write("train.csv", wavesCsv(30));
    const text = wavesCsv(12, 16, 1000);
    write("test.csv", text);
    const dtw = suiteOf("files", { datasets, models: { "1NN-DTW": { classical: "dtw" } } });
    const nets = suiteOf("nets", { datasets, models: { net: { preset: "fcn", training: { epochs: 1 } } }, seeds: 1 });
    for (const file of [dtw, nets]) expect((await run([file])).code).toBe(0);
    write(
      "test.csv",
      text.replace(/\d(?=\n$)/, (digit) => String((Number(digit) + 1) % 10)),
    );
    for (const file of [dtw, nets]) {
      const changed = await tidelab(["benchmark", file, "--jobs", "1"]);
      expect([changed.code, changed.stdout]).toEqual([2, expect.not.stringContaining("| walking")]);
      expect(changed.stderr).toContain(
        "received one on others: test.csv changed since (by SHA-256). Restore the data,",
      );
    }
    expect((await run([dtw, "--verify"])).document.different[0]?.keys).toContain("dataSha256");
    write("test.csv", text);
    for (const file of [dtw, nets]) expect((await run([file])).code).toBe(0);
  });
});

describe.skipIf(!existsSync(shared))("the archive's data (skipped without ../shared)", () => {
  const files = (name: string) => ({
    kind: "files",
    train: `${shared}data/ucr/${name}/${name}_TRAIN.ts`,
    test: `${shared}data/ucr/${name}/${name}_TEST.ts`,
  });
  const models = { MiniRocket: { classical: "mini-rocket" }, "1NN-DTW": { classical: "dtw" } };
  const published = `${shared}published-accuracy.csv`;

  it("gives the published accuracies on the archive's split, and does not compare them with means of resamples", async () => {
    const datasets = { GunPoint: { data: files("GunPoint") } };
    const { document } = await run([suiteOf("archive", { datasets, models, published, seeds: 3 })]);
    const [rocket, dtw] = document.rows;
    expect([rocket?.mean?.toFixed(2), rocket?.planned]).toEqual(["99.33", 3]);
    // Neither its data nor its method draw anything: one run says all.
    expect([dtw?.mean?.toFixed(2), dtw?.planned]).toEqual(["90.67", 1]);
    expect(rocket?.published.map(({ unlike }) => unlike)).toEqual([null, null, "split", "split"]);
    expect(rocket?.published.map(({ difference }) => difference?.toFixed(2) ?? null)).toEqual([
      "0.00",
      "0.00",
      null,
      null,
    ]);
  });

  it("compares no method whose settings are not those that were published", async () => {
    const datasets = { GunPoint: { data: files("GunPoint") } };
    const narrow = { "1NN-DTW": { classical: "dtw", window: 0.05 } };
    const { document } = await run([suiteOf("narrow", { datasets, models: narrow, published })]);
    expect(document.rows[0]?.published.map(({ unlike }) => unlike)).toEqual(["changed", "changed", "split"]);
  });

  it("takes resamples by index files with the seeds as their numbers", async () => {
    const index = (part: string) => `${shared}data/resamples/ItalyPowerDemand_INDICES_${part}.txt`;
    const split = { kind: "indices", train: index("TRAIN"), test: index("TEST"), row: "seed", val: "train" };
    const datasets = { ItalyPowerDemand: { data: files("ItalyPowerDemand"), split } };
    const two = { "1NN-DTW": models["1NN-DTW"] };
    const { document } = await run([suiteOf("resamples", { datasets, models: two, published, seeds: 3 })]);
    const [row] = document.rows;
    expect(row?.runs.length).toBe(3);
    // The first one is the archive's own split, for which 95.04 is published.
    expect((100 * (row?.runs[0]?.accuracy ?? 0)).toFixed(2)).toBe("95.04");
    expect(row?.published.map(({ unlike }) => unlike)).toEqual([null, "split", "split"]);
  });
});
