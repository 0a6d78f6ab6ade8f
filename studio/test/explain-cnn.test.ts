/** What Explain shows of convolutions: fields by an independent way, through the engine itself; occlusion by a model that is known. */
import { compile, models, parseSpec } from "tidelab";
import { createLens } from "tidelab/lens";
import * as zoo from "tidelab/zoo";
import { describe, expect, it } from "vitest";
import { LensModel } from "../src/lens/lens-model.ts";
import { occlusionOf, ribbonShares } from "../src/lens/occlusion.ts";
import { fieldsOf, seenBy } from "../src/lens/receptive-field.ts";

const LENGTH = 40;
const layersOf = (model: unknown) =>
  parseSpec({ data: { kind: "waves", samples: 40, length: LENGTH }, model } as never).model.layers;

const MODELS: Readonly<Record<string, unknown>> = {
  "the lab's CNN": models.cnn({ classes: 2 }),
  FCN: zoo.fcn({ classes: 2, filters: [4, 4, 4] } as never),
  ResNet: zoo.resnet({ classes: 2, filters: [4, 4] } as never),
  "strides, dilations, causal padding, branches": {
    layers: [
      { layer: "conv1d", outChannels: 3, kernelSize: 3, padding: "causal", dilation: 2 },
      { layer: "maxPool", kernelSize: 2 },
      {
        layer: "concat",
        branches: [
          [{ layer: "conv1d", outChannels: 2, kernelSize: 5, padding: "same" }],
          [{ layer: "conv1d", outChannels: 2, kernelSize: 4, padding: "same" }],
        ],
      },
      { layer: "conv1d", outChannels: 3, kernelSize: 3, stride: 2, padding: 1 },
      { layer: "globalAvgPool" },
      { layer: "linear", outFeatures: 2 },
    ],
  },
};

describe.each(Object.entries(MODELS))("fields of %s", (_, input) => {
  it("are the steps whose change changes an output, through the engine", async () => {
    const layers = layersOf(input);
    const fields = fieldsOf(layers);
    expect(fields.size).toBeGreaterThan(1);
    const model = compile({ layers } as never, { length: LENGTH, classes: 2, seed: 3 });
    const lens = await createLens(model);
    // Far from zero, so that no maximum and no ReLU hides a change for good.
    const series = Float32Array.from({ length: LENGTH }, (_, step) => 1 + 0.5 * Math.sin(step * 1.7));
    const before = await lens.look(series);
    const seen = new Map<string, Map<number, Set<number>>>();
    for (const by of [-3, 0.3, 4]) {
      for (let step = 0; step < LENGTH; step++) {
        const after = await lens.look(series.with(step, series[step]! + by));
        for (const [index, { name, layer, output, features, steps = 0 }] of after.layers.entries()) {
          if (layer !== "conv1d") continue;
          const own = seen.get(name) ?? new Map<number, Set<number>>();
          seen.set(name, own);
          const old = before.layers[index]!.output;
          for (let at = 0; at < steps; at++) {
            // More than rounding: the engine computes several steps together.
            const isChanged = output
              .subarray(at * features, (at + 1) * features)
              .some((value, unit) => Math.abs(value - old[at * features + unit]!) > 1e-4);
            if (isChanged) own.set(at, (own.get(at) ?? new Set()).add(step));
          }
        }
      }
    }
    lens.close();
    for (const [name, field] of fields) {
      const own = seen.get(name)!;
      let whole = 0;
      for (const [at, changed] of own) {
        const [from, to] = seenBy(field, at, LENGTH);
        const found = [...changed].sort((a, b) => a - b);
        expect(found[0], `${name} at ${at}`).toBeGreaterThanOrEqual(from);
        expect(found.at(-1), `${name} at ${at}`).toBeLessThan(to);
        if (found[0] === from && found.at(-1) === to - 1) whole++;
      }
      // Not wider than it is: a ReLU or a maximum may hide an end here and there, and so does rounding where a field is wide.
      if (field.size <= LENGTH / 2) expect(whole, name).toBeGreaterThan(own.size / 2);
    }
  });
});

describe("occlusion", () => {
  /** Logits 0 and the sum of the steps 12, 13 and 14. */
  const logitsOf = async (all: Float32Array) => {
    const rows = all.length / LENGTH;
    return Float32Array.from({ length: 2 * rows }, (_, at) => {
      const row = all.subarray((at >> 1) * LENGTH, ((at >> 1) + 1) * LENGTH);
      return at % 2 ? row[12]! + row[13]! + row[14]! : 0;
    });
  };

  it("falls where the answer rests, by what the windows there take", async () => {
    const series = Float32Array.from({ length: LENGTH }, (_, step) => (step >= 12 && step <= 14 ? 2 : 0));
    const drops = await occlusionOf(series, 1, 2, logitsOf);
    const mean = 6 / LENGTH;
    // Windows of two steps, from each step on: two of them hold step 13, and take two of the three steps.
    expect(drops[13]).toBeCloseTo(2 * (2 - mean), 5);
    expect(drops[12]).toBeCloseTo(1.5 * (2 - mean) - 0.5 * mean * 0, 5);
    expect(Math.abs(drops[30]!)).toBeLessThan(1e-6);
    const shares = ribbonShares(drops);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    expect([...ribbonShares([-1, 0])]).toEqual([0, 0]);
  });

  it("is there for models without attention alone, with channels for those with convolutions", async () => {
    const open = async (model: unknown) => {
      const spec = parseSpec({ data: { kind: "waves", samples: 40, length: LENGTH }, model } as never);
      const lens = await LensModel.open(spec, "portable");
      const inside = await lens.explain(lens.facts.first);
      lens.close();
      return inside;
    };
    const cnn = await open(models.cnn({ classes: 2 }));
    expect(cnn.occlusion).toHaveLength(LENGTH);
    expect(cnn.channels.length).toBeGreaterThan(1);
    for (const { values, steps, units } of cnn.channels) {
      expect(values).toHaveLength(steps * units);
      // Behind its ReLU.
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    }
    const lstm = await open(models.recurrent({ hiddenSize: 4 }));
    expect([lstm.occlusion, lstm.channels]).toEqual([undefined, []]);
  });
});
