/** Balanced class weights are scikit-learn's `compute_class_weight("balanced", …)`, and train as the same weights given as numbers. */
import { describe, expect, it } from "vitest";
import { compile } from "../../src/model/model.ts";
import { parseTraining } from "../../src/spec/parse.ts";
import { withClassWeights } from "../../src/train/check-training.ts";
import { train } from "../../src/train/train.ts";
import { recurrent } from "../../src/zoo/index.ts";

const labels = Int32Array.of(0, 0, 0, 1, 0, 2, 2, 0, 0, 1);
const set = { labels, count: 10, classNames: ["a", "b", "c"] };

describe("balanced class weights", () => {
  it("are N / (K · series of the class)", () => {
    // compute_class_weight("balanced", classes=[0, 1, 2], y=[0, 0, 0, 1, 0, 2, 2, 0, 0, 1])
    const { classWeights } = withClassWeights(parseTraining({ classWeights: "balanced" }), set);
    expect(classWeights).toEqual([0.5555555555555556, 1.6666666666666667, 1.6666666666666667]);
    const given = withClassWeights(parseTraining({ classWeights: [1, 2, 3] }), set).classWeights;
    expect(given).toEqual([1, 2, 3]);
    expect(withClassWeights(parseTraining({}), set).classWeights).toBeUndefined();
  });

  it("need training series of every class", () => {
    const without = { ...set, classNames: ["a", "b", "c", "d"] };
    expect(() => withClassWeights(parseTraining({ classWeights: "balanced" }), without)).toThrow(
      "training.classWeights: expected training series of every class to balance them, received none of d.",
    );
  });

  it("train to the weights of the same numbers, and to others than no weights", async () => {
    const values = Float32Array.from({ length: 60 }, (_, i) => Math.sin(i * 0.7 + labels[Math.floor(i / 6)]!));
    const dataset = { values, length: 6, channels: 1, ...set };
    const losses = async (classWeights: "balanced" | number[] | undefined) => {
      const model = compile(recurrent({ hiddenSize: 3, numLayers: 1, classes: 3 }), { length: 6, classes: 3, seed: 1 });
      const options = { epochs: 2, batchSize: 4, ...(classWeights && { classWeights }) };
      const found: number[] = [];
      for await (const event of train(model, { train: dataset, val: dataset }, options, { numerics: "portable" })) {
        if (event.type === "epoch") found.push(event.record.valLoss);
      }
      return found;
    };
    const balanced = await losses("balanced");
    expect(balanced).toHaveLength(2);
    expect(balanced).toEqual(await losses([0.5555555555555556, 1.6666666666666667, 1.6666666666666667]));
    expect(balanced).not.toEqual(await losses(undefined));
  });
});
