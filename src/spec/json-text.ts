/**
 * JSON text to a value, with the line and column of everything in it. Strict JSON: no comments, no trailing commas, no
 * key twice. Knows nothing of specs; who checks a value's meaning asks `locate` where to point.
 */
import { type ParseError, printParseErrorCode, visit } from "jsonc-parser";
import type { JsonProblem } from "../errors/en.ts";
import { TidelabError } from "../errors/errors.ts";
import { findDuplicateKey, findTooDeep, findValue, tooDeep } from "./json-scan.ts";

/** A place in a text; both count from 1, columns in UTF-16 units as editors do. */
export interface TextPosition {
  line: number;
  column: number;
}

export interface ParsedJson {
  value: unknown;
  /** Where the value at a path of keys and indices begins; undefined when there is none. */
  locate(path: readonly (string | number)[]): TextPosition | undefined;
}

/**
 * Parses strict JSON (RFC 8259). A byte order mark before it is skipped.
 * @param source  what the text is to the user, usually a file name; begins the path of errors
 * @throws TidelabError `json.syntax`, `json.duplicateKey` or `json.tooDeep`, with the path `source:line:column`
 */
export function parseJson(text: string, source: string): ParsedJson {
  const json = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const pathTo = (offset: number) => {
    const { line, column } = positionOf(json, offset);
    return `${source}:${line}:${column}`;
  };
  // The parser below recurses.
  const deep = findTooDeep(json);
  if (deep !== undefined) throw tooDeep(pathTo(deep));

  const value = parsedOrThrow(json, pathTo);
  const duplicate = findDuplicateKey(json);
  if (duplicate !== undefined) {
    const { key, first, second } = duplicate;
    throw new TidelabError("json.duplicateKey", { key, firstLine: positionOf(json, first).line }, pathTo(second));
  }
  return {
    value,
    locate(path) {
      const offset = findValue(json, path);
      return offset === undefined ? undefined : positionOf(json, offset);
    },
  };
}

const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };

/** Most texts are right: where one is not, a parser that knows places says so, which takes ten times as long. */
function parsedOrThrow(json: string, pathTo: (offset: number) => string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The first two say what is wrong; of a long text there may be millions.
    const errors: ParseError[] = [];
    const onError = (error: number, offset: number, length: number) => {
      if (errors.length < 2) errors.push({ error, offset, length });
    };
    visit(json, { onError }, STRICT);
    const [error, next] = errors;
    const offset = error?.offset ?? 0;
    const problem = error === undefined ? "empty" : problemOf(json, error, next);
    throw new TidelabError("json.syntax", { problem, received: tokenAt(json, offset) }, pathTo(offset));
  }
}

const [FEED, RETURN] = [0x0a, 0x0d];

function positionOf(text: string, offset: number): TextPosition {
  let line = 1;
  let start = 0;
  for (let at = 0; at < offset; at++) {
    const character = text.charCodeAt(at);
    if (character !== FEED && character !== RETURN) continue;
    if (character === RETURN && at + 1 < offset && text.charCodeAt(at + 1) === FEED) at++;
    line++;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}

function problemOf(json: string, error: ParseError, next: ParseError | undefined): JsonProblem {
  if (json.trim() === "") return "empty";
  const code = printParseErrorCode(error.error);
  // A string that the end of the file cuts off is better named by its opening quote.
  if (code === "UnexpectedEndOfString") return "string";
  if (code === "InvalidCommentToken" || code === "UnexpectedEndOfComment") return "comment";
  if (error.offset >= json.length) return "end";
  switch (code) {
    case "PropertyNameExpected":
      return isAfterComma(json, error.offset) ? "trailingComma" : "key";
    case "ValueExpected":
      return isAfterComma(json, error.offset) ? "trailingComma" : "value";
    case "ColonExpected":
      return "colon";
    case "CommaExpected":
    case "CloseBraceExpected":
    case "CloseBracketExpected":
      return "comma";
    case "EndOfFileExpected":
      return "trailing";
    case "InvalidUnicode":
    case "InvalidEscapeCharacter":
      return "escape";
    case "InvalidCharacter":
      return "control";
    case "InvalidNumberFormat":
    case "UnexpectedEndOfNumber":
      return "number";
    default:
      return next && printParseErrorCode(next.error) === "PropertyNameExpected" ? "key" : "symbol";
  }
}

function isAfterComma(json: string, offset: number): boolean {
  return /[}\]]/.test(json[offset] ?? "") && json.slice(0, offset).trimEnd().endsWith(",");
}

/** The text at an offset, short enough to be shown; empty at the end of the text. */
function tokenAt(json: string, offset: number): string {
  const [token = ""] = /^(?:[\p{L}\p{N}_$.+-]+|.)?/su.exec(json.slice(offset, offset + 40)) ?? [];
  return token;
}
