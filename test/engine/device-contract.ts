/** What every device must do: the tests that each device has. */
import "../../src/node/platform.ts";
import { describe, expect, it } from "vitest";
import type { Device, Session, SessionOptions, Weights } from "../../src/engine/device.ts";
import { compile, evaluate, models, train, waves } from "../../src/index.ts";
import { deviceModel } from "../../src/model/device-model.ts";
import type { Model } from "../../src/model/model.ts";
import { parseTraining } from "../../src/spec/parse.ts";

const LENGTH = 20;
const BATCH = 12;
const data = waves({ samples: 60, length: LENGTH, seed: 3 });
const training = parseTraining({ batchSize: BATCH, clipGradNorm: 0.5 });
const loss = { classWeights: undefined, labelSmoothing: 0 };

const kinds = {
  lstm: () => models.recurrent({ hiddenSize: 6, dropout: 0.25 }),
  cnn: () => models.cnn(),
};

interface Opened {
  model: Model;
  session: Session;
  block: number;
}

async function open(device: Device, kind: keyof typeof kinds, options: Partial<SessionOptions> = {}): Promise<Opened> {
  const model = compile(kinds[kind](), { length: LENGTH, classes: 2, seed: 5 });
  const described = deviceModel({
    model: model.spec,
    length: LENGTH,
    channels: 1,
    classes: 2,
    loss,
    batchSize: BATCH,
  });
  const session = await device.open(described, { training, numerics: "portable", ...options });
  session.setWeights(model);
  return { model, session, block: session.addData(data.train) };
}

const batch = ({ model, block }: Opened, from = 0, size = BATCH) => ({
  data: block,
  indices: Int32Array.from({ length: size }, (_, i) => from + i),
  generator: model.generator,
  inverseWeight: 1 / size,
});

const lengthsOf = ({ parameters, states }: Weights) => [parameters.length, states.length];

/** Shapes, copies and states, which a device has that computes nothing. */
export function describeDevice(device: Device): void {
  describe.each(["lstm", "cnn"] as const)("%s", (kind) => {
    it("hands back the weights that it was given, as copies", async () => {
      const { model, session } = await open(device, kind);
      const first = await session.weights();
      expect(first.parameters).toEqual(model.parameters);
      expect(first.states).toEqual(model.states);
      first.parameters.fill(9);
      expect((await session.weights()).parameters).toEqual(model.parameters);
      session.close();
    });

    it("keeps weights aside", async () => {
      const opened = await open(device, kind);
      const { model, session } = opened;
      session.keepWeights();
      await session.trainBatch(batch(opened));
      await session.clip(training);
      await session.step({ lr: 0.01 });
      expect((await session.keptWeights()).parameters).toEqual(model.parameters);
      expect((await session.weights()).parameters).not.toEqual(model.parameters);
      session.close();
    });

    it("trains a batch: loss, hits, gradients and norms of every tensor", async () => {
      const opened = await open(device, kind);
      const { model, session } = opened;
      const { lossSum, correct, probes } = await session.trainBatch(batch(opened));
      expect(lossSum).toBeGreaterThan(0);
      expect(correct).toBeGreaterThanOrEqual(0);
      expect(correct).toBeLessThanOrEqual(BATCH);
      expect(probes).toEqual([]);
      const gradients = await session.gradients();
      expect(gradients.length).toBe(model.parameters.length);
      const norms = await session.gradientNorms(model.graph.parameters);
      for (const [i, { offset, size }] of model.graph.parameters.entries()) {
        const sum = gradients.subarray(offset, offset + size).reduce((total, value) => total + value * value, 0);
        expect(norms[i]).toBeCloseTo(Math.sqrt(sum), 5);
      }
      const all = Math.sqrt(norms.reduce((total, norm) => total + norm * norm, 0));
      expect((await session.clip({ clipGradNorm: 0, clipGradValue: 0 })).before).toBeCloseTo(all, 4);
      session.close();
    });

    it("saves and takes the optimizer's state", async () => {
      const opened = await open(device, kind);
      const { model, session } = opened;
      await session.trainBatch(batch(opened));
      await session.step({ lr: 0.01 });
      const state = await session.optimizerState();
      expect(state.steps).toBe(1);
      expect(state.moments.map((moment) => moment.length)).toEqual([model.parameters.length, model.parameters.length]);
      session.setOptimizerState({ ...state, steps: 7 });
      expect((await session.optimizerState()).steps).toBe(7);
      session.close();
    });

    it("evaluates series that it keeps and series that it does not, alike", async () => {
      const { session } = await open(device, kind);
      const { count } = data.val;
      const kept = await session.evaluate(session.addData(data.val), count);
      const passing = await session.classify(data.val, count);
      expect(kept.logits.length).toBe(count * 2);
      expect(kept.losses.length).toBe(count);
      expect(passing).toEqual(kept);
      session.close();
    });

    it("knows a block that it has, and takes another in its place", async () => {
      const { session, block } = await open(device, kind);
      expect(session.addData(data.train)).toBe(block);
      session.replaceData(block, data.val);
      expect((await session.evaluate(block, data.val.count)).logits.length).toBe(data.val.count * 2);
      session.close();
    });

    it("gives the sizes of the weights that it was opened for", async () => {
      const { model, session } = await open(device, kind);
      expect(lengthsOf(await session.weights())).toEqual(lengthsOf(model));
      session.close();
    });
  });
}

/** What a device that computes has too. */
export function describeNumbers(device: Device): void {
  it("sums the gradients of several batches", async () => {
    const opened = await open(device, "cnn");
    const { session } = opened;
    const parts: Float32Array[] = [];
    for (const from of [0, BATCH]) {
      await session.trainBatch(batch(opened, from));
      parts.push(await session.gradients());
      if (from > 0) break;
    }
    const second = await open(device, "cnn");
    for (const from of [0, BATCH]) {
      await second.session.trainBatch(batch(second, from));
      second.session.accumulate();
    }
    expect(await second.session.gradients()).toEqual(parts[0]!.map((value, i) => value + parts[1]![i]!));
    session.close();
    second.session.close();
  });

  it("draws its masks from the generator in place, so that the next batch has others", async () => {
    const opened = await open(device, "lstm");
    const before = opened.model.generator.saveState();
    const first = await opened.session.trainBatch(batch(opened));
    expect(opened.model.generator.saveState()).not.toEqual(before);
    opened.model.generator.restoreState(before);
    expect((await opened.session.trainBatch(batch(opened))).lossSum).toBe(first.lossSum);
    await expect(
      opened.session.trainBatch({ data: opened.block, indices: Int32Array.of(0), inverseWeight: 1 }),
    ).rejects.toThrow("generator");
    opened.session.close();
  });

  it("trains what `train` trains", async () => {
    const model = compile(kinds.lstm(), { length: LENGTH, classes: 2, seed: 5 });
    for await (const event of train(model, data, { epochs: 1, batchSize: BATCH }, { numerics: "portable" })) void event;
    const { loss: expected } = await evaluate(model, data.test, { numerics: "portable" });
    const { session } = await open(device, "lstm");
    session.setWeights(model);
    const { losses } = await session.classify(data.test, data.test.count);
    expect(losses.reduce((sum, value) => sum + value, 0) / data.test.count).toBeCloseTo(expected, 6);
    session.close();
  });
}
