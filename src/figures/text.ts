/**
 * How wide a text will be, cutting it to fit, and drawing it. There is no DOM to ask, so widths are those of the shipped
 * font, with room for the wider fonts a browser may fall back to. Which fonts those are is in `fonts.ts`.
 */
import { ink } from "./colors.ts";
import { latinAdvances } from "./font-metrics.ts";
import { familyOf } from "./fonts.ts";
import { element, escapeXml } from "./svg.ts";

/** px */
export const textSize = { title: 14, label: 12, tick: 11 } as const;

/** DejaVu Sans and Verdana, the widest likely fallbacks, are about a tenth wider than our font. */
const FALLBACK_ROOM = 1.1;

/** Longer names are cut before they are measured, so that a name of a megabyte costs nothing. */
const LONGEST = 400;

/** Width in thousandths of the font size. */
function advance(codePoint: number): number {
  if (codePoint >= 0x20 && codePoint <= 0x7e) return latinAdvances[codePoint - 0x20] ?? 600;
  if (codePoint >= 0xa0 && codePoint <= 0xff) return latinAdvances[codePoint - 0xa0 + 95] ?? 600;
  if (codePoint >= 0x300 && codePoint <= 0x36f) return 0;
  // Hangul, kana, ideographs, full-width forms and pictures fill an em; so do … and —.
  return codePoint >= 0x1100 ? 1000 : 700;
}

/** A cautious width of one line, in px: real fonts come out narrower. */
export function textWidth(text: string, size: number): number {
  let sum = 0;
  for (const character of text) sum += advance(character.codePointAt(0) ?? 0);
  return (sum / 1000) * size * FALLBACK_ROOM;
}

/** The text on one line, cut with an ellipsis where it is wider than `maxWidth` px. */
export function fitText(text: string, maxWidth: number, size: number): string {
  const line = text.slice(0, LONGEST).replace(/\s+/g, " ").trim();
  if (text.length <= LONGEST && textWidth(line, size) <= maxWidth) return line;
  let kept = "";
  for (const character of line) {
    if (textWidth(`${kept + character}…`, size) > maxWidth) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

export interface TextMark {
  x: number;
  /** of the baseline */
  y: number;
  size: number;
  fill?: string;
  anchor?: "start" | "middle" | "end";
  /** degrees, clockwise round (x, y) */
  rotate?: number;
  /** raised behind the text, as in 10⁻³; few fonts hold all raised digits, so it is drawn small */
  exponent?: string;
  /** the whole text where `text` was cut: browsers show it on hover */
  full?: string;
}

/** One line of text. `text` is escaped here. */
export function drawText(text: string, mark: TextMark): string {
  const family = familyOf(text);
  const attributes = {
    x: mark.x,
    y: mark.y,
    // The document's own suits nearly every text; only the others name theirs.
    "font-family": family === familyOf("") ? undefined : family,
    "font-size": mark.size,
    fill: mark.fill ?? ink.label,
    "text-anchor": mark.anchor === "start" ? undefined : mark.anchor,
    transform:
      mark.rotate === undefined ? undefined : `rotate(${mark.rotate} ${mark.x.toFixed(2)} ${mark.y.toFixed(2)})`,
  };
  const children = [escapeXml(text)];
  if (mark.exponent !== undefined) {
    children.push(element("tspan", { dy: -0.4 * mark.size, "font-size": 0.75 * mark.size }, escapeXml(mark.exponent)));
  }
  if (mark.full !== undefined && mark.full !== text) children.push(element("title", {}, escapeXml(mark.full)));
  return element("text", attributes, ...children);
}
