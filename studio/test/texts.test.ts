/** Both dictionaries say something everywhere; functions take what they are given. */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  formatCount,
  formatHundredths,
  formatLoss,
  formatPercent,
  formatPowerOfTen,
  formatSize,
} from "../src/texts/numbers.ts";

const folder = fileURLToPath(new URL("../src/texts/", import.meta.url));
const names = readdirSync(`${folder}en`);

/** All texts of a dictionary by path; functions are called with numbers, which every text can show. */
function textsOf(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") {
    const given = Array.from({ length: value.length }, () => [3] as unknown);
    const made = (value as (...args: unknown[]) => string | string[])(...given);
    return [made].flat().map((text, index) => [`${path}()${index}`, text]);
  }
  return Object.entries(value as object).flatMap(([key, inner]) => textsOf(inner, `${path}.${key}`));
}

const NOUNS =
  "arm|batche|byte|channel|checkpoint|classe|column|comparison|day|epoch|error|field|file|group|label|layer|number|pair|parameter|" +
  "point|run|second|seed|step|submission|thread|unit|value|window";
/** One of something, written as if it were several; a word may be between. */
const ONE_AS_MANY = new RegExp(
  `(?:^|[^\\d.,–\\w-])1 (?:[a-z]+ )?(?:${NOUNS})s\\b|\\b1 (?:[a-z]+ )?series (?:are|were|have|do)\\b`,
);
/** There are never one: two classes at least, points with a digit behind the point, names instead of a count. */
const NEVER_ONE = [
  "time.ts.notBetter()0",
  "compare.ts.intervalText()0",
  "verify.ts.tooMany()0",
  "explain.ts.dependsOn()0",
];

/** Texts of functions of numbers, called with ones. */
function textsOfOne(value: unknown, path: string): [string, string][] {
  if (typeof value === "string") return [];
  if (typeof value !== "function") {
    return Object.entries(value as object).flatMap(([key, inner]) => textsOfOne(inner, `${path}.${key}`));
  }
  try {
    const ones = Array.from({ length: value.length }, () => 1);
    const made = (value as (...args: number[]) => string | string[])(...ones);
    return [made].flat().map((text, index) => [`${path}()${index}`, text]);
  } catch {
    // Of lists, which have no count.
    return [];
  }
}

describe.each(names)("%s", (name) => {
  it("has a singular for one of something in English", async () => {
    const [texts] = Object.values(await import(/* @vite-ignore */ `../src/texts/en/${name}`));
    const wrong = textsOfOne(texts, name).filter(([path, text]) => ONE_AS_MANY.test(text) && !NEVER_ONE.includes(path));
    expect(wrong).toEqual([]);
  });

  it("has the same keys in both languages, and no empty text", async () => {
    const [en, zhCn] = await Promise.all(
      ["en", "zh-CN"].map(
        async (language) => Object.values(await import(/* @vite-ignore */ `../src/texts/${language}/${name}`))[0],
      ),
    );
    const [first, second] = [textsOf(en), textsOf(zhCn)];
    expect(second.map(([path]) => path)).toEqual(first.map(([path]) => path));
    for (const [path, text] of [...first, ...second]) expect(text.trim(), path).not.toBe("");
    for (const [path, text] of first) expect(text, path).not.toMatch(/[\u4e00-\u9fff]/);
  });
});

describe("numbers", () => {
  it.each([
    [Math.LN2, "0.693"],
    [0.0123456, "0.012"],
    [0.00012345, "0.00012"],
    [1.2e-7, "1.2e-7"],
    [2182.4, "2182"],
    [12.345, "12.3"],
    [0, "0"],
    [Number.NaN, "NaN"],
  ])("a loss of %d is %s", (value, text) => {
    expect(formatLoss(value)).toBe(text);
  });

  it.each([
    [-0.004, "0.00"],
    [-0.006, "-0.01"],
    [0.441, "0.44"],
  ])("%f with two digits is %s", (value, text) => {
    expect(formatHundredths(value)).toBe(text);
  });

  it("a share is never all unless it is", () => {
    expect(formatPercent(1)).toBe("100.0%");
    expect(formatPercent(0.99999)).toBe(">99.9%");
    expect(formatPercent(0.00001)).toBe("<0.1%");
    expect(formatPercent(0)).toBe("0.0%");
    expect(formatPercent(0.806)).toBe("80.6%");
  });

  it("sizes have two digits", () => {
    expect([0, 66, 4096, 26_214_400, 123_456, 2.1e9].map(formatSize)).toEqual([
      "",
      "66",
      "4.1 k",
      "26 M",
      "123 k",
      "2.1 G",
    ]);
  });

  it("powers of ten have their sign and every digit", () => {
    expect([-12, -2, 0, 3, 10].map(formatPowerOfTen)).toEqual(["10⁻¹²", "10⁻²", "1", "10³", "10¹⁰"]);
  });

  it("thousands are apart", () => {
    expect([7, 1200, 137955, 1234567].map(formatCount)).toEqual(["7", "1,200", "137,955", "1,234,567"]);
  });
});
