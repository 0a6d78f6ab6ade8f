/** Files whose times advance by other steps. */
import { expect, it } from "vitest";
import type { Sampling } from "../../../src/data/readers/reader.ts";
import { samplingDoubts } from "../../../src/data/readers/sampling.ts";

const file = (name: string, step: number, more: Partial<Sampling> = {}) => ({
  name,
  sampling: { step, unit: "seconds", isEven: true, ...more } as const,
});

it("are said where both advance evenly, in one unit, by more than 5 % apart", () => {
  const first = file("a.csv", 0.02);
  const said = [{ kind: "otherSampling", path: "c.csv", step: 0.04, first: "a.csv", firstStep: 0.02, unit: "seconds" }];
  expect(samplingDoubts(first, [file("b.csv", 0.0205), file("c.csv", 0.04), file("d.csv", 0.01)])).toEqual(said);
  expect(samplingDoubts(first, [file("d.csv", 0.01)])).toMatchObject([{ path: "d.csv", step: 0.01 }]);
  expect(samplingDoubts(first, [file("c.csv", 0.04, { isEven: false })])).toEqual([]);
  expect(samplingDoubts(first, [{ name: "b.csv", sampling: undefined }])).toEqual([]);
  expect(samplingDoubts({ name: "a.csv", sampling: undefined }, [file("b.csv", 1)])).toEqual([]);
});

it("are said to be beyond comparison where one file has dates and the other numbers", () => {
  const [dates, numbers] = [file("a.csv", 0.02), file("b.csv", 0.02, { unit: "column" })];
  const said = { kind: "otherTimes", path: "b.csv", first: "a.csv", areDates: false };
  expect(samplingDoubts(dates, [numbers])).toEqual([said]);
  expect(samplingDoubts(numbers, [dates])).toEqual([{ ...said, path: "a.csv", first: "b.csv", areDates: true }]);
  // Uneven times are no less of another kind; and what can be compared still is.
  expect(samplingDoubts(file("a.csv", 0.02, { isEven: false }), [numbers])).toEqual([said]);
  expect(samplingDoubts(dates, [numbers, file("c.csv", 0.04)])).toMatchObject([said, { kind: "otherSampling" }]);
});
