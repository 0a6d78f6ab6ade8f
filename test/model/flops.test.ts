/** FLOPs against torch's flop counter (`test/fixtures/flops.py`) and against counts by hand. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { countFlops } from "../../src/model/flops.ts";
import { buildGraph } from "../../src/model/graph.ts";
import { summarize } from "../../src/model/summary.ts";
import type { LayerInput } from "../../src/spec/layers.ts";
import { parseModel } from "../../src/spec/parse.ts";
import type { ModelInput } from "../../src/spec/spec.ts";
import { cnn, recurrent } from "../../src/zoo/index.ts";

const counted = JSON.parse(readFileSync(new URL("../fixtures/flops.json", import.meta.url), "utf8")) as Record<
  string,
  number
>;

function flops(model: ModelInput, length: number, channels: number): number {
  return countFlops(buildGraph(parseModel(model), { length, channels }, 0));
}

const one = (layer: LayerInput, channels = 3) => flops({ layers: [layer] }, 20, channels);

const cases: Readonly<Record<string, () => number>> = {
  lstm: () => one({ layer: "lstm", hiddenSize: 8, numLayers: 2, bidirectional: true }),
  "lstm without bias": () => one({ layer: "lstm", hiddenSize: 8, bias: false }),
  gru: () => one({ layer: "gru", hiddenSize: 8, numLayers: 2 }),
  rnn: () => one({ layer: "rnn", hiddenSize: 8 }),
  "linear over time": () => one({ layer: "linear", outFeatures: 8 }),
  conv1d: () => one({ layer: "conv1d", outChannels: 8, kernelSize: 5, padding: 2, stride: 2 }),
  "conv1d in groups": () => one({ layer: "conv1d", outChannels: 8, kernelSize: 3, dilation: 2, groups: 2 }, 6),
  attention: () => one({ layer: "attention" }, 6),
  lab: () => flops(recurrent(), 200, 1),
  "lab gru": () => flops(recurrent({ cell: "gru", numLayers: 1, bidirectional: false, hiddenSize: 32 }), 200, 1),
  cnn: () => flops(cnn(), 200, 1),
};

describe("FLOPs of one series", () => {
  it("are two for each multiply-add of the layers' summaries", () => {
    const graph = buildGraph(parseModel(recurrent()), { length: 200, channels: 1 }, 2);
    const costs = summarize(graph).map(({ multiplyAdds }) => multiplyAdds);
    expect(2 * costs.reduce((sum, cost) => sum + cost, 0)).toBe(counted.lab);
    // 2 directions · 200 steps · 4 gates · 64 units · (1 + 64 values, then 128 + 64); a score and a mean for each of 200 · 128 values.
    expect(costs.slice(0, 3)).toEqual([2 * 200 * 256 * (1 + 64) + 2 * 200 * 256 * (128 + 64), 2 * 200 * 128, 128 * 32]);
  });

  it("are torch's, case by case", () => {
    expect(Object.fromEntries(Object.entries(cases).map(([name, count]) => [name, count()]))).toEqual(counted);
  });

  it("are those counted by hand", () => {
    // 20 steps, 8 units: 4 gates of (3 + 8) multiply-adds forward and backward in time, then (16 + 8) in the second layer.
    expect(cases.lstm?.()).toBe(2 * 20 * (2 * 4 * 8 * (3 + 8) + 2 * 4 * 8 * (16 + 8)));
    expect(cases.rnn?.()).toBe(2 * 20 * 8 * (3 + 8));
    expect(cases["linear over time"]?.()).toBe(2 * 20 * 3 * 8);
    expect(cases.conv1d?.()).toBe(2 * 10 * 8 * 3 * 5);
    // Four linear maps of 6 features; 20 × 20 scores and weighted sums over 6 features, in however many heads.
    expect(one({ layer: "selfAttention", heads: 2 }, 6)).toBe(2 * 20 * 4 * 6 * 6 + 2 * 2 * 20 * 20 * 6);
    // One linear map less; numbers for distances multiply nothing.
    const alone = { layer: "selfAttention", outProjection: false, relative: 20 } as const;
    expect(one(alone, 6)).toBe(2 * 20 * 3 * 6 * 6 + 2 * 2 * 20 * 20 * 6);
    // 3 channels, each of which 4 filters of 5 steps read.
    expect(one({ layer: "conv1d", outChannels: 4, kernelSize: 5, padding: "same", sharedFilters: true })).toBe(
      2 * 20 * 3 * 4 * 5,
    );
    // Filters of 2 … 64 steps twice, of 6 … 96 once.
    expect(one({ layer: "trendFilters" })).toBe(2 * 20 * 3 * (2 * 126 + 186));
  });

  it("add up through residual sums and branches, and leave out what multiplies nothing", () => {
    const inner: LayerInput = { layer: "conv1d", outChannels: 3, kernelSize: 3, padding: "same" };
    const conv = one(inner);
    expect(one({ layer: "residual", layers: [inner, { layer: "relu" }], shortcut: [inner] })).toBe(2 * conv);
    expect(one({ layer: "concat", branches: [[inner], [{ layer: "dropout" }, inner], []] })).toBe(2 * conv);
    for (const layer of ["relu", "batchNorm", "globalAvgPool", "dropout"] as const) expect(one({ layer })).toBe(0);
  });
});
