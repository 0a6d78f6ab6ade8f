/** Training on series of unequal lengths. Runs the built package: worker threads load JavaScript. */
import { describe, expect, it } from "vitest";
import {
  compile,
  createPredictor,
  evaluate,
  type ModelInput,
  models,
  type TimeSeriesDataset,
  type TrainingInput,
  train,
  waves,
  weightsSha256,
} from "../../dist/node/index.js";

const LENGTH = 24;
const data = waves({ samples: 60, length: LENGTH, minLength: 6, seed: 7 });

const nets: Record<string, ModelInput> = {
  lstm: models.recurrent({ hiddenSize: 6, dropout: 0 }),
  gru: models.recurrent({ cell: "gru", hiddenSize: 5, pooling: "mean", dropout: 0 }),
  rnn: models.recurrent({ cell: "rnn", hiddenSize: 5, numLayers: 1, pooling: "last", dropout: 0 }),
  cnn: models.cnn({ channels: [4, 6] }),
  // Tiles, strides, pooling with padding, BatchNorm without ReLU, branches.
  mixed: {
    layers: [
      { layer: "conv1d", outChannels: 16, kernelSize: 3, padding: "same" },
      { layer: "batchNorm" },
      { layer: "sigmoid" },
      { layer: "conv1d", outChannels: 16, kernelSize: 5, padding: "same" },
      { layer: "maxPool", kernelSize: 3, stride: 2, padding: 1 },
      { layer: "residual", layers: [{ layer: "linear", outFeatures: 16 }, { layer: "batchNorm" }, { layer: "relu" }] },
      { layer: "layerNorm" },
      { layer: "concat", branches: [[{ layer: "attention" }], [{ layer: "globalMaxPool" }]] },
      { layer: "linear", outFeatures: 2 },
    ],
  },
};
const all = Object.entries(nets);

/** The same series with more steps behind them, full of values that would be noticed. */
function padFurther(dataset: TimeSeriesDataset, steps: number): TimeSeriesDataset {
  const { values, count, lengths } = dataset;
  const length = dataset.length + steps;
  const out = new Float32Array(count * length).fill(1e6);
  for (const [row, end] of lengths!.entries()) {
    out.set(values.subarray(row * dataset.length, row * dataset.length + end), row * length);
  }
  return { ...dataset, values: out, length };
}

const wider = {
  train: padFurther(data.train, 13),
  val: padFurther(data.val, 13),
  test: padFurther(data.test, 13),
};

interface Options {
  threads?: number;
  from?: typeof wider;
  training?: TrainingInput;
}

async function run(layers: ModelInput, { threads = 1, from = data, training = {} }: Options = {}) {
  const model = compile(layers, { length: from.train.length, classes: 2, seed: 7 });
  const options = { epochs: 2, batchSize: 36, ...training };
  for await (const event of train(model, from, options, { threads, numerics: "portable" })) {
    if (event.type === "start") expect(event.threads).toBe(threads);
    if (event.type !== "done") continue;
    const { history, test, gradients } = event.outcome;
    const numbers = history.map(({ trainSeconds: _, valSeconds: __, ...record }) => record);
    return { sha256: weightsSha256(model), numbers, logits: test?.logits, gradients, model };
  }
  throw new Error("no outcome");
}

describe("training", () => {
  it.each(all)("%s gives the same bits on 1, 2 and 3 threads", async (_, layers) => {
    const [one, ...others] = await Promise.all([1, 2, 3].map((threads) => run(layers, { threads })));
    for (const other of others) {
      expect(other.sha256).toBe(one?.sha256);
      expect(other.numbers).toEqual(one?.numbers);
      expect(other.logits).toEqual(one?.logits);
    }
  });

  it.each(all)("%s gives the same bits with more padding, and others where padding is data", async (_, layers) => {
    const once = await run(layers);
    const again = await run(layers, { from: wider });
    expect(again.sha256).toBe(once.sha256);
    expect(again.numbers).toEqual(once.numbers);
    expect(again.logits).toEqual(once.logits);
    const { lengths: __, ...plain } = data.train;
    expect((await run(layers, { from: { ...data, train: plain } })).sha256).not.toBe(once.sha256);
  });

  it("records gradients of hidden states up to the ends, and changes nothing by it", async () => {
    for (const cell of ["lstm", "gru", "rnn"] as const) {
      const layers = models.recurrent({ cell, hiddenSize: 5, dropout: 0 });
      const training = { record: { gradientsEvery: 1 } };
      const [once, again] = [await run(layers, { training }), await run(layers, { training, from: wider })];
      expect(once.sha256).toBe((await run(layers)).sha256);
      const longest = Math.max(...data.train.lengths!);
      for (const [index, record] of once.gradients!.records.entries()) {
        const other = again.gradients!.records[index]!;
        expect(other.parameters).toEqual(record.parameters);
        for (const [place, ofStep] of record.states.entries()) {
          expect(other.states[place]!.slice(0, longest)).toEqual(ofStep.slice(0, longest));
          expect(other.states[place]!.slice(longest).every((norm) => norm === 0)).toBe(true);
          expect(ofStep.slice(0, 6).every((norm) => norm > 0)).toBe(true);
        }
      }
    }
  });

  it("augments each series within its own steps", async () => {
    const augment = [
      { augment: "timeWarp" as const },
      { augment: "windowSlice" as const },
      { augment: "mixup" as const },
    ];
    const once = await run(nets.gru!, { training: { augment } });
    expect((await run(nets.gru!, { training: { augment }, from: wider })).sha256).toBe(once.sha256);
  });
});

describe("evaluation", () => {
  it.each(all)("%s says of a series what the predictor says of it alone", async (_, layers) => {
    const { model } = await run(layers);
    const { logits, attention } = await evaluate(model, data.test, { numerics: "portable", threads: 2 });
    const predictor = await createPredictor(model, { numerics: "portable" });
    const { values, lengths, length, count } = data.test;
    for (let row = 0; row < count; row++) {
      const end = lengths![row]!;
      const alone = await predictor.predict(values.subarray(row * length, row * length + end), end);
      expect(alone.logits).toEqual(logits.slice(row * 2, row * 2 + 2));
      for (const weights of attention.values()) {
        const steps = weights.length / count;
        const own = weights.subarray(row * steps, (row + 1) * steps);
        expect(own.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
        if (steps === length) expect(own.subarray(end).every((weight) => weight === 0)).toBe(true);
      }
    }
    predictor.close();
  });
});

describe("refused", () => {
  const tooLong: ModelInput = {
    layers: [
      { layer: "conv1d", outChannels: 4, kernelSize: 9 },
      { layer: "last" },
      { layer: "linear", outFeatures: 2 },
    ],
  };

  it("are series that a layer would refuse alone, before training, with the layer", async () => {
    await expect(run(tooLong)).rejects.toMatchObject({ code: "shape.tooShort", path: "model.layers[0]" });
    const halves: ModelInput = {
      layers: [
        {
          layer: "concat",
          branches: [
            [{ layer: "conv1d", outChannels: 2, kernelSize: 3, stride: 2, padding: 1 }],
            [{ layer: "maxPool", kernelSize: 2 }],
          ],
        },
        { layer: "last" },
        { layer: "linear", outFeatures: 2 },
      ],
    };
    // 24 steps give 12 in both branches, 23 give 12 and 11.
    await expect(run(halves)).rejects.toMatchObject({ code: "shape.concat", path: "model.layers[0]" });
  });

  it("are lengths that cannot be", async () => {
    const { train: set } = data;
    const given = (lengths: Int32Array) => run(nets.gru!, { from: { ...data, train: { ...set, lengths } } });
    await expect(given(set.lengths!.map(() => 0))).rejects.toMatchObject({
      code: "data.lengths",
      path: "train.lengths[0]",
    });
    await expect(given(set.lengths!.map(() => 25))).rejects.toMatchObject({ code: "data.lengths" });
    await expect(given(new Int32Array(3).fill(5))).rejects.toMatchObject({ code: "data.lengthsSize" });
  });

  it("is a last batch of one series that leaves BatchNorm a single value", async () => {
    const lengths = new Int32Array(data.train.count).fill(2);
    const short = { ...data, train: { ...data.train, lengths } };
    const layers: ModelInput = {
      layers: [
        { layer: "maxPool", kernelSize: 2 },
        { layer: "batchNorm" },
        { layer: "last" },
        { layer: "linear", outFeatures: 2 },
      ],
    };
    await expect(run(layers, { from: short, training: { batchSize: 41 } })).rejects.toMatchObject({
      code: "training.batchNorm",
    });
  });
});
