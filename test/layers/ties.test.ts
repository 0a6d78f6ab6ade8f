/** Max pools among equal values: the first of them gets the whole gradient. A ReLU in front makes such ties every day. */
import { describe, expect, it } from "vitest";
import { parseModel } from "../../src/spec/parse.ts";
import { runLayers } from "./run-layers.ts";

// >>> x = torch.tensor([[[3., 0.], [3., 0.], [1., 0.], [3., 0.]]], requires_grad=True)   # (B, T, C)
// >>> x.max(1).values.sum().backward(); x.grad                    # the same from nn.AdaptiveMaxPool1d(1) and nn.MaxPool1d(4)
// tensor([[[1., 1.], [0., 0.], [0., 0.], [0., 0.]]])             # x.amax(1) shares it: 0.3333 and 0.2500
const X = Float32Array.of(3, 0, 3, 0, 1, 0, 3, 0);

describe.each(["fused", "portable"] as const)("ties (%s)", (numerics) => {
  it.each([{ layer: "globalMaxPool" }, { layer: "maxPool", kernelSize: 4 }] as const)("$layer", async (layer) => {
    const { output, gradients } = await runLayers({
      layers: parseModel({ layers: [layer] }).layers,
      inputShape: [1, 4, 2],
      training: true,
      numerics,
      tensors: new Map(),
      x: X,
      outputGradient: Float32Array.of(1, 1),
    });
    expect([...output]).toEqual([3, 0]);
    expect([...gradients.get("x")!]).toEqual([1, 1, 0, 0, 0, 0, 0, 0]);
  });

  // Padding behind a series is no maximum, and gets no gradient, even where all of its own values are low.
  it("series of unequal lengths", async () => {
    const { output, gradients } = await runLayers({
      layers: parseModel({ layers: [{ layer: "globalMaxPool" }] }).layers,
      inputShape: [2, 3, 1],
      training: true,
      numerics,
      tensors: new Map(),
      x: Float32Array.of(-1, -1, 0, 2, 2, 2),
      lengths: Int32Array.of(2, 3),
      outputGradient: Float32Array.of(1, 1),
    });
    expect([...output]).toEqual([-1, 2]);
    expect([...gradients.get("x")!]).toEqual([1, 0, 0, 1, 0, 0]);
  });
});
