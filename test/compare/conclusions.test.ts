/** What a sweep shows as numbers: the same as its report says, and as SciPy computes. */
import { describe, expect, it } from "vitest";
import { sweepConclusions } from "../../src/compare/index.ts";
import type { SweepResult } from "../../src/sweep/result.ts";
import { makeRecord } from "../report/sweep/records.ts";

/** Right answers of 60, by arm, a seed each. */
function grid(correct: Readonly<Record<string, readonly number[]>>, seeds = [1, 2, 3, 4]): SweepResult {
  const values = Object.keys(correct).map(Number);
  return {
    name: "made",
    axes: [{ path: "training.lr", values }],
    seeds,
    arms: values.map((lr) => ({
      id: `lr-${lr}`,
      settings: { "training.lr": lr },
      runs: (correct[String(lr)] ?? []).map((right, i) =>
        makeRecord({ seed: seeds[i]!, correct: right, spec: { training: { lr } } }),
      ),
      failures: [],
    })),
  };
}

describe("two arms", () => {
  const { comparisons, effects, arms, best, missing, isAtCeiling, axes } = sweepConclusions(
    { result: grid({ 0.01: [54, 56, 55, 57], 0.1: [48, 51, 46, 50] }) },
    "en",
  );

  it("differ as scipy.stats.ttest_rel has it", () => {
    // ttest_rel of the shares, SciPy 1.x: t = 7.9048, p = 0.00422015, interval 0.06720782 to 0.15779218
    const [difference] = comparisons;
    expect(difference).toMatchObject({ verdict: "first", n: 4, firstArms: ["lr-0.01"], secondArms: ["lr-0.1"] });
    expect(difference!.mean).toBeCloseTo(0.1125, 10);
    expect(difference!.interval![0]).toBeCloseTo(0.0672078, 6);
    expect(difference!.interval![1]).toBeCloseTo(0.1577922, 6);
    expect(difference!.correctedP).toBeCloseTo(0.0042201, 6);
  });

  it("have names, every seed, a mean and a spread", () => {
    expect(effects).toEqual([]); // of one setting the arms are its values
    expect(axes[0]).toMatchObject({ path: "training.lr", name: "learning rate" });
    expect(axes[0]!.values).toEqual(["learning rate 0.01", "learning rate 0.1"]);
    expect(arms.map(({ name }) => name)).toEqual(["learning rate 0.01", "learning rate 0.1"]);
    expect(arms[0]!.testAccuracy).toEqual([54, 56, 55, 57].map((right, i) => [i + 1, right / 60]));
    expect(arms[0]!.mean).toBeCloseTo(55.5 / 60, 12);
    expect(best).toBe("lr-0.01");
    expect([missing, isAtCeiling]).toEqual([0, false]);
  });

  it("are called by the same names in both languages, each its own", () => {
    const { axes: chinese, comparisons: theirs } = sweepConclusions(
      { result: grid({ 0.01: [54, 56], 0.1: [48, 51] }, [1, 2]) },
      "zh-CN",
    );
    expect(chinese[0]!.name).toBe("学习率");
    expect(theirs[0]!.firstArms).toEqual(["lr-0.01"]);
  });
});

it("a single seed gives no verdict, and runs that are missing are counted", () => {
  const one = sweepConclusions({ result: grid({ 0.01: [54], 0.1: [48] }, [1]) }, "en");
  expect(one.comparisons[0]).toMatchObject({ verdict: "unknown", interval: undefined });
  const some = sweepConclusions({ result: grid({ 0.01: [54, 55], 0.1: [48] }, [1, 2, 3]) }, "en");
  expect(some.missing).toBe(3);
});

it("arms that are all right are at a ceiling, and no other", () => {
  expect(sweepConclusions({ result: grid({ 0.01: [60, 60], 0.1: [60, 60] }, [1, 2]) }, "en").isAtCeiling).toBe(true);
  expect(sweepConclusions({ result: grid({ 0.01: [60, 60], 0.1: [60, 59] }, [1, 2]) }, "en").isAtCeiling).toBe(false);
  expect(sweepConclusions({ result: grid({ 0.01: [], 0.1: [] }, [1, 2]) }, "en").isAtCeiling).toBe(false);
});

it("a grid of two settings has the effect of each over all values of the other", () => {
  const seeds = [1, 2, 3];
  const settings = [0.01, 0.1].flatMap((lr) => [8, 16].map((batchSize) => ({ lr, batchSize })));
  const result: SweepResult = {
    name: "made",
    axes: [
      { path: "training.lr", values: [0.01, 0.1] },
      { path: "training.batchSize", values: [8, 16] },
    ],
    seeds,
    arms: settings.map(({ lr, batchSize }, arm) => ({
      id: `arm-${arm}`,
      settings: { "training.lr": lr, "training.batchSize": batchSize },
      runs: seeds.map((seed) =>
        makeRecord({
          seed,
          correct: (lr === 0.01 ? 55 : 45) + (batchSize === 8 ? 1 : 0) + (seed % 2),
          spec: { training: { lr, batchSize } },
        }),
      ),
      failures: [],
    })),
  };
  const { effects, comparisons } = sweepConclusions({ result }, "en");
  expect(effects.map(({ path }) => path)).toEqual(["training.lr", "training.batchSize"]);
  expect(effects[0]!.comparisons[0]!.mean).toBeCloseTo(10 / 60, 12);
  expect(effects[0]!.comparisons[0]!.firstArms).toEqual(["arm-0", "arm-1"]);
  expect(effects[1]!.comparisons[0]!.secondArms).toEqual(["arm-1", "arm-3"]);
  expect(comparisons).toHaveLength(6);
});
