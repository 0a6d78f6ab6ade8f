/**
 * Feeds regular expressions texts of a million characters that make bad ones backtrack: one character over and over, and
 * behind it something that keeps a match from ending. Reads [pattern, flags] pairs as JSON from stdin, and prints
 * each before it is tried.
 */
import { readFileSync } from "node:fs";

const LENGTH = 1_000_000;

/** What the classes of a pattern may match. */
const ALWAYS = ["a", "1", " ", "\n", ".", '"', '\\"', '"a', "a."];

/** @type {Map<string, string>} */
const texts = new Map();

const pairs = JSON.parse(readFileSync(0, "utf8"));
for (const [pattern, flags] of pairs) {
  process.stdout.write(`/${pattern}/${flags}\n`);
  // Characters that the pattern names, without those of its syntax.
  const own = pattern.replace(/\\[pPuxdwsbDWSB](?:\{[^}]*\})?/g, "").match(/[^()|\w\s\\]/gu) ?? [];
  const characters = [...new Set([...ALWAYS, ...own])];
  // Ends that a run before them does not go on into, and that an end of the pattern does not match.
  const ends = ["x", `${[...new Set(own)].join("")}\u0001`];
  for (const character of characters) {
    for (const end of ends) tryOn(textOf(character, end), new RegExp(pattern, flags));
  }
}
process.stdout.write(`done ${pairs.length}\n`);

/**
 * Made of bytes: the tree that `repeat` and `+` make takes a pattern longer to flatten than to search. Patterns share those that
 * end in "x".
 * @param {string} character
 * @param {string} end
 * @returns {string}
 */
function textOf(character, end) {
  const made = end === "x" ? texts.get(character) : undefined;
  if (made !== undefined) return made;
  const encoding = /^[\0-\xff]*$/.test(character + end) ? "latin1" : "utf16le";
  const [repeated, last] = [Buffer.from(character, encoding), Buffer.from(end, encoding)];
  const bytes = Buffer.alloc(repeated.length * Math.floor(LENGTH / character.length) + last.length, repeated);
  last.copy(bytes, bytes.length - last.length);
  const text = bytes.toString(encoding);
  if (end === "x") texts.set(character, text);
  return text;
}

/**
 * Once, or for all its matches where the pattern is global; a hundred show what each costs.
 * @param {string} text
 * @param {RegExp} expression
 */
function tryOn(text, expression) {
  if (!expression.global) expression.exec(text);
  else
    for (let found = 0; found < 100 && expression.exec(text) !== null; found++) if (expression.lastIndex === 0) break;
}
