/**
 * SVG as strings: elements, escaped text, rounded numbers, and the frame that every figure shares.
 * Axes and data are elsewhere. Writes no `id`, class or style sheet, so that one HTML page can have many figures.
 */

import { familyOf } from "./fonts.ts";

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/**
 * A number as SVG needs it: at most 2 decimals, no `-0`, no exponent.
 * @throws RangeError when it is not finite: a figure must leave such a mark out, never write it
 */
export function formatCoordinate(value: number): string {
  if (!(Math.abs(value) < 1e9)) throw new RangeError(`not a coordinate: ${value}`);
  const text = value.toFixed(2).replace(/\.?0+$/, "");
  return text === "-0" ? "0" : text;
}

/** Text for XML content and attributes. What XML 1.0 cannot hold (controls, lone surrogates) becomes U+FFFD. */
export function escapeXml(text: string): string {
  return (
    text
      // A parser would turn these into spaces or line feeds on its own, in attributes but not in content.
      .replace(/[\t\n\r]/g, " ")
      .replace(/[\p{Cc}\p{Surrogate}\ufffe\uffff]/gu, "\ufffd")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/"/g, "&quot;")
      .replace(/'/g, "&#39;")
  );
}

/**
 * One element. Attributes that are `undefined` are left out; numbers are rounded; strings are escaped.
 * @param children  markup that is already escaped
 */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  let open = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    open += ` ${key}="${typeof value === "number" ? formatCoordinate(value) : escapeXml(value)}"`;
  }
  return children.length === 0 ? `${open}/>` : `${open}>${children.join("")}</${name}>`;
}

export interface FigureFrame {
  /** px */
  width: number;
  /** px */
  height: number;
  /** the accessible name */
  title: string;
  /** what a screen reader says of the data */
  description: string;
  /** BCP 47 tag of the texts; also picks the Chinese forms of ideographs where a system font draws them */
  lang: string;
  /** markup, one element a line */
  marks: readonly string[];
}

/** The whole document: view box, accessible name and description, white ground, font. Ends with a line break. */
export function figureDocument({ width, height, title, description, lang, marks }: FigureFrame): string {
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${formatCoordinate(width)} ${formatCoordinate(height)}`,
    role: "img",
    lang,
    "font-family": familyOf(""),
  };
  const lines = [
    element("title", {}, escapeXml(title)),
    element("desc", {}, escapeXml(description)),
    element("rect", { width, height, fill: "#ffffff" }),
    ...marks,
  ];
  return `${element("svg", attributes, "\n", lines.join("\n"), "\n")}\n`;
}
