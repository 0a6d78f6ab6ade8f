/**
 * Which fonts a text asks for. The shipped font (`assets/fonts`) holds Latin letters and the Chinese of our own messages;
 * a class name may need more. Loads nothing: a browser or `png.ts` does.
 */
import { otherCharacters } from "./font-metrics.ts";

const shipped = ["'Tidelab Sans'"];
const latin = ["'Noto Sans'", "'Segoe UI'", "'Helvetica Neue'", "Arial", "'Liberation Sans'", "'DejaVu Sans'"];
const chinese = [
  "'Noto Sans CJK SC'",
  "'Noto Sans SC'",
  "'Source Han Sans SC'",
  "'PingFang SC'",
  "'Hiragino Sans GB'",
  "'Microsoft YaHei'",
  "'WenQuanYi Micro Hei'",
];

const held = new Set(otherCharacters);

/** Whether the shipped font can draw a whole text, or a figure as SVG; line ends need no glyph. */
export function holdsAll(text: string): boolean {
  for (const character of text) if (character !== "\n" && !isHeld(character)) return false;
  return true;
}

/** Whether the shipped font has a character. */
function isHeld(character: string): boolean {
  return /[ -~\u00a0-\u00ff]/.test(character) || held.has(character);
}

/**
 * Font families for a text, best first. A text that the shipped font cannot draw whole asks for the systems' fonts
 * before it: a browser would replace single characters by itself, but resvg takes any font that has them, serif or not.
 */
export function familyOf(text: string): string {
  const missing = [...text].filter((character) => !isHeld(character));
  // From the CJK radicals on.
  const isChinese = missing.some((character) => character >= "\u2e80");
  let families = [...shipped, ...latin, ...chinese];
  if (missing.length > 0)
    families = isChinese ? [...chinese, ...latin, ...shipped] : [...latin, ...chinese, ...shipped];
  // No space after the commas: resvg takes ` 'Name'` for a name that begins with a space.
  return [...families, "sans-serif"].join(",");
}
