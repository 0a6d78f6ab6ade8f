/** A predictor gives what `evaluate` gives, to the bit, whatever comes together. Runs the built package, for its threads. */
import { describe, expect, it } from "vitest";
import { compile, createPredictor, evaluate, type ModelInput, models, waves } from "../../dist/node/index.js";

const LENGTH = 20;
const { test } = waves({ samples: 140, length: LENGTH, seed: 7 }); // 21 series: shards of 8, 8 and 5
const series = (from: number, to: number) => test.values.slice(from * LENGTH, to * LENGTH);

const nets: Record<string, ModelInput> = {
  "lstm with attention": models.recurrent({ hiddenSize: 9 }),
  gru: models.recurrent({ cell: "gru", hiddenSize: 5, pooling: "mean" }),
  rnn: models.recurrent({ cell: "rnn", hiddenSize: 13, pooling: "last" }),
  // By way of tiles, and BatchNorm with the ReLU after it.
  cnn: models.cnn({ channels: [16, 24] }),
};

describe.each(["fused", "portable"] as const)("predictor (%s)", (numerics) => {
  describe.each(Object.entries(nets))("%s", (_, net) => {
    const model = compile(net, { length: LENGTH, classes: 2, seed: 7 });

    it("gives evaluate's bits on 1, 2 and 3 threads", async () => {
      const { predicted, probabilities, logits, attention } = await evaluate(model, test, { numerics });
      for (const threads of [1, 2, 3]) {
        const predictor = await createPredictor(model, { numerics, threads });
        for (let call = 0; call < 2; call++) {
          const got = await predictor.predict(test.values);
          expect(got).toEqual({ predicted, probabilities, logits, attention });
        }
        predictor.close();
      }
    });

    it("gives a series the same bits alone, in any batch and in any order", async () => {
      const predictor = await createPredictor(model, { numerics });
      const { logits } = await predictor.predict(test.values);
      for (let rows = 1; rows <= 9; rows++) {
        const got = await predictor.predict(series(3, 3 + rows));
        expect(got.logits).toEqual(logits.slice(3 * 2, (3 + rows) * 2));
      }
      const reversed = new Float32Array(test.values.length);
      for (let row = 0; row < test.count; row++) {
        reversed.set(series(row, row + 1), (test.count - 1 - row) * LENGTH);
      }
      const back = await predictor.predict(reversed);
      for (let row = 0; row < test.count; row++) {
        const mirrored = test.count - 1 - row;
        expect(back.logits.slice(row * 2, row * 2 + 2)).toEqual(logits.slice(mirrored * 2, mirrored * 2 + 2));
      }
      predictor.close();
    });

    it("takes several lengths in turn", async () => {
      const predictor = await createPredictor(model, { numerics, threads: 2 });
      for (const length of [7, 20, 33, 70, 7]) {
        const count = Math.floor(test.values.length / length);
        const values = test.values.slice(0, count * length);
        const dataset = { ...test, values, labels: new Int32Array(count), count, length };
        const { logits } = await evaluate(model, dataset, { numerics });
        expect((await predictor.predict(values, length)).logits).toEqual(logits);
      }
      predictor.close();
    });
  });
});

it("keeps the weights it was made with, and answers calls made at once", async () => {
  const model = compile(nets.gru!, { length: LENGTH, classes: 2 });
  const predictor = await createPredictor(model, { threads: 2 });
  const before = await predictor.predict(test.values);
  model.parameters.fill(0);
  const both = await Promise.all([predictor.predict(test.values), predictor.predict(series(0, 9))]);
  expect(both[0]).toEqual(before);
  expect(both[1].logits).toEqual(before.logits.slice(0, 18));
  predictor.close();
});

it("says what does not fit", async () => {
  const model = compile(models.cnn({ channels: [4] }), { length: LENGTH, classes: 2 });
  const predictor = await createPredictor(model, { threads: 2 });
  const fails = (values: Float32Array, code: string, length?: number) =>
    expect(predictor.predict(values, length)).rejects.toMatchObject({ name: "TidelabError", code });
  await fails(new Float32Array(0), "data.empty");
  await fails(new Float32Array(LENGTH + 1), "data.size");
  await fails(new Float32Array(LENGTH).fill(Number.NaN), "data.value");
  await fails(new Float32Array(2), "data.empty", 0);
  await fails(new Float32Array(2), "shape.tooShort", 1);
  expect((await predictor.predict(test.values)).predicted).toHaveLength(test.count); // none of it did harm
  predictor.close();
  await fails(test.values, "predictor.closed");
});
