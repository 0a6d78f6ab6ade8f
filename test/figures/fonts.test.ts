import { describe, expect, it } from "vitest";
import { familyOf } from "../../src/figures/fonts.ts";
import { drawText } from "../../src/figures/text.ts";

const first = (text: string) => familyOf(text).split(",")[0];

describe("familyOf", () => {
  it("begins with the shipped font where that has all characters", () => {
    for (const text of ["", "sine é", "训练集", "2×10"]) expect(first(text)).toBe("'Tidelab Sans'");
  });

  it("begins with the systems' fonts where it has not, and still names it and a sans-serif", () => {
    expect(first("其他活动")).toBe("'Noto Sans CJK SC'");
    expect(first("żółć")).toBe("'Noto Sans'");
    for (const text of ["sine", "其他活动", "żółć"]) expect(familyOf(text)).toMatch(/'Tidelab Sans'.*,sans-serif$/);
  });

  it("has no space where resvg would take it for a part of the name", () => {
    expect(familyOf("其")).not.toMatch(/, /);
  });

  it("is named on a text only where it differs from the document's", () => {
    const at = { x: 0, y: 0, size: 12 };
    expect(drawText("sine", at)).not.toContain("font-family");
    expect(drawText("其他活动", at)).toContain("font-family");
  });
});
