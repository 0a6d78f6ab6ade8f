/** Arms: which combinations there are, what they are called, with which seeds they are run. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { axesOf, makeArms, seedsOf, valueWithin } from "../../src/sweep/arms.ts";
import type { SweepInput } from "../../src/sweep/definition.ts";
import { parsed, TINY_BASE } from "./tiny-sweep.ts";

const LR = { path: "training.lr", values: [0.1, 0.01] };
const CELL = {
  name: "cell",
  options: { lstm: { "model.layers[0].layer": "lstm" }, gru: { "model.layers[0].layer": "gru" } },
};

describe("a grid", () => {
  it("has every combination, the last axis changing fastest", async () => {
    const arms = makeArms(await parsed({ axes: [LR, CELL] }));
    expect(arms.map(({ id }) => id)).toEqual(["lr-0.1_lstm", "lr-0.1_gru", "lr-0.01_lstm", "lr-0.01_gru"]);
    expect(arms[1]).toMatchObject({
      settings: { "training.lr": 0.1, cell: "gru" },
      changes: { "training.lr": 0.1, "model.layers[0].layer": "gru" },
    });
  });

  it("keeps the axes as they were written", async () => {
    const definition = await parsed({ axes: [LR, CELL] });
    expect(axesOf(definition, makeArms(definition))).toEqual([
      { path: "training.lr", values: [0.1, 0.01] },
      { path: "cell", values: ["lstm", "gru"] },
    ]);
  });

  it("has ids that are names of different folders", async () => {
    const values = ["a/b", "a b", "A b", "..", "", { x: 1 }, [1, 2], null, "很长".repeat(80)];
    const ids = makeArms(await parsed({ axes: [{ path: "name", values }] })).map(({ id }) => id);
    expect(new Set(ids.map((id) => id.toLowerCase())).size).toBe(values.length);
    for (const id of ids) expect(id).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}._+-]{0,109}$/u);
  });

  it("refuses more arms than anyone can mean", async () => {
    const many = (path: string) => ({ path, values: Array.from({ length: 101 }, (_, value) => value) });
    const definition = await parsed({ axes: [many("seed"), many("training.epochs")] });
    expect(() => makeArms(definition)).toThrow(/at most 10000 arms, received 10201/);
  });
});

describe("an axis over folds or resamples", () => {
  const FOLDS = { kind: "folds", folds: 3 };
  it.each([
    [
      { path: "split.fold", values: [0, 1, 2] },
      'Write "fold": "seed" in the split and "seeds": [0, 1, 2] beside the axes',
    ],
    [
      { path: "split.resample", min: 0, max: 29, integer: true },
      '"resample": "seed" in the split and "seeds": [0, 1, 2, …]',
    ],
    [
      {
        path: "split",
        values: [
          { ...FOLDS, fold: 0 },
          { ...FOLDS, fold: 2 },
        ],
      },
      '"seeds": [0, 2]',
    ],
    [{ name: "part", options: { a: { "split.row": 4 }, b: { "split.row": 5 } } }, '"row": "seed"'],
  ])("is refused, since its arms are not paired: %j", async (axis, says) => {
    const search = { kind: "random", arms: 3 } as const;
    await expect(parsed({ axes: [LR, axis], search } as never)).rejects.toThrow(
      `axes[1]: expected arms that are tested`,
    );
    await expect(parsed({ axes: [LR, axis], search } as never)).rejects.toThrow(says);
  });

  it("is not one over kinds of splits, or over one fold", async () => {
    const kinds = { name: "split", options: { folds: { split: { ...FOLDS, fold: "seed" } }, shares: { split: {} } } };
    await expect(parsed({ axes: [kinds, { path: "split.fold", values: [1] }] })).resolves.toBeDefined();
  });
});

describe("a random search", () => {
  const search = { kind: "random", arms: 12, seed: 5 } as const;
  const RANGE = { path: "training.lr", min: 1e-4, max: 1e-1, scale: "log" } as const;

  it("draws the same arms every time, others with another seed", async () => {
    const axes = [RANGE, CELL];
    const draw = async (seed: number) => makeArms(await parsed({ axes, search: { ...search, seed } }));
    expect(await draw(5)).toEqual(await draw(5));
    expect(await draw(6)).not.toEqual(await draw(5));
    expect(await draw(5)).toHaveLength(12);
  });

  it("draws no combination twice, and no more than there are", async () => {
    const arms = makeArms(await parsed({ axes: [LR, CELL], search: { kind: "random", arms: 50 } }));
    expect(new Set(arms.map(({ id }) => id)).size).toBe(4);
    expect(arms).toHaveLength(4);
  });

  it("stays within its range, and covers the decades of a log scale alike", async () => {
    const arms = makeArms(await parsed({ axes: [RANGE], search: { ...search, arms: 300 } }));
    const rates = arms.map(({ settings }) => settings["training.lr"] as number);
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(1e-4);
    expect(Math.max(...rates)).toBeLessThanOrEqual(1e-1);
    for (const low of [1e-4, 1e-3, 1e-2]) {
      const share = rates.filter((rate) => rate >= low && rate < low * 10).length / rates.length;
      expect(share).toBeGreaterThan(0.25);
      expect(share).toBeLessThan(0.42);
    }
  });

  // Draws of the inverse distribution at evenly spaced shares: the parts of the whole that each number gets.
  it.each([
    ["linear", 1, 4],
    ["linear", -3, 3],
    ["log", 8, 128],
    ["log", 1, 3],
  ] as const)("gives every whole number its part of a %s range, the ends too: %d … %d", (scale, min, max) => {
    const parts = new Map<number, number>();
    const draws = 100_000;
    for (let i = 0; i < draws; i++) {
      const value = valueWithin({ path: "x", min, max, scale, integer: true }, (i + 0.5) / draws);
      parts.set(value, (parts.get(value) ?? 0) + 1 / draws);
    }
    // log of half a step below and above, as Optuna's IntDistribution(log=True); below 1 there is no more than half.
    const edge = (value: number) => (scale === "log" ? Math.log(value) : value);
    const whole = edge(max + 0.5) - edge(min - 0.5);
    expect([...parts.keys()]).toEqual(Array.from({ length: max - min + 1 }, (_, i) => min + i));
    for (const [value, part] of parts) {
      expect(Object.is(value, -0)).toBe(false);
      expect(Math.abs(part - (edge(value + 0.5) - edge(value - 0.5)) / whole)).toBeLessThan(1e-4);
    }
  });

  it("any share of any range is within it", () => {
    const range = fc.record({
      min: fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
      width: fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
      scale: fc.constantFrom("linear" as const, "log" as const),
      integer: fc.boolean(),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(range, ({ min, width, scale, integer, share }) => {
        const value = valueWithin({ path: "x", min, max: min + width, scale, integer }, share);
        return value >= min && value <= min + width;
      }),
    );
  });
});

describe("seeds", () => {
  it("a count continues from the base's seed", async () => {
    expect(seedsOf(await parsed({ seeds: 3 }))).toEqual([7, 8, 9]);
    expect(seedsOf(await parsed({ seeds: 2, base: { ...TINY_BASE, seed: 4294967295 } }))).toEqual([4294967295, 0]);
    expect(seedsOf(await parsed({ seeds: [3, 1] }))).toEqual([3, 1]);
  });
});

describe("a definition", () => {
  it("takes any word for an option", async () => {
    const options = { prototype: { "training.lr": 0.1 }, constructor: { "training.lr": 0.2 } };
    const arms = makeArms(await parsed({ axes: [{ name: "lr", options }] }));
    expect(arms.map(({ id, changes }) => [id, changes])).toEqual(Object.entries(options));
  });

  it.each<[string, unknown, RegExp]>([
    ["no axes", { axes: [] }, /^axes: /],
    ["an axis without values", { axes: [{ path: "seed", values: [] }] }, /^axes\[0\]\.values: /],
    ["a mistyped key", { axes: [{ path: "seed", valeus: [1] }] }, /valeus|values/],
    ["an axis twice", { axes: [LR, LR] }, /^axes\[1\]: expected each axis once, received training.lr again/],
    [
      "a value twice",
      { axes: [{ path: "training.epochs", values: [1, 2, 2, 3] }] },
      /^axes\[0\]\.values\[2\]: expected each once, received 2, which is the same as axes\[0\]\.values\[1\]/,
    ],
    [
      "1 and 1.0",
      { axes: [LR, { path: "training.epochs", values: JSON.parse("[1, 1.0]") }] },
      /^axes\[1\]\.values\[1\]/,
    ],
    [
      "an object twice, its keys in another order",
      {
        axes: [
          {
            path: "training.schedule",
            values: [
              { kind: "step", stepSize: 2 },
              { stepSize: 2, kind: "step" },
            ],
          },
        ],
      },
      /^axes\[0\]\.values\[1\]/,
    ],
    [
      "two options that set the same",
      { axes: [{ name: "lr", options: { low: { "training.lr": 0.1 }, high: { "training.lr": 0.1 } } }] },
      /^axes\[0\]\.options\.high: expected each once, received "high", which is the same as axes\[0\]\.options\.low/,
    ],
    [
      "a value twice in a search",
      { axes: [{ path: "seed", values: [1, 1] }], search: { kind: "tpe" } },
      /^axes\[0\]\.values\[1\]/,
    ],
    [
      "a seed twice",
      { seeds: [3, 1, 3] },
      /^seeds\[2\]: expected each once, received 3, which is the same as seeds\[0\]/,
    ],
    [
      "a range in a grid",
      { axes: [{ path: "training.lr", min: 1, max: 2 }] },
      /^axes\[0\]: expected values on every axis/,
    ],
    [
      "a range upside down",
      { axes: [{ path: "training.lr", min: 2, max: 1 }], search: { kind: "random" } },
      /^axes\[0\]: expected min below max, received 2 and 1/,
    ],
    [
      "a range of whole numbers with an end that is none",
      { axes: [{ path: "training.batchSize", min: 1.2, max: 4, integer: true }], search: { kind: "tpe" } },
      /^axes\[0\]: expected whole numbers for min and max.*received 1\.2 and 4/,
    ],
    ["an unknown search", { search: { kind: "genetic" } }, /^search.kind: .*"grid", "random".*received "genetic"/],
    ["no seeds", { seeds: [] }, /^seeds: /],
    ["a seed that is none", { seeds: [1, 1.5] }, /^seeds\[1\]: expected a whole number, received 1\.5/],
    ["endless seeds", { seeds: Number.POSITIVE_INFINITY }, /^seeds: expected a number, received Infinity/],
    [
      "an endless range",
      { axes: [{ path: "a", min: 0, max: Number.POSITIVE_INFINITY }] },
      /^axes\[0\]\.max: expected a number/,
    ],
    ["a list for a base", { base: [] }, /^base: expected a text in quotes, received \[\]/],
    ["a sweep without a base", { base: undefined }, /^base: missing/],
    ["a list for an axis", { axes: [[]] }, /^axes\[0\]: expected an object { … }, received \[\]/],
    [
      "an option that is none",
      { axes: [{ name: "a", options: { b: 5 } }] },
      /^axes\[0\]\.options\.b: expected an object/,
    ],
    [
      "an option without a label",
      { axes: [{ name: "a", options: { "": {} } }] },
      /^axes\[0\]\.options\.: expected >= 1/,
    ],
    ["an unknown key", { sedes: 3 }, /^sedes: .*Did you mean "seeds"\?/],
  ])("refuses %s", async (_, changes, message) => {
    await expect(parsed(changes as Partial<SweepInput>)).rejects.toThrow(message);
  });
});
