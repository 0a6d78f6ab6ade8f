/** A device that is lost while it trains: the processor goes on, and the result is the same. */
import "../../src/node/platform.ts";
import { describe, expect, it } from "vitest";
import type { Device, Session } from "../../src/engine/device.ts";
import { wasm } from "../../src/engine/wasm/device.ts";
import { TidelabError } from "../../src/errors/errors.ts";
import { compile, models, train, waves } from "../../src/index.ts";
import { weightsSha256 } from "../../src/model/weights-hash.ts";
import type { TrainEvent } from "../../src/train/records.ts";

const data = waves({ samples: 60, length: 12, seed: 3 });

type Method =
  | "trainBatch"
  | "gradientNorms"
  | "clip"
  | "step"
  | "weights"
  | "optimizerState"
  | "keptWeights"
  | "evaluate";
const METHODS: readonly Method[] = [
  ...(["trainBatch", "gradientNorms", "clip", "step"] as const),
  ...(["weights", "optimizerState", "keptWeights", "evaluate"] as const),
];

/** The WebAssembly device, which is lost at the call of this number: nothing of it answers any more. */
function losing(method: Method, call: number, error: Error): Device {
  let calls = 0;
  const open: Device["open"] = async (model, options) => {
    const session = await wasm.open(model, options);
    return new Proxy(session, {
      get(target, name: keyof Session) {
        if (name === method && calls < call) calls++;
        if (calls >= call && METHODS.includes(name as Method)) return () => Promise.reject(error);
        const value = target[name];
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  };
  return { name: "losing", open };
}

/** @param stopAfter  steps after which training is stopped by its user */
async function run(device?: Device, { checkpointEvery = 0, stopAfter = Number.POSITIVE_INFINITY, lr = 1e-3 } = {}) {
  const model = compile(models.recurrent({ hiddenSize: 4, dropout: 0.25 }), { length: 12, classes: 2, seed: 5 });
  const events: TrainEvent[] = [];
  const options = { epochs: 3, batchSize: 8, lr, restoreBest: true, record: { gradientsEvery: 4 } };
  let now = 0;
  const stop = new AbortController();
  const how = { device, numerics: "portable", now: () => now++, checkpointEvery, signal: stop.signal } as const;
  for await (const event of train(model, data, options, how)) {
    events.push(event);
    if (event.type === "step" && event.step === stopAfter) stop.abort();
  }
  const done = events.at(-1);
  if (done?.type !== "done") throw new Error("training did not end");
  const { history, gradients, test, selection, status, divergence } = done.outcome;
  const untimed = history.map(({ trainSeconds: _, valSeconds: __, ...record }) => record);
  const steps = events.flatMap((event) => (event.type === "step" ? [event.step] : []));
  const epochs = events.flatMap((event) => (event.type === "epoch" ? [event.record.epoch] : []));
  const lost = events.filter(({ type }) => type === "deviceLost").length;
  return {
    weights: weightsSha256(model),
    history: untimed,
    gradients,
    test,
    selection,
    status,
    divergence,
    steps,
    epochs,
    lost,
  };
}

describe("a device that is lost", () => {
  const error = new TidelabError("device.lost", { cause: "the driver was restarted" });

  it.each([
    ["at the first batch", "trainBatch", 1],
    ["within an epoch", "trainBatch", 9],
    ["while the validation series are evaluated", "evaluate", 2],
    ["while the test series are evaluated", "evaluate", 4],
  ] as const)("%s", async (_, method, call) => {
    const { lost, ...found } = await run(losing(method, call, error));
    const { lost: none, ...expected } = await run();
    expect([lost, none]).toEqual([1, 0]);
    expect(found).toEqual(expected);
  });

  it.each([
    ["a training that is finished", {}],
    ["one with checkpoints", { checkpointEvery: 2 }],
    ["one that is stopped within an epoch", { stopAfter: 8 }],
    ["one that diverges", { lr: 1e30 }],
  ])("wherever it happens in %s", async (_, how) => {
    const { lost: none, ...expected } = await run(undefined, how);
    expect(none).toBe(0);
    let places = 0;
    for (const method of METHODS) {
      for (let call = 1; ; call++) {
        const { lost, ...found } = await run(losing(method, call, error), how);
        expect(found, `${method}, call ${call}`).toEqual(expected);
        // There are no more calls of it.
        if (lost === 0) break;
        expect(lost).toBe(1);
        places++;
      }
    }
    expect(places).toBeGreaterThan(10);
  });

  it("is nothing that hides other errors", async () => {
    await expect(run(losing("trainBatch", 5, new Error("a mistake of ours")))).rejects.toThrow("a mistake of ours");
  });
});
