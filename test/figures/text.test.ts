import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawText, fitText, textWidth } from "../../src/figures/text.ts";

describe("textWidth", () => {
  it("is the sum of the font's advances with a tenth of room", () => {
    // Noto Sans CJK SC: a digit is 555 thousandths wide, an ideograph 1000.
    expect(textWidth("2024", 10)).toBeCloseTo(4 * 5.55 * 1.1, 10);
    expect(textWidth("时间", 12)).toBeCloseTo(24 * 1.1, 10);
    expect(textWidth("", 12)).toBe(0);
  });
});

describe("fitText", () => {
  it("keeps what fits and cuts the rest with an ellipsis", () => {
    expect(fitText("sine", 100, 12)).toBe("sine");
    expect(fitText("  two \n lines ", 100, 12)).toBe("two lines");
    expect(fitText("walking upstairs", 60, 12)).toMatch(/^walk.*…$/);
    expect(fitText("x", 0, 12)).toBe("…");
  });

  it("never comes out wider than asked, nor splits a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.double({ min: 15, max: 300, noNaN: true }), (text, width) => {
        const cut = fitText(text, width, 12);
        expect(textWidth(cut, 12)).toBeLessThanOrEqual(width);
        expect(cut).not.toMatch(/\p{Surrogate}/u);
        const line = text.replace(/\s+/g, " ").trim();
        expect(cut === line || line.startsWith(cut.slice(0, -1))).toBe(true);
      }),
    );
  });

  it("takes a name of a megabyte", () => {
    expect(fitText("a".repeat(1_000_000), 100, 12)).toMatch(/^a{5,20}…$/);
  });
});

describe("drawText", () => {
  it("raises an exponent, and shows the whole of a cut text on hover", () => {
    const at = { x: 1, y: 2, size: 10 };
    expect(drawText("10", { ...at, exponent: "−3" })).toContain('>10<tspan dy="-4" font-size="7.5">−3</tspan></text>');
    expect(drawText("a…", { ...at, full: "a & b" })).toContain("a…<title>a &amp; b</title>");
    expect(drawText("a", { ...at, full: "a" })).not.toContain("title");
  });
});
