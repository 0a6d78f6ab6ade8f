/** Layers that make features of time steps: the model takes series of its own length, and says so for any other. */
import "../../src/node/platform.ts";
import { describe, expect, it } from "vitest";
import { compile, createPredictor, evaluate, train, waves } from "../../src/index.ts";
import { mlp, presets } from "../../src/zoo/index.ts";

const model = () => compile(mlp({ hiddenSizes: [4] }), { length: 20, classes: 2, seed: 1 });
const refusal = { code: "shape.fixedLength", path: "model.layers[0]", params: { layer: "flatten", compiled: 20 } };

describe("a model with flatten", () => {
  it("refuses series of another length in prediction and evaluation", async () => {
    const predictor = await createPredictor(model());
    await expect(predictor.predict(new Float32Array(30), 15)).rejects.toMatchObject({
      ...refusal,
      params: { ...refusal.params, received: 15 },
    });
    expect((await predictor.predict(new Float32Array(40), 20)).predicted.length).toBe(2);
    predictor.close();
    const { test } = waves({ samples: 20, length: 16, seed: 1 });
    await expect(evaluate(model(), test)).rejects.toMatchObject(refusal);
  });

  it("refuses series of unequal lengths in training", async () => {
    const data = waves({ samples: 40, length: 20, seed: 1 });
    const lengths = new Int32Array(data.train.count).fill(20);
    lengths[3] = 12;
    const uneven = { ...data, train: { ...data.train, lengths } };
    const training = train(model(), uneven, { epochs: 1 });
    await expect(training.next()).rejects.toMatchObject({ ...refusal, params: { ...refusal.params, received: 12 } });
  });

  it("is trained on series of its own length, also where lengths are given", async () => {
    const data = waves({ samples: 40, length: 20, seed: 1 });
    const lengths = new Int32Array(data.train.count).fill(20);
    const trained = model();
    for await (const _event of train(trained, { ...data, train: { ...data.train, lengths } }, { epochs: 1 }));
    expect([...trained.parameters]).not.toEqual([...model().parameters]);
  });
});

it.each(["lstm-fcn", "gru-fcn", "alstm-fcn"] as const)(
  "%s takes unequal lengths without its dimension shuffle",
  (name) => {
    const shape = { length: 20, channels: 1, classes: 2 };
    const compiled = (options: object) => compile(presets[name].model(shape, options), { length: 20, classes: 2 });
    const kinds = (options: object) => JSON.stringify(compiled(options).spec);
    expect(kinds({})).toContain("transpose");
    expect(kinds({ dimensionShuffle: false })).not.toContain("transpose");
  },
);
