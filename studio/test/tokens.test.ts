/** Colours are readable: WCAG 2.2 contrast of the pairs that are used, in each theme. Distances for colour-blind readers are the design's own check. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL("../src/styles/", import.meta.url));

/** Colours of a rule by name. */
function colours(file: string, selector: string): Record<string, string> {
  const css = readFileSync(`${folder}${file}`, "utf8");
  const from = css.indexOf("{", css.indexOf(selector));
  const rule = css.slice(from, css.indexOf("\n}", from));
  return Object.fromEntries([...rule.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, hex]) => [name, hex]));
}

const light = colours("tokens.css", ":root {");
const themes: Readonly<Record<string, Record<string, string>>> = {
  light,
  dark: { ...light, ...colours("tokens.css", ':root[data-theme="dark"]') },
  contrast: { ...light, ...colours("contrast.css", ':root[data-theme="contrast"]') },
};

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const TEXT = [
  ...["ink", "ink-2", "ink-3", "tide"].flatMap((text) => ["paper", "ground", "inset"].map((ground) => [text, ground])),
  ...["chart-title", "chart-label", "chart-tick", "chart-faint"].map((text) => [text, "paper"]),
  ...[
    ["on-tide", "tide"],
    ["on-tide", "tide-hover"],
    ["ink", "tide-soft"],
    ["ink-2", "hover"],
  ],
  ...["good", "warn", "bad"].flatMap((state) => [
    [state, "paper"],
    [state, `${state}-soft`],
    ["ink", `${state}-soft`],
  ]),
];
const MARKS = [
  ...["edge", "focus", "chart-axis", "set-train", "set-val", "set-test"].map((mark) => [mark, "paper"]),
  ...[1, 2, 3, 4, 5, 6].flatMap((label) => ["paper", "inset"].map((ground) => [`class-${label}`, ground])),
  ...[1, 2, 3, 4, 5].map((arm) => [`arm-${arm}`, "paper"]),
];

describe.each(Object.keys(themes))("%s", (name) => {
  const theme = themes[name]!;
  it.each([
    ["text", TEXT, 4.5],
    ["marks", MARKS, 3],
  ] as const)("%s", (_, pairs, least) => {
    const low = pairs.filter(([mark = "", ground = ""]) => !(contrast(theme[mark]!, theme[ground]!) >= least));
    expect(low).toEqual([]);
  });
});
