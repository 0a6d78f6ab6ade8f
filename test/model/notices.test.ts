/** Mistakes that are no errors: each notice has a case that must bring it and one that must keep it silent. */
import "../../src/node/platform.ts";
import { describe, expect, it } from "vitest";
import { buildGraph } from "../../src/model/graph.ts";
import { noticeTexts as english } from "../../src/model/messages/notices.en.ts";
import { noticeTexts as chinese } from "../../src/model/messages/notices.zh-CN.ts";
import { findNotices, type Notice } from "../../src/model/notices.ts";
import { runSpec } from "../../src/runs/run-spec.ts";
import type { LayerInput } from "../../src/spec/layers.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import type { ModelSpec, SpecInput } from "../../src/spec/spec.ts";
import { recurrent } from "../../src/zoo/index.ts";

const ending: LayerInput[] = [{ layer: "linear", outFeatures: 2 }];
const data = { kind: "waves", samples: 120, length: 8 } as const;
const training = { epochs: 1, batchSize: 28 };

async function noticesOf(input: Partial<SpecInput> & Pick<SpecInput, "model">): Promise<readonly Notice[]> {
  const run = runSpec(parseSpec({ data, training, ...input }));
  const { value } = await run.next();
  await run.return(undefined as never);
  if (!value || !("notices" in value)) throw new Error("the run began without being prepared");
  return value.notices;
}
const model = (...layers: LayerInput[]) => ({ layers: [...layers, ...ending] });
const plain = model({ layer: "last" });

describe("notices", () => {
  it("a plain run has none", async () => {
    expect(await noticesOf({ model: recurrent({ hiddenSize: 4 }) })).toEqual([]);
    expect(await noticesOf({ model: recurrent({ hiddenSize: 4, numLayers: 1, pooling: "final" }) })).toEqual([]);
    expect(await noticesOf({ model: recurrent({ hiddenSize: 4, bidirectional: false, pooling: "last" }) })).toEqual([]);
  });

  it("`last` behind a bidirectional layer, also behind dropout and within a branch", async () => {
    const gru: LayerInput = { layer: "gru", hiddenSize: 2, bidirectional: true };
    expect(await noticesOf({ model: recurrent({ hiddenSize: 4, pooling: "last" }) })).toMatchObject([
      { code: "lastOfBothDirections", path: "model.layers[1]" },
    ]);
    expect(await noticesOf({ model: model(gru, { layer: "dropout" }, { layer: "last" }) })).toMatchObject([
      { code: "lastOfBothDirections", path: "model.layers[2]" },
    ]);
    const branches: LayerInput[][] = [[gru, { layer: "last" }], [{ layer: "globalAvgPool" }]];
    expect(await noticesOf({ model: model({ layer: "concat", branches }) })).toMatchObject([
      { code: "lastOfBothDirections", path: "model.layers[0].branches[0][1]" },
    ]);
    // A convolution mixes both directions of every step.
    expect(
      await noticesOf({ model: model(gru, { layer: "conv1d", outChannels: 2, kernelSize: 1 }, { layer: "last" }) }),
    ).toEqual([]);
  });

  it.each(["lstm", "gru", "rnn"] as const)("dropout between the layers of one %s", async (layer) => {
    const of = (numLayers: number) => model({ layer, hiddenSize: 2, numLayers, dropout: 0.5 }, { layer: "last" });
    expect(await noticesOf({ model: of(1) })).toEqual([
      { code: "dropoutOfOneLayer", path: "model.layers[0].dropout", params: { layer, dropout: 0.5 } },
    ]);
    expect(await noticesOf({ model: of(2) })).toEqual([]);
  });

  it("a last step of fewer batches", async () => {
    const of = (accumulate: number) => noticesOf({ model: plain, training: { ...training, accumulate } });
    // 84 series in batches of 28: three batches.
    expect(await of(2)).toEqual([
      { code: "lastAccumulation", path: "training.accumulate", params: { batches: 3, accumulate: 2, rest: 1 } },
    ]);
    expect(await of(5)).toMatchObject([{ params: { batches: 3, accumulate: 5, rest: 3 } }]);
    expect(await of(3)).toEqual([]);
  });

  it("classes without series, sets of one class, tiny sets", async () => {
    const kinds = ["sine", "square", "triangle", "sawtooth", "chirp"] as const;
    const five = { layers: [{ layer: "last" }, { layer: "linear", outFeatures: 5 }] } as const;
    const notices = await noticesOf({
      seed: 0,
      data: { kind: "waves", samples: 15, length: 60, kinds: [...kinds] },
      split: { train: 0.5, val: 0.2 },
      model: { layers: [...five.layers] },
    });
    // Training labels 0, 0, 3, 4, 2, 3, 3: no square wave.
    expect(notices.filter(({ params }) => "set" in params && params.set === "train")).toEqual([
      { code: "classesMissing", path: "split", params: { set: "train", classes: ["square"], stratify: false } },
      { code: "tinySet", path: "split", params: { set: "train", count: 7 } },
    ]);
    const single = await noticesOf({ data: { ...data, samples: 20 }, split: { train: 0.9, val: 0.05 }, model: plain });
    expect(single.map(({ code, params }) => [code, "set" in params && params.set])).toEqual([
      ["singleClass", "val"],
      ["tinySet", "val"],
      ["singleClass", "test"],
      ["tinySet", "test"],
    ]);
    expect(await noticesOf({ split: { stratify: true }, model: plain })).toEqual([]);
  });

  it("sets of another length, unless the lengths of their series are given", () => {
    const classNames = ["a", "b"];
    const graph = buildGraph(
      { layers: [{ layer: "globalAvgPool" }, ...ending] } as ModelSpec,
      { length: 8, channels: 1 },
      2,
    );
    const set = (length: number, lengths?: Int32Array) => ({
      ...{ values: new Float32Array(20 * length), labels: Int32Array.from({ length: 20 }, (_, i) => i % 2), count: 20 },
      ...{ length, channels: 1, classNames, ...(lengths && { lengths }) },
    });
    const own = { model: { graph }, training: { batchSize: 20, accumulate: 1 } };
    const lengths = new Int32Array(20).fill(8);
    expect(findNotices({ ...own, data: { train: set(8), val: set(9), test: set(7) } })).toEqual([
      { code: "lengthsDiffer", path: "data.val", params: { set: "val", length: 9, trained: 8 } },
      { code: "lengthsDiffer", path: "data.test", params: { set: "test", length: 7, trained: 8 } },
    ]);
    expect(findNotices({ ...own, data: { train: set(8), val: set(8), test: set(8) } })).toEqual([]);
    expect(findNotices({ ...own, data: { train: set(8, lengths), val: set(9, lengths) } })).toEqual([]);
  });

  it("have a text in both languages that says what is known", () => {
    const params = {
      set: "val",
      classes: ["a", "b"],
      stratify: false,
      name: "a",
      count: 3,
      layer: "gru",
      dropout: 0.25,
      batches: 3,
      accumulate: 2,
      rest: 1,
      length: 9,
      trained: 8,
    } as const;
    expect(Object.keys(chinese)).toEqual(Object.keys(english));
    for (const texts of [english, chinese]) {
      for (const text of Object.values(texts)) expect(text(params)).not.toMatch(/undefined|NaN|\[object/);
      expect(texts.classesMissing(params)).toMatch(/"a".*"b"/);
    }
  });
});
