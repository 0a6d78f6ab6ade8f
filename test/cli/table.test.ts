import fc from "fast-check";
import { expect, it } from "vitest";
import { cut, displayWidth, formatTable, padEnd, padStart } from "../../src/cli/terminal/table.ts";

it.each([
  ["", 0],
  ["abc", 3],
  ["轮次", 4],
  ["（默认：20）", 12],
  ["e\u0301", 1],
  ["日本語", 6],
  ["한글", 4],
  ["😀", 2],
  ["█░▏", 3],
  ["\u001b[1mbold\u001b[22m", 4],
  ["\u200b", 0],
])("%j takes its columns", (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

it("lines columns up, Chinese ones too, and leaves no spaces at line ends", () => {
  const table = formatTable(
    [
      ["层", "参数量", "x"],
      ["lstm", "1,234", ""],
    ],
    ["left", "right", "left"],
  );
  expect(table).toEqual(["层    参数量  x", "lstm   1,234"]);
});

it("pads to a width, never shortens", () => {
  expect(padEnd("层", 4)).toBe("层  ");
  expect(padStart("层", 4)).toBe("  层");
  expect(padEnd("abc", 2)).toBe("abc");
});

it("cuts to a width and shows that it did", () => {
  expect(cut("abcdef", 4)).toBe("abc…");
  expect(cut("abcd", 4)).toBe("abcd");
  // Half a character is none.
  expect(cut("轮次轮次", 4)).toBe("轮…");
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", "轮", "😀", "é") }),
      fc.integer({ min: 1, max: 9 }),
      (text, width) => {
        expect(displayWidth(cut(text, width))).toBeLessThanOrEqual(width);
      },
    ),
  );
});
