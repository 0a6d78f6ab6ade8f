/** The number of threads cannot change a bit. Runs the built package: worker threads load JavaScript. */
import { describe, expect, it, vi } from "vitest";
import {
  compile,
  type ModelInput,
  models,
  type TrainEvent,
  train,
  waves,
  weightsSha256,
} from "../../dist/node/index.js";

const data = waves({ samples: 60, length: 20, seed: 7 });

const nets: Record<string, ModelInput> = {
  lstm: models.recurrent({ hiddenSize: 6 }),
  gru: models.recurrent({ cell: "gru", hiddenSize: 5, pooling: "mean" }),
  cnn: models.cnn({ channels: [4, 6] }),
  // Masks in each of the three orders, with rows of a shard that begin inside a byte.
  dropouts: {
    layers: [
      { layer: "dropout", p: 0.1 },
      { layer: "lstm", hiddenSize: 5 },
      { layer: "dropout", p: 0.3 },
      { layer: "conv1d", outChannels: 3, kernelSize: 3 },
      { layer: "dropout", p: 0.3 },
      { layer: "globalAvgPool" },
      { layer: "linear", outFeatures: 2 },
    ],
  },
};

async function run(layers: ModelInput, threads: number, numerics: "fused" | "portable") {
  const model = compile(layers, { length: 20, classes: 2, seed: 7 });
  const events: TrainEvent[] = [];
  // 42 series make six shards, and more threads than that are not started. In batches of 36: five shards, the last of
  // four rows, and a second batch of a single shard.
  for await (const event of train(model, data, { epochs: 2, batchSize: 36 }, { threads, numerics })) events.push(event);
  const [start, done] = [events[0], events.at(-1)];
  if (start?.type !== "start" || done?.type !== "done") throw new Error("events out of order");
  const { history, test } = done.outcome;
  const numbers = history.map(({ trainSeconds: _, valSeconds: __, ...record }) => record);
  return { threads: start.threads, numerics: start.numerics, sha256: weightsSha256(model), numbers, test };
}

describe.each(["fused", "portable"] as const)("the same bits (%s)", (numerics) => {
  it.each(Object.entries(nets))("%s on 1, 2, 3 and 8 threads", async (_, layers) => {
    const [one, ...others] = await Promise.all([1, 2, 3, 8].map((threads) => run(layers, threads, numerics)));
    expect(one?.threads).toBe(1);
    expect(one?.numerics).toBe(numerics);
    for (const [index, other] of others.entries()) {
      expect(other.threads).toBe([2, 3, 6][index]);
      expect(other.sha256).toBe(one?.sha256);
      expect(other.numbers).toEqual(one?.numbers);
      expect(other.test).toEqual(one?.test);
    }
  });
});

it("a host without shared memory gives the same bits", async () => {
  const shared = await run(nets.lstm!, 3, "portable");
  vi.stubGlobal("SharedArrayBuffer", undefined);
  try {
    expect(await run(nets.lstm!, 3, "portable")).toEqual(shared);
  } finally {
    vi.unstubAllGlobals();
  }
});

it.each([1, 3])("windows in augmented epochs give the same bits on %d and 2 threads", async (threads) => {
  const cut = waves({ samples: 60, length: 20, transforms: [{ transform: "windows", length: 10, stride: 5 }] });
  const results = await Promise.all(
    [threads, 2].map(async (count) => {
      const model = compile(nets.lstm!, { length: 10, classes: 2, seed: 7 });
      const training = {
        epochs: 3,
        batchSize: 36,
        augment: [{ augment: "jitter" as const }, { augment: "mixup" as const }],
      };
      let val: number[] = [];
      for await (const event of train(model, cut, training, { threads: count, numerics: "portable" })) {
        if (event.type === "done") val = event.outcome.history.map(({ valLoss }) => valLoss);
        if (event.type === "start") expect(event.threads).toBe(count);
      }
      return { sha256: weightsSha256(model), val };
    }),
  );
  expect(results[0]).toEqual(results[1]);
});

it("the two builds give different bits, so that the test above can tell them apart", async () => {
  const [fused, portable] = [await run(nets.lstm!, 2, "fused"), await run(nets.lstm!, 2, "portable")];
  expect(fused.sha256).not.toBe(portable.sha256);
});
