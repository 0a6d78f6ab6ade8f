/**
 * The colours of all figures: greys of text and grid, a categorical palette and two sequential ones, all safe for
 * colour-blind readers, and the choice of a readable text colour on any of them. Knows nothing of marks.
 */

/** Greys, from what is read first to what is read last. */
export const ink = {
  title: "#1a1a1a",
  label: "#404040",
  tick: "#595959",
  axis: "#8c8c8c",
  grid: "#e4e4e4",
  /** of what is there but says little, still 4.5 : 1 on the palest green */
  faint: "#6b6b6b",
} as const;

/**
 * Okabe and Ito's palette without its yellow, which is lost on white.
 * @see https://jfly.uni-koeln.de/color/
 */
const okabeIto = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"] as const;

export const palette = { blue: okabeIto[0], vermillion: okabeIto[1], green: okabeIto[2], orange: okabeIto[4] } as const;

/** Colour and dash of the nth line; from the eighth on colours come again, dashed. */
export function lineStyle(index: number): { stroke: string; dash: string | undefined } {
  const dashes = [undefined, "5 3", "1.5 3"];
  return {
    stroke: okabeIto[index % okabeIto.length] ?? okabeIto[0],
    dash: dashes[Math.floor(index / okabeIto.length) % dashes.length],
  };
}

type Rgb = readonly [number, number, number];

function parseHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** @param at  0 is the first stop, 1 the last */
function interpolate(stops: readonly string[], at: number): string {
  const place = Math.min(Math.max(at, 0), 1) * (stops.length - 1);
  const index = Math.min(Math.floor(place), stops.length - 2);
  const from = parseHex(stops[index] ?? "#ffffff");
  const to = parseHex(stops[index + 1] ?? "#ffffff");
  const channels = from.map((c, i) => Math.round(c + ((to[i] ?? c) - c) * (place - index)));
  return `#${channels.map((c) => c.toString(16).padStart(2, "0")).join("")}`;
}

/** ColorBrewer's Greens in nine steps, as matplotlib's `Greens` has it. */
export function greens(at: number): string {
  return interpolate(
    ["#f7fcf5", "#e5f5e0", "#c7e9c0", "#a1d99b", "#74c476", "#41ab5d", "#238b45", "#006d2c", "#00441b"],
    at,
  );
}

/** White to the palette's orange: a ground on which blue and black lines stay clear. */
export function oranges(at: number): string {
  return interpolate(["#ffffff", "#fbe6ba", "#f3c25c"], at);
}

/** Relative luminance after WCAG 2.2, 0 (black) to 1 (white). */
function luminance(hex: string): number {
  const [r, g, b] = parseHex(hex).map((c) => {
    const s = c / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

/** Black or white, whichever has more contrast; its contrast is at least 4.5 : 1 on every colour. */
export function readableOn(background: string): "#000000" | "#ffffff" {
  const light = luminance(background);
  return (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) ? "#000000" : "#ffffff";
}
