/**
 * JSON text looked over without parsing it: how deep it is nested, which key an object has twice, where a value is. It loops where a parser would
 * recurse, so that no text can exhaust the stack; it says nothing about whether the text is JSON.
 */
import { TidelabError } from "../errors/errors.ts";

/** Real files nest some ten levels deep. What reads them recurses, and must never reach the end of the stack. */
const DEEPEST = 100;

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const COMMA = 0x2c;
const BLANKS = [0x20, 0x09, 0x0a, 0x0d];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Visits texts and brackets in order; in a text without the closing quote, that text ends with it.
 * @param visit  gets where one begins, where it ends (behind its last character), and how many brackets are open, itself included;
 *   `true` ends the walk
 */
function walk(json: string, visit: (start: number, end: number, depth: number) => boolean): void {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json.charCodeAt(at);
    const start = at;
    if (character === QUOTE) at = endOfText(json, at);
    else if (character === OPEN_OBJECT || character === OPEN_LIST) depth++;
    else if (character !== CLOSE_OBJECT && character !== CLOSE_LIST) continue;
    if (visit(start, at + 1, depth)) return;
    if (character === CLOSE_OBJECT || character === CLOSE_LIST) depth--;
  }
}

/** Where the closing quote is: one with an even number of backslashes before it. */
function endOfText(json: string, start: number): number {
  for (let at = start; ; ) {
    at = json.indexOf('"', at + 1);
    if (at < 0) return json.length;
    let slashes = 0;
    while (json.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return at;
  }
}

/** Offset of the bracket that goes too deep. */
export function findTooDeep(json: string): number | undefined {
  let found: number | undefined;
  walk(json, (start, _end, depth) => {
    if (depth > DEEPEST) found = start;
    return found !== undefined;
  });
  return found;
}

/** @throws TidelabError `json.tooDeep` */
export function tooDeep(path: string | undefined): TidelabError {
  return new TidelabError("json.tooDeep", { deepest: DEEPEST }, path);
}

/**
 * A value from JSON that Tidelab or another program wrote, where no line and column are of use (see `parseJson` otherwise).
 * @throws SyntaxError, and TidelabError `json.tooDeep` with `source` as its path
 */
export function parseShallowJson(text: string, source?: string): unknown {
  if (findTooDeep(text) !== undefined) throw tooDeep(source);
  return JSON.parse(text);
}

/** Whether a value that is no text any more is nested too deep, or contains itself. */
export function isTooDeep(value: unknown): boolean {
  const rest = [{ value, depth: 0 }];
  for (let next = rest.pop(); next; next = rest.pop()) {
    if (typeof next.value !== "object" || next.value === null || ArrayBuffer.isView(next.value)) continue;
    const depth = next.depth + 1;
    if (depth > DEEPEST) return true;
    for (const inner of Object.values(next.value)) {
      if (typeof inner === "object") rest.push({ value: inner, depth });
    }
  }
  return false;
}

/**
 * The first key that an object has twice, and the places of both.
 * @param json     a text that was found to be JSON
 * @param deepest  objects nested deeper than this are not looked at
 */
export function findDuplicateKey(
  json: string,
  deepest = DEEPEST,
): { key: string; first: number; second: number } | undefined {
  /** Keys of the objects that are open, by depth. */
  const open: Map<string, number>[] = [];
  let found: { key: string; first: number; second: number } | undefined;
  walk(json, (start, end, depth) => {
    if (depth > deepest) return false;
    if (json.charCodeAt(start) !== QUOTE) {
      if (json.charCodeAt(start) === OPEN_OBJECT) open[depth] = new Map();
      return false;
    }
    const keys = open[depth];
    if (keys === undefined || !isBeforeColon(json, end)) return false;
    const key = textOf(json.slice(start, end));
    const first = keys.get(key);
    if (first !== undefined) found = { key, first, second: start };
    keys.set(key, start);
    return found !== undefined;
  });
  return found;
}

function textOf(quoted: string): string {
  return quoted.includes("\\") ? JSON.parse(quoted) : quoted.slice(1, -1);
}

const COLON = /[ \t\n\r]*:/y;

function isBeforeColon(json: string, end: number): boolean {
  COLON.lastIndex = end;
  return COLON.test(json);
}

/**
 * Where the value at a path of keys and indices begins; undefined when there is none. Nothing is kept of what lies before it: a tree of a
 * long text would take a hundred times its room.
 * @param json  a text that was found to be JSON
 */
export function findValue(json: string, path: readonly (string | number)[]): number | undefined {
  let at = behindBlanks(json, 0);
  for (const key of path) {
    const found = typeof key === "number" ? elementOf(json, at, key) : memberOf(json, at, key);
    if (found === undefined) return undefined;
    at = found;
  }
  return at;
}

function memberOf(json: string, object: number, key: string): number | undefined {
  if (json.charCodeAt(object) !== OPEN_OBJECT) return undefined;
  for (let at = behindBlanks(json, object + 1); json.charCodeAt(at) === QUOTE; at = behindBlanks(json, at)) {
    const end = endOfText(json, at) + 1;
    const value = behindBlanks(json, behindBlanks(json, end) + 1);
    if (textOf(json.slice(at, end)) === key) return value;
    // Behind the value is a comma, or the end.
    at = behindBlanks(json, endOfValue(json, value)) + 1;
  }
  return undefined;
}

function elementOf(json: string, list: number, index: number): number | undefined {
  if (json.charCodeAt(list) !== OPEN_LIST) return undefined;
  let at = behindBlanks(json, list + 1);
  for (let left = index; left > 0; left--) {
    const end = behindBlanks(json, endOfValue(json, at));
    if (json.charCodeAt(end) !== COMMA) return undefined;
    at = behindBlanks(json, end + 1);
  }
  return json.charCodeAt(at) === CLOSE_LIST ? undefined : at;
}

/** Behind the last character of the value that begins here. */
function endOfValue(json: string, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    const character = json.charCodeAt(at);
    if (character === QUOTE) at = endOfText(json, at);
    else if (character === OPEN_OBJECT || character === OPEN_LIST) depth++;
    else if (character === CLOSE_OBJECT || character === CLOSE_LIST) {
      if (depth === 0) return at;
      depth--;
    } else if (depth > 0 || character !== COMMA) continue;
    else return at;
  }
  return json.length;
}

/** The first character from here on that is no blank. */
function behindBlanks(json: string, from: number): number {
  let at = from;
  while (BLANKS.includes(json.charCodeAt(at))) at++;
  return at;
}
