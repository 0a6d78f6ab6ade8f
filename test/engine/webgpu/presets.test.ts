/** Every kind of layer has kernels on the GPU, and every preset the bits of the CPU there: two steps and an evaluation of two channels. */
import { describe, expect, it } from "vitest";
import { wasm } from "../../../src/engine/wasm/device.ts";
import { webgpu } from "../../../src/engine/webgpu/device.ts";
import { loweringOf } from "../../../src/engine/webgpu/lower/index.ts";
import { layerTypes } from "../../../src/layers/index.ts";
import type { LayerKind } from "../../../src/spec/layers.ts";
import { type PresetName, presets } from "../../../src/zoo/index.ts";
import { whyNoGpu } from "../../software-gpu.ts";
import { small } from "../../zoo/small.ts";
import { openCase, results } from "./models.ts";

const reason = whyNoGpu();

it.each(Object.keys(layerTypes) as LayerKind[])("layer %s has kernels", (kind) => {
  expect(loweringOf(kind)).toBeDefined();
});

describe.skipIf(reason)(`presets on the GPU${reason ? ` (skipped: ${reason})` : ""}`, () => {
  it.each(Object.keys(presets) as PresetName[])("%s", async (name) => {
    const length = 17;
    const shape = { length, channels: 2, classes: 2 };
    const given = { layers: presets[name].model(shape, small(name)).layers, length, batch: 9, channels: 2 } as const;
    const [here, there] = [await openCase(wasm, given), await openCase(webgpu, given)];
    expect(await results(there, given)).toEqual(await results(here, given));
    here.session.close();
    there.session.close();
  });
});
