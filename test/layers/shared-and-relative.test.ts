/** Options of ConvTran's layers: what they refuse, how they start, and what they are equal to. Values against PyTorch are in zoo/pytorch.test.ts. */
import "../../src/node/platform.ts";
import { describe, expect, it } from "vitest";
import { compile, createPredictor, evaluate, stateDict, waves } from "../../src/index.ts";
import type { LayerInput } from "../../src/spec/layers.ts";
import { convTran } from "../../src/zoo/index.ts";
import { twoChannels } from "../zoo/small.ts";

const ends: LayerInput[] = [{ layer: "globalAvgPool" }, { layer: "linear", name: "out", outFeatures: 2 }];
const built = (layers: LayerInput[], channels = 3) =>
  compile({ layers: [...layers, ...ends] }, { length: 20, channels, classes: 2, seed: 1 });

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("refused by name", () => {
  const conv = { layer: "conv1d", outChannels: 3, kernelSize: 3, sharedFilters: true } as const;
  it.each<[LayerInput, string, object]>([
    [{ layer: "selfAttention", relative: 19 }, "shape.relative", { relative: 19, time: 20 }],
    [{ ...conv, groups: 3 }, "shape.sharedFilters", { groups: 3, weightNorm: false }],
    [{ ...conv, weightNorm: true }, "shape.sharedFilters", { groups: 1, weightNorm: true }],
    [{ layer: "batchNorm", sharedBy: 2 }, "shape.sharedBy", { sharedBy: 2, features: 3 }],
  ])("%j: %s", (layer, code, params) => {
    expect(caught(() => built([layer]))).toMatchObject({ code, params, path: "model.layers[0]" });
  });

  it("what is no such option", () => {
    for (const layer of [
      { layer: "selfAttention", relative: 0 },
      { layer: "selfAttention", scaleBy: "heads" },
      { layer: "batchNorm", sharedBy: 1.5 },
      { layer: "linear", outFeatures: 2, sharedFilters: true },
    ]) {
      expect(
        caught(() => built([layer as LayerInput])),
        JSON.stringify(layer),
      ).toMatchObject({ path: /layers\[0\]/ });
    }
  });

  it("series longer than the numbers for distances reach, of a trained model", async () => {
    const predictor = await createPredictor(built([{ layer: "selfAttention", relative: 20 }]));
    const longer = predictor.predict(new Float32Array(63), 21);
    // Its numbers cannot become more: what can be done is to cut the series.
    await expect(longer).rejects.toMatchObject({ code: "shape.relative", message: /--windows 20\b/ });
    expect((await predictor.predict(new Float32Array(60), 20)).logits.length).toBe(2);
    predictor.close();
  });
});

describe("first weights", () => {
  it("numbers for distances are zeros, and maps without a map behind them nn.Linear's", () => {
    const weights = stateDict(built([{ layer: "selfAttention", relative: 25, outProjection: false, bias: false }]));
    expect([...weights.keys()].filter((name) => name.startsWith("0."))).toEqual([
      "0.in_proj_weight",
      "0.relative_bias_table",
    ]);
    const { shape, data } = weights.get("0.relative_bias_table")!;
    expect([shape, new Set(data)]).toEqual([[49, 1], new Set([0])]);
    const largest = Math.max(...weights.get("0.in_proj_weight")!.data.map(Math.abs));
    expect(largest).toBeLessThan(1 / Math.sqrt(3));
    expect(largest).toBeGreaterThan(0.85 / Math.sqrt(3));
  });

  it("shared filters are drawn for one channel", () => {
    const weights = stateDict(built([{ layer: "conv1d", outChannels: 40, kernelSize: 4, sharedFilters: true }]));
    const { shape, data } = weights.get("0.weight")!;
    expect(shape).toEqual([40, 1, 4]);
    expect(Math.max(...data.map(Math.abs))).toBeGreaterThan(0.9 * 0.5);
    expect(weights.get("0.bias")!.shape).toEqual([40]);
    expect(weights.get("out.weight")!.shape).toEqual([2, 120]);
  });
});

describe("equal", () => {
  it("with one channel shared filters are plain ones, to the bit", async () => {
    const { val } = waves({ samples: 30, length: 20, seed: 2 });
    const conv = { layer: "conv1d", outChannels: 16, kernelSize: 5, padding: "same" } as const;
    const [plain, shared] = [
      built([conv], 1),
      built(
        [
          { ...conv, sharedFilters: true },
          { layer: "batchNorm", sharedBy: 1 },
        ],
        1,
      ),
    ];
    const [a, b] = [built([conv, { layer: "batchNorm" }], 1), shared];
    expect([...(await evaluate(a, val)).logits]).toEqual([...(await evaluate(b, val)).logits]);
    expect(plain.graph.nodes[0]!.parameters).toEqual(shared.graph.nodes[0]!.parameters);
  });

  it("attention with numbers of zero is attention without, to the bit, and not with others", async () => {
    const val = twoChannels(waves({ samples: 30, length: 20, seed: 2 }).val);
    const [plain, relative] = [
      built([{ layer: "selfAttention" }], 2),
      built([{ layer: "selfAttention", relative: 30 }], 2),
    ];
    const [a, b] = [await evaluate(plain, val), await evaluate(relative, val)];
    expect([...b.logits]).toEqual([...a.logits]);
    stateDict(relative).get("0.relative_bias_table")!.data.fill(0.1);
    expect([...(await evaluate(relative, val)).logits]).not.toEqual([...a.logits]);
  });

  it("exchanging the channels of ConvTran's input exchanges nothing but the columns of the map that joins them", async () => {
    const val = twoChannels(waves({ samples: 20, length: 20, seed: 2 }).val);
    const values = Float32Array.from(val.values, (_, i) => val.values[i ^ 1]!);
    const options = { length: 20, inChannels: 2, modelSize: 8, heads: 2, feedForward: 8 };
    const model = compile(convTran(options), { length: 20, channels: 2, classes: 2, seed: 3 });
    const before = await evaluate(model, val);
    const join = stateDict(model).get("join.weight")!.data; // (8, 2 · 32)
    join.set(join.map((_, i) => join[i ^ 32]!));
    const after = await evaluate(model, { ...val, values });
    for (const [i, logit] of before.logits.entries()) expect(after.logits[i]).toBeCloseTo(logit, 5);
  });
});
