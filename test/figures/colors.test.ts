import { describe, expect, it } from "vitest";
import { greens, ink, lineStyle, oranges, readableOn } from "../../src/figures/colors.ts";

/** WCAG 2.2's contrast ratio, 1 to 21. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [r = 0, g = 0, bl = 0] = [1, 3, 5]
      .map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255)
      .map((s) => (s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * bl + 0.05;
  };
  const [x, y] = [luminance(a), luminance(b)];
  return Math.max(x, y) / Math.min(x, y);
}

const shares = Array.from({ length: 1001 }, (_, i) => i / 1000);

describe("greens", () => {
  it("is matplotlib's Greens", () => {
    // `_Greens_data` of matplotlib 3.11.2's _cm.py, times 255.
    const stops = [
      [247, 252, 245],
      [229, 245, 224],
      [199, 233, 192],
      [161, 217, 155],
      [116, 196, 118],
      [65, 171, 93],
      [35, 139, 69],
      [0, 109, 44],
      [0, 68, 27],
    ];
    const expected = stops.map((rgb) => `#${Buffer.from(rgb).toString("hex")}`);
    expect(expected.map((_, i) => greens(i / 8))).toEqual(expected);
    expect(greens(-1)).toBe("#f7fcf5");
    expect(greens(2)).toBe("#00441b");
    expect(greens(1 / 16)).toBe("#eef9eb");
  });
});

describe("text", () => {
  it("stands out at 4.5 : 1 on every green and in every grey", () => {
    for (const at of shares) expect(contrast(greens(at), readableOn(greens(at)))).toBeGreaterThanOrEqual(4.5);
    for (const grey of [ink.title, ink.label, ink.tick]) expect(contrast(grey, "#ffffff")).toBeGreaterThanOrEqual(4.5);
    expect(contrast(ink.faint, greens(0))).toBeGreaterThanOrEqual(4.5);
  });
});

describe("lines", () => {
  it("differ, up to the 21st, and the first stands out on the band of attention", () => {
    const styles = Array.from({ length: 21 }, (_, i) => lineStyle(i));
    expect(new Set(styles.map((style) => `${style.stroke} ${style.dash}`)).size).toBe(21);
    for (const at of shares) expect(contrast(lineStyle(0).stroke, oranges(at))).toBeGreaterThanOrEqual(3);
  });
});
