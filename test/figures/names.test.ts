/** Names side by side in a figure keep within their room and never read alike. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { armCurvesFigure, confusionMatrixFigure, intervalsFigure } from "../../src/figures/index.ts";
import { fitNames, wrapNames } from "../../src/figures/names.ts";
import { textWidth } from "../../src/figures/text.ts";

const rates = [0.3, 0.01, 0.001].flatMap((lr) =>
  ["no clipping", "clipping at 1"].flatMap((clip) =>
    ["no weight decay", "weight decay 0.01"].map((decay) => `learning rate ${lr} · ${clip} · ${decay}`),
  ),
);
/** What a reader sees: the texts of the figure, without titles that show on hover. */
const textsOf = (svg: string) => [...svg.matchAll(/<text [^>]*>([^<]*)/g)].map(([, text = ""]) => text);

describe("fitNames", () => {
  it("leaves names that fit as they are, and cuts others at the end as before", () => {
    expect(fitNames(["sine", "square"], 100, 12)).toEqual(["sine", "square"]);
    const [one = "", other = ""] = fitNames(["walking upstairs with a bag", "sitting"], 80, 12);
    expect(one).toMatch(/^walking.*…$/);
    expect(other).toBe("sitting");
  });

  it("keeps apart names that begin alike, end alike, or do both", () => {
    const few = [
      ["a very long beginning of a name, one", "a very long beginning of a name, two"],
      ["one a very long end of a name", "two a very long end of a name"],
      [
        "a very long beginning of one a very long end of a name",
        "a very long beginning of two a very long end of a name",
      ],
    ];
    for (const names of few) {
      const fitted = fitNames(names, 110, 12);
      expect(new Set(fitted).size).toBe(2);
      for (const text of fitted) expect(textWidth(text, 12)).toBeLessThanOrEqual(110);
    }
  });

  it("never makes two names alike that differ, however narrow the room", () => {
    const name = fc.array(fc.constantFrom("a", "b", " ", "学", "习", "long-word-that-stays", "·"), { maxLength: 30 });
    fc.assert(
      fc.property(fc.array(name, { maxLength: 6 }), fc.integer({ min: 60, max: 300 }), (lists, width) => {
        const names = [...new Set(lists.map((parts) => parts.join("").replace(/\s+/g, " ").trim()))];
        expect(new Set(fitNames(names, width, 12)).size).toBe(names.length);
        const wrapped = wrapNames(names, width, 12, 3).map((lines) => lines.join("\n"));
        expect(new Set(wrapped).size).toBe(names.length);
        for (const line of wrapped.flatMap((lines) => lines.split("\n"))) {
          expect(textWidth(line, 12)).toBeLessThanOrEqual(width + 1);
        }
      }),
    );
  });
});

describe("figures of arms with long names", () => {
  it("have no two panels of the same name", () => {
    const arms = rates.map((name) => ({ name, histories: [] }));
    const texts = textsOf(armCurvesFigure({ arms }));
    for (const word of ["learning rate 0.3", "learning rate 0.01", "clipping at 1", "weight decay 0.01"]) {
      expect(texts.join(" ")).toContain(word);
    }
    const shown = texts.join(" ").split("learning rate").slice(1);
    expect(new Set(shown).size).toBe(rates.length);
  });

  it("have no two intervals of the same name", () => {
    const [first = "", ...others] = rates.map(
      (name) => `${name} · a setting more that makes the name too long for a row`,
    );
    const row = { mean: 1, interval: [0, 2] as const, isShown: false };
    const texts = textsOf(intervalsFigure({ rows: others.map((second) => ({ first, second, ...row })) }));
    const names = texts.join(" ").split("− learning").slice(1);
    expect(names).toHaveLength(others.length);
    expect(new Set(names).size).toBe(others.length);
  });
});

describe("confusion matrices side by side", () => {
  const classNames = ["sine", "square"];
  const [small, large] = [
    [
      [1, 0],
      [2, 1],
    ],
    [
      [1000, 20],
      [3, 977],
    ],
  ];

  it("have one size and one scale of colours", () => {
    const draw = (confusionMatrix: number[][]) =>
      confusionMatrixFigure({ classNames, confusionMatrix, scaledTo: [small, large] });
    const [a, b] = [draw(small), draw(large)];
    const sizeOf = (svg: string) => /width="[\d.]+" height="[\d.]+"/.exec(svg)?.[0];
    expect(sizeOf(a)).toBe(sizeOf(b));
    // One of a thousand is nearly white; by itself it is half of the greatest count.
    const fillOf = (svg: string) =>
      [...svg.matchAll(/<rect [^>]*fill="(#\w+|rgb[^"]*)"[^>]*stroke="#ffffff"/g)][0]?.[1];
    expect(fillOf(a)).not.toBe(fillOf(confusionMatrixFigure({ classNames, confusionMatrix: small })));
    expect(fillOf(b)).toBe(fillOf(confusionMatrixFigure({ classNames, confusionMatrix: large })));
  });
});
