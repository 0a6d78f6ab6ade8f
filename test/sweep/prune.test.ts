/** The median stopping rule on curves by hand. */
import { describe, expect, it } from "vitest";
import { shouldPrune } from "../../src/sweep/prune.ts";

const RULE = { kind: "median", after: 2, runs: 3 } as const;
const OTHERS = [
  [0.9, 0.5, 0.4],
  [0.8, 0.6, 0.3],
  [0.7, 0.7, 0.2],
];

describe("median pruning", () => {
  it("ends a run whose best is worse than the median of the others at the same epoch", () => {
    expect(shouldPrune([0.9, 0.61], OTHERS, RULE)).toBe(true);
    expect(shouldPrune([0.9, 0.59], OTHERS, RULE)).toBe(false);
    expect(shouldPrune([0.9, 0.6], OTHERS, RULE)).toBe(false);
  });

  it("goes by the best so far, not by the last epoch", () => {
    expect(shouldPrune([0.5, 3], OTHERS, RULE)).toBe(false);
  });

  it("lets every run have its first epochs, and asks for enough to compare with", () => {
    expect(shouldPrune([9], OTHERS, RULE)).toBe(false);
    expect(shouldPrune([9, 9], OTHERS.slice(1), RULE)).toBe(false);
    expect(shouldPrune([9, 9, 9], [...OTHERS.slice(1), [0.1, 0.1]], RULE)).toBe(false);
  });

  it("the median of an even number is the mean of the middle two", () => {
    expect(shouldPrune([0.64, 0.64], [...OTHERS, [0.7, 0.7]], RULE)).toBe(false);
    expect(shouldPrune([0.66, 0.66], [...OTHERS, [0.7, 0.7]], RULE)).toBe(true);
  });
});
