/** Gradients of smooth layers against central differences: the oracle that a layer without a PyTorch fixture begins with. */
import "../../src/node/platform.ts";
import { describe, expect, it } from "vitest";
import type { LayerInput } from "../../src/spec/layers.ts";
import { compareGradients } from "./finite-differences.ts";

const cases: Record<string, LayerInput[]> = {
  linear: [{ layer: "linear", outFeatures: 3 }],
  "gelu behind a convolution": [{ layer: "conv1d", outChannels: 2, kernelSize: 3, padding: "same" }, { layer: "gelu" }],
  "lstm and its mean": [{ layer: "lstm", hiddenSize: 2, bidirectional: true }, { layer: "globalAvgPool" }],
};

describe.each(Object.entries(cases))("%s", (_, layers) => {
  it.each([
    ["equal", undefined],
    ["unequal", [6, 4, 5]],
  ])("lengths %s", async (_kind, lengths) => {
    const { differences } = await compareGradients({ layers, inputShape: [3, 6, 2], ...(lengths && { lengths }) });
    expect(differences.size).toBeGreaterThan(2);
    for (const [name, difference] of differences) expect(difference, name).toBeLessThan(2e-3);
  });
});
