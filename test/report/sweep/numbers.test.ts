/** Numbers of sweep reports: what rounds to zero keeps its sign. */
import { expect, it } from "vitest";
import { formatDifference } from "../../../src/report/sweep/numbers.ts";

it.each([
  [0.0321, "+3.2"],
  [-0.0321, "−3.2"],
  [0, "0.0"],
  [-0.0004, "−0.04"],
  [0.00002, "+0.002"],
  [1e-9, "0.0"],
])("a difference of %f is %s points", (difference, text) => {
  expect(formatDifference(difference)).toBe(text);
});
