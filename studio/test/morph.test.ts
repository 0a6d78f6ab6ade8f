/** The way from one series to another, and the order of units. */
import { describe, expect, it } from "vitest";
import { blend, findFlips } from "../src/lens/morph.ts";
import { unitOrder } from "../src/screens/explain/unit-order.ts";

/** Says the second class with this slope around a place of the first value. */
const sigmoid = (place: number, slope: number) => async (values: Float32Array) => {
  const second = 1 / (1 + Math.exp(-slope * (values[0]! - place)));
  return Float32Array.of(1 - second, second);
};

describe("a morph", () => {
  it("blends in shares", () => {
    expect([...blend(Float32Array.of(0, 4), Float32Array.of(2, 0), 0.25)]).toEqual([0.5, 3]);
  });

  it.each([
    [0.3137, 20],
    [0.59, 4000],
  ])("finds a flip at %d, where both probabilities are as good as equal", async (place, slope) => {
    const classify = sigmoid(place, slope);
    const { flips, shares, probabilities } = await findFlips(classify, Float32Array.of(0), Float32Array.of(1), 2);
    expect(flips).toHaveLength(1);
    expect(flips[0]).toMatchObject({ from: 0, to: 1 });
    expect(Math.abs(flips[0]!.at - place)).toBeLessThan(1 / 400);
    const [first = 0, second = 0] = await classify(Float32Array.of(flips[0]!.at));
    expect(Math.abs(first - second)).toBeLessThan(0.01);
    expect(shares).toHaveLength(41);
    expect(probabilities[1]).toBeCloseTo((await classify(Float32Array.of(0)))[1]!, 6);
  });

  it("finds every flip in its order, and none where the answer stays", async () => {
    const classify = async ([x = 0]: Float32Array) => {
      const raw = [Math.max(0, 1 - 3 * Math.abs(x - 0.2)), 0.35, Math.max(0, 1 - 3 * Math.abs(x - 0.8))];
      return Float32Array.from(raw);
    };
    const { flips } = await findFlips(classify, Float32Array.of(0), Float32Array.of(1), 3);
    expect(flips.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(flips[0]!.at).toBeCloseTo(0.4167, 2);
    const none = await findFlips(sigmoid(2, 5), Float32Array.of(0), Float32Array.of(1), 2);
    expect(none.flips).toEqual([]);
  });
});

describe("units", () => {
  it("come in the order in which they peak", () => {
    // Unit 0 peaks at step 2, unit 1 at step 0, unit 2 at step 1 (below zero).
    const values = Float32Array.of(0, 0.9, 0, 0.1, 0, -0.8, 0.7, 0, 0);
    expect(unitOrder(values, 3, 3)).toEqual([1, 2, 0]);
    expect(unitOrder(undefined, 3, 2)).toEqual([0, 1]);
  });
});
