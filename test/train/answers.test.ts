/** How windows answer for their series. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answersOf } from "../../src/inference/answers.ts";

/** Two series: three windows, then two. */
const series = Int32Array.of(0, 0, 0, 1, 1);
const logits = Float32Array.of(2, 0, 2, 0, -9, 9, 1, 0, 0, 3); // (5, 2)

describe("answersOf", () => {
  it("without windows takes each row for a series", () => {
    const { predicted, probabilities } = answersOf(Float32Array.of(0, Math.log(3), 5, 5), 2);
    expect([...predicted]).toEqual([1, 0]);
    expect([...probabilities].map((value) => value.toFixed(6))).toEqual([
      "0.250000",
      "0.750000",
      "0.500000",
      "0.500000",
    ]);
  });

  it("by mean logits lets a sure window outweigh two that are not", () => {
    const found = answersOf(logits, 2, { series, count: 2, answer: "meanLogits" });
    expect([...found.logits].map((value) => value.toFixed(4))).toEqual(["-1.6667", "3.0000", "0.5000", "1.5000"]);
    expect([...found.predicted]).toEqual([1, 1]);
    expect(found.probabilities[0]).toBeCloseTo(1 / (1 + Math.exp(3 + 5 / 3)), 6);
  });

  it("by votes counts windows, and takes the larger mean logit where votes are equal", () => {
    const found = answersOf(logits, 2, { series, count: 2, answer: "votes" });
    expect([...found.predicted]).toEqual([0, 1]);
    expect([...found.probabilities].map((value) => value.toFixed(4))).toEqual(["0.6667", "0.3333", "0.5000", "0.5000"]);
  });

  it("of one window a series is what the window says", () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), { minLength: 1 });
    fc.assert(
      fc.property(rows, fc.constantFrom("votes" as const, "meanLogits" as const), (values, answer) => {
        const block = Float32Array.from(values.flat());
        const windows = { series: Int32Array.from(values.keys()), count: values.length, answer };
        expect(answersOf(block, 2, windows).predicted).toEqual(answersOf(block, 2).predicted);
      }),
    );
  });
});
