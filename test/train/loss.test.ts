/** Cross-entropy with class weights and label smoothing, loss and gradient, against PyTorch. */
import { describe, expect, it } from "vitest";
import { arena, at } from "../kernels/arena.ts";
import { distance, drawTensors, layerFixtures } from "../reference/fixtures.ts";

const fixtures = layerFixtures("cross-entropy");

describe.each(["fused", "portable"] as const)("cross-entropy (%s)", (numerics) => {
  it.each(fixtures.map((fixture) => [fixture.case.name, fixture] as const))("%s", async (_, fixture) => {
    const { layer, inputShape, labels = [] } = fixture.case;
    if (layer.type !== "crossEntropy") throw new Error("not a loss");
    const [rows = 0, classes = 0] = inputShape;
    const drawn = drawTensors(fixture.case);
    const weight = (layer as { weight?: number[] }).weight?.map(Math.fround);
    const a = await arena(numerics);
    const [logits, truth, gradient, losses] = [
      a.f32(drawn.get("x")!.data),
      a.i32(labels),
      a.f32(rows * classes),
      a.f64(rows),
    ];
    const weights = weight ? at(a.f32(weight)) : 0;
    const inverse = 1 / labels.reduce((sum, label) => sum + (weight?.[label] ?? 1), 0);
    a.kernels.cross_entropy(
      ...([
        at(logits),
        at(truth),
        weights,
        layer.labelSmoothing,
        rows,
        classes,
        inverse,
        at(gradient),
        at(losses),
        0,
      ] as const),
    );
    a.check();
    const loss = losses.reduce((sum, value) => sum + value, 0) * inverse;
    const expected = fixture.stored.get("output")!.data[0]!;
    expect(Math.abs(loss - expected)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(expected)));
    const stored = fixture.stored.get("grad/x")!.data;
    expect(distance(gradient, stored)).toBeLessThanOrEqual(1e-5 * distance(stored));
  });
});
