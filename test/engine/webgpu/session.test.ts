/** A GPU, here one in software, gives the bits of the WebAssembly device: losses, gradients, weights, moments, logits. */
import { describe, expect, it } from "vitest";
import type { Device } from "../../../src/engine/device.ts";
import { wasm } from "../../../src/engine/wasm/device.ts";
import { openAdapter } from "../../../src/engine/webgpu/adapter.ts";
import { openOn, webgpu } from "../../../src/engine/webgpu/device.ts";
import type { Tuning } from "../../../src/engine/webgpu/session.ts";
import { compile, models } from "../../../src/index.ts";
import { deviceModel } from "../../../src/model/device-model.ts";
import type { LayerInput } from "../../../src/spec/layers.ts";
import { whyNoGpu } from "../../software-gpu.ts";
import { type Case, dataOf, EVEN, MODELS, openCase, results, TWO_CHANNELS } from "./models.ts";

const reason = whyNoGpu();

async function expectSameBits(given: Case, device: Device = webgpu): Promise<void> {
  if (given.uneven) expect(new Set(dataOf(given).train.lengths).size).toBeGreaterThan(5);
  const [here, there] = [await openCase(wasm, given), await openCase(device, given)];
  expect(await results(there, given)).toEqual(await results(here, given));
  expect(there.model.generator.saveState()).toEqual(here.model.generator.saveState());
  here.session.close();
  there.session.close();
}

const tuned = (tuning: Partial<Tuning>): Device => ({
  name: "webgpu",
  open: async (model, options) => openOn(await openAdapter(), model, options, tuning),
});

describe.skipIf(reason)(`the bits of the GPU${reason ? ` (skipped: ${reason})` : ""}`, () => {
  it.each(Object.entries({ ...MODELS, ...EVEN }))("%s", (_, layers) =>
    expectSameBits({ layers, length: 13, batch: 11 }),
  );

  it.each(Object.entries(TWO_CHANNELS))("%s", async (_, layers) => {
    await expectSameBits({ layers, length: 13, batch: 11, channels: 2 });
    await expectSameBits({ layers, length: 19, batch: 11, channels: 2, uneven: true });
  });

  const linear = { layer: "linear", outFeatures: 2 } as const;
  const lstm = MODELS["lstm of two layers and directions"];

  it.each([
    ...(["lstm of two layers and directions", "gru of two layers and directions", "rnn with relu"] as const),
    ...(["linear over time, tanh, sigmoid, max", "lstm and its final states", "lstm without bias"] as const),
    ...(["direct convolutions", "convolutions with stride and groups", "convolutions at points"] as const),
    ...([
      "batch norm, with ReLU and without",
      "batch norm behind the pooling",
      "pools in windows",
      "branches",
    ] as const),
    ...(["activations of the input", "layer norm and self-attention", "weight norm", "trend filters"] as const),
    ...(["self-attention with numbers for distances"] as const),
  ])("series of unequal lengths: %s", (name) => {
    // 19 steps are more than a block of the weights' gradients, and no multiple of it.
    return expectSameBits({ layers: MODELS[name], length: 19, batch: 11, uneven: true });
  });

  it.each(["lstm", "gru", "rnn"] as const)("weights of %s in memory, not in registers", async (kind) => {
    const layers = MODELS[`${kind} of two layers and directions`];
    await expectSameBits({ layers, length: 5, batch: 9 }, tuned({ mostInRegisters: 0 }));
    // 20 terms are read sixteen and four at a time.
    const wider = [{ layer: kind, hiddenSize: 20 }, { layer: "last" }, linear] as const;
    await expectSameBits({ layers: wider, length: 3, batch: 3 }, tuned({ mostInRegisters: 0 }));
  });

  it.each(["lstm", "gru"] as const)("%s of more than 256 inputs", (kind) => {
    const layers = [
      { ...linear, name: "a", outFeatures: 258 },
      { layer: kind, hiddenSize: 2 },
      { layer: "last" },
      linear,
    ];
    return expectSameBits({ layers: layers as LayerInput[], length: 3, batch: 3 });
  });

  it("one step, one series", () => expectSameBits({ layers: lstm, length: 1, batch: 1 }));

  it("sums of more than 256 terms, whole blocks and parts of them", () => {
    return expectSameBits({ layers: MODELS["attention and dropout"], length: 300, batch: 9 });
  });

  it("SGD with momentum and decay, clipped, weighted classes, smoothed labels", () => {
    const training = {
      optimizer: "sgd",
      momentum: 0.9,
      nesterov: true,
      weightDecay: 0.01,
      clipGradNorm: 0.01,
    } as const;
    return expectSameBits({ layers: MODELS["linear and relu"], length: 7, batch: 9, training, classWeights: [1, 3] });
  });

  it("AdamW, clipped by value", () => {
    const training = { optimizer: "adamw" as const, clipGradValue: 0.01, betas: [0.4, 0.99] as [number, number] };
    return expectSameBits({ layers: MODELS["linear and relu"], length: 7, batch: 9, training });
  });

  it("batches in several chunks", () => {
    const layers = MODELS["attention and dropout"];
    return expectSameBits({ layers, length: 7, batch: 20 }, tuned({ mostRows: 8 }));
  });

  it("large tiles, with edges", () => {
    const wide = { layer: "linear", outFeatures: 70 } as const;
    const layers = [wide, { layer: "tanh" }, { layer: "last" }, { ...wide, name: "b", outFeatures: 2 }] as const;
    return expectSameBits(
      // 320 rows of a shard are two blocks of a gradient's sum, 120 of the last shard one.
      { layers: [{ ...wide, name: "a", outFeatures: 33 }, ...layers], length: 40, batch: 11 },
      tuned({ largeTiles: true }),
    );
  });

  it("large tiles of convolutions, with edges", () => {
    const conv = (name: string, outChannels: number, kernelSize: number) =>
      ({ layer: "conv1d", name, outChannels, kernelSize, padding: "same", bias: false }) as const;
    const layers = [conv("a", 40, 1), conv("b", 40, 3), conv("c", 36, 1), { layer: "globalMaxPool" }, linear] as const;
    return expectSameBits({ layers, length: 13, batch: 11 }, tuned({ largeTiles: true }));
  });

  it("adds up several batches", async () => {
    const given = { layers: MODELS["linear and relu"], length: 7, batch: 9 };
    const sums = [];
    for (const device of [wasm, webgpu]) {
      const { session, block } = await openCase(device, given);
      for (const from of [0, 9]) {
        const indices = Int32Array.from({ length: 9 }, (_, i) => from + i);
        await session.trainBatch({ data: block, indices, inverseWeight: 1 / 18 });
        session.accumulate();
      }
      await session.step({ lr: 0.1 });
      sums.push(await session.gradients(), (await session.weights()).parameters);
      session.close();
    }
    expect(sums.slice(2)[1]).toEqual(sums[1]);
  });

  it("keeps second moments that are subnormal", async () => {
    const moments = [];
    for (const device of [wasm, webgpu]) {
      const { session, block } = await openCase(device, { layers: MODELS["linear and relu"], length: 7, batch: 9 });
      const indices = Int32Array.from({ length: 9 }, (_, i) => i);
      await session.trainBatch({ data: block, indices, inverseWeight: 1e-20 });
      await session.step({ lr: 0.1 });
      moments.push((await session.optimizerState()).moments[1]!);
      session.close();
    }
    expect(moments[0]!.some((value) => value > 0 && value < 2 ** -126)).toBe(true);
    expect(moments[1]).toEqual(moments[0]);
  });

  it("refuses what it cannot compute, by name", async () => {
    const length = 12;
    const model = compile(models.recurrent({ hiddenSize: 817 }), { length, classes: 2, seed: 5 });
    const loss = { classWeights: undefined, labelSmoothing: 0 };
    const described = deviceModel({ model: model.spec, length, channels: 1, classes: 2, loss, batchSize: 4 });
    const session = await webgpu.open(described, {});
    expect(() => session.addData(dataOf({ length }).train)).toThrow(
      'model.layers[0]: a layer "lstm" of this hiddenSize does not fit',
    );
    session.close();
  });
});
