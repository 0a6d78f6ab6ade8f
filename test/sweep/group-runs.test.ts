import { describe, expect, it } from "vitest";
import { flopsOfModel } from "../../src/model/flops.ts";
import { textsIn } from "../../src/report/sweep/context.ts";
import { nameArms } from "../../src/report/sweep/names.ts";
import { parseModel } from "../../src/spec/parse.ts";
import { groupRuns } from "../../src/sweep/group-runs.ts";
import { makeRecord, models } from "../report/sweep/records.ts";

const english = textsIn("en").sweep;

describe("groupRuns", () => {
  it("makes an arm of runs that differ in seed and name only", () => {
    const runs = [3, 1, 2].flatMap((seed) =>
      [0.001, 0.01].map((lr) => makeRecord({ seed, spec: { name: `run-${seed}-${lr}`, training: { lr } } })),
    );
    const result = groupRuns("rates", runs);
    expect(result.axes).toEqual([{ path: "training.lr", values: [0.001, 0.01] }]);
    expect(result.seeds).toEqual([1, 2, 3]);
    expect(result.arms.map(({ settings, runs }) => [settings, runs.map(({ seed }) => seed)])).toEqual([
      [{ "training.lr": 0.001 }, [1, 2, 3]],
      [{ "training.lr": 0.01 }, [1, 2, 3]],
    ]);
  });

  it("takes models of other layers as a whole, and single keys of models of the same layers", () => {
    const runs = (["lstm", "cnn"] as const).map((cell) => makeRecord({ spec: { model: models[cell] } }));
    const whole = groupRuns("models", runs);
    expect(whole.axes.map(({ path }) => path)).toEqual(["model"]);
    expect(whole.arms.map(nameArms(whole, english))).toEqual(["LSTM", "CNN"]);
    expect(whole.arms.map(({ flops }) => flops)).toEqual(
      [models.lstm, models.cnn].map((model) => flopsOfModel(parseModel(model), { length: 20, channels: 1 })),
    );
    const wide = structuredClone(models.lstm);
    Object.assign(wide.layers[0] ?? {}, { hiddenSize: 8 });
    const sizes = groupRuns("sizes", [
      makeRecord({ spec: { model: models.lstm } }),
      makeRecord({ spec: { model: wide } }),
    ]);
    expect(sizes.axes).toEqual([{ path: "model.layers[0].hiddenSize", values: [4, 8] }]);
    expect(sizes.arms.map(nameArms(sizes, english))).toEqual(["hidden units 4", "hidden units 8"]);
  });

  it("counts a seed once, and lists what diverged or was stopped apart", () => {
    const result = groupRuns("mixed", [
      makeRecord({ seed: 1 }),
      makeRecord({ seed: 1, spec: { name: "again" } }),
      makeRecord({ seed: 2, status: "diverged", spec: { training: { epochs: 2 } }, validation: [0.6] }),
    ]);
    expect(result.arms).toHaveLength(1);
    expect(result.arms[0]?.runs.map(({ name }) => name)).toEqual(["made"]);
    expect(result.arms[0]?.failures).toEqual([
      { seed: 2, reason: "diverged", message: "training diverged in epoch 2, step 20", epoch: 2, step: 20 },
    ]);
    expect(result.axes).toEqual([]);
    // Left out, and counted: their weights are the same (`makeRecord` makes them from the seed).
    expect(result.repeated).toEqual({ count: 1, differing: 0 });
    const other = { ...makeRecord({ seed: 1 }), weightsSha256: "f".repeat(64) };
    expect(groupRuns("x", [makeRecord({ seed: 1 }), other]).repeated).toEqual({ count: 1, differing: 1 });
    expect(groupRuns("x", [makeRecord({ seed: 1 }), makeRecord({ seed: 2 })]).repeated).toBeUndefined();
  });
});

describe("names of arms", () => {
  it("say of a limit of 0 what it means", () => {
    const path = "training.clipGradNorm";
    const arms = [0, 1].map((limit) => ({ id: `${limit}`, settings: { [path]: limit }, runs: [], failures: [] }));
    const result = { name: "x", axes: [{ path, values: [0, 1] }], arms, seeds: [] };
    expect(arms.map(nameArms(result, english))).toEqual(["no clipping", "clipping at 1"]);
  });

  it("read well for the labels that the exercises give", () => {
    const settings = { cell: "lstm", layers: "2", directions: "two", noise: "1.5" };
    const axes = Object.entries(settings).map(([path, value]) => ({ path, values: [value] }));
    const arm = { id: "a", settings, runs: [], failures: [] };
    const name = (texts: typeof english) => nameArms({ name: "x", axes, arms: [arm], seeds: [] }, texts)(arm);
    expect(name(english)).toBe("LSTM · 2 layers · two directions · noise 1.5");
    expect(name(textsIn("zh-CN").sweep)).toBe("LSTM · 2 层 · 双向 · 噪声 1.5");
  });

  it("say more of a model where less would not tell arms apart", () => {
    const name = (values: readonly unknown[]) => {
      const arms = values.map((model, i) => ({ id: `arm-${i}`, settings: { model }, runs: [], failures: [] }));
      const result = { name: "x", axes: [{ path: "model", values: [...values] }], arms, seeds: [] };
      return arms.map(nameArms(result, english));
    };
    const lstm = (numLayers: number, hiddenSize: number) => {
      return { layers: [{ layer: "lstm", hiddenSize, numLayers, bidirectional: false }] };
    };
    expect(name([lstm(1, 8), models.cnn])).toEqual(["LSTM", "CNN"]);
    expect(name([lstm(1, 8), lstm(2, 8)])).toEqual(["1-layer LSTM", "2-layer LSTM"]);
    expect(name([lstm(1, 8), lstm(1, 16)])).toEqual(["1-layer LSTM (8 units)", "1-layer LSTM (16 units)"]);
    expect(name([lstm(1, 8), lstm(1, 8)])).toEqual(["arm-0", "arm-1"]);
  });
});
