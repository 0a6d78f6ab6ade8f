/** Which series train, validate and test: every kind of split, its properties and its refusals. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type SplitSeries, setsOf, splitSha256 } from "../../../src/data/files/sets.ts";
import type { SetName } from "../../../src/data/kinds/kind.ts";
import { parseSpec } from "../../../src/spec/parse.ts";

const splitOf = (split: object) => parseSpec({ split, model: { layers: [{ layer: "last" }] } } as never).split;

/** `train` series of two classes in turn, then `test` ones; a group each three. */
function seriesOf(train: number, test = 0, val = 0): SplitSeries {
  const count = train + val + test;
  const labels = Int32Array.from({ length: count }, (_, row) => row % 2);
  const sets = Array.from(
    { length: count },
    (_, row): SetName => (row < train ? "train" : row < train + val ? "val" : "test"),
  );
  return {
    labels,
    names: Array.from(labels, String),
    sets,
    groups: Array.from({ length: count }, (_, row) => `g${Math.floor(row / 3)}`),
  };
}

const drawn = (split: object, series: SplitSeries, seed = 3) => setsOf(splitOf(split), series, { seed });
const all = (sets: { train: Int32Array; val: Int32Array; test: Int32Array }) =>
  [...sets.train, ...sets.val, ...sets.test].sort((a, b) => a - b);

describe("a split", () => {
  it.each([
    [{}],
    [{ stratify: true }],
    [{ kind: "groups" }],
    [{ kind: "time" }],
    [{ kind: "folds", folds: 4, fold: 2 }],
    [{ kind: "folds", folds: 4, fold: 5, repeats: 2, by: "none" }],
    [{ kind: "folds", folds: 4, fold: 1, by: "group" }],
  ])("%j has every series in one set, and is the same when it is drawn again", (split) => {
    fc.assert(
      fc.property(fc.integer({ min: 36, max: 90 }), fc.integer({ min: 0, max: 99 }), (count, seed) => {
        const series = seriesOf(count);
        const sets = drawn(split, series, seed);
        expect(all(sets)).toEqual([...series.labels.keys()]);
        expect(splitSha256(drawn(split, series, seed))).toBe(splitSha256(sets));
      }),
      { numRuns: 20 },
    );
  });

  it("by time has the first series before the last", () => {
    const { train, val, test } = drawn({ kind: "time" }, seriesOf(20));
    expect([train.length, val.length, test.length]).toEqual([14, 3, 3]);
    expect(Math.max(...train)).toBeLessThan(Math.min(...val));
    expect(Math.max(...val)).toBeLessThan(Math.min(...test));
  });

  it("keeps the test files as they are, and takes validation from the training files", () => {
    const series = seriesOf(40, 20);
    const tests = [...series.sets.keys()].filter((row) => series.sets[row] === "test");
    for (const split of [{ val: 0.2 }, { val: 0.2, stratify: true }, { kind: "time", val: 0.2 }]) {
      const sets = drawn(split, series);
      expect([...sets.test]).toEqual(tests);
      expect([sets.train.length, sets.val.length]).toEqual([32, 8]);
    }
    const given = drawn({}, seriesOf(40, 20, 10));
    expect([given.train.length, given.val.length, given.test.length]).toEqual([40, 10, 20]);
  });

  it("may validate on the training series, and on nothing else then", () => {
    const sets = drawn({ val: "train" }, seriesOf(40, 20));
    expect(sets.val).toEqual(sets.train);
    expect(sets.train.length).toBe(40);
  });

  it("by resamples has the sizes and classes of the files, and 0 is the files themselves", () => {
    const series = seriesOf(40, 20);
    const own = drawn({ kind: "resample", resample: 0, val: "train" }, series);
    expect([...own.train]).toEqual(Array.from({ length: 40 }, (_, row) => row));
    const sets = drawn({ kind: "resample", resample: 4, val: "train" }, series);
    expect([sets.train.length, sets.test.length]).toEqual([40, 20]);
    expect(sets.test).not.toEqual(own.test);
    const bySeed = drawn({ kind: "resample", resample: "seed", val: "train" }, series, 4);
    expect(splitSha256(bySeed)).toBe(splitSha256(sets));
  });

  it("by folds tests every series once a repeat, whatever the seed of the run", () => {
    const series = seriesOf(31);
    const tests = [0, 1, 2, 3, 4].flatMap((seed) => [
      ...drawn({ kind: "folds", fold: "seed", val: "train" }, series, seed).test,
    ]);
    expect(tests.sort((a, b) => a - b)).toEqual([...series.labels.keys()]);
    // The next seeds go through them again.
    expect(drawn({ kind: "folds", fold: "seed", val: "train" }, series, 7).test).toEqual(
      drawn({ kind: "folds", fold: 2, val: "train" }, series, 0).test,
    );
  });

  it.each([
    [{ kind: "folds" }, seriesOf(40, 20), "expected only training files for folds"],
    [{ kind: "folds", fold: 5 }, seriesOf(40), "split.fold: expected a fold from 0 to 4"],
    [{ kind: "folds", by: "group", repeats: 2 }, seriesOf(40), "expected one repeat"],
    [{ kind: "resample" }, seriesOf(40), "expected training files and test files"],
    [{ kind: "groups" }, { ...seriesOf(40), groups: undefined }, "Name the column of the groups"],
    [{ kind: "groups" }, { ...seriesOf(40, 20), groups: new Array(60).fill("one") }, "received 1 of 1"],
    [{}, seriesOf(40, 0, 10), "expected test files beside validation files"],
    [{ kind: "time" }, seriesOf(40, 0, 10), "expected test files beside validation files"],
    [{ kind: "groups" }, seriesOf(40, 0, 10), "expected test files beside validation files"],
    [{ val: 0.999 }, seriesOf(3, 20), "received 3 of 3"],
    [{ stratify: true, val: 0.1 }, seriesOf(5, 20), "expected at least two series of each class and 2 in each set"],
  ])("%j refuses what it cannot draw", (split, series, says) => {
    expect(() => drawn(split, series as SplitSeries)).toThrow(says);
  });

  it("refuses a group in the files of two sets, and one that validates and is tested", () => {
    const given = { ...seriesOf(12, 3, 3), groups: [..."aaabbbcccddd", ..."eef", ..."fgg"] };
    const order = [...given.sets].map((set, row) => `${set}${given.groups[row]}`).join();
    expect(order).toContain("testf");
    expect(() => drawn({ kind: "groups" }, given)).toThrow("received group f in the validation and in the test series");
    // Whichever group is drawn to validate, it is in the test files.
    const series = { ...seriesOf(12, 4), groups: [..."aaabbbcccdddabcd"] };
    expect(() => drawn({ kind: "groups", val: 0.25 }, series)).toThrow("expected every group on one side");
  });

  it("refuses a group in training and test files", () => {
    const series = { ...seriesOf(12, 6), groups: [..."aaabbbcccdddaaabbb"] };
    expect(() => drawn({ kind: "groups", val: 0.25 }, series)).toThrow("expected every group on one side of the split");
  });
});
