/** What fits what was typed, and in which order. */
import { describe, expect, it } from "vitest";
import { fit, matching } from "../src/palette/matching.ts";

const find = (typed: string, ...texts: string[]) => matching(typed, texts, (text) => text);

describe("matching", () => {
  it("lists all where nothing is typed", () => expect(find(" ", "b", "a")).toEqual(["b", "a"]));

  it("wants every word, in any order and case", () => {
    expect(find("RATE learn", "Learning rate", "Rate", "Learn")).toEqual(["Learning rate"]);
    expect(fit("x", "abc")).toBeUndefined();
  });

  it("prefers the beginning of the text, then of a word, then the shorter text", () => {
    expect(find("lab", "collaborate", "my lab", "lab-2: report", "lab")).toEqual([
      "lab",
      "lab-2: report",
      "my lab",
      "collaborate",
    ]);
  });

  it("finds Chinese", () => expect(find("学习", "学习率", "训练")).toEqual(["学习率"]));
});
