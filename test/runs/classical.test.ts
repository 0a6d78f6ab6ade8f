/** Runs of classifiers without gradients: specs, records, what fitting again compares, and reading a run back. */
import { describe, expect, it } from "vitest";
import { fitClassifier } from "../../src/classical/index.ts";
import { loadData } from "../../src/data/load.ts";
import type { TidelabError } from "../../src/errors/errors.ts";
import { createClassicalClassifier } from "../../src/inference/classical.ts";
import { type FinishedClassicalRun, runClassicalSpec } from "../../src/runs/classical/fit.ts";
import { readClassicalRun } from "../../src/runs/classical/read.ts";
import { type ClassicalRunRecord, formatClassicalRecord, parseClassicalRun } from "../../src/runs/classical/record.ts";
import { isClassicalSpec, parseClassicalSpec } from "../../src/runs/classical/spec.ts";
import { verifyClassicalRun } from "../../src/runs/classical/verify.ts";
import { parseRecord } from "../../src/runs/record.ts";

const WAVES = { kind: "waves", samples: 60, length: 20, noise: 0.4 } as const;
const specOf = (classifier: Record<string, unknown>, more: object = {}) =>
  parseClassicalSpec({ name: "small", data: WAVES, classifier, ...more });
const METHODS = {
  "mini-rocket": { method: "mini-rocket", features: 168 },
  "multi-rocket": { method: "multi-rocket", kernels: 84 },
  hydra: { method: "hydra", groups: 4 },
  dtw: { method: "dtw", window: "leave-one-out" },
} as const;

const refusal = (work: () => unknown): TidelabError => {
  try {
    work();
  } catch (error) {
    return error as TidelabError;
  }
  throw new Error("nothing was refused");
};

describe("a spec", () => {
  it("holds nothing back to validate on, whatever the split, and fills in all settings", () => {
    expect(specOf({ method: "mini-rocket" })).toMatchObject({
      seed: 7,
      split: { train: 0.7, val: "train" },
      transforms: [],
      classifier: { method: "mini-rocket", features: 10_000, maxDilations: 32 },
    });
    const { split } = specOf(
      { method: "dtw" },
      { data: { kind: "files", train: "a.csv" }, split: { kind: "folds", fold: 2 } },
    );
    expect(split).toMatchObject({ kind: "folds", fold: 2, val: "train" });
  });

  it.each([
    ["split.val", { split: { val: 0.2 } }, "classical.validation"],
    ["data.val", { data: { kind: "files", train: "a.csv", test: "b.csv", val: "c.csv" } }, "classical.validation"],
    ["classifier.method", { classifier: { method: "minirocket" } }, "classical.method"],
    ["classifier.features", { classifier: { method: "mini-rocket", features: 3 } }, "classical.setting"],
    ["classifier.window", { classifier: { method: "mini-rocket", window: 1 } }, "spec.unknownKey"],
    ["classifier.seed", { classifier: { method: "mini-rocket", seed: 1 } }, "spec.unknownKey"],
    ["training", { training: { epochs: 3 } }, "spec.unknownKey"],
    ["name", { name: "../up" }, "spec.name"],
  ])("is refused at %s", (path, changes, code) => {
    const error = refusal(() => parseClassicalSpec({ data: WAVES, classifier: { method: "dtw" }, ...changes }));
    expect([error.code, error.path]).toEqual([code, path]);
  });

  it("is distinguished from the spec of a net", () => {
    expect(isClassicalSpec({ classifier: {} })).toBe(true);
    expect(isClassicalSpec({ classifier: {}, model: {} })).toBe(false);
    expect(isClassicalSpec(null)).toBe(false);
  });
});

describe.each(Object.keys(METHODS) as (keyof typeof METHODS)[])("a run of %s", (method) => {
  const run = runClassicalSpec(specOf(METHODS[method]));

  it("gives what the library gives for the same series and seed", async () => {
    const { record, predicted } = await run;
    const { train, test } = await loadData(record.spec);
    const drawn = method === "dtw" ? {} : { seed: 7 };
    const alone = await fitClassifier(train, { ...METHODS[method], ...drawn });
    expect(predicted).toEqual(alone.predict(test));
    expect(record.found).toEqual(alone.found);
    const right = predicted.filter((answer, row) => answer === test.labels[row]).length;
    expect(record.test.accuracy).toBe(right / test.count);
    expect(record.test.accuracy).toBeGreaterThan(0.6);
    expect([record.data.train, record.data.test]).toEqual([42, 18]);
  });

  it("is read back, and answers raw series with the bits of its test", async () => {
    const { record, classifierText, predicted } = await run;
    const text = formatClassicalRecord(record);
    const read = await readClassicalRun(text, classifierText);
    expect(read.record).toEqual(record);
    const { test } = await loadData(record.spec);
    const classifier = createClassicalClassifier(read);
    const series = Array.from({ length: test.count }, (_, row) => ({
      values: test.values.subarray(row * 20, row * 20 + 20).map((value) => value * record.data.scale),
    }));
    const answers = await classifier.classify(series);
    expect(answers.map((answer) => answer.refused ?? answer.classIndex)).toEqual([...predicted]);
    const streamed: unknown[] = [];
    for await (const answer of classifier.stream(series, { block: 5 })) streamed.push(answer);
    expect(streamed).toEqual(answers);
  });

  it("is verified by fitting again, and a record that says otherwise is not", async () => {
    const { record } = await run;
    expect(await verifyClassicalRun(record)).toMatchObject({ result: "same", differences: [] });
    const other = { ...record, found: { ...record.found, [Object.keys(record.found)[0]!]: 0.123 } };
    const { result, differences } = await verifyClassicalRun(other);
    expect([result, differences.map(({ path }) => path)]).toEqual([
      "different",
      [`found.${Object.keys(record.found)[0]}`],
    ]);
    const otherData = { ...record, data: { ...record.data, sha256: "0".repeat(64) } };
    expect(await verifyClassicalRun(otherData)).toMatchObject({ result: "different", run: undefined });
  });
});

describe("raw series", () => {
  const run = runClassicalSpec(specOf(METHODS["mini-rocket"], { transforms: [{ transform: "normalise" }] }));

  it("are scaled and transformed as in training, and refused one by one", async () => {
    const { record, classifierText, predicted } = await run;
    const classifier = createClassicalClassifier(await readClassicalRun(formatClassicalRecord(record), classifierText));
    const { test, all } = await loadData({ ...record.spec, transforms: [] });
    expect(all.count).toBe(60);
    const good = {
      id: "good",
      values: Float32Array.from(test.values.subarray(0, 20), (value) => value * record.data.scale),
    };
    const answers = await classifier.classify([
      good,
      { values: [1, 2, 3] },
      { id: "nan", values: new Array(20).fill(Number.NaN) },
    ]);
    expect(answers[0]).toMatchObject({ id: "good", classIndex: predicted[0], lengthKind: "trained", length: 20 });
    expect(answers.slice(1).map(({ refused }) => [refused?.code, refused?.path])).toEqual([
      ["classifier.otherLength", "series[1]"],
      ["data.value", "nan.values[0]"],
    ]);
  });

  it("of several lengths are each as long as they are: the answers are those of the padded set", async () => {
    const spec = specOf({ method: "multi-rocket", kernels: 84 }, { data: { ...WAVES, minLength: 12 } });
    const { record, classifierText, predicted } = await runClassicalSpec(spec);
    const { test } = await loadData(spec);
    const series = Array.from({ length: test.count }, (_, row) => ({
      values: test.values
        .slice(row * 20, row * 20 + (test.lengths?.[row] ?? 20))
        .map((value) => value * record.data.scale),
    }));
    expect(new Set(test.lengths).size).toBeGreaterThan(3);
    const classifier = createClassicalClassifier(await readClassicalRun(formatClassicalRecord(record), classifierText));
    const answers = await classifier.classify(series);
    expect(answers.map((answer) => answer.refused ?? answer.classIndex)).toEqual([...predicted]);
    // A single step is too short for differences.
    const [short] = await classifier.classify([{ id: "short", values: [1] }]);
    expect([short?.refused?.code, short?.refused?.path]).toEqual(["classical.tooShort", "short"]);
  });
});

describe("a record", () => {
  const run: Promise<FinishedClassicalRun> = runClassicalSpec(specOf(METHODS.dtw));
  const changed = async (change: (record: Record<string, never>) => void) => {
    const copy = JSON.parse(JSON.stringify((await run).record)) as Record<string, never>;
    change(copy);
    return refusal(() => parseClassicalRun(JSON.stringify(copy), "run.json"));
  };

  it.each<[string, (record: never) => void, string]>([
    ["name", (record: ClassicalRunRecord & { name: string }) => (record.name = "other"), "run.record"],
    ["test.accuracy", (record: { test: { accuracy: number } }) => (record.test.accuracy = 1), "run.record"],
    [
      "test.report.accuracy",
      (record: { test: { report: { accuracy: number } } }) => (record.test.report.accuracy = 1),
      "run.record",
    ],
    [
      "test.confusionMatrix",
      (record: { test: { confusionMatrix: number[][] } }) => void record.test.confusionMatrix[0]![0]!++,
      "run.record",
    ],
    ["test.labels", (record: { test: { labels: string[] } }) => record.test.labels.reverse(), "run.record"],
    ["data.fitted", (record: { data: { fitted?: unknown[] } }) => (record.data.fitted = [null]), "run.record"],
    ["files", (record: { files?: unknown }) => delete record.files, "run.record"],
    ["extra", (record: { extra?: number }) => (record.extra = 1), "run.record"],
  ] as never)("whose %s was changed is refused", async (key, change, code) => {
    const error = await changed(change as never);
    expect(error.code).toBe(code);
    expect(error.message).toContain(key);
  });

  it("of a newer version, of a net, and a classifier of another run are refused", async () => {
    const { record, classifierText } = await run;
    const text = formatClassicalRecord(record);
    const newer = refusal(() => parseClassicalRun(text.replace('"version": 1', '"version": 2'), "run.json"));
    expect(newer.code).toBe("run.newer");
    expect(refusal(() => parseClassicalRun('{"version":1}', "run.json")).code).toBe("run.net");
    const asNet = refusal(() => parseRecord(text, "run.json"));
    expect(asNet).toMatchObject({ code: "run.classical", path: "run.json", params: { method: "dtw" } });
    const other = await readClassicalRun(text, `${classifierText} `).catch((error: TidelabError) => error.code);
    expect(other).toBe("run.classifierChanged");
    expect(() => createClassicalClassifier({} as never)).toThrow("run");
  });
});
