/** The check of padding finds what it looks for: a difference fails it, a NaN too. */
import { describe, expect, it } from "vitest";
import { loadData } from "../../src/data/load.ts";
import { compile } from "../../src/model/model.ts";
import { parseModel } from "../../src/spec/parse.ts";
import { checkPadding, cutUnequal, withoutDropout } from "../../src/train/check-padding.ts";
import { recurrent } from "../../src/zoo/index.ts";
import { tinySpec } from "../runs/tiny.ts";

const spec = tinySpec();
const { train } = await loadData(spec);

function check(changes?: Float32Array) {
  const { layers } = parseModel(recurrent({ hiddenSize: 3, numLayers: 2 }));
  const model = compile({ layers: withoutDropout(layers) }, { length: 12, classes: 2 });
  if (changes) model.parameters.set(changes);
  return checkPadding(model, cutUnequal(train), spec.training, { steps: 3, numerics: "portable" });
}

describe("the check of padding", () => {
  it("passes to the bit", async () => {
    const { passed, shortest, longest, differences } = await check();
    expect([passed, shortest, longest]).toEqual([true, 7, 12]);
    expect(differences.every(({ difference }) => difference === 0)).toBe(true);
  });

  it("fails where numbers are none", async () => {
    expect((await check(Float32Array.of(Number.NaN))).passed).toBe(false);
  });

  it("takes dropout out of every layer, also inside others", () => {
    const { layers } = parseModel({
      layers: [
        { layer: "dropout", p: 0.5 },
        { layer: "lstm", hiddenSize: 2, numLayers: 2, dropout: 0.1 },
        { layer: "residual", layers: [{ layer: "dropout", p: 0.2 }], shortcut: [{ layer: "dropout", p: 0.3 }] },
        { layer: "concat", branches: [[{ layer: "dropout", p: 0.4 }], [{ layer: "relu" }]] },
      ],
    });
    expect(JSON.stringify(withoutDropout(layers))).not.toMatch(/"(p|dropout)":0\.\d/);
  });
});
