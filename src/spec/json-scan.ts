/**
 * JSON text looked over without parsing it: how deep it is nested, which key an object has twice. It loops where a parser would
 * recurse, so that no text can exhaust the stack; it says nothing about whether the text is JSON.
 */
import { TidelabError } from "../errors/errors.ts";

/** Real files nest some ten levels deep. What reads them recurses, and must never reach the end of the stack. */
const DEEPEST = 100;

interface Token {
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
  /** Brackets that are open, this one included. */
  readonly depth: number;
}

/** Texts and brackets in order; in a text without the closing quote, that text ends with it. */
function* tokensOf(json: string): Generator<Token> {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') {
      const start = at;
      at = endOfText(json, at);
      yield { start, end: at + 1, depth };
    } else if (character === "{" || character === "[") yield { start: at, end: at + 1, depth: ++depth };
    else if (character === "}" || character === "]") yield { start: at, end: at + 1, depth: depth-- };
  }
}

/** Where the closing quote is: one with an even number of backslashes before it. */
function endOfText(json: string, start: number): number {
  for (let at = start; ; ) {
    at = json.indexOf('"', at + 1);
    if (at < 0) return json.length;
    let slashes = 0;
    while (json[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at;
  }
}

/** Offset of the bracket that goes too deep. */
export function findTooDeep(json: string): number | undefined {
  for (const { start, depth } of tokensOf(json)) if (depth > DEEPEST) return start;
  return undefined;
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
  for (const { start, end, depth } of tokensOf(json)) {
    if (depth > deepest) continue;
    if (json[start] !== '"') {
      if (json[start] === "{") open[depth] = new Map();
      continue;
    }
    let after = end;
    while (/\s/.test(json[after] ?? "")) after++;
    const keys = open[depth];
    if (json[after] !== ":" || keys === undefined) continue;
    const key = JSON.parse(json.slice(start, end)) as string;
    const first = keys.get(key);
    if (first !== undefined) return { key, first, second: start };
    keys.set(key, start);
  }
  return undefined;
}
