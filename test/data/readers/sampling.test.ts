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
  const said = [{ kind: "otherSampling", path: "c.csv", step: 0.04, first: "a.csv", firstStep: 0.02 }];
  expect(samplingDoubts(first, [file("b.csv", 0.0205), file("c.csv", 0.04), file("d.csv", 0.01)])).toEqual(said);
  expect(samplingDoubts(first, [file("d.csv", 0.01)])).toMatchObject([{ path: "d.csv", step: 0.01 }]);
  expect(
    samplingDoubts(first, [file("b.csv", 0.04, { unit: "column" }), file("c.csv", 0.04, { isEven: false })]),
  ).toEqual([]);
  expect(samplingDoubts(first, [{ name: "b.csv", sampling: undefined }])).toEqual([]);
  expect(samplingDoubts({ name: "a.csv", sampling: undefined }, [file("b.csv", 1)])).toEqual([]);
});
