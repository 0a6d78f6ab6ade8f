/** Masks drawn on the GPU are those that PyTorch's generator gives, and leave it where it would be. */
import "../../../src/node/platform.ts";
import "../../../src/node/dawn.ts";
import { describe, expect, it } from "vitest";
import { openAdapter } from "../../../src/engine/webgpu/adapter.ts";
import { Masks } from "../../../src/engine/webgpu/masks.ts";
import type { DropoutSite } from "../../../src/engine/webgpu/program.ts";
import { RUN } from "../../../src/engine/webgpu/wgsl/random.ts";
import { TorchGenerator } from "../../../src/random/torch.ts";
import { whyNoGpu } from "../../software-gpu.ts";

const reason = whyNoGpu();

const site = (index: number, elementsPerRow: number, keepProbability: number): DropoutSite => ({
  elementsPerRow,
  keepProbability,
  mask: { region: "shared", label: `mask ${index}`, floats: 70_000 },
});

/** PyTorch's own way to draw, one value after another. */
function expected(generator: TorchGenerator, sites: readonly DropoutSite[], rows: number): Uint32Array[] {
  return sites.map(({ elementsPerRow, keepProbability }) => {
    const words = new Uint32Array(Math.ceil((elementsPerRow * rows) / 32));
    generator.bernoulliBits(keepProbability, elementsPerRow * rows, new Uint8Array(words.buffer));
    return words;
  });
}

describe.skipIf(reason)(`masks drawn on the GPU${reason ? ` (skipped: ${reason})` : ""}`, () => {
  it.each([
    ["small ones", [site(0, 33, 0.7), site(1, 5, 0.5)], 11],
    ["several pieces", [site(0, 700, 0.3), site(1, 64, 0.999)], 8],
    ["whole pieces", [site(0, 1248, 0.5)], 4],
    ["one element", [site(0, 1, 0.5)], 1],
    ["runs", [site(0, 15_000, 0.4), site(1, 5, 0.5)], 9, 32 * RUN],
    ["long runs", [site(0, 170_000, 0.6)], 13, undefined],
    ["pieces of runs", [site(0, 17_000, 0.6), site(1, 900, 0.5)], 10, 2 * RUN],
  ] as const)("%s, from any place in the stream", async (_, sites, rows, most = 2496) => {
    const { gpu: open } = await openAdapter();
    const gpu = await open("portable");
    const masks = new Masks(gpu, most);
    const buffers = new Map(sites.map((one) => [one, gpu.storage(one.mask.label, one.mask.floats * 4)]));
    const [ours, theirs] = [new TorchGenerator(3), new TorchGenerator(3)];
    // Also at the first word, at the last, and at one that is odd.
    for (const skipped of most === 2496 ? [0, 1, 17, 0, 623, 624] : [17, 624]) {
      for (const generator of [ours, theirs]) generator.skip(skipped);
      const takeState = await masks.draw(sites, rows, ours, (one) => buffers.get(one)!);
      const wanted = expected(theirs, sites, rows);
      const parts = sites.map((one, index) => ({ buffer: buffers.get(one)!, bytes: wanted[index]!.byteLength }));
      const read = await gpu.read([...parts, masks.state]);
      takeState(read.pop()!);
      expect(read.map((part) => new Uint32Array(part.slice().buffer))).toEqual(wanted);
      expect(ours.saveState()).toEqual(theirs.saveState());
    }
    masks.destroy();
    for (const buffer of buffers.values()) buffer.destroy();
  });
});
