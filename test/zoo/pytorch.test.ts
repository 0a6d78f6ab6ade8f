/** Presets and the layers that came with them, forward and with every gradient, against networks written in PyTorch (fixtures/zoo.py). */
import { describe, expect, it } from "vitest";
import { type PresetName, presets } from "../../src/zoo/index.ts";
import { zooErrors, zooFixtures } from "./fixtures.ts";

/** PyTorch's own float32 is within 2e-6 of the float64 that is stored. */
const TOLERANCE = 1e-5;

const fixtures = zooFixtures();

function layersOf({ layers, preset, options, shape: [, length, channels], classes = 2 }: (typeof fixtures)[0]["case"]) {
  if (layers) return layers;
  return presets[preset as PresetName].model({ length, channels, classes }, options).layers;
}

it("has every preset that does not come from the lab", () => {
  const tested = new Set(fixtures.map(({ case: { preset } }) => preset));
  const own: PresetName[] = ["lstm", "gru", "rnn", "cnn"]; // train/goldens.test.ts, train/cnn.test.ts
  expect(Object.keys(presets).filter((name) => !own.includes(name as PresetName) && !tested.has(name))).toEqual([]);
});

describe.each(["fused", "portable"] as const)("PyTorch (%s)", (numerics) => {
  it.each(fixtures.map((fixture) => [fixture.case.name, fixture] as const))("%s", async (_, fixture) => {
    const errors = await zooErrors(fixture, layersOf(fixture.case), numerics);
    for (const [name, error] of errors) expect(error, name).toBeLessThanOrEqual(TOLERANCE);
  });
});
