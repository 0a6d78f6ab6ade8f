/** Series of JSON lines: an object a line, with a list of values or as a time step; or a list of values alone. */
import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { TidelabError } from "../../errors/errors.ts";
import { findDuplicateKey, parseShallowJson } from "../../spec/json-scan.ts";
import { linesOf } from "./input/lines.ts";
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
  recognises: ({ text }) => isRecord(text.trimStart().split(/\r\n|\n|\r/, 1)[0] ?? ""),

  async read(source, options) {
    const { name } = source;
    let names: readonly string[] = [];
    let records: RecordReader | undefined;
    /** Lines that could not be read, before one could. */
    const early: TidelabError[] = [];
    for await (const lines of linesOf(source, options.encoding)) {
      for (const { text, number } of lines) {
        if (text.trim() === "") continue;
        const record = lineOf(text, `${name}:${number}:1`, options);
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
          records.skip(new TidelabError("jsonl.key", { key: brief(other) }, `${name}:${number}:1`) as TidelabError);
          continue;
        }
        records.add({
          number,
          cell: (column) => (Object.hasOwn(record, names[column] ?? "") ? record[names[column] ?? ""] : undefined),
          place: (column, ...indices) => `${name}:${number}:${columnOf(text, [names[column] ?? "", ...indices])}`,
        });
      }
    }
    if (records === undefined) throw early[0] ?? new TidelabError("reader.empty", undefined, name);
    return records.finish();
  },
};

type Line = Readonly<Record<string, unknown>>;

/** @returns the error of a line that cannot be read, where such are left out. @throws it elsewhere */
function lineOf(text: string, path: string, { onError }: ReadOptions): Line | TidelabError {
  try {
    return parseLine(text, path);
  } catch (error) {
    if (onError === "skip" && error instanceof TidelabError) return error;
    throw error;
  }
}

/** @throws TidelabError `jsonl.line` */
function parseLine(text: string, path: string): Line {
  const value = parse(text, path);
  if (Array.isArray(value)) return { [VALUES]: value };
  if (typeof value !== "object" || value === null)
    throw new TidelabError("jsonl.line", { received: brief(text.trim()) }, path);
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

/** Where a value of the line begins, from 1. */
function columnOf(text: string, path: (string | number)[]): number {
  // Of the same length, and something that JSON has.
  const root = parseTree(text.replaceAll(NOT_JSON, (part) => (part.startsWith('"') ? part : "1".repeat(part.length))));
  const isList = root?.type === "array";
  const node = root && findNodeAtLocation(root, isList ? path.slice(1) : path);
  return (node?.offset ?? 0) + 1;
}

/** A whole object on the first line, with a list or beside others; or a list of numbers. */
function isRecord(line: string): boolean {
  const text = line.trim();
  if (/^\[\s*-?[\d.]/.test(text)) return !/\]\s*\S/.test(text);
  return /^\{\s*"/.test(text) && !/^\{\s*"[^"]*"\s*:\s*$/.test(text);
}
