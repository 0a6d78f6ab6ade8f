/** What is wrong with a sweep is reported before its first run, all at once and with its place. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { makeArms } from "../../src/sweep/arms.ts";
import { checkSweep } from "../../src/sweep/check.ts";
import type { SweepInput } from "../../src/sweep/definition.ts";
import { parsed, TINY_BASE } from "./tiny-sweep.ts";

async function check(changes: Partial<SweepInput>) {
  const definition = await parsed(changes);
  const { arms, problems } = await checkSweep(definition, makeArms(definition), 7);
  return {
    arms,
    problems: problems.map(({ where, error }) => `${where} ${error.code} ${error.path}`),
    first: problems[0],
  };
}

describe("checking a sweep", () => {
  it("gives the arms their specs", async () => {
    const { arms, problems } = await check({});
    expect(problems).toEqual([]);
    expect(arms.map(({ spec }) => spec.training.lr)).toEqual([0.1, 0.01, 0.001]);
  });

  it("an axis that the spec has not is reported once, with the nearest path", async () => {
    const { problems, first } = await check({ axes: [{ path: "training.weightDecya", values: [0, 1, 2] }] });
    expect(problems).toEqual(["axes[0].path spec.noPath training.weightDecya"]);
    expect(first?.error.message).toContain("Did you mean training.weightDecay?");
  });

  it("a range that does not fit is reported once, however many values are drawn from it", async () => {
    const search = { kind: "random", arms: 6 } as const;
    const misspelt = await check({ axes: [{ path: "training.rl", min: 0.1, max: 1 }], search });
    expect(misspelt.problems).toEqual(["axes[0].path spec.noPath training.rl"]);
    const negative = await check({ axes: [{ path: "training.lr", min: -1, max: -0.1 }], search });
    expect(negative.problems).toEqual(["axes[0].min spec.range training.lr", "axes[0].max spec.range training.lr"]);
    const half = await check({ axes: [{ path: "training.momentum", min: -1, max: 0.9 }], search });
    expect(half.problems).toEqual(["axes[0].min spec.range training.momentum"]);
  });

  it.each([
    ["model.layers[9].hiddenSize", "model.layers[0].hiddenSize"],
    ["model.layer[0].hiddenSize", "model.layers[0].hiddenSize"],
    ["lr", undefined],
    ["training..lr", "training.lr"],
    ["data.sample", "data.samples"],
  ])("%s: did you mean %s?", async (path, guess) => {
    const { first } = await check({ axes: [{ path, values: [1] }] });
    expect(first?.error.code).toBe("spec.noPath");
    if (guess) expect(first?.error.message).toContain(`Did you mean ${guess}?`);
    else expect(first?.error.message).toContain("The keys there are");
  });

  it("all faults of all axes at once", async () => {
    const { problems } = await check({
      axes: [
        { path: "training.batchSize", values: [0, 8, "x"] },
        { path: "training.rl", values: [1, 2] },
        { path: "model.layers[5].outFeatures", values: [2, 3] },
      ],
    });
    expect(problems).toEqual([
      "axes[0].values[0] spec.range training.batchSize",
      "axes[0].values[2] spec.type training.batchSize",
      "axes[1].path spec.noPath training.rl",
      expect.stringMatching(/^axes\[2\]\.values\[1\] /),
    ]);
  });

  it("arms whose values do not go together are reported one by one", async () => {
    const { arms, problems } = await check({
      base: { ...TINY_BASE, data: { kind: "waves", samples: 40, length: 10 } },
      axes: [
        { path: "data.length", values: [10, 3] },
        {
          name: "front",
          options: {
            none: {},
            pool: {
              "model.layers": [
                { layer: "maxPool", kernelSize: 5 },
                { layer: "globalAvgPool" },
                { layer: "linear", outFeatures: 2 },
              ],
            },
          },
        },
      ],
    });
    expect(problems).toEqual([expect.stringMatching(/^arm length-3_pool shape\.tooShort/)]);
    expect(arms).toHaveLength(3);
  });

  it.each(["sweep.json", "tpe-sweep.json"])("finds nothing wrong with examples/%s", async (name) => {
    const path = new URL(`../../examples/${name}`, import.meta.url);
    const { arms, problems } = await check(JSON.parse(readFileSync(path, "utf8")) as SweepInput);
    expect(problems).toEqual([]);
    expect(arms.length).toBeGreaterThan(3);
  });

  it("of a search by TPE, values that its first arms happen not to have are tried as well", async () => {
    const search = { kind: "tpe", startup: 1 } as const;
    const { problems } = await check({
      axes: [
        { path: "training.batchSize", min: -8, max: 8, integer: true },
        { path: "training.optimizer", values: ["adam", "sgd", "smd"] },
        { path: "training.lrr", min: 1, max: 2 },
      ],
      search,
    });
    expect(problems).toEqual([
      "axes[0].min spec.range training.batchSize",
      expect.stringMatching(/^axes\[1\]\.values\[2\] spec\./),
      "axes[2].path spec.noPath training.lrr",
    ]);
    // The nonlinearity goes with a cell that the base has not, and the only arm has not got it either.
    const rnn = {
      name: "cell",
      options: { rnn: { "model.layers[0].layer": "rnn" } },
    };
    const nonlinearity = { path: "model.layers[0].nonlinearity", values: ["tanh", "relu"] };
    expect((await check({ axes: [rnn, nonlinearity], search })).problems).toEqual([]);
  });

  it("arms with the same settings are found, however they are written", async () => {
    const { problems, first } = await check({
      axes: [
        { name: "lr", options: { default: {}, written: { "training.lr": 0.001 }, other: { "training.lr": 0.01 } } },
      ],
    });
    expect(problems).toEqual(["arm written sweep.sameArm undefined"]);
    expect(first?.error.message).toContain("the same settings as in arm default");
    // Every run has the sweep's own seeds.
    expect((await check({ axes: [{ path: "seed", values: [1, 2] }] })).problems).toEqual([
      "arm seed-2 sweep.sameArm undefined",
    ]);
  });

  it("an option may set what only goes with another axis' choice", async () => {
    const { problems } = await check({
      axes: [
        { name: "cell", options: { rnn: { "model.layers[0].layer": "rnn" } } },
        { name: "activation", options: { relu: { "model.layers[0].nonlinearity": "relu" } } },
      ],
    });
    expect(problems).toEqual([]);
  });
});
