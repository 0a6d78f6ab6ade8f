/** Presets as a user meets them: sizes as published, first weights as PyTorch draws them, any lengths and threads to the same bits. */
import "../../src/node/platform.ts";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readSafetensors } from "../../src/formats/safetensors.ts";
import { compile, createPredictor, evaluate, parseSpec, stateDict, waves } from "../../src/index.ts";
import type { LayerInput } from "../../src/spec/layers.ts";
import { alstmFcn, lstmFcn, type PresetName, presets } from "../../src/zoo/index.ts";
import { small, twoChannels } from "./small.ts";

const names = Object.keys(presets) as PresetName[];

/** Trained numbers without the last layer, which depends on the classes. */
function bodySize(name: PresetName): number {
  const model = compile(presets[name].model({ length: 150, channels: 1, classes: 2 }), { length: 150, classes: 2 });
  return model.graph.parameters.slice(0, -2).reduce((sum, { size }) => sum + size, 0);
}

describe("parameters as published", () => {
  // Ismail-Fawaz et al. 2023, table 1: 264,704 and 504,000 with the biases that BatchNorm subtracts again, one a channel.
  it.each([
    ["fcn", 264_704 - (128 + 256 + 128)],
    ["resnet", 504_000 - (4 * 64 + 4 * 128 + 3 * 128)],
    ["inception-time", 420_192],
    ["lite", 9_814],
  ] as const)("%s: %d", (name, published) => expect(bodySize(name)).toBe(published));
});

describe("docs/zoo.md", () => {
  const text = readFileSync(new URL("../../docs/zoo.md", import.meta.url), "utf8");
  const rows = text.split("\n").flatMap((line) => {
    const [, first = "", , parameters = "", lengths = ""] = line.split("|");
    const named = [...first.matchAll(/`([\w-]+)`/g)].map(([, name = ""]) => name);
    const sizes = [...parameters.matchAll(/\d{1,3}(,\d{3})+/g)].map(([size]) => Number(size.replaceAll(",", "")));
    return sizes.length === 0
      ? []
      : named.map((name, i) => ({ name, size: sizes[i], takesLengths: lengths.trim() === "yes" }));
  });

  it("has every preset with its size, and whether it takes unequal lengths", () => {
    const expected = names.map((name) => {
      const { graph } = compile(presets[name].model({ length: 150, channels: 1, classes: 2 }), {
        length: 150,
        classes: 2,
      });
      const takesLengths = !/"(flatten|transpose)"/.test(JSON.stringify(graph.nodes.map(({ spec }) => spec)));
      return { name, size: graph.parameterCount, takesLengths };
    });
    expect(rows.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual(
      expected.toSorted((a, b) => a.name.localeCompare(b.name)),
    );
  });
});

describe("training settings", () => {
  it.each(names)("%s: is a training that a spec takes", (name) => {
    const model = presets[name].model({ length: 50, channels: 2, classes: 3 });
    for (const count of [1, 50, 10_000]) {
      expect(() => parseSpec({ model, training: presets[name].training(count) })).not.toThrow();
    }
  });

  it("batches depend on the number of series where the authors' do", () => {
    const batch = (name: PresetName, count: number) => presets[name].training(count).batchSize;
    expect([batch("fcn", 50), batch("fcn", 1000), batch("fcn", 5)]).toEqual([5, 16, 1]);
    expect([batch("resnet", 50), batch("resnet", 1000)]).toEqual([5, 64]);
    expect(batch("inception-time", 50)).toBe(64);
  });
});

describe("first weights", () => {
  const stored = readSafetensors(readFileSync(new URL("../fixtures/zoo.safetensors", import.meta.url))).tensors;
  it.each([
    ["selfAttention", { layer: "selfAttention", heads: 2 }, 8],
    ["weightNorm", { layer: "conv1d", outChannels: 4, kernelSize: 5, weightNorm: true }, 3],
  ] as const)("of %s are PyTorch's", (kind, layer, channels) => {
    const layers: LayerInput[] = [layer, { layer: "last" }, { layer: "linear", outFeatures: 2 }];
    const weights = stateDict(compile({ layers }, { length: 9, channels, classes: 2, seed: 5 }));
    const names = [...stored.keys()].filter((name) => name.startsWith(`initial/${kind}/`));
    expect(names.length).toBe(kind === "selfAttention" ? 4 : 3);
    for (const name of names) {
      const { shape, data } = weights.get(`0.${name.split("/")[2]}`)!;
      expect(shape).toEqual(stored.get(name)!.shape);
      // Drawn to the bit; norms are sums, which PyTorch adds in another order.
      const tolerance = name.endsWith("weight_g") ? 1e-6 : 0;
      for (const [i, value] of stored.get(name)!.data.entries()) {
        expect(Math.abs(data[i]! - Number(value))).toBeLessThanOrEqual(tolerance);
      }
    }
  });
});

describe.each(names)("%s", (name) => {
  const length = 24;
  const data = waves({ samples: 60, length, seed: 3 });
  const both = { train: twoChannels(data.train), val: twoChannels(data.val) };
  const build = (options: object = {}) =>
    compile(presets[name].model({ length, channels: 2, classes: 2 }, { ...small(name), ...options }), {
      length,
      channels: 2,
      classes: 2,
      seed: 4,
    });

  it("answers series of unequal lengths as each alone, or says which layer cannot", async () => {
    const lengths = Int32Array.from({ length: both.val.count }, (_, row) => length - (row % 4) * 3);
    const model = build();
    const evaluation = evaluate(model, { ...both.val, lengths });
    const needsOneLength = JSON.stringify(model.spec).match(/"(flatten|transpose)"/)?.[1];
    if (needsOneLength) {
      await expect(evaluation).rejects.toMatchObject({ code: "shape.fixedLength", params: { layer: needsOneLength } });
      return;
    }
    const { logits } = await evaluation;
    const predictor = await createPredictor(model);
    for (const [row, steps] of lengths.entries()) {
      const from = row * length * 2;
      const alone = await predictor.predict(both.val.values.slice(from, from + steps * 2), steps);
      expect([...alone.logits]).toEqual([...logits.slice(row * 2, row * 2 + 2)]);
    }
    predictor.close();
  });
});

it("ALSTM-FCN of one channel computes what LSTM-FCN does: a single step has all the attention", async () => {
  const data = waves({ samples: 40, length: 20, seed: 1 });
  const shape = { length: 20, classes: 2, seed: 2 };
  const options = { channels: [4, 6, 4], hiddenSize: 3 };
  const [plain, attentive] = [compile(lstmFcn(options), shape), compile(alstmFcn(options), shape)];
  for (const [name, { data: values }] of stateDict(plain))
    stateDict(attentive).get(name.replace("last", "attention"))!.data.set(values);
  const [a, b] = [await evaluate(plain, data.val), await evaluate(attentive, data.val)];
  expect([...a.logits]).toEqual([...b.logits]);
});

it("a dropout that is no share is refused, not left out", () => {
  const shape = { length: 20, channels: 1, classes: 2 };
  for (const wrong of [-0.1, Number.NaN]) {
    for (const model of [
      presets["conv-tran"].model(shape, { dropout: wrong }),
      presets.transformer.model(shape, { dropout: wrong }),
      presets.tcn.model(shape, { dropout: wrong }),
      presets["lstm-fcn"].model(shape, { dropout: wrong }),
      presets.mlp.model(shape, { dropouts: [wrong, 0, 0, 0] }),
    ]) {
      expect(() => compile(model, shape)).toThrow(expect.objectContaining({ path: expect.stringMatching(/\.p$/) }));
    }
  }
});
