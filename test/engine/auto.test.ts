/** The device that is chosen: a GPU only where it was measured to be faster, and the processor whatever goes wrong with it. */
import "../../src/node/platform.ts";
import { describe, expect, it } from "vitest";
import { type Choice, chooseBetween } from "../../src/engine/auto.ts";
import type { Device, Session, SessionOptions } from "../../src/engine/device.ts";
import { devices, resolveNumerics } from "../../src/engine/devices.ts";
import { TidelabError } from "../../src/errors/errors.ts";
import { compile, train, waves } from "../../src/index.ts";
import { deviceModel } from "../../src/model/device-model.ts";
import { weightsSha256 } from "../../src/model/weights-hash.ts";
import { parseModel, parseTraining } from "../../src/spec/parse.ts";
import type { TrainEvent } from "../../src/train/records.ts";

const [processor] = devices as [Device];
const LENGTH = 3;
const BATCH = 64;

/** Enough parameters and epochs to try a GPU, and steps that take no time. */
const layers = [
  { layer: "last" },
  { layer: "linear", name: "a", outFeatures: 8000 },
  { layer: "relu" },
  { layer: "linear", outFeatures: 2 },
] as const;
const model = parseModel({ layers: [...layers] });
const loss = { classWeights: undefined, labelSmoothing: 0 };
const described = deviceModel({ model, length: LENGTH, channels: 1, classes: 2, loss, batchSize: BATCH });
const series = waves({ samples: 100, length: LENGTH, seed: 1 }).train;
const large: SessionOptions = {
  series,
  mostSeries: series.count,
  training: { ...parseTraining({ batchSize: BATCH }), epochs: 1e6 },
};

/** The processor's numbers under another name, some milliseconds later. */
function slowed(name: string, milliseconds: number, change: Partial<Session> = {}): Device {
  return {
    name,
    describe: () => name,
    open: async (model, options) => {
      const session = await processor.open(model, options);
      return new Proxy(session, {
        get(target, key: keyof Session) {
          if (change[key]) return change[key];
          if (key === "trainBatch") {
            return async (...job: Parameters<Session["trainBatch"]>) => {
              await new Promise((resolve) => setTimeout(resolve, milliseconds));
              return target.trainBatch(...job);
            };
          }
          const value = target[key];
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    },
  };
}

const SLOW = 60;

function choose(startGpu: Choice["startGpu"], more: Partial<Choice> = {}): Device {
  return chooseBetween({ startGpu, processor: slowed("cpu", SLOW), resolveNumerics, ...more });
}

async function chosen(device: Device, options: SessionOptions = large) {
  const session = await device.open(described, options);
  session.close();
  return [device.describe?.(), device.whyProcessor?.()];
}

describe("the device that is chosen", () => {
  it("is the GPU where a step takes less time there", async () => {
    const asked: string[] = [];
    const device = choose(async (numerics) => {
      asked.push(numerics);
      return slowed("gpu", 0);
    });
    expect(await chosen(device)).toEqual(["gpu", undefined]);
    expect(asked).toEqual([await resolveNumerics("auto")]);
    expect(await chosen(device, { ...large, numerics: "portable" })).toEqual(["gpu", undefined]);
    expect(asked[1]).toBe("portable");
  });

  it("is the processor where the GPU is slower, or hardly faster", async () => {
    expect(await chosen(choose(async () => slowed("gpu", 3 * SLOW)))).toEqual(["cpu", "slower"]);
    expect(await chosen(choose(async () => slowed("gpu", SLOW)))).toEqual(["cpu", "slower"]);
  });

  it.each([
    ["a few epochs", { ...large, training: { ...parseTraining({ batchSize: BATCH }), epochs: 1 } }],
    ["one series a step", { ...large, training: { ...parseTraining({ batchSize: 1 }), epochs: 1e6 } }],
    ["no training", { series, mostSeries: 1e9 }],
  ])("does not so much as look for a GPU for %s", async (_, options) => {
    let looked = 0;
    const start = async () => {
      looked++;
      return slowed("gpu", 0);
    };
    expect(await chosen(choose(start), options)).toEqual(["cpu", "small"]);
    // Without having asked, no reason is given.
    expect(await chosen(choose(start, { isAsked: false }), options)).toEqual(["cpu", undefined]);
    expect(looked).toBe(0);
  });

  const refusing = (error: unknown) => choose(() => Promise.reject(error));

  it.each([
    ["package", new TidelabError("device.unavailable", { reason: "package" })],
    ["unavailable", new TidelabError("device.unavailable", { reason: "adapter" })],
    ["numerics", new TidelabError("device.numerics", { adapter: "a", operation: "division" })],
    ["failed", new TidelabError("device.lost", { cause: "the driver was restarted" })],
    ["failed", new Error("dlopen: libvulkan.so.1 is missing")],
    ["failed", "no error at all"],
  ])("is the processor where the GPU does not start: %s", async (reason, error) => {
    expect(await chosen(refusing(error))).toEqual(["cpu", reason]);
    expect(await chosen(choose(() => Promise.reject(error), { isAsked: false }))).toEqual(["cpu", reason]);
  });

  it.each([
    ["unsupported", new TidelabError("device.unsupported", { layer: "lstm", reason: "wide" })],
    ["memory", new TidelabError("device.batch", { wanted: 64, most: 8 })],
    ["memory", new TidelabError("device.memory", { label: "work", megabytes: 2000, most: 128 })],
    ["failed", new TidelabError("device.failed", { cause: "out of memory" })],
  ])("is the processor where the GPU fails in its first step: %s", async (reason, error) => {
    let closed = 0;
    const gpu = slowed("gpu", 0, {
      trainBatch: () => Promise.reject(error),
      close: () => {
        closed++;
      },
    });
    expect(await chosen(choose(async () => gpu))).toEqual(["cpu", reason]);
    expect(closed).toBe(1);
  });

  it("is the processor where the GPU hangs, and closes it where it answers at last", async () => {
    const never = choose(() => new Promise(() => {}), { startWithin: 20 });
    expect(await chosen(never)).toEqual(["cpu", "timeout"]);
    let answer: (device: Device) => void = () => {};
    let closed = 0;
    const late = choose(() => new Promise((resolve) => (answer = resolve)), { startWithin: 20 });
    expect(await chosen(late)).toEqual(["cpu", "timeout"]);
    const isClosed = new Promise<void>((resolve) => {
      // Once after the trial, once because nobody wants it any more.
      answer(slowed("gpu", 0, { close: () => void (++closed === 2 && resolve()) }));
    });
    await isClosed;
    expect(late.describe?.()).toBe("cpu");
  });

  it("hangs in a step, too", async () => {
    const gpu = slowed("gpu", 0, { trainBatch: () => new Promise(() => {}) });
    expect(await chosen(choose(async () => gpu, { startWithin: 50 }))).toEqual(["cpu", "timeout"]);
  });

  it("leaves errors that are not the GPU's to the processor", async () => {
    const device = choose(async () => slowed("gpu", 0), {
      processor: { name: "cpu", open: () => Promise.reject(new TidelabError("memory.exhausted", { megabytes: 1 })) },
    });
    // What the processor has no memory for, the GPU may have.
    expect(await chosen(device)).toEqual(["gpu", undefined]);
  });

  it("trains as the processor does, and leaves nothing of its trial behind", async () => {
    const data = waves({ samples: 60, length: 8, seed: 3 });
    const spec = [
      { layer: "linear", name: "a", outFeatures: 300 },
      { layer: "batchNorm" },
      { layer: "dropout", p: 0.2 },
      { layer: "globalAvgPool" },
      { layer: "linear", name: "b", outFeatures: 300 },
      { layer: "linear", outFeatures: 2 },
    ] as const;
    const run = async (device?: Device) => {
      const made = compile({ layers: [...spec] }, { length: 8, classes: 2, seed: 5 });
      const losses: number[] = [];
      const events: TrainEvent["type"][] = [];
      const options = { epochs: 3, batchSize: 16 };
      for await (const event of train(made, data, options, { device, numerics: "portable" })) {
        if (event.type === "epoch") losses.push(event.record.trainLoss, event.record.valLoss);
        if (event.type === "deviceLost") events.push(event.type);
      }
      return { losses, events, weights: weightsSha256(made), states: [...made.states] };
    };
    const expected = await run();
    const gpu = choose(async () => slowed("gpu", 0));
    // As if there were more of it: three epochs of this are no work.
    const always: Device = {
      ...gpu,
      open: (model, { training, ...options }) =>
        gpu.open(model, { ...options, ...(training && { training: { ...training, epochs: 1e6 } }) }),
    };
    expect(await run(always)).toEqual(expected);
    expect(gpu.describe?.()).toBe("gpu");
  });
});
