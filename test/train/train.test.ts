/** What the training loop promises beside its numbers: events, stopping, divergence, options. Numbers: goldens.test.ts. */
import "../../src/node/platform.ts";
import { describe, expect, it } from "vitest";
import { loadData } from "../../src/data/load.ts";
import { TidelabError } from "../../src/errors/errors.ts";
import { evaluate } from "../../src/inference/evaluate.ts";
import { compile, type Model } from "../../src/model/model.ts";
import { weightsSha256 } from "../../src/model/weights-hash.ts";
import { registerWorkers } from "../../src/platform.ts";
import type { TrainingInput } from "../../src/spec/spec.ts";
import type { TrainEvent, TrainOutcome } from "../../src/train/records.ts";
import { type TrainOptions, train } from "../../src/train/train.ts";
import { cnn, recurrent } from "../../src/zoo/index.ts";

const data = await loadData({
  data: { kind: "waves", samples: 60, length: 20, noise: 0.15 },
  split: { train: 0.7, val: 0.15 },
  seed: 7,
});
const small = () => compile(recurrent({ hiddenSize: 5, numLayers: 2 }), { length: 20, classes: 2, seed: 7 });

async function collect(model: Model, training: TrainingInput, options: TrainOptions = {}) {
  const events: TrainEvent[] = [];
  let outcome: TrainOutcome | undefined;
  for await (const event of train(model, data, training, options)) {
    events.push(event);
    if (event.type === "done") outcome = event.outcome;
  }
  if (!outcome) throw new Error("no outcome");
  return { events, outcome };
}

describe("train", () => {
  it("gives start, steps, epochs and done, in order", async () => {
    const { events, outcome } = await collect(small(), { epochs: 2, batchSize: 16 });
    const steps = Array.from({ length: 3 }, () => "step");
    expect(events.map((event) => event.type)).toEqual(["start", ...steps, "epoch", ...steps, "epoch", "done"]);
    expect(events.flatMap((event) => (event.type === "step" ? [event.step] : []))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(outcome.status).toBe("finished");
    expect(outcome.history.map((record) => record.epoch)).toEqual([1, 2]);
    const lastStep = events.findLast((event) => event.type === "step");
    expect(lastStep?.type === "step" && lastStep.loss).toBe(outcome.history[1]?.trainLoss);
  });

  it("gives the same bits twice", async () => {
    const hashes = [];
    for (let round = 0; round < 2; round++) {
      const model = small();
      await collect(model, { epochs: 2, batchSize: 16 });
      hashes.push(weightsSha256(model));
    }
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(weightsSha256(small()));
  });

  it("stops after the batch in which it is asked to, and evaluates", async () => {
    const model = small();
    const controller = new AbortController();
    let steps = 0;
    let outcome: TrainOutcome | undefined;
    for await (const event of train(model, data, { epochs: 50, batchSize: 16 }, { signal: controller.signal })) {
      if (event.type === "step" && ++steps === 4) controller.abort();
      if (event.type === "done") outcome = event.outcome;
    }
    expect(steps).toBe(4);
    expect(outcome?.status).toBe("stopped");
    expect(outcome?.history.length).toBe(1);
    // The model holds the weights of the last step, and the test result is theirs.
    const again = await evaluate(model, data.test);
    expect(outcome?.test?.loss).toBe(again.loss);
  });

  it("ends a diverging run with the last good weights", async () => {
    const model = small();
    const { outcome } = await collect(model, { epochs: 30, batchSize: 16, optimizer: "sgd", lr: 1e38 });
    expect(outcome.status).toBe("diverged");
    expect(outcome.divergence?.step).toBeGreaterThan(1);
    expect(outcome.divergence?.gradNorms.length).toBeGreaterThan(0);
    for (const norm of outcome.divergence?.gradNorms ?? []) expect(norm).toBeGreaterThan(0);
    expect(model.parameters.every(Number.isFinite)).toBe(true);
    expect(outcome.test?.loss).toSatisfy(Number.isFinite);
  });

  it("evaluates as in training's validation, whatever the threads' shards", async () => {
    const model = small();
    const { outcome } = await collect(model, { epochs: 1, batchSize: 16 });
    const { loss, accuracy } = await evaluate(model, data.val);
    expect(loss).toBe(outcome.history[0]?.valLoss);
    expect(accuracy).toBe(outcome.history[0]?.valAccuracy);
  });

  it("returns attention that sums to one, one weight a step", async () => {
    const { attention } = await evaluate(small(), data.test);
    const weights = attention.get("attention");
    expect(weights?.length).toBe(data.test.count * 20);
    for (let row = 0; row < data.test.count; row++) {
      const sum = weights!.subarray(row * 20, (row + 1) * 20).reduce((total, weight) => total + weight, 0);
      expect(sum).toBeCloseTo(1, 5);
    }
  });

  it("probabilities sum to one and agree with the prediction", async () => {
    const { probabilities, predicted } = await evaluate(small(), data.test);
    for (const [row, label] of predicted.entries()) {
      const [a = 0, b = 0] = probabilities.subarray(row * 2, row * 2 + 2);
      expect(a + b).toBeCloseTo(1, 6);
      expect(label).toBe(a >= b ? 0 : 1);
    }
  });

  it("keeps running statistics of BatchNorm and evaluates with them", async () => {
    const model = compile(cnn({ channels: [4, 6] }), { length: 20, classes: 2, seed: 7 });
    const before = model.states.slice();
    const { outcome } = await collect(model, { epochs: 3, batchSize: 16 });
    expect(model.states).not.toEqual(before);
    expect(outcome.history.at(-1)!.trainLoss).toBeLessThan(outcome.history[0]!.trainLoss);
  });

  it.each([
    ["training.lr", { lr: -5 }],
    ["training.epochs", { epochs: 0 }],
    ["training.classWeights", { classWeights: [1, 2, 3] }],
    ["training.nesterov", { nesterov: true }],
    ["training.batchsize", { batchsize: 3 }],
  ])("refuses %s", async (path, training) => {
    const error = await collect(small(), training as TrainingInput).catch((cause) => cause);
    expect(error).toBeInstanceOf(TidelabError);
    expect(error.path).toBe(path);
  });

  it.each([
    ["data.size", { values: new Float32Array(7) }],
    ["data.label", { labels: new Int32Array(42).fill(2) }],
    ["data.channels", { channels: 2, length: 10 }],
    ["data.value", { values: new Float32Array(840).fill(Number.NaN) }],
    ["data.empty", { count: 0 }],
  ])("refuses a data set made by hand: %s", async (code, change) => {
    const training = async () => {
      for await (const _ of train(small(), { ...data, train: { ...data.train, ...change } }, { epochs: 1 }));
    };
    const error = await training().catch((cause) => cause);
    expect(error.code).toBe(code);
    expect(error.path).toMatch(/^train/);
  });

  it("ends with the cause when a worker fails, and waits for no reply", async () => {
    let fail = (_: Error) => {};
    registerWorkers(() => ({
      post: () => fail(new Error("out of memory in the worker")),
      onMessage: () => {},
      onFailure: (handler) => {
        fail = handler;
      },
      terminate: () => {},
    }));
    const error = await collect(small(), { epochs: 1 }, { threads: 2 }).catch((cause) => cause);
    expect(error.code).toBe("threads.failed");
    expect(error.message).toContain("out of memory in the worker");
  });

  it("refuses a last batch of one where BatchNorm would have one value a channel", async () => {
    const layers = [{ layer: "last" }, { layer: "batchNorm" }, { layer: "linear", outFeatures: 2 }] as const;
    const model = compile({ layers: [...layers] }, { length: 20, classes: 2 });
    const error = await collect(model, { batchSize: 41 }).catch((cause) => cause); // 42 series
    expect(error.code).toBe("training.batchNorm");
  });
});
