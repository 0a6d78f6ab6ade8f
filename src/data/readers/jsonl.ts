/**
 * Series of JSON lines, or of one list of objects: an object with a list of values, or as a time step; in lines, a list of values alone, too.
 * What is cut out of the file as a record is in `jsonl-pieces.ts`.
 */
import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import { TidelabError } from "../../errors/errors.ts";
import { findDuplicateKey, parseShallowJson } from "../../spec/json-scan.ts";
import { isObjectList, type JsonPiece, piecesOf } from "./jsonl-pieces.ts";
import type { Reader, ReadOptions } from "./reader.ts";
import { RecordReader } from "./table/records.ts";
import { brief } from "./table/values.ts";

/** Numbers that JSON has not, and texts, in which they are none. A text without an end goes to the end of the line. */
const NOT_JSON = /"(?:[^"\\]|\\.?)*(?:"|$)|-?\b(?:NaN|Infinity)\b/g;

/** Name of the column of a line that is a list alone. */
const VALUES = "values";

export const jsonlReader: Reader = {
  format: "jsonl",
  extensions: ["jsonl", "ndjson"],
  recognises: ({ text }) => isObjectList(text) || isRecord(text.trimStart().split(/\r\n|\n|\r/, 1)[0] ?? ""),

  async read(source, options) {
    const { name } = source;
    let names: readonly string[] = [];
    let records: RecordReader | undefined;
    /** Lines that could not be read, before one could. */
    const early: TidelabError[] = [];
    for await (const pieces of piecesOf(source, options.encoding)) {
      for (const piece of pieces) {
        const { text, line, column: from } = piece;
        // Of a list, there is something between any two commas.
        if (text.trim() === "" && from === 1) continue;
        const record = recordOf(piece, name, options);
        if (record instanceof TidelabError) {
          if (records === undefined) early.push(record);
          else records.skip(record);
          continue;
        }
        if (records === undefined) {
          names = Object.keys(record);
          records = new RecordReader(
            name,
            names,
            names.map((key) => Array.isArray(record[key])),
            options,
          );
          for (const error of early) records.skip(error);
        }
        const other = Object.keys(record).find((key) => !names.includes(key));
        if (other !== undefined) {
          records.skip(new TidelabError("jsonl.key", { key: brief(other) }, placeIn(piece, 0, name)) as TidelabError);
          continue;
        }
        records.add({
          number: line,
          cell: (column) => (Object.hasOwn(record, names[column] ?? "") ? record[names[column] ?? ""] : undefined),
          place: (column, ...indices) =>
            placeIn(piece, nodeOf(text, [names[column] ?? "", ...indices])?.offset ?? 0, name),
        });
      }
    }
    if (records === undefined) throw early[0] ?? new TidelabError("reader.empty", undefined, name);
    return records.finish();
  },
};

/** Of a character of the piece. */
function placeIn({ text, line, column }: JsonPiece, at: number, source: string): string {
  const before = text.slice(0, at).split(/\r\n|\n|\r/);
  const last = before.at(-1)?.length ?? 0;
  return `${source}:${line + before.length - 1}:${before.length === 1 ? column + last : last + 1}`;
}

type Line = Readonly<Record<string, unknown>>;

/** @returns the error of a piece that cannot be read, where such are left out. @throws it elsewhere */
function recordOf(piece: JsonPiece, source: string, { onError }: ReadOptions): Line | TidelabError {
  try {
    return parsePiece(piece, source);
  } catch (error) {
    if (onError === "skip" && error instanceof TidelabError) return error;
    throw error;
  }
}

/** @throws TidelabError `jsonl.line`, and `reader.number` for a number that overflows */
function parsePiece(piece: JsonPiece, source: string): Line {
  const { text } = piece;
  const path = placeIn(piece, 0, source);
  const value = parse(text, path);
  if (typeof value !== "object" || value === null)
    throw new TidelabError("jsonl.line", { received: brief(text.trim()) }, path);
  const huge = MAY_OVERFLOW.test(text) ? overflowIn(treeOf(text)) : undefined;
  if (huge !== undefined) {
    const received = brief(text.slice(huge.offset, huge.offset + huge.length));
    throw new TidelabError("reader.number", { received }, placeIn(piece, huge.offset, source));
  }
  if (Array.isArray(value)) return { [VALUES]: value };
  // JSON keeps the last of two, and nobody knows which was meant.
  if (findDuplicateKey(text) !== undefined)
    throw new TidelabError("jsonl.line", { received: brief(text.trim()) }, path);
  return value as Line;
}

function parse(text: string, path: string): unknown {
  try {
    return parseShallowJson(text, path);
  } catch (error) {
    if (error instanceof TidelabError) throw error;
  }
  try {
    // Python's json writes them, although JSON has none.
    return parseShallowJson(text.replaceAll(NOT_JSON, (part) => (part.startsWith('"') ? part : "null")));
  } catch {
    throw new TidelabError("jsonl.line", { received: brief(text.trim()) }, path);
  }
}

/** An exponent of three digits, or so many digits that one of two would do. */
const MAY_OVERFLOW = /[eE]\+?\d{3}|\d{200}/;

/** The first number that JSON.parse takes for Infinity, which would be a missing value. */
function overflowIn(node: Node | undefined): Node | undefined {
  if (node?.type === "number") return Number.isFinite(node.value) ? undefined : node;
  for (const child of node?.children ?? []) {
    const found = overflowIn(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where the values of a piece are: as in its text. */
function treeOf(text: string): Node | undefined {
  // Of the same length, and something that JSON has.
  return parseTree(text.replaceAll(NOT_JSON, (part) => (part.startsWith('"') ? part : "1".repeat(part.length))));
}

function nodeOf(text: string, path: (string | number)[]): Node | undefined {
  const root = treeOf(text);
  return root && findNodeAtLocation(root, root.type === "array" ? path.slice(1) : path);
}

/** A whole object on the first line, with a list or beside others; or a list of numbers. */
function isRecord(line: string): boolean {
  const text = line.trim();
  if (/^\[\s*-?[\d.]/.test(text)) return !/\]\s*\S/.test(text);
  return /^\{\s*"/.test(text) && !/^\{\s*"[^"]*"\s*:\s*$/.test(text);
}
