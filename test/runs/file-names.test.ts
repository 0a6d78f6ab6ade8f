/** Names that Windows would refuse or take for another; what it reserves is listed in Microsoft's "Naming Files, Paths, and Namespaces". */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { portableName } from "../../src/runs/file-names.ts";

const DEVICES = ["CON", "PRN", "AUX", "NUL"].concat(
  ..."0123456789¹²³".split("").map((digit) => [`COM${digit}`, `LPT${digit}`]),
);

describe("names of folders", () => {
  it.each([
    ["con", "con-"],
    ["NUL.txt", "NUL-.txt"],
    ["aux .csv", "aux- .csv"],
    ["Com1", "Com1-"],
    ["lpt9.a.b", "lpt9-.a.b"],
    ["a.", "a.-"],
    ["a ", "a -"],
    ["a..", "a..-"],
    ["a:b", "a-b"],
    ["", "-"],
  ])("%j becomes %j", (name, expected) => {
    expect(portableName(name)).toBe(expected);
  });

  it.each(["lab", "console", "com", "com10", "null", "a.b", "2026-11-26-con", "长短期", ".hidden"])(
    "%j stays",
    (name) => {
      expect(portableName(name)).toBe(name);
    },
  );

  it("gives no name that is reserved or ends in a dot or blank, and leaves its own names as they are", () => {
    const name = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(...DEVICES));
    const end = fc.oneof(fc.constant(""), fc.constantFrom(".", " ", ". .", ".txt", " .txt"), fc.string());
    fc.assert(
      fc.property(name, end, (first, last) => {
        const given = portableName(`${first}${last}`);
        const [stem = ""] = given.split(".");
        expect(DEVICES).not.toContain(stem.trimEnd().toUpperCase());
        expect(given).toMatch(/[^. ]$/);
        expect(portableName(given)).toBe(given);
      }),
    );
  });
});
