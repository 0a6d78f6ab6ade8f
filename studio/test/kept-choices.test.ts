/** A file that is read in another way keeps what the user chose since it was opened. */
import { describe, expect, it } from "vitest";
import { withChoices } from "../src/state/kept-choices.ts";

const layers = (outFeatures: number) => ({ layers: [{ layer: "last" }, { layer: "linear", outFeatures }] });
const BEFORE = {
  name: "gait",
  data: { kind: "files", train: "gait.csv" },
  split: { stratify: true },
  transforms: [{ transform: "normalise" }],
  model: layers(2),
  training: { epochs: 100, batchSize: 4, restoreBest: true },
};
const NEXT = { ...BEFORE, data: { ...BEFORE.data, missing: "linear" }, training: { ...BEFORE.training, batchSize: 8 } };

describe("the recipe of a file that is read in another way", () => {
  it("is what suits it where nothing was chosen", () => {
    expect(withChoices(BEFORE, BEFORE, NEXT, true)).toEqual({ recipe: NEXT, dropped: 0 });
  });

  it("keeps settings, split and transforms that were changed, and takes the rest", () => {
    const recipe = {
      ...BEFORE,
      seed: 3,
      split: { kind: "time" },
      transforms: [],
      training: { ...BEFORE.training, lr: 0.05, epochs: 7 },
    };
    expect(withChoices(recipe, BEFORE, NEXT, true).recipe).toEqual({
      ...NEXT,
      seed: 3,
      split: { kind: "time" },
      transforms: [],
      training: { epochs: 7, batchSize: 8, restoreBest: true, lr: 0.05 },
    });
  });

  it("keeps settings that were taken out", () => {
    const { transforms: _, ...recipe } = BEFORE;
    const { restoreBest: __, ...training } = BEFORE.training;
    const { recipe: kept } = withChoices({ ...recipe, training }, BEFORE, NEXT, true);
    expect(kept).not.toHaveProperty("transforms");
    expect(kept).not.toHaveProperty("training.restoreBest");
  });

  it("keeps a model as long as another one suits it no better", () => {
    const recipe = { ...BEFORE, model: { layers: [{ layer: "gru", hiddenSize: 3 }, ...layers(2).layers] } };
    expect(withChoices(recipe, BEFORE, NEXT, true).recipe).toMatchObject({ model: recipe.model });
    const more = { ...NEXT, model: layers(3) };
    expect(withChoices(recipe, BEFORE, more, true).recipe).toMatchObject({ model: more.model });
  });

  it("keeps corrected labels where series have their numbers, and counts those that it gives up", () => {
    const recipe = { ...BEFORE, data: { ...BEFORE.data, relabel: { 0: 1, 7: 0 } } };
    expect(withChoices(recipe, BEFORE, NEXT, true)).toMatchObject({
      recipe: { data: { missing: "linear", relabel: { 0: 1, 7: 0 } } },
      dropped: 0,
    });
    const other = withChoices(recipe, BEFORE, NEXT, false);
    expect(other.dropped).toBe(2);
    expect(other.recipe).not.toHaveProperty("data.relabel");
  });

  it("is what suits the file where the text of the spec is none", () => {
    expect(withChoices(null, BEFORE, NEXT, true).recipe).toEqual(NEXT);
  });
});
