/** Folds, groups and resamples are those of scikit-learn and aeon, index for index (`test/fixtures/folds.py`). */
import { describe, expect, it } from "vitest";
import { groupKFold, kFold, stratifiedKFold } from "../../../src/data/files/folds.ts";
import { drawGroups, groupSplit, rowsOf } from "../../../src/data/files/group-split.ts";
import { indexedResample, stratifiedResample } from "../../../src/data/files/resamples.ts";
import { NumpyRandom } from "../../../src/random/numpy.ts";
import fixture from "../../fixtures/folds.json" with { type: "json" };

const lists = (folds: readonly Int32Array[]) => folds.map((rows) => [...rows]);

describe("folds", () => {
  it.each(fixture.stratified)("of classes are StratifiedKFold's, $folds of them", ({ labels, folds, seed, tests }) => {
    expect(lists(stratifiedKFold(Int32Array.from(labels), folds, new NumpyRandom(seed)))).toEqual(tests);
  });

  it.each(fixture.repeated)(
    "that are repeated continue one stream, seed $seed",
    ({ labels, folds, repeats, seed, tests }) => {
      const random = new NumpyRandom(seed);
      const found = Array.from({ length: repeats }, () => stratifiedKFold(Int32Array.from(labels), folds, random));
      expect(lists(found.flat())).toEqual(tests);
    },
  );

  it.each(fixture.plain)("without classes are KFold's, of $count series", ({ count, folds, seed, tests }) => {
    expect(lists(kFold(count, folds, new NumpyRandom(seed)))).toEqual(tests);
  });

  it.each(fixture.grouped)("of groups are GroupKFold's, $folds of them", ({ groups, folds, tests }) => {
    expect(lists(groupKFold(groups, folds))).toEqual(tests);
  });

  it("that cannot all be tested are refused, with what there is", () => {
    const random = new NumpyRandom(0);
    expect(() => kFold(4, 5, random)).toThrow("split.folds: expected at least 5 series, one a fold, received 4.");
    expect(() => stratifiedKFold(Int32Array.of(0, 0, 0, 1, 1), 3, random)).toThrow("3 series of each class");
    expect(() => groupKFold(["a", "a", "b"], 3)).toThrow("at least 3 groups, one a fold, received 2");
  });
});

describe("groups", () => {
  it.each(fixture.shuffled)("are drawn as by GroupShuffleSplit, seed $seed", ({ groups, test, seed, rest, tested }) => {
    const names = [...new Set(groups)].sort();
    const [drawn, others] = drawGroups(names, test, new NumpyRandom(seed));
    expect([...rowsOf(groups, drawn)]).toEqual(tested);
    expect([...rowsOf(groups, others)]).toEqual(rest);
  });

  it("are never on two sides, and every series is on one", () => {
    const groups = Array.from({ length: 60 }, (_, row) => `p${(row * row) % 11}`);
    const { train, val, test } = groupSplit(groups, { train: 0.5, val: 0.25 }, new NumpyRandom(4));
    expect([...train, ...val, ...test].sort((a, b) => a - b)).toEqual([...groups.keys()]);
    const sides = [train, val, test].map((rows) => new Set(Array.from(rows, (row) => groups[row])));
    for (const [i, side] of sides.entries()) {
      for (const other of sides.slice(i + 1)) expect([...side].filter((group) => other.has(group))).toEqual([]);
    }
    expect(() => groupSplit(["a", "b"], { train: 0.5, val: 0.25 }, new NumpyRandom(0))).toThrow(
      "expected at least one group in each set",
    );
  });
});

describe("resamples", () => {
  it.each(fixture.resamples)("are aeon's, number $number", ({ train_labels, test_labels, number, train, test }) => {
    const found = stratifiedResample([...train_labels, ...test_labels], train_labels.length, number);
    expect([[...found.train], [...found.test]]).toEqual([train, test]);
  });

  it("number 0 is the archive's own split", () => {
    const found = stratifiedResample(["a", "b", "b", "a"], 3, 0);
    expect([[...found.train], [...found.test]]).toEqual([[0, 1, 2], [3]]);
  });

  it("need the same classes on both sides", () => {
    expect(() => stratifiedResample(["a", "b", "a"], 2, 1)).toThrow("received b in one of them only");
  });

  const files = (train: string, test: string) => ({
    train: { name: "train.txt", text: train },
    test: { name: "test.txt", text: test },
  });

  it("are read from files of indices, in which a row of -1 is the archive's split", () => {
    const both = files("-1 -1 \n3 0 \n", "-1 -1 \n2 1 \n");
    expect(indexedResample(both, 0, 4, 2)).toEqual({ train: Int32Array.of(0, 1), test: Int32Array.of(2, 3) });
    expect(indexedResample(both, 1, 4, 2)).toEqual({ train: Int32Array.of(3, 0), test: Int32Array.of(2, 1) });
  });

  it.each([
    ["0 4\n", "1 2\n", "train.txt:1: expected each index from 0 to 3 at most once"],
    [
      "0 1\n",
      "1 2\n",
      "test.txt:1: expected each index from 0 to 3 at most once, or a row of -1 in both files, received 1 again",
    ],
    ["0 x\n", "1 2\n", "received x"],
    ["-1 -1\n", "1 2\n", "received -1"],
  ])("are refused in %j and %j", (train, test, says) => {
    expect(() => indexedResample(files(train, test), 0, 4, 2)).toThrow(says);
  });

  it("have as many rows as lines", () => {
    expect(() => indexedResample(files("0 1\n", "2 3\n"), 1, 4, 2)).toThrow("train.txt: expected a row from 0 to 0");
  });
});
