/** What a run will take in memory is known before it starts: held against the memory that runs then really have, and refused where no host has it. */
import "../../src/node/platform.ts";
import { describe, expect, it, vi } from "vitest";
import { waves } from "../../src/data/waves.ts";
import { estimateMemory } from "../../src/model/memory.ts";
import { compile } from "../../src/model/model.ts";
import { runSpec } from "../../src/runs/run-spec.ts";
import { changeSpec } from "../../src/spec/changes.ts";
import type { LayerInput } from "../../src/spec/layers.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import type { SpecInput } from "../../src/spec/spec.ts";
import { train } from "../../src/train/train.ts";
import { cnn, inceptionTime, lstmFcn, recurrent, tcn, transformer } from "../../src/zoo/index.ts";

const small = { kind: "waves", samples: 60, length: 100 } as const;
const ending: LayerInput[] = [{ layer: "last" }, { layer: "linear", outFeatures: 2 }];

/** Bytes of the largest WebAssembly memory that a run makes. */
async function measureRun(input: SpecInput): Promise<number> {
  const made: WebAssembly.Memory[] = [];
  const { Memory } = WebAssembly;
  vi.stubGlobal("WebAssembly", {
    ...Object.fromEntries(
      Object.getOwnPropertyNames(WebAssembly).map((name) => [name, Reflect.get(WebAssembly, name)]),
    ),
    Memory: class extends Memory {
      constructor(options: WebAssembly.MemoryDescriptor) {
        super(options);
        made.push(this);
      }
    },
  });
  try {
    for await (const event of runSpec(parseSpec(input), { threads: 1 })) if (event.type === "epoch") break;
  } finally {
    vi.unstubAllGlobals();
  }
  return Math.max(...made.map(({ buffer }) => buffer.byteLength));
}

describe("the estimate", () => {
  it.each<[string, SpecInput]>([
    ["an LSTM", { data: small, model: recurrent({ hiddenSize: 48 }) }],
    ["a wide GRU", { data: { ...small, length: 20 }, model: recurrent({ cell: "gru", hiddenSize: 256 }) }],
    ["an RNN", { data: small, model: recurrent({ cell: "rnn", hiddenSize: 96 }) }],
    ["a CNN", { data: { ...small, length: 600 }, model: cnn() }],
    ["a CNN whose whole batch is in memory", { data: small, model: cnn(), training: { batchSize: 4000 } }],
    ["a Transformer", { data: small, model: transformer() }],
    ["InceptionTime", { data: small, model: inceptionTime() }],
    ["a TCN", { data: { ...small, length: 600 }, model: tcn({ length: 600 }) }],
    ["MLSTM-FCN", { data: small, model: lstmFcn({ squeezeExcite: true }) }],
    [
      "one branch beside another",
      {
        data: small,
        model: {
          layers: [
            { layer: "concat", branches: [[{ layer: "gru", hiddenSize: 64 }], [{ layer: "lstm", hiddenSize: 64 }]] },
            ...ending,
          ],
        },
      },
    ],
  ])("of %s is within a factor of two of what the engine takes", async (_, input) => {
    const spec = { ...input, training: { epochs: 1, ...input.training } };
    const taken = await measureRun(spec);
    const { engine } = estimateMemory(parseSpec(spec))!;
    expect(taken).toBeGreaterThan(2 ** 20);
    expect(engine / taken).toBeGreaterThan(0.5);
    expect(engine / taken).toBeLessThan(2);
  });

  it("grows with every size that a run grows with", () => {
    const base: SpecInput = {
      data: small,
      model: {
        layers: [{ layer: "lstm", hiddenSize: 8, numLayers: 2, dropout: 0.1 }, { layer: "batchNorm" }, ...ending],
      },
    };
    const bytes = (changes: Record<string, unknown>) => estimateMemory(changeSpec(base, changes))!.bytes;
    for (const [path, value] of Object.entries({
      "data.samples": 600,
      "data.length": 1000,
      "training.batchSize": 59,
      "model.layers[0].hiddenSize": 16,
      "model.layers[0].numLayers": 3,
      "model.layers[0].bidirectional": true,
    })) {
      expect(bytes({ [path]: value }), path).toBeGreaterThan(bytes({}));
    }
  });
});

const layers = (...first: LayerInput[]): SpecInput => ({ data: small, model: { layers: [...first, ...ending] } });
const HUGE = 9_007_199_254_740_991;

describe("what no host can hold is refused before anything starts", () => {
  it.each<[string, SpecInput, string]>([
    ["a hidden state", layers({ layer: "lstm", hiddenSize: 100_000 }), "model.layers[0]"],
    ["layers on top of each other", layers({ layer: "gru", hiddenSize: 2, numLayers: 1_000_000 }), "model.layers[0]"],
    [
      "the most layers that a spec can say",
      layers({ layer: "rnn", hiddenSize: 1, numLayers: HUGE }),
      "model.layers[0]",
    ],
    [
      "layers in a list",
      layers(...Array.from({ length: 100_000 }, (): LayerInput => ({ layer: "tanh" }))),
      "model.layers[0]",
    ],
    ["features", layers({ layer: "relu" }, { layer: "linear", outFeatures: HUGE }), "model.layers[1]"],
    ["channels", layers({ layer: "conv1d", outChannels: 1e12, kernelSize: 3 }), "model.layers[0]"],
    [
      "a kernel's reach",
      layers({ layer: "conv1d", outChannels: 1, kernelSize: 1e6, dilation: 1e6, padding: "same" }),
      "model.layers[0]",
    ],
    [
      "layers within a branch",
      layers({ layer: "residual", layers: [{ layer: "tanh" }, { layer: "rnn", hiddenSize: 1, numLayers: 1e9 }] }),
      "model.layers[0].layers[1]",
    ],
    ["series", { ...layers(), data: { kind: "waves", samples: 1e7, length: 1e6 } }, "data"],
    ["padding", { ...layers(), transforms: [{ transform: "pad", length: 1e12 }] }, "transforms[0]"],
    [
      "windows",
      {
        ...layers(),
        data: { kind: "waves", samples: 1e5, length: 1e4 },
        transforms: [{ transform: "windows", length: 1000, stride: 1 }],
      },
      "transforms[0]",
    ],
  ])("%s", async (_, input, path) => {
    const run = runSpec(parseSpec(input), { threads: 2 });
    await expect(run.next()).rejects.toMatchObject({
      code: "memory.estimate",
      path,
      params: { needed: expect.any(Number) },
    });
  });

  it("a model that is compiled by hand", () => {
    for (const layer of [
      { layer: "lstm", hiddenSize: 100_000 },
      { layer: "lstm", hiddenSize: 2, numLayers: 1e6 },
    ] as const) {
      expect(() => compile({ layers: [layer, ...ending] }, { length: 10, classes: 2 })).toThrow(
        expect.objectContaining({ code: "memory.estimate", path: "model.layers[0]" }),
      );
    }
  });

  it("waves that are made by hand", () => {
    expect(() => waves({ samples: 1e7, length: 1e6 })).toThrow(
      expect.objectContaining({ code: "memory.estimate", path: "data" }),
    );
  });
});

describe("what only looks large runs", () => {
  it.each([
    ["batches larger than the set", { batchSize: HUGE }],
    ["accumulated batches", { accumulate: HUGE }],
  ])("%s give what the set as one batch gives", async (_, training) => {
    const outcome = async (options: object) => {
      const data = waves({ samples: 20, length: 10 });
      const model = compile(
        { layers: [{ layer: "gru", hiddenSize: 4, numLayers: 2, dropout: 0.3 }, ...ending] },
        { length: 10, classes: 2 },
      );
      for await (const event of train(model, data, { epochs: 2, ...options }))
        if (event.type === "done") return event.outcome;
      return undefined;
    };
    const ours = await outcome(training);
    const batch = "batchSize" in training ? { batchSize: 14 } : {};
    const same = await outcome(batch);
    expect(ours?.history.length).toBe(2);
    if ("batchSize" in training) {
      expect(ours?.history.map(({ weightsSha256 }) => weightsSha256)).toEqual(
        same?.history.map(({ weightsSha256 }) => weightsSha256),
      );
    }
  });

  it("epochs without end begin", async () => {
    const run = runSpec(parseSpec({ ...layers(), training: { epochs: HUGE } }), {});
    const kinds: string[] = [];
    for await (const { type } of run) {
      kinds.push(type);
      if (type === "epoch") break;
    }
    expect(kinds).toContain("epoch");
  });
});
