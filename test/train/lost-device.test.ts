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

/** The WebAssembly device, which is lost at the call of this number. */
function losing(method: "trainBatch" | "evaluate", call: number, error: Error): Device {
  let calls = 0;
  const open: Device["open"] = async (model, options) => {
    const session = await wasm.open(model, options);
    return new Proxy(session, {
      get(target, name: keyof Session) {
        if (name === method && ++calls === call) return () => Promise.reject(error);
        const value = target[name];
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  };
  return { name: "losing", open };
}

async function run(device?: Device) {
  const model = compile(models.recurrent({ hiddenSize: 4, dropout: 0.25 }), { length: 12, classes: 2, seed: 5 });
  const events: TrainEvent[] = [];
  const options = { epochs: 3, batchSize: 8, restoreBest: true, record: { gradientsEvery: 4 } };
  let now = 0;
  for await (const event of train(model, data, options, { device, numerics: "portable", now: () => now++ })) {
    events.push(event);
  }
  const done = events.at(-1);
  if (done?.type !== "done") throw new Error("training did not end");
  const { history, gradients, test, selection } = done.outcome;
  const untimed = history.map(({ trainSeconds: _, valSeconds: __, ...record }) => record);
  const steps = events.flatMap((event) => (event.type === "step" ? [event.step] : []));
  const lost = events.filter(({ type }) => type === "deviceLost").length;
  return { weights: weightsSha256(model), history: untimed, gradients, test, selection, steps, lost };
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

  it("is nothing that hides other errors", async () => {
    await expect(run(losing("trainBatch", 5, new Error("a mistake of ours")))).rejects.toThrow("a mistake of ours");
  });
});
