/** Classes that are written in two ways, and classes that are none: said, and nothing else. */
import { describe, expect, it } from "vitest";
import { classDoubts } from "../../../src/data/files/class-doubts.ts";

const of = (...labels: string[]) => classDoubts(labels.map((label) => ({ set: "train", label })));
const alike = (first: string, second: string, count = 1) => [{ kind: "alikeClasses", first, second, count }];

describe("classes that differ in how they are written", () => {
  it.each([
    ["Walk", "walk", "Walk", "walk"],
    ["001", "1", "001", "1"],
    ["1", "1.0", "1", "1.0"],
    ["-0", "0", "-0", "0"],
    ["1e3", "+1000", "1e3", "+1000"],
    ["caf\u00e9", "cafe\u0301", "caf\u00e9", "cafe\\u{301}"],
    ["a", "\u200ba", "a", "\\u{200b}a"],
    ["\uff21", "A", "\uff21", "A"],
    ["sit  up", "sit up", "sit  up", "sit up"],
  ])("%j and %j", (first, second, shown, other) => {
    expect(of(first, first, second, second)).toEqual(alike(shown, other));
  });

  it("are counted, and the first pair is named", () => {
    expect(of("a", "A", "b", "B", "a", "b")).toEqual(alike("a", "A", 2));
  });

  it("are not those that mean two things", () => {
    expect(of("a", "b", "1", "2", "-1", "10", "1 2", "12", "+", "-", "走路", "跑步", ...Array(12).fill("a"))).toEqual(
      [],
    );
    // A file without classes is described, too.
    expect(of("", "", "a")).toEqual([]);
  });
});

it("so many classes that most have one series may be numbers to predict", () => {
  const numbers = [0.5, 1.25, -3, 4.75, 2].map(String);
  expect(of(...numbers, "0.5")).toEqual([{ kind: "manyClasses", classes: 5, series: 6 }]);
  expect(of(...numbers, ...numbers)).toEqual([]);
  expect(of("a", "b", "c")).toEqual([]);
});
