/** Predictions as CSV: every bit of a probability, and names that can do no harm in a table program. */
import { expect, it } from "vitest";
import { testSeriesOf } from "../src/engine/test-series.ts";
import { predictionsCsv } from "../src/screens/run/predictions-csv.ts";
import { safeName } from "../src/state/download.ts";

const evaluation = {
  ...{ loss: 0, losses: new Float64Array(2), accuracy: 1, logits: new Float32Array(4) },
  predicted: Int32Array.of(1, 0),
  probabilities: Float32Array.of(0.1, 0.9, 0.7, 0.3),
  attention: new Map<string, Float32Array>(),
};

it("has a row a series", () => {
  const data = { values: new Float32Array(4), labels: Int32Array.of(1, 1), count: 2, length: 2, channels: 1 };
  const test = testSeriesOf({ ...data, classNames: ["a,b", "=1+1"] }, evaluation, new Int32Array());
  const [head, first, second, end] = predictionsCsv(test, ["a,b", "=1+1"]).split("\n");
  expect(head).toBe('series,true,predicted,"p_a,b",p_=1+1');
  expect(first).toMatch(/^0,'=1\+1,'=1\+1,0\.1/);
  expect(second).toMatch(/^1,'=1\+1,"a,b",/);
  expect(end).toBe("");
  expect(Float32Array.of(Number(first?.split(",").at(-1)))).toEqual(Float32Array.of(0.9));
});

it("draws the first window of a series, its first channel, and attention a step", () => {
  const data = {
    values: Float32Array.from({ length: 3 * 4 * 2 }, (_, index) => index),
    ...{ labels: Int32Array.of(0, 0, 1), count: 3, length: 4, channels: 2, classNames: ["a", "b"] },
    windows: { series: Int32Array.of(0, 0, 1), count: 2, answer: "meanLogits" as const },
  };
  const weights = Float32Array.of(0.25, 0.75, 0.5, 0.5, 1, 0);
  const test = testSeriesOf(data, { ...evaluation, attention: new Map([["a", weights]]) }, new Int32Array());
  expect([...test.values]).toEqual([0, 2, 4, 6, 16, 18, 20, 22]);
  expect([...test.labels]).toEqual([0, 1]);
  expect([...(test.windows ?? [])]).toEqual([2, 1]);
  // Two weights for four steps: each is shared by two of them.
  expect([...(test.attention ?? [])]).toEqual([0.125, 0.125, 0.375, 0.375, 0.5, 0.5, 0, 0]);
});

it("names of files have nothing that a file system refuses", () => {
  expect(safeName("a/b\\c:d\u0000.zip")).toBe("a-b-c-d-.zip");
  expect(safeName("../x")).toBe("-x");
});
