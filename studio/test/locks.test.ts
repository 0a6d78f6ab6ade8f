/** Locked settings: which they are, what breaks them, how links write them. */
import fc from "fast-check";
import { models, parseSpec, type SpecInput } from "tidelab";
import { describe, expect, it } from "vitest";
import { brokenLocks, formatLock, isLocked, type LockRule, parseLock } from "../src/state/locks.ts";

const input: SpecInput = {
  name: "set",
  data: { kind: "waves", samples: 100, length: 20 },
  model: models.recurrent({ hiddenSize: 8, numLayers: 1 }),
  training: { lr: 0.01 },
};
const set = parseSpec(input);
const broken = (change: Partial<SpecInput>, rule: LockRule) =>
  brokenLocks(parseSpec({ ...input, ...change } as SpecInput), { rule, spec: set });

describe("locks", () => {
  it("hold for a key and all below it, not for names that begin alike", () => {
    const rule = { locked: ["training.lr", "model.layers[0]"] };
    expect(isLocked("training.lr", rule)).toBe(true);
    expect(isLocked("training.lrSchedule", rule)).toBe(false);
    expect(isLocked("model.layers[0].hiddenSize", rule)).toBe(true);
    expect(isLocked("model.layers[1].hiddenSize", rule)).toBe(false);
    expect(isLocked("training", rule)).toBe(false);
  });

  it("of an assignment hold for all that is not free, and never for the name", () => {
    const rule = { free: ["training.lr"] };
    expect(["training.lr", "name"].map((path) => isLocked(path, rule))).toEqual([false, false]);
    expect(["training.epochs", "seed", "data.noise"].every((path) => isLocked(path, rule))).toBe(true);
    expect(isLocked("seed", undefined)).toBe(false);
  });

  it("are broken by another value, by one that is added and by one that is left out", () => {
    const rule = { locked: ["training.lr", "data", "seed"] };
    expect(broken({}, rule)).toEqual([]);
    expect(broken({ name: "mine", training: { lr: 0.01, epochs: 3 } }, rule)).toEqual([]);
    expect(broken({ training: { lr: 0.02 } }, rule)).toEqual([{ path: "training.lr", set: "0.01" }]);
    expect(broken({ data: { kind: "waves", samples: 100, length: 20, labelNoise: 0.1 } }, rule)).toMatchObject([
      { path: "data.labelNoise" },
    ]);
    expect(broken({ seed: 8 }, rule)).toEqual([{ path: "seed", set: "7" }]);
  });

  it("let a layer's own keys come and go where its kind is free", () => {
    const rule = { free: ["model.layers[0].layer"] };
    const rnn = models.recurrent({ cell: "rnn", hiddenSize: 8, numLayers: 1 });
    expect(broken({ model: rnn }, rule)).toEqual([]);
    const wide = models.recurrent({ cell: "rnn", hiddenSize: 9, numLayers: 1 });
    expect(broken({ model: wide }, rule)[0]).toEqual({ path: "model.layers[0].hiddenSize", set: "8" });
  });

  it("are read as they are written, and nothing else is read", () => {
    const keys = ["data", "training.lr", "training.patience", "model.layers[0].hiddenSize"];
    expect(parseLock(formatLock(keys) ?? "", set)).toEqual({ locked: keys });
    expect(formatLock([])).toBeUndefined();
    for (const wrong of ["", "data,", "dat", "<b>", "training.lr.x", "__proto__", "a".repeat(9999), "model.layers[0"]) {
      expect(parseLock(wrong, set), wrong).toBeUndefined();
    }
    fc.assert(fc.property(fc.string(), (text) => void parseLock(text, set)));
  });
});
