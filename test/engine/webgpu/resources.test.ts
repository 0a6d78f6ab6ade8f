/** What a device has and has not: two sessions on one, no more than every device offers, memory that runs out while it trains. */
import "../../../src/node/platform.ts";
import { describe, expect, it } from "vitest";
import type { Device } from "../../../src/engine/device.ts";
import { wasm } from "../../../src/engine/wasm/device.ts";
import { openAdapter, openedAdapter } from "../../../src/engine/webgpu/adapter.ts";
import { openOn, webgpu } from "../../../src/engine/webgpu/device.ts";
import { compile, train } from "../../../src/index.ts";
import { weightsSha256 } from "../../../src/model/weights-hash.ts";
import { platform } from "../../../src/platform.ts";
import { whyNoGpu } from "../../software-gpu.ts";
import { dataOf, MODELS, openCase, results } from "./models.ts";

const reason = whyNoGpu();
const small = { layers: MODELS["linear and relu"], length: 7, batch: 9 };

/** A device of its own, with no more than what every device has. */
async function plainDevice() {
  const gpu = (await platform.requestGpu?.()) as GPU;
  const device = await (await gpu.requestAdapter())!.requestDevice();
  const { adapter } = await openAdapter();
  return { device, opened: openedAdapter(device, adapter, gpu) };
}

describe.skipIf(reason)(`a GPU's resources${reason ? ` (skipped: ${reason})` : ""}`, () => {
  it("two sessions on one device do not disturb each other", async () => {
    const other = { ...small, batch: 5, training: { clipGradValue: 0.01 } };
    const expected = [];
    for (const given of [small, other]) {
      const opened = await openCase(wasm, given);
      expected.push(await results(opened, given));
      opened.session.close();
    }
    const [one, two] = [await openCase(webgpu, small), await openCase(webgpu, other)];
    expect(await Promise.all([results(one, small), results(two, other)])).toEqual(expected);
    one.session.close();
    // What one had is gone, and the other goes on.
    const { val } = dataOf(other);
    expect((await two.session.classify(val, val.count)).logits.length).toBe(2 * val.count);
    two.session.close();
  });

  it("needs no more than every device has, and trains on where memory has run out", async () => {
    const { device, opened } = await plainDevice();
    expect((await opened.gpu("portable")).mostArrays).toBe(8);
    const plain: Device = { name: "plain", open: (model, options) => openOn(opened, model, options) };
    const { train: set, val } = dataOf(small);
    const run = async (on?: Device) => {
      const model = compile({ layers: [...small.layers] }, { length: small.length, classes: 2, seed: 5 });
      const lost: string[] = [];
      const how = { device: on, numerics: "portable" } as const;
      for await (const event of train(model, { train: set, val }, { epochs: 3, batchSize: 16 }, how)) {
        if (event.type === "deviceLost") lost.push(event.error.code);
        // From here on the device has no room for the programs of a batch of another size.
        if (event.type === "step" && event.step === runsOutAt && on) refuseBuffers(device);
      }
      return { weights: weightsSha256(model), lost };
    };
    let runsOutAt = Number.POSITIVE_INFINITY;
    const { weights } = await run();
    expect(await run(plain)).toEqual({ weights, lost: [] });
    runsOutAt = 1;
    expect(await run(plain)).toEqual({ weights, lost: ["device.failed"] });
    device.destroy();
  });
});

/** As a device does that is full: what it gives back is no buffer, and it says so later. */
function refuseBuffers(device: GPUDevice): void {
  const create = device.createBuffer.bind(device);
  // A buffer may not be mapped and bound: the device refuses it as it refuses one that is too large.
  device.createBuffer = (descriptor) => create({ ...descriptor, usage: 1 | 128 });
}
