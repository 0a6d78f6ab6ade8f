/**
 * Names that are side by side in a figure: cut or broken to fit, but never so that two different ones read alike. A
 * name on its own is cut by `fitText` of `text.ts`.
 */
import { fitText, textWidth } from "./text.ts";

/** More names than this are distinguished by their number alone; comparing the letters of so many would take long. */
const MOST_COMPARED = 500;

/**
 * The names, each on one line of at most `maxWidth` px. Names that an ellipsis at the end would make alike lose their
 * middle instead, then what they begin with alike; where that does not help, they are numbered.
 */
export function fitNames(names: readonly string[], maxWidth: number, size: number): string[] {
  const fitted = names.map((name) => fitText(name, maxWidth, size));
  const ways = names.length > MOST_COMPARED ? [] : [cutMiddles, cutBeginnings];
  for (const cut of [...ways, numberNames]) {
    const alike = indicesOfAlike(names, fitted);
    if (alike.length === 0) break;
    const group = alike.map((index) => names[index] ?? "");
    for (const [i, text] of cut(group, maxWidth, size, alike).entries()) fitted[alike[i] ?? 0] = text;
  }
  return fitted;
}

/**
 * The names in lines of at most `maxWidth` px, `mostLines` of them at most. Lines end at spaces where they can.
 * @returns the lines of each name, no two names with the same ones
 */
export function wrapNames(names: readonly string[], maxWidth: number, size: number, mostLines: number): string[][] {
  // Lines that end at a space are not full: what is cut to the room of all lines may need another one.
  for (let share = mostLines; share > 1; share -= 0.25) {
    const wrapped = fitNames(names, share * maxWidth, size).map((name) => breakLines(name, maxWidth, size));
    if (wrapped.every((lines) => lines.length <= mostLines)) return wrapped;
  }
  return fitNames(names, maxWidth, size).map((name) => [name]);
}

/** Places in the list where the fitted text is also that of a different name. */
function indicesOfAlike(names: readonly string[], fitted: readonly string[]): number[] {
  const nameOf = new Map<string, string>();
  const alike = new Set<string>();
  for (const [i, text] of fitted.entries()) {
    const name = nameOf.get(text) ?? names[i] ?? "";
    if (name !== names[i]) alike.add(text);
    nameOf.set(text, name);
  }
  return [...fitted.keys()].filter((i) => alike.has(fitted[i] ?? ""));
}

function cutMiddles(names: readonly string[], maxWidth: number, size: number): string[] {
  return names.map((name) => {
    const line = oneLine(name);
    if (textWidth(line, size) <= maxWidth) return line;
    const end = endOf(line, 0.6 * maxWidth, size);
    const start = fitText(line, maxWidth - textWidth(end, size), size);
    return start.endsWith("…") ? start + end : end;
  });
}

function cutBeginnings(names: readonly string[], maxWidth: number, size: number): string[] {
  const lines = names.map(oneLine);
  const shared = sharedBeginning(lines);
  return lines.map((line) => fitText(shared > 0 ? `…${line.slice(shared)}` : line, maxWidth, size));
}

/** The last resort: the number of a name says which of the list it is. */
function numberNames(
  names: readonly string[],
  maxWidth: number,
  size: number,
  indices: readonly number[] = [...names.keys()],
): string[] {
  return names.map((name, i) => {
    const number = ` ${(indices[i] ?? i) + 1}`;
    return fitText(name, Math.max(0, maxWidth - textWidth(number, size)), size) + number;
  });
}

/** As much of the end of a line as fits. */
function endOf(line: string, maxWidth: number, size: number): string {
  let kept = "";
  for (const character of [...line].reverse()) {
    if (textWidth(character + kept, size) > maxWidth) break;
    kept = character + kept;
  }
  return kept.trimStart();
}

/** Code units that all lines begin with, up to the end of a word. */
function sharedBeginning(lines: readonly string[]): number {
  const [first = "", ...others] = lines;
  const differs = [...first].findIndex((_, i) => others.some((line) => line[i] !== first[i]));
  const end = differs < 0 ? first.length : differs;
  return first.slice(0, end).lastIndexOf(" ") + 1;
}

function oneLine(name: string): string {
  return name.slice(0, 400).replace(/\s+/g, " ").trim();
}

function breakLines(name: string, maxWidth: number, size: number): string[] {
  const lines: string[] = [];
  let line = "";
  // Words end at spaces; ideographs are words of their own.
  for (const word of name.match(/[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+|\s+/gu) ?? []) {
    for (const part of textWidth(word, size) > maxWidth ? [...word] : [word]) {
      if (line !== "" && textWidth((line + part).trimEnd(), size) > maxWidth) {
        lines.push(line.trimEnd());
        line = part.trimStart();
      } else line += part;
    }
  }
  lines.push(line.trimEnd());
  return lines.map((text) => text.trimStart()).filter((text, i) => text !== "" || i === 0);
}

/** Whether lines hold all of a name, which then needs no title to show on hover. */
export function isWhole(lines: readonly string[], name: string): boolean {
  return lines.join("").replace(/\s/g, "") === name.replace(/\s/g, "");
}
