/** A layer computed in TypeScript, between kernel calls: the same as one with kernels, with lengths too. */
import "../../src/node/platform.ts";
import { describe, expect, it } from "vitest";
import type { DeviceModel, SeriesBlock } from "../../src/engine/device.ts";
import { openSession } from "../../src/engine/devices.ts";
import type { ComputedLayer, LayerNode } from "../../src/engine/layer-node.ts";
import { compile, waves } from "../../src/index.ts";
import { deviceModel } from "../../src/model/device-model.ts";

const LENGTH = 18;
const BATCH = 24;
const data = waves({ samples: 80, length: LENGTH, seed: 2 });

/** `linear` in TypeScript, float64 sums rounded once. */
const computedLinear = (features: number, out: number): ComputedLayer => ({
  forward({ x, y, parameters: { weight, bias } }) {
    for (let row = 0; row < y.length / out; row++) {
      for (let o = 0; o < out; o++) {
        let sum = bias![o]!;
        for (let i = 0; i < features; i++) sum += x[row * features + i]! * weight![o * features + i]!;
        y[row * out + o] = sum;
      }
    }
  },
  backward({ x, dy, dx, parameters: { weight }, gradients }) {
    dx.fill(0);
    for (let row = 0; row < dy.length / out; row++) {
      for (let o = 0; o < out; o++) {
        const slope = dy[row * out + o]!;
        gradients.bias![o]! += slope;
        for (let i = 0; i < features; i++) {
          gradients.weight![o * features + i]! += slope * x[row * features + i]!;
          dx[row * features + i]! += slope * weight![o * features + i]!;
        }
      }
    }
  },
});

const layers = [
  { layer: "rnn", name: "rnn", hiddenSize: 5 },
  { layer: "linear", name: "middle", outFeatures: 4 },
  { layer: "tanh" },
  { layer: "globalAvgPool" },
  { layer: "linear", name: "out", outFeatures: 2 },
] as const;

/** The model with its layer `middle` computed: as a kind that no device knows. */
function withComputed(model: DeviceModel): DeviceModel {
  return {
    ...model,
    layers(length) {
      const graph = model.layers(length);
      const nodes = graph.nodes.map((node): LayerNode => {
        if (node.name !== "middle") return node;
        const spec = { ...node.spec, layer: "unknown" as "linear" };
        return { ...node, spec, computed: computedLinear(node.input.features, node.output.features) } as LayerNode;
      });
      return { ...graph, nodes };
    },
  };
}

async function run(change: (model: DeviceModel) => DeviceModel, block: SeriesBlock) {
  const model = compile({ layers: [...layers] }, { length: LENGTH, classes: 2, seed: 4 });
  const loss = { classWeights: undefined, labelSmoothing: 0 };
  const described = deviceModel({ model: model.spec, length: LENGTH, channels: 1, classes: 2, loss, batchSize: BATCH });
  const session = await openSession(change(described), { threads: 1 });
  session.setWeights(model);
  const id = session.addData(block);
  const indices = Int32Array.from({ length: BATCH }, (_, i) => i);
  const { lossSum } = await session.trainBatch({ data: id, indices, inverseWeight: 1 / BATCH });
  const gradients = await session.gradients();
  const { logits } = await session.evaluate(id, BATCH);
  session.close();
  return { lossSum, gradients, logits };
}

const unequal: SeriesBlock = {
  ...data.train,
  lengths: Int32Array.from({ length: data.train.count }, (_, i) => 7 + (i % (LENGTH - 6))),
};

describe.each([
  ["equal lengths", data.train],
  ["unequal lengths", unequal],
] as const)("%s", (_, block) => {
  it("loss, gradients and logits are those of the kernels, to float32's precision", async () => {
    const [kernels, typescript] = [await run((model) => model, block), await run(withComputed, block)];
    expect(typescript.lossSum).toBeCloseTo(kernels.lossSum, 5);
    expect(typescript.gradients.length).toBe(kernels.gradients.length);
    for (const [i, value] of typescript.gradients.entries()) expect(value).toBeCloseTo(kernels.gradients[i]!, 6);
    for (const [i, value] of typescript.logits.entries()) expect(value).toBeCloseTo(kernels.logits[i]!, 5);
    expect(kernels.gradients.some((value) => Math.abs(value) > 1e-3)).toBe(true);
  });
});

it("a kind without kernels and without a computation is named", async () => {
  const without = (model: DeviceModel): DeviceModel => ({
    ...withComputed(model),
    layers: (length) => {
      const graph = withComputed(model).layers(length);
      return { ...graph, nodes: graph.nodes.map((node) => ({ ...node, computed: undefined })) };
    },
  });
  await expect(run(without, data.train)).rejects.toThrow("unknown");
});

it("gets the steps of each series: one that centres them leaves a mean of zero", async () => {
  const sums = (x: Float32Array, lengths: Int32Array) => {
    const rows = lengths.length;
    return [...lengths].map(
      (steps, r) => Array.from({ length: steps }, (_, t) => x[t * rows + r]!).reduce((a, b) => a + b) / steps,
    );
  };
  const centre: ComputedLayer = {
    forward({ x, y, rows, lengths }) {
      const means = sums(x, lengths!);
      for (const i of x.keys()) y[i] = x[i]! - means[i % rows]!;
    },
    backward({ dy, dx, rows, lengths }) {
      const means = sums(dy, lengths!);
      for (const i of dy.keys()) dx[i] = dy[i]! - means[i % rows]!;
    },
  };
  const model = compile(
    { layers: [{ layer: "tanh" }, { layer: "globalAvgPool" }, { layer: "linear", outFeatures: 2 }] },
    { length: LENGTH, classes: 2, seed: 4 },
  );
  const loss = { classWeights: undefined, labelSmoothing: 0 };
  const described = deviceModel({ model: model.spec, length: LENGTH, channels: 1, classes: 2, loss, batchSize: BATCH });
  const layers: DeviceModel["layers"] = (length) => {
    const graph = described.layers(length);
    const [first, ...rest] = graph.nodes;
    return {
      ...graph,
      nodes: [{ ...first!, spec: { layer: "unknown" as "tanh" }, computed: centre } as LayerNode, ...rest],
    };
  };
  const session = await openSession({ ...described, layers }, { threads: 1 });
  session.setWeights(model);
  const { logits } = await session.evaluate(session.addData(unequal), BATCH);
  session.close();
  const bias = model.parameters.slice(-2);
  for (const [i, value] of logits.entries()) expect(value).toBeCloseTo(bias[i % 2]!, 6);
});
