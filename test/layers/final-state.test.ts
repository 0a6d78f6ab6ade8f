/** The final states of both directions, where `last` has read one step of the reverse half. Gradients and lengths: lengths.test.ts. */
import { describe, expect, it } from "vitest";
import "../../src/node/platform.ts";
import { createPredictor } from "../../src/inference/predictor.ts";
import { compile, stateDict } from "../../src/model/model.ts";
import type { LayerInput } from "../../src/spec/layers.ts";
import { recurrent } from "../../src/zoo/index.ts";

const x = [0.9, -0.4, 0.3, 0.8, -0.7, 0.5];
const y = [-5, 4, -3, 2, -1, 0.5];

/** Logits of a bidirectional LSTM from its reverse half alone. */
async function reverseLogits(pooling: LayerInput, series: readonly number[]): Promise<number[]> {
  const lstm: LayerInput = { layer: "lstm", hiddenSize: 3, bidirectional: true };
  const layers: LayerInput[] = [lstm, pooling, { layer: "linear", outFeatures: 2, bias: false }];
  const model = compile({ layers }, { length: 6, classes: 2, seed: 7 });
  const weight = stateDict(model).get("2.weight")!.data;
  for (let k = 0; k < 2; k++) weight.fill(0, k * 6, k * 6 + 3);
  const predictor = await createPredictor(model);
  const { logits } = await predictor.predict(Float32Array.from(series));
  predictor.close();
  return [...logits];
}

describe("finalState", () => {
  // torch.manual_seed(7); lstm = nn.LSTM(1, 3, batch_first=True, bidirectional=True); linear = nn.Linear(6, 2, bias=False)
  // linear.weight.data[:, :3] = 0; h_n = lstm(x)[1][0]; linear(torch.cat((h_n[0], h_n[1]), 1))
  it.each([
    [x, [-0.0607815, -0.0644609]],
    [y, [0.0006117, -0.00606]],
  ])("is PyTorch's h_n", async (series, expected) => {
    const logits = await reverseLogits({ layer: "finalState" }, series);
    for (const [k, logit] of logits.entries()) expect(logit).toBeCloseTo(expected[k]!, 6);
  });

  it("is not `last`, which gives the same for series with one last step", async () => {
    const [first, second] = [await reverseLogits({ layer: "last" }, x), await reverseLogits({ layer: "last" }, y)];
    expect(first).toEqual(second);
  });

  const sizes = { length: 6, classes: 2 };
  const model = (...layers: LayerInput[]) =>
    compile({ layers: [...layers, { layer: "linear", outFeatures: 2 }] }, sizes);
  const gru: LayerInput = { layer: "gru", hiddenSize: 3, bidirectional: true };
  const final: LayerInput = { layer: "finalState" };

  it("may have layers between that leave features in their places", () => {
    const between: LayerInput[] = [{ layer: "layerNorm" }, { layer: "dropout" }, { layer: "tanh" }];
    expect(model(gru, ...between, final).graph.nodes.at(-2)?.output).toEqual({ time: undefined, features: 6 });
  });

  it.each<[string, LayerInput[]]>([
    ["nothing", []],
    ["a convolution", [gru, { layer: "conv1d", outChannels: 6, kernelSize: 1 }]],
    ["a linear map", [gru, { layer: "linear", outFeatures: 6 }]],
    ["a pool", [gru, { layer: "maxPool", kernelSize: 2 }]],
    ["branches", [{ layer: "concat", branches: [[gru], [gru]] }]],
    ["a sum of states and others", [gru, { layer: "residual", layers: [{ layer: "linear", outFeatures: 6 }] }]],
  ])("is refused behind %s", (_, before) => {
    const path = `model.layers[${before.length}]`;
    expect(() => model(...before, final)).toThrow(expect.objectContaining({ code: "shape.needsRecurrent", path }));
  });

  it("is refused where time is pooled already", () => {
    expect(() => model(gru, { layer: "last" }, final)).toThrow(expect.objectContaining({ code: "shape.needsTime" }));
  });

  it("is a pooling of the ready-made models", () => {
    expect(recurrent({ pooling: "final" }).layers[1]).toEqual({ layer: "finalState", name: "attention" });
  });
});
