import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearest } from "../../src/spec/nearest.ts";

const keys = [
  "hiddenSize",
  "numLayers",
  "bidirectional",
  "dropout",
  "epochs",
  "batchSize",
  "lr",
  "weightDecay",
  "seed",
];
const kinds = ["lstm", "gru", "rnn", "cnn"];

describe("nearest", () => {
  it.each([
    ["hidenSize", "hiddenSize"],
    ["hidden_size", "hiddenSize"],
    ["hidden-size", "hiddenSize"],
    ["HIDDEN_SIZE", "hiddenSize"],
    ["hidden_siez", "hiddenSize"],
    ["epoch", "epochs"],
    ["Epochs", "epochs"],
    ["epcohs", "epochs"],
    ["bidirectionnal", "bidirectional"],
    ["dropuot", "dropout"],
    ["wieghtDecay", "weightDecay"],
    ["num_layer", "numLayers"],
    ["sede", "seed"],
    ["LR", "lr"],
    ["learningRate", "lr"],
    ["learning_rate", "lr"],
    ["units", "hiddenSize"],
  ])("takes %s for %s", (word, expected) => {
    expect(nearest(word, keys)).toBe(expected);
  });

  it.each([
    ["lsmt", "lstm"],
    ["ltsm", "lstm"],
    ["LSTM", "lstm"],
    ["lstmm", "lstm"],
    ["grru", "gru"],
    ["rrn", "rnn"],
  ])("takes %s for %s", (word, expected) => {
    expect(nearest(word, kinds)).toBe(expected);
  });

  it.each(["momentum", "colour", "x", "", "learningSpeed", "训练", "batch"])("finds nothing for %o", (word) => {
    expect(nearest(word, keys)).toBeUndefined();
  });

  it.each(["transformer", "last", "mlp", "g"])("finds nothing for %o", (word) => {
    expect(nearest(word, kinds)).toBeUndefined();
  });

  it("prefers the nearer, then the earlier candidate", () => {
    expect(nearest("epochs", ["epoch", "epochs"])).toBe("epochs");
    expect(nearest("bnn", kinds)).toBe("rnn");
    expect(nearest("anything", [])).toBeUndefined();
  });

  it("finds every key again after one typo, in any letter case or style", () => {
    const long = keys.filter((key) => key.length >= 4);
    fc.assert(
      fc.property(fc.constantFrom(...long), fc.nat(), fc.integer({ min: 97, max: 122 }), (key, where, code) => {
        const snake = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
        const at = where % snake.length;
        expect(nearest(`${snake.slice(0, at)}${String.fromCharCode(code)}${snake.slice(at)}`, keys)).toBe(key);
      }),
    );
  });
});
