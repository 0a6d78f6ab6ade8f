/** What a user adds to a report, as Markdown: text of theirs is never markup. */
import { describe, expect, it } from "vitest";
import { markdownOf } from "../src/screens/report/evidence.ts";

const places = (...texts: string[]) => texts.map((text) => ({ text, href: "#/train/a?at=3" }));

describe("evidence in Markdown", () => {
  it("is nothing without evidence and words", () => {
    expect(markdownOf([], [])).toBe("");
  });

  it("names its places, and has the words below it, line by line", () => {
    const evidence = [
      { sentence: "Pinned observation: Epoch 2: the loss falls.", places: places("step 12") },
      { sentence: "Where?", places: places("epoch 3", "test series 4") },
    ];
    expect(markdownOf(evidence, ["It falls\nlate."])).toBe(
      [
        ...["## Evidence", "", "- Pinned observation: Epoch 2: the loss falls. (step 12)"],
        ...["- Where? (epoch 3; test series 4)", "", "## What I observed", "", "> It falls", "> late.", "", ""],
      ].join("\n"),
    );
  });

  it("has what looks like markup as text", () => {
    const evidence = [{ sentence: "<b>[x](y)\n# no", places: places("true a|b, predicted *") }];
    expect(markdownOf(evidence, ["# one", "1. two"])).toBe(
      [
        ...["## Evidence", "", "- \\<b\\>\\[x\\](y) # no (true a\\|b, predicted \\*)", ""],
        ...["## What I observed", "", "> \\# one", "> 1\\. two", "", ""],
      ].join("\n"),
    );
  });
});
