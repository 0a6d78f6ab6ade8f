/** GELU on the GPU, value by value: a sum behind it would hide the last bit of one in a few thousand. */
import "../../../src/node/platform.ts";
import "../../../src/node/dawn.ts";
import { describe, expect, it } from "vitest";
import { openAdapter } from "../../../src/engine/webgpu/adapter.ts";
import { createOperation } from "../../../src/engine/webgpu/operation.ts";
import { gelu, tanhGelu } from "../../../src/engine/webgpu/wgsl/gelu.ts";
import { arena, at, randoms } from "../../kernels/arena.ts";
import { whyNoGpu } from "../../software-gpu.ts";

const reason = whyNoGpu();
const count = 1 << 15;

describe.skipIf(reason)(`GELU on the GPU${reason ? ` (skipped: ${reason})` : ""}`, () => {
  it.each([
    ["exact", gelu, "gelu"],
    ["by tanh", tanhGelu, "gelu_tanh"],
  ] as const)("%s: the bits of the CPU", async (_, { forward, backward }, name) => {
    const x = randoms(count, 1).map((value) => value * 5);
    const a = await arena("portable", 1 << 20);
    const [given, y, slope] = [a.f32(x), a.f32(count), a.f32(count)];
    if (name === "gelu") a.kernels.gelu_and_slope(at(given), at(y), at(slope), count);
    else a.kernels.gelu_tanh_and_slope(at(given), at(y), at(slope), count);

    const gpu = await (await openAdapter()).gpu("portable");
    const buffers = [x, new Float32Array(count).fill(1), new Float32Array(count)].map((values, index) => {
      const buffer = gpu.storage(`${index}`, values.byteLength);
      gpu.write(buffer, new Uint32Array(values.buffer));
      return buffer;
    });
    const [from, ones, to] = buffers as [GPUBuffer, GPUBuffer, GPUBuffer];
    for (const [kernel, arrays, wanted] of [
      [forward, [from, to], y],
      [backward, [from, ones, to], slope],
    ] as const) {
      const operation = await createOperation(gpu, kernel, arrays, count);
      operation.run({});
      const [read] = await gpu.read([{ buffer: to, bytes: count * 4 }]);
      const found = new Float32Array(read!.slice().buffer);
      expect([...x].filter((_value, i) => !Object.is(found[i], wanted[i]))).toEqual([]);
      operation.destroy();
    }
    for (const buffer of buffers) buffer.destroy();
  });
});
