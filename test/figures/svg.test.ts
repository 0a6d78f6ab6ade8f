import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { element, escapeXml, figureDocument, formatCoordinate } from "../../src/figures/svg.ts";
import { parseSvg } from "./marks.ts";

describe("formatCoordinate", () => {
  it("rounds to two decimals and writes no −0", () => {
    expect([1, 1.005, -0, -0.001, 1.1, 100, 12.345678, 0.1 + 0.2].map(formatCoordinate)).toEqual([
      "1",
      "1",
      "0",
      "0",
      "1.1",
      "100",
      "12.35",
      "0.3",
    ]);
  });

  it("refuses what is no coordinate, rather than write it", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e21]) {
      expect(() => formatCoordinate(value)).toThrow(RangeError);
    }
  });
});

describe("escapeXml", () => {
  it("escapes markup and replaces what XML cannot hold", () => {
    expect(escapeXml(`<a href="x" & 'y'>`)).toBe("&lt;a href=&quot;x&quot; &amp; &#39;y&#39;&gt;");
    expect(escapeXml("a\u0000b\ud800c\uffffd\ne")).toBe("a\ufffdb\ufffdc\ufffdd e");
    expect(escapeXml("波🌊")).toBe("波🌊");
  });

  it("leaves any text readable by a parser", () => {
    const anyText = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(anyText, anyText, (title, lang) => {
        const frame = { width: 10, height: 10, title, description: title, lang, marks: [] };
        const root = parseSvg(figureDocument(frame));
        const held = (text: string) =>
          text.replace(/[\t\n\r]/g, " ").replace(/[\p{Cc}\p{Surrogate}\ufffe\uffff]/gu, "\ufffd");
        expect(root.children[0]?.text).toBe(held(title));
        expect(root.attributes.lang).toBe(held(lang));
      }),
    );
  });
});

describe("element", () => {
  it("leaves out what is undefined and rounds numbers", () => {
    expect(element("line", { x1: 1 / 3, stroke: undefined, fill: 'a"b' })).toBe('<line x1="0.33" fill="a&quot;b"/>');
    expect(element("g", {}, "<a/>", "<b/>")).toBe("<g><a/><b/></g>");
  });
});
