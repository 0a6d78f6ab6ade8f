/** On the exercise setting choices matter: no model knows everything, and one that should be worse is. */
import { describe, expect, it } from "vitest";
import { parseSpec } from "../../../src/spec/parse.ts";
import type { ModelInput, SpecInput } from "../../../src/spec/spec.ts";
import { EXERCISE_SETTING, type ExerciseModel, exerciseModel } from "../../../src/sweep/exercises/setting.ts";
import { recurrent } from "../../../src/zoo/index.ts";
import { finish } from "../../runs/tiny.ts";

const accuracy = async (model: ModelInput, changes: Partial<SpecInput> = {}) => {
  const spec = parseSpec({ ...EXERCISE_SETTING, seed: 1, numerics: "portable", model, ...changes });
  return (await finish(spec)).record.test?.accuracy ?? Number.NaN;
};

const known = new Map<string, Promise<number>>();
const accuracyOf = (kind: ExerciseModel) => {
  const found = known.get(kind) ?? accuracy(exerciseModel(kind));
  known.set(kind, found);
  return found;
};

describe("the exercise setting", () => {
  it.each(["lstm", "gru", "rnn", "cnn"] as const)("leaves %s between chance and certainty", async (kind) => {
    const found = await accuracyOf(kind);
    expect(found).toBeGreaterThan(0.4); // chance is 0.2
    expect(found).toBeLessThan(0.95);
  });

  it("distinguishes a plain RNN that reads the last step from one that attends to all", async () => {
    const last = await accuracy(
      recurrent({ cell: "rnn", hiddenSize: 16, numLayers: 1, classes: 5, bidirectional: false, pooling: "last" }),
    );
    expect(last).toBeLessThan((await accuracyOf("rnn")) - 0.1);
  });

  it("has waves that a quarter of their length does not tell apart", async () => {
    const quarter = await accuracy(exerciseModel("cnn"), { transforms: [{ transform: "truncate", length: 15 }] });
    expect(quarter).toBeLessThan((await accuracyOf("cnn")) - 0.1);
  });
});
