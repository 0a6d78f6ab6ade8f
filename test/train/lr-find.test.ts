/** The learning-rate range test: what it says of known curves, and that it leaves no trace. */
import "../../src/node/platform.ts";
import { describe, expect, it } from "vitest";
import { loadData } from "../../src/data/load.ts";
import { compile } from "../../src/model/model.ts";
import { weightsSha256 } from "../../src/model/weights-hash.ts";
import { findLearningRate, suggest } from "../../src/train/lr-find.ts";
import type { RangePoint } from "../../src/train/records.ts";
import { train } from "../../src/train/train.ts";
import { cnn, recurrent } from "../../src/zoo/index.ts";

const data = await loadData({
  data: { kind: "waves", samples: 120, length: 24, noise: 0.15 },
  split: { train: 0.7, val: 0.15 },
  seed: 7,
});
const small = (layers = cnn({ channels: [4, 4] })) => compile(layers, { length: 24, classes: 2, seed: 7 });

describe("suggest", () => {
  /** Flat, a fall like a logistic curve about `middle`, a rise from `rise` on; powers of ten. */
  const curve = (middle: number, rise: number, depth = 0.5): RangePoint[] =>
    Array.from({ length: 100 }, (_, index) => {
      const power = -7 + (8 * index) / 99;
      const smoothed = 1 - depth / (1 + Math.exp(-4 * (power - middle))) + Math.max(0, power - rise) ** 2;
      return { lr: 10 ** power, loss: smoothed, smoothed };
    });

  it("finds the steepest fall and a tenth of the minimum", () => {
    const { steepest, minimumTenth, suggestion } = suggest(curve(-3, -1));
    expect(Math.log10(steepest!)).toBeCloseTo(-3, 0);
    expect(Math.log10(minimumTenth!)).toBeCloseTo(-2, 0);
    expect(suggestion).toBe(steepest);
  });

  it("suggests nothing where the loss only rises, stays or falls no more than noise", () => {
    for (const points of [curve(9, -4), curve(9, 9), curve(-3, -1, 0.01), []]) {
      expect(suggest(points)).toEqual({ steepest: null, minimumTenth: null, suggestion: null });
    }
  });
});

describe("findLearningRate", () => {
  it("raises the rate exponentially, and ends where it diverges", async () => {
    const { points, end, suggestion } = await findLearningRate(small(), data, { batchSize: 8 }, { to: 100, steps: 60 });
    expect(points[0]?.lr).toBe(1e-7);
    for (const [index, { lr }] of points.slice(1).entries()) {
      expect(lr / points[index]!.lr).toBeCloseTo(1e9 ** (1 / 59), 9);
    }
    expect(["finished", "diverged"]).toContain(end);
    expect(suggestion).toBeGreaterThan(1e-5);
    expect(suggestion).toBeLessThan(1);
  });

  it("ends at the first loss that is not finite", async () => {
    const test = await findLearningRate(small(), data, { optimizer: "sgd" }, { from: 1, to: 1e38, steps: 20 });
    expect(test.end).toBe("diverged");
    expect(test.points.length).toBeLessThan(20);
    expect(test.points.every(({ loss }) => Number.isFinite(loss))).toBe(true);
  });

  it("smooths as an exponential average that is corrected for its start", async () => {
    const { points } = await findLearningRate(small(), data, {}, { steps: 12 });
    expect(points[0]?.smoothed).toBeCloseTo(points[0]!.loss, 12);
    const [a, b] = points;
    expect(b?.smoothed).toBeCloseTo((0.9 * 0.1 * a!.loss + 0.1 * b!.loss) / (1 - 0.81), 12);
  });

  it("gives the same on any day, and changes nothing of the model or of what is trained with it", async () => {
    const finish = async (finds: boolean) => {
      const model = small(recurrent({ hiddenSize: 3 }));
      const before = weightsSha256(model);
      const tests = finds ? [await findLearningRate(model, data), await findLearningRate(model, data)] : [];
      expect(tests[0]).toEqual(tests[1]);
      expect(weightsSha256(model)).toBe(before);
      for await (const _ of train(model, data, { epochs: 1 }));
      return weightsSha256(model);
    };
    expect(await finish(true)).toBe(await finish(false));
  });

  it("takes other training options as they are, and no schedule", async () => {
    const schedule = { kind: "step", stepSize: 1 } as const;
    const [plain, scheduled] = [
      await findLearningRate(small(), data, { accumulate: 2, clipGradNorm: 0.1 }, { steps: 20 }),
      await findLearningRate(small(), data, { accumulate: 2, clipGradNorm: 0.1, schedule, lr: 5 }, { steps: 20 }),
    ];
    expect(scheduled).toEqual(plain);
  });

  it("stops when it is asked to", async () => {
    const test = await findLearningRate(small(), data, {}, { signal: AbortSignal.abort() });
    expect([test.end, test.points.length]).toEqual(["stopped", 1]);
  });

  it.each([
    [{ from: 0 }, "lrFind.range"],
    [{ from: 1, to: 1 }, "lrFind.range"],
    [{ to: Number.POSITIVE_INFINITY }, "lrFind.range"],
    [{ steps: 5 }, "lrFind.steps"],
    [{ steps: 20.5 }, "lrFind.steps"],
  ])("refuses %o", async (options, code) => {
    const error = await findLearningRate(small(), data, {}, options).catch((cause) => cause);
    expect(error.code).toBe(code);
  });
});
