/** What a user reads of the first thing wrong in a spec: its path, and the name that was meant. */
import { describe, expect, it } from "vitest";
import { changeSpec } from "../../src/spec/changes.ts";
import { parseSpec } from "../../src/spec/parse.ts";

const model = { layers: [{ layer: "last" }] };
const messageOf = (spec: unknown) => {
  try {
    parseSpec(spec);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("expected a refusal");
};

describe("an unknown kind", () => {
  it.each([
    [
      { model: { layers: [{ layer: "lsmt" }] } },
      /^model\.layers\[0\]\.layer: expected one of lstm, .* received "lsmt"\. Did you mean "lstm"\?$/,
    ],
    [{ model: { layers: [{}] } }, /^model\.layers\[0\]\.layer: expected one of .*, received nothing\.$/],
    [
      { model, training: { schedule: { kind: "onecycle" } } },
      /^training\.schedule\.kind: expected one of step, .* Did you mean "oneCycle"\?$/,
    ],
    [{ model, training: { schedule: "cosine" } }, /^training\.schedule: expected an object/],
  ])("%o", (spec, text) => expect(messageOf(spec)).toMatch(text));
});

describe("an unknown key is reported with the nearest of its own place", () => {
  it.each([
    [
      { model, training: { schedule: { kind: "cosine", warmUp: 1 } } },
      'training.schedule.warmUp: unknown key "warmUp". Did you mean "warmup"?',
    ],
    [
      { model, training: { schedule: { kind: "step", stepSize: 1, patience: 1 } } },
      'training.schedule.patience: unknown key "patience". Known here: kind, stepSize, gamma.',
    ],
    [
      { model, training: { earlyStopping: { patiance: 1, patience: 1 } } },
      'training.earlyStopping.patiance: unknown key "patiance". Did you mean "patience"?',
    ],
    [
      { model, training: { record: { gradientEvery: 1 } } },
      'training.record.gradientEvery: unknown key "gradientEvery". Did you mean "gradientsEvery"?',
    ],
    [
      { model: { layers: [{ layer: "residual", layers: [{ layer: "lstm", hiddenSize: 2, dropot: 1 }] }] } },
      'model.layers[0].layers[0].dropot: unknown key "dropot". Did you mean "dropout"?',
    ],
    [{ modle: model, model }, 'modle: unknown key "modle". Did you mean "model"?'],
  ])("%o", (spec, text) => expect(messageOf(spec)).toBe(text));
});

it("a key of an object without a kind asks for the kind", () => {
  const changes = { "training.schedule.gamma": 0.5 };
  expect(() => changeSpec({ model }, changes)).toThrow(
    /^training\.schedule\.kind: expected one of step, exponential, /,
  );
});
