/** Training on transformed, cut and augmented series: same bits after a stop, and nothing else disturbed.
 * Threads are tested in `threads.test.ts`. */
import { describe, expect, it } from "vitest";
import { loadData } from "../../src/data/load.ts";
import { evaluate } from "../../src/inference/evaluate.ts";
import { parseRecord } from "../../src/runs/record.ts";
import { verifyRun } from "../../src/runs/verify.ts";
import type { SpecInput } from "../../src/spec/spec.ts";
import { finish, stopAfter, tinySpec } from "../runs/tiny.ts";

const augment: NonNullable<SpecInput["training"]>["augment"] = [
  { augment: "jitter", sigma: 0.05 },
  { augment: "timeWarp", p: 0.5 },
  { augment: "mixup", alpha: 0.4 },
];
const training = { epochs: 3, batchSize: 16 };
const augmented = tinySpec({ training: { ...training, augment } });

describe("augmentation", () => {
  it("is resumed in the middle of an epoch to the same weights", async () => {
    const whole = await finish(augmented);
    const { state, run } = await stopAfter(augmented, 4);
    expect(run.record).toMatchObject({ status: "stopped", steps: 4 });
    expect(state.progress.batch).toBe(1);
    const resumed = await finish(augmented, { resume: state });
    expect(resumed.record.weightsSha256).toBe(whole.record.weightsSha256);
  });

  it("leaves PyTorch's stream alone: drawn but never applied, it changes nothing", async () => {
    const plain = await finish(tinySpec({ training }));
    const idle = await finish(tinySpec({ training: { ...training, augment: [{ augment: "jitter", p: 0 }] } }));
    expect(idle.record.weightsSha256).toBe(plain.record.weightsSha256);
    expect((await finish(augmented)).record.weightsSha256).not.toBe(plain.record.weightsSha256);
  });

  it("is of the training series only: validation sees what it sees without", async () => {
    const { model, data, record } = await finish(augmented);
    const { loss } = await evaluate(model, data.val, { numerics: "portable" });
    expect(record.history.at(-1)?.valLoss).toBe(loss);
  });
});

const cut = tinySpec({
  data: { kind: "waves", samples: 60, length: 24, minLength: 12, kinds: ["sine", "sawtooth"], scale: "none" },
  transforms: [
    { transform: "pad", length: 24, mode: "edge" },
    { transform: "normalise" },
    { transform: "windows", length: 12, stride: 6, answer: "votes" },
  ],
});

describe("windows", () => {
  it("train one by one and answer for their series", async () => {
    const { record, data, evaluation } = await finish(cut);
    expect(record.data).toMatchObject({
      train: 42,
      val: 9,
      test: 9,
      length: 12,
      windows: { train: 126, val: 27, test: 27 },
      fitted: [null, { offset: [expect.any(Number)], divisor: [expect.any(Number)] }, null],
    });
    expect(record.steps).toBe(2 * Math.ceil(126 / 16));
    expect(evaluation.predicted).toHaveLength(9);
    expect(evaluation.windows?.predicted).toHaveLength(27);
    expect(evaluation.attention.get("attention")).toHaveLength(27 * 12);
    expect(record.test?.confusionMatrix.flat().reduce((sum, count) => sum + count)).toBe(9);
    expect(data.fitted).toEqual(record.data.fitted);
    expect(parseRecord(JSON.stringify(record), "run.json")).toEqual(record);
  });

  it("are verified, also where the run was stopped", async () => {
    const { run } = await stopAfter(cut, 11);
    const steps = verifyRun(run.record);
    for (;;) {
      const next = await steps.next();
      if (!next.done) continue;
      expect(next.value).toMatchObject({ result: "same", differences: [] });
      break;
    }
  });

  it("are missed in a record that says it had transforms", async () => {
    const { record } = await finish(cut);
    const { fitted: _, ...data } = record.data;
    expect(() => parseRecord(JSON.stringify({ ...record, data }), "run.json")).toThrow("data.fitted");
  });
});

describe("series of unequal lengths", () => {
  const spec = { ...cut, transforms: [], training: { ...cut.training, augment: augmented.training.augment } };

  it("keep their lengths beside them", async () => {
    const { train, all } = await loadData(spec);
    expect(all.lengths).toHaveLength(60);
    expect(train.lengths).toHaveLength(42);
  });

  it("are trained on, recorded and verified, also where the run was stopped", async () => {
    const whole = await finish(spec);
    expect(whole.record.data.length).toBe(24);
    expect(whole.evaluation.attention.get("attention")).toHaveLength(9 * whole.data.test.length);
    const { state, run } = await stopAfter(spec, 4);
    expect((await finish(spec, { resume: state })).record.weightsSha256).toBe(whole.record.weightsSha256);
    const steps = verifyRun(run.record);
    for (;;) {
      const next = await steps.next();
      if (!next.done) continue;
      expect(next.value).toMatchObject({ result: "same", differences: [] });
      break;
    }
  });
});
