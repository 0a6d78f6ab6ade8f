/** Whole trainings with schedules, gradient accumulation and class weights against PyTorch's loop (fixtures/strategies.py). */
import type { Snapshot, TrainData } from "../../src/train/records.ts";
import "../../src/node/platform.ts";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadData } from "../../src/data/load.ts";
import { createPredictor } from "../../src/inference/predictor.ts";
import { compile } from "../../src/model/model.ts";
import type { TrainingInput } from "../../src/spec/spec.ts";
import { train } from "../../src/train/train.ts";
import { recurrent } from "../../src/zoo/index.ts";

interface Fixture {
  data: { samples: number; length: number; noise: number };
  model: { cell: "gru"; hiddenSize: number; numLayers: number; dropout: number };
  seed: number;
  cases: {
    name: string;
    training: TrainingInput;
    history: Record<"lr" | "train_loss" | "val_loss" | "train_acc" | "val_acc" | "grad_norm_mean", number[]>;
    testAccuracy: number;
    /** (N, K) where weights were kept at the end of each cycle: the mean of what they make of the test series. */
    snapshotMean?: number[][];
  }[];
}

const fixture = JSON.parse(readFileSync(new URL("../fixtures/strategies.json", import.meta.url), "utf8")) as Fixture;
const { seed } = fixture;
const data = await loadData({ data: { kind: "waves", ...fixture.data }, split: { train: 0.7, val: 0.15 }, seed });
const compiled = () => compile(recurrent(fixture.model), { length: fixture.data.length, classes: 2, seed });

async function finish(training: TrainingInput, from: TrainData = data) {
  for await (const event of train(compiled(), from, training)) if (event.type === "done") return event.outcome;
  throw new Error("training ended without an outcome");
}

/** The largest difference between PyTorch's probabilities of the test series and the mean of those with each snapshot's weights. */
async function distanceOf(snapshots: readonly Snapshot[], expected: readonly (readonly number[])[]): Promise<number> {
  const predictor = await createPredictor(compiled());
  const sums = new Float64Array(expected.length * 2);
  for (const snapshot of snapshots) {
    predictor.setWeights(snapshot);
    const { probabilities } = await predictor.predict(data.test.values);
    for (const [i, value] of probabilities.entries()) sums[i]! += value / snapshots.length;
  }
  predictor.close();
  return Math.max(...expected.flat().map((value, i) => Math.abs(value - sums[i]!)));
}

describe("whole trainings of PyTorch", () => {
  it.each(fixture.cases.map((entry) => [entry.name, entry] as const))(
    "%s",
    async (_, { training, history: torch, testAccuracy, snapshotMean }) => {
      const { history, test, snapshots } = await finish(training);
      expect(history.length).toBe(training.epochs);
      for (const [index, record] of history.entries()) {
        expect(Math.abs(record.lr / torch.lr[index]! - 1)).toBeLessThan(1e-12);
        // PyTorch is within 2e-7 of itself on other vector units.
        expect(Math.abs(record.trainLoss - torch.train_loss[index]!)).toBeLessThan(2e-6);
        expect(Math.abs(record.valLoss - torch.val_loss[index]!)).toBeLessThan(2e-6);
        expect(record.trainAccuracy).toBeCloseTo(torch.train_acc[index]!, 12);
        expect(record.valAccuracy).toBeCloseTo(torch.val_acc[index]!, 12);
        expect(Math.abs(record.gradNorm / torch.grad_norm_mean[index]! - 1)).toBeLessThan(1e-4);
      }
      expect(test?.accuracy).toBeCloseTo(testAccuracy, 12);
      if (snapshotMean) expect(await distanceOf(snapshots, snapshotMean)).toBeLessThan(2e-6);
      else expect(snapshots).toEqual([]);
    },
  );
});

describe("gradient accumulation", () => {
  it("of whole batches is one large batch, where nothing is random", async () => {
    const still = { ...fixture.model, dropout: 0 };
    const layers = recurrent(still).layers.filter(({ layer }) => layer !== "dropout");
    const losses = async (training: TrainingInput) => {
      const model = compile({ layers }, { length: fixture.data.length, classes: 2, seed });
      for await (const event of train(model, data, { epochs: 3, ...training })) {
        if (event.type === "done") return event.outcome.history.map(({ valLoss }) => valLoss);
      }
      return [];
    };
    const [whole, parts] = [await losses({ batchSize: 168 }), await losses({ batchSize: 42, accumulate: 4 })];
    for (const [index, loss] of whole.entries()) expect(Math.abs(loss - parts[index]!)).toBeLessThan(1e-6);
  });

  it("steps once for its batches, and at the end of the epoch for those that are left", async () => {
    const steps: number[][] = [];
    for await (const event of train(compiled(), data, { epochs: 2, batchSize: 32, accumulate: 4 })) {
      if (event.type === "start") expect([event.batches, event.stepsPerEpoch]).toEqual([6, 2]);
      if (event.type === "step") steps.push([event.epoch, event.batch, event.step]);
      if (event.type === "done") expect(event.outcome.steps).toBe(4);
    }
    expect(steps).toEqual([
      [1, 4, 1],
      [1, 6, 2],
      [2, 4, 3],
      [2, 6, 4],
    ]);
  });
});
