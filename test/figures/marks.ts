/**
 * Reads an SVG back: a strict parser of the little that figures use, where every mark ends up, and the places of texts.
 * Independent of the code under test, so that it can catch it out.
 */
import { textWidth } from "../../src/figures/text.ts";

export interface Node {
  name: string;
  attributes: Record<string, string>;
  children: Node[];
  text: string;
}

/** @throws Error at the first thing that is not well-formed */
export function parseSvg(svg: string): Node {
  const token =
    /<(\/?)([a-zA-Z]+)((?: [a-zA-Z0-9-]+="(?:[^"<&]|&(?:amp|lt|gt|quot|#39);)*")*)(\/?)>|([^<&>]|&(?:amp|lt|gt|quot|#39);)+/y;
  const root: Node = { name: "#root", attributes: {}, children: [], text: "" };
  const open = [root];
  while (token.lastIndex < svg.length) {
    const at = token.lastIndex;
    const match = token.exec(svg);
    const top = open.at(-1);
    if (match === null || top === undefined) throw new Error(`not well-formed at ${at}: ${svg.slice(at, at + 60)}`);
    const [whole, closing, name, attributes = "", selfClosing] = match;
    if (name === undefined) {
      top.text += decode(whole);
    } else if (closing) {
      if (top.name !== name) throw new Error(`</${name}> closes <${top.name}>`);
      open.pop();
    } else {
      const node: Node = { name, attributes: {}, children: [], text: "" };
      for (const [, key = "", value = ""] of attributes.matchAll(/ ([a-zA-Z0-9-]+)="([^"]*)"/g)) {
        if (key in node.attributes) throw new Error(`${key} twice`);
        node.attributes[key] = decode(value);
      }
      top.children.push(node);
      if (!selfClosing) open.push(node);
    }
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)?.name}> is not closed`);
  const [svgNode] = root.children;
  if (svgNode?.name !== "svg" || root.children.length !== 1) throw new Error("expected one <svg>");
  return svgNode;
}

function decode(text: string): string {
  const characters: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
  return text.replace(/&[a-z#0-9]+;/g, (entity) => characters[entity] ?? "");
}

export function descendants(node: Node): Node[] {
  return node.children.flatMap((child) => [child, ...descendants(child)]);
}

export type Point = readonly [x: number, y: number];

/** Corners of every mark that is not a text, in px. */
export function markPoints(svg: Node): Point[] {
  return descendants(svg).flatMap((node): Point[] => {
    const n = (key: string) => Number(node.attributes[key]);
    if (node.name === "rect")
      return [
        [n("x") || 0, n("y") || 0],
        [(n("x") || 0) + n("width"), (n("y") || 0) + n("height")],
      ];
    if (node.name === "line")
      return [
        [n("x1"), n("y1")],
        [n("x2"), n("y2")],
      ];
    if (node.name === "circle")
      return [
        [n("cx") - n("r"), n("cy") - n("r")],
        [n("cx") + n("r"), n("cy") + n("r")],
      ];
    if (node.name === "path") return pathPoints(node.attributes.d ?? "");
    return [];
  });
}

/** Points of a path, absolute; of the commands figures use. */
export function pathPoints(d: string): Point[] {
  const points: Point[] = [];
  let [x, y] = [0, 0];
  let rest = d;
  while (rest !== "") {
    const match = /^([MLHVmlhvZ])((?:[ ,]?-?\d+(?:\.\d+)?)*)/.exec(rest);
    if (match === null) throw new Error(`not a path: ${rest.slice(0, 40)}`);
    rest = rest.slice(match[0].length);
    const command = match[1] ?? "";
    const numbers = (match[2]?.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
    for (let i = 0; i < numbers.length; ) {
      if (command === "H") x = numbers[i++] ?? Number.NaN;
      else if (command === "V") y = numbers[i++] ?? Number.NaN;
      else if (command === "h") x += numbers[i++] ?? Number.NaN;
      else if (command === "v") y += numbers[i++] ?? Number.NaN;
      else {
        const [dx, dy] = [numbers[i++] ?? Number.NaN, numbers[i++] ?? Number.NaN];
        [x, y] = command === command.toLowerCase() ? [x + dx, y + dy] : [dx, dy];
      }
      points.push([x, y]);
    }
  }
  return points;
}

/** Every number in an attribute. */
export function attributeNumbers(svg: Node): string[] {
  const geometry = [
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "cx",
    "cy",
    "r",
    "width",
    "height",
    "font-size",
    "stroke-width",
    "dy",
  ];
  return [svg, ...descendants(svg)].flatMap((node) => geometry.flatMap((key) => node.attributes[key] ?? []));
}

export interface TextBox {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Boxes of the texts that lie level or upright; tilted ones are left out. */
export function textBoxes(svg: Node): TextBox[] {
  return descendants(svg).flatMap((node) => {
    if (node.name !== "text" || node.text.trim() === "") return [];
    const n = (key: string) => Number(node.attributes[key]);
    const [x, y, size] = [n("x"), n("y"), n("font-size")];
    const raised = node.children.find((child) => child.name === "tspan")?.text ?? "";
    const width = textWidth(node.text, size) + textWidth(raised, 0.75 * size);
    const before = { middle: width / 2, end: width }[node.attributes["text-anchor"] ?? ""] ?? 0;
    const transform = node.attributes.transform;
    const text = node.text + raised;
    // From the height of a capital to a little below the baseline.
    const [ascent, descent] = [0.75 * size, 0.1 * size];
    if (transform === undefined) {
      return [{ text, left: x - before, right: x - before + width, top: y - ascent, bottom: y + descent }];
    }
    if (!transform.startsWith("rotate(-90 ")) return [];
    return [{ text, left: x - ascent, right: x + descent, top: y + before - width, bottom: y + before }];
  });
}

/** Pairs of texts that run into each other. */
export function overlaps(boxes: readonly TextBox[]): string[] {
  const pairs: string[] = [];
  for (const [i, a] of boxes.entries()) {
    for (const b of boxes.slice(i + 1)) {
      const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
      if (!apart) pairs.push(`${a.text} | ${b.text}`);
    }
  }
  return pairs;
}
