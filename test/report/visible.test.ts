import fc from "fast-check";
import { expect, it } from "vitest";
import { visible, visibleLines } from "../../src/report/visible.ts";

it.each([
  ["\u001b[31mred\u001b[0m", "\\u001b[31mred\\u001b[0m"],
  ["\u001b]0;title\u0007", "\\u001b]0;title\\u0007"],
  ["\u009b2J", "\\u009b2J"],
  ["a\r\nb\tc", "a\\u000d\\u000ab\\u0009c"],
  ["\u007f\u2028\u2029", "\\u007f\\u2028\\u2029"],
  ["user\u202etxt.exe\u2066", "user\\u202etxt.exe\\u2066"],
  ["\ud800", "\\ud800"],
  ["名字 é 😀 שלום", "名字 é 😀 שלום"],
])("%j is shown as %s", (text, shown) => {
  expect(visible(text)).toBe(shown);
});

it("keeps the ends of lines and tabs where there may be some", () => {
  expect(visibleLines("a\n\tb\u001b\r")).toBe("a\n\tb\\u001b\\u000d");
});

it("leaves JSON what it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const json = JSON.stringify({ text }, undefined, 2);
      expect(JSON.parse(visibleLines(json))).toEqual({ text });
      expect(visible(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
    }),
  );
});
