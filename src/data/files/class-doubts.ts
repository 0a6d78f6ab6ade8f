/**
 * What looks wrong about the classes of files, though each is a class of its own: names that a reader takes for the same, and so many
 * classes that they may be numbers to predict. Notices; nothing is merged or refused here.
 */
import type { ClassNotice } from "../readers/notices.ts";
import { countClasses, type Labelled, NO_CLASS } from "./classes.ts";

/** Up to here, a class of one series may be rare. */
const FEW_CLASSES = 4;

export function classDoubts(series: readonly Labelled[]): ClassNotice[] {
  const names = [...countClasses(series).keys()].filter((name) => name !== NO_CLASS);
  const doubts: ClassNotice[] = [];
  const known = new Map<string, string>();
  const pairs: [first: string, second: string][] = [];
  for (const name of names) {
    const key = meant(name);
    const first = known.get(key);
    if (first === undefined) known.set(key, name);
    else pairs.push([first, name]);
  }
  const [pair] = pairs;
  if (pair) {
    const [first, second] = pair.map(visible) as [string, string];
    doubts.push({ kind: "alikeClasses", first, second, count: pairs.length });
  }
  if (names.length > FEW_CLASSES && series.length < 2 * names.length) {
    doubts.push({ kind: "manyClasses", classes: names.length, series: series.length });
  }
  return doubts;
}

/** The name without what two people, or two programs, write in different ways: letter case, accents in one or two characters, blanks, zeros. */
function meant(name: string): string {
  const text = name
    .normalize("NFKC")
    .replaceAll(/\p{Cf}/gu, "")
    .replaceAll(/\s+/g, " ")
    .trim()
    .toLowerCase();
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/.test(text) ? String(Number(text) + 0) : text;
}

/** Characters that cannot be seen, or that look like part of the one before, by their numbers. */
function visible(name: string): string {
  return name.replaceAll(/[\p{Cf}\p{M}]|(?! )\s/gu, (character) => {
    return `\\u{${character.codePointAt(0)!.toString(16)}}`; // a character has one
  });
}
