/** A GPU that rounds in its own way is found out and not used. */
import "../../../src/node/platform.ts";
import "../../../src/node/dawn.ts";
import { describe, expect, it } from "vitest";
import { type AdapterDescription, openedAdapter } from "../../../src/engine/webgpu/adapter.ts";
import { openOn } from "../../../src/engine/webgpu/device.ts";
import { testArithmetic } from "../../../src/engine/webgpu/self-test.ts";
import { deviceModel } from "../../../src/model/device-model.ts";
import { platform } from "../../../src/platform.ts";
import { parseModel } from "../../../src/spec/parse.ts";
import { whyNoGpu } from "../../software-gpu.ts";

const reason = whyNoGpu();
const adapter: AdapterDescription = {
  vendor: "v",
  architecture: "a",
  device: "d",
  description: "a doctored GPU",
  isSoftware: true,
};

/** A device whose shaders are changed on their way. */
async function doctored(change: (code: string) => string): Promise<{ device: GPUDevice; gpu: GPU }> {
  const gpu = (await platform.requestGpu?.()) as GPU;
  const device = await (await gpu.requestAdapter())!.requestDevice();
  const make = device.createShaderModule.bind(device);
  device.createShaderModule = (descriptor) => make({ ...descriptor, code: change(descriptor.code) });
  return { device, gpu };
}

describe.skipIf(reason)(`the self-test of a GPU${reason ? ` (skipped: ${reason})` : ""}`, () => {
  it("hears of a command that the device refused, whichever build is running", async () => {
    const { device, gpu } = await doctored((code) => code);
    const opened = openedAdapter(device, adapter, gpu);
    const portable = await opened.gpu("portable");
    await opened.gpu("fused").catch(() => {});
    const buffer = portable.storage("a", 16);
    expect((await portable.read([{ buffer, bytes: 16 }]))[0]).toEqual(new Float32Array(4));
    device.createBuffer({ size: 16, usage: 1 | 128 }); // no buffer may be mapped and bound
    await expect(portable.read([{ buffer, bytes: 16 }])).rejects.toMatchObject({ code: "device.failed" });
    device.destroy();
  });

  it("passes a device that rounds as the engine does", async () => {
    const { device, gpu } = await doctored((code) => code);
    expect(await testArithmetic(device, "portable")).toEqual({
      arithmetic: { multiplyAdd: "separate", division: "native" },
    });
    expect(gpu).toBeDefined();
    device.destroy();
  });

  it.each([
    ["a division that is a unit off", "opaque(a / b)", "opaque((a / b) * 1.0000001)", "division"],
    ["a product joined with the sum after it", "opaque(a * b) + c", "(a * b + c) * 0.9999999", "multiply-add"],
    ["exp of its own", "let r = reduce(x, z);\n  return", "let r = reduce(x, z) * 1.0000001;\n  return", "sigmoid"],
  ])("refuses %s", async (_, from, to, operation) => {
    const { device, gpu } = await doctored((code) => code.replace(from, to));
    expect(await testArithmetic(device, "portable")).toEqual({ failed: operation });
    const opened = openedAdapter(device, adapter, gpu);
    const model = parseModel({ layers: [{ layer: "last" }, { layer: "linear", outFeatures: 2 }] });
    const loss = { classWeights: undefined, labelSmoothing: 0 };
    const described = deviceModel({ model, length: 4, channels: 1, classes: 2, loss, batchSize: 1 });
    await expect(openOn(opened, described, { numerics: "portable" })).rejects.toThrow(
      `a doctored GPU) does not round ${operation}`,
    );
    device.destroy();
  });
});
