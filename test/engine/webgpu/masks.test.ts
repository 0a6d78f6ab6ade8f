/** Masks that were drawn ahead are those that would be drawn, whatever happens in between. */
import { describe, expect, it } from "vitest";
import { Masks } from "../../../src/engine/webgpu/masks.ts";
import type { DropoutSite } from "../../../src/engine/webgpu/program.ts";
import { TorchGenerator } from "../../../src/random/torch.ts";

const site = (elementsPerRow: number, keepProbability: number): DropoutSite => ({
  elementsPerRow,
  keepProbability,
  mask: { region: "shared", label: "mask", floats: 100 },
});
const SITES = [site(33, 0.7), site(5, 0.5)];

/** PyTorch's own way to draw, one value after another. */
function expected(generator: TorchGenerator, sites: readonly DropoutSite[], rows: number): Uint32Array[] {
  return sites.map(({ elementsPerRow, keepProbability }) => {
    const words = new Uint32Array(Math.ceil((elementsPerRow * rows) / 32));
    generator.bernoulliBits(keepProbability, elementsPerRow * rows, new Uint8Array(words.buffer));
    return words;
  });
}

describe("masks drawn ahead", () => {
  it.each([
    ["the same batch", SITES, 11, () => {}],
    ["a smaller batch", SITES, 3, () => {}],
    ["other layers", [site(7, 0.5), site(33, 0.7)], 11, () => {}],
    ["a generator that was drawn from", SITES, 11, (generator: TorchGenerator) => void generator.randperm(9)],
  ] as const)("for %s", async (_, sites, rows, between) => {
    const masks = await Masks.create();
    const [ours, theirs] = [new TorchGenerator(3), new TorchGenerator(3)];
    for (let batch = 0; batch < 3; batch++) {
      const first = batch === 0 ? SITES : sites;
      const count = batch === 0 ? 11 : rows;
      expect(masks.take(first, count, ours)).toEqual(expected(theirs, first, count));
      masks.drawAhead(SITES, 11, ours);
      expect(ours.saveState()).toEqual(theirs.saveState());
      between(ours);
      between(theirs);
    }
  });
});
