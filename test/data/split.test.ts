// Vectors: V3 of the specification of the random streams (the lab's permutation, drawn after its data set).
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TimeSeriesDataset } from "../../src/data/dataset.ts";
import { splitIndices, subset } from "../../src/data/split.ts";
import { TidelabError } from "../../src/errors/errors.ts";
import { errorMessages as chinese } from "../../src/errors/zh-CN.ts";
import { NumpyRandom } from "../../src/random/numpy.ts";
import { sha256 } from "../random/bits.ts";
import { waves } from "./made-waves.ts";

const sizes = (count: number, fractions?: { train?: number; val?: number }) => {
  const { train, val, test } = splitIndices(count, new NumpyRandom(7), fractions);
  return [train.length, val.length, test.length];
};

const thrown = (run: () => unknown): TidelabError => {
  try {
    run();
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};

describe("splitIndices", () => {
  it("draws the lab's split after the lab's data set", () => {
    const random = new NumpyRandom(7);
    waves({}, random);
    const { train, val, test } = splitIndices(1200, random);
    expect([train.length, val.length, test.length]).toEqual([840, 180, 180]);
    expect([...train.slice(0, 12)]).toEqual([402, 460, 937, 1110, 1025, 934, 156, 1175, 1132, 486, 347, 582]);
    expect([...val.slice(0, 8)]).toEqual([940, 64, 1090, 120, 866, 189, 892, 652]);
    expect([...test.slice(0, 8)]).toEqual([778, 32, 472, 1063, 933, 316, 179, 1109]);
    expect([...test.slice(-4)]).toEqual([706, 618, 305, 114]);
    const all = Int32Array.from([...train, ...val, ...test]);
    expect(sha256(all)).toBe("8322c700f650ac7792bb01d086260f9c9699791d4424a8e4211505ee49ddf711");
    expect(random.saveState().engine[624]).toBe(283);
  });

  it("gives every series to exactly one set", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 30, max: 500 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 8 }),
        (count, a, b) => {
          fc.pre(a + b < 10);
          const { train, val, test } = splitIndices(count, new NumpyRandom(count), { train: a / 10, val: b / 10 });
          const all = [...train, ...val, ...test].sort((x, y) => x - y);
          expect(all).toEqual(Array.from({ length: count }, (_, i) => i));
          expect(Math.abs(train.length - (count * a) / 10)).toBeLessThan(1.001);
          expect(Math.abs(val.length - (count * b) / 10)).toBeLessThan(1.001);
        },
      ),
    );
  });

  it("takes the shares for the decimals they were written as", () => {
    expect(0.7 + 0.1).toBeLessThan(0.8);
    expect(sizes(1200, { train: 0.7, val: 0.1 })).toEqual([840, 120, 240]);
    expect(sizes(1200, { train: 0.5 })).toEqual([600, 180, 420]);
    expect(sizes(1200, { train: 0.1, val: 0.2 })).toEqual([120, 240, 840]);
  });

  it("says how many series each set got when one is empty, and how many it takes", () => {
    const error = thrown(() => splitIndices(3, new NumpyRandom(7)));
    expect(error.code).toBe("data.emptySplit");
    expect(error.params).toEqual({ count: 3, train: 2, val: 0, test: 1, least: 4 });
    expect(error.message).toContain("received 2, 0 and 1 of 3 in all. Use at least 4 series");
    expect(chinese["data.emptySplit"]({ count: 3, train: 2, val: 0, test: 1, least: 4 })).toContain("至少使用 4 条");
    expect(sizes(4)).toEqual([2, 1, 1]);
    expect(thrown(() => splitIndices(0, new NumpyRandom(7))).code).toBe("data.emptySplit");
  });

  it("draws nothing when it throws", () => {
    const random = new NumpyRandom(7);
    expect(() => splitIndices(3, random)).toThrow(TidelabError);
    expect(random.saveState()).toEqual(new NumpyRandom(7).saveState());
  });

  it.each([
    [0, 0.15],
    [0.7, 0],
    [0.7, 0.3],
    [0.9, 1e-14],
    [-0.1, 0.5],
    [Number.NaN, 0.15],
  ])("refuses the shares %d and %d", (train, val) => {
    expect(thrown(() => splitIndices(100, new NumpyRandom(7), { train, val })).code).toBe("data.splitFractions");
  });
});

describe("subset", () => {
  const dataset: TimeSeriesDataset = {
    values: Float32Array.from({ length: 3 * 2 * 2 }, (_, i) => i), // (3, 2, 2)
    labels: Int32Array.of(1, 0, 1),
    count: 3,
    length: 2,
    channels: 2,
    classNames: ["a", "b"],
  };

  it("takes series in the order asked for, also twice", () => {
    expect(subset(dataset, [2, 0, 2])).toEqual({
      ...dataset,
      values: Float32Array.of(8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11),
      labels: Int32Array.of(1, 1, 1),
    });
  });

  it("copies", () => {
    const part = subset(dataset, Int32Array.of(1));
    part.values.fill(-1);
    expect([...dataset.values.subarray(4, 8)]).toEqual([4, 5, 6, 7]);
  });

  it.each([-1, 3, 0.5])("refuses the index %d", (index) => {
    expect(() => subset(dataset, [index])).toThrow(RangeError);
  });
});
