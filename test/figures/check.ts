/** What holds for every figure, whatever its data; called by the tests of each. */
import { Resvg } from "@resvg/resvg-js";
import { expect } from "vitest";
import { attributeNumbers, markPoints, type Node, overlaps, parseSvg, textBoxes } from "./marks.ts";

/** Well-formed, named for screen readers, free of NaN and its like, with every mark and level text inside the view box. */
export function checkFigure(svg: string): Node {
  const root = parseSvg(svg);
  const [, , width = 0, height = 0] = (root.attributes.viewBox ?? "").split(" ").map(Number);
  expect(root.attributes.role).toBe("img");
  expect(root.children.slice(0, 2).map((node) => node.name)).toEqual(["title", "desc"]);
  expect(root.children[0]?.text).not.toBe("");
  expect(root.children[1]?.text).not.toBe("");

  expect(attributeNumbers(root).filter((number) => !/^-?\d+(\.\d{1,2})?$/.test(number))).toEqual([]);
  const outside = markPoints(root).filter(([x, y]) => !(x >= 0 && x <= width && y >= 0 && y <= height));
  expect(outside).toEqual([]);
  const cut = textBoxes(root).filter(
    (box) => !(box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height),
  );
  expect(cut).toEqual([]);
  return root;
}

/** Also: no two texts run into each other. For data of which a figure must be legible, not only sound. */
export function checkLegible(svg: string): Node {
  const root = checkFigure(svg);
  expect(overlaps(textBoxes(root))).toEqual([]);
  // A second parser, which also takes part in rendering, agrees on the size.
  const rendered = new Resvg(svg, { font: { loadSystemFonts: false } });
  expect([rendered.width, rendered.height]).toEqual([Number(root.attributes.width), Number(root.attributes.height)]);
  return root;
}

/** No attribute or visible text holds what JavaScript prints for a number that is none. */
export function checkNoNaN(svg: string): void {
  expect(svg).not.toMatch(/NaN|undefined|Infinity|null/);
}
