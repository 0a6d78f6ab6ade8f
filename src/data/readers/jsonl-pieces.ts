/**
 * The texts of a JSON file that hold a record each, with their places: its lines or, of a file that is one list of objects, the elements of that
 * list, cut out while the file streams. What is in them is read in `jsonl.ts`.
 */
import { TidelabError } from "../../errors/errors.ts";
import { linesOf } from "./input/lines.ts";
import type { ByteSource } from "./input/source.ts";
import { TextReader } from "./input/text.ts";
import { brief } from "./table/values.ts";

export interface JsonPiece {
  readonly text: string;
  /** Where it begins, both from 1. */
  readonly line: number;
  readonly column: number;
}

/** Characters of the longest element: as of the longest line. */
const LONGEST = 2 ** 26;

/** Whether a text begins as a list of objects does. */
export function isObjectList(text: string): boolean {
  return /^\s*\[\s*\{/.test(text);
}

/** @throws TidelabError as `linesOf`, `jsonl.list` for a list that does not end, or behind which there is more */
export async function* piecesOf(source: ByteSource, encoding?: string): AsyncGenerator<JsonPiece[]> {
  const { head, rest } = await begun(source, encoding);
  if (isObjectList(head)) {
    const elements = new ElementReader(source.name);
    const reader = new TextReader(source.name, "series", encoding);
    for await (const bytes of rest.stream()) yield elements.push(reader.push(bytes));
    yield elements.push(reader.end());
    elements.end();
    return;
  }
  for await (const lines of linesOf(rest, encoding))
    yield lines.map(({ text, number }) => ({ text, line: number, column: 1 }));
}

/** The first text of a source that is more than blanks, and the source with it. */
async function begun(source: ByteSource, encoding: string | undefined): Promise<{ head: string; rest: ByteSource }> {
  const reader = new TextReader(source.name, "series", encoding);
  const iterator = source.stream()[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  let head = "";
  let isDone = false;
  while (!isDone && !/\S\s*\S/.test(head)) {
    const next = await iterator.next();
    isDone = next.done === true;
    if (next.done) break;
    pieces.push(next.value);
    head += reader.push(next.value);
  }
  if (isDone) head += reader.end();
  async function* stream() {
    yield* pieces;
    while (!isDone) {
      const next = await iterator.next();
      if (next.done) return;
      yield next.value;
    }
  }
  return { head, rest: { ...source, stream } };
}

/** Cuts a list into its elements by its brackets and commas. What is in an element is not looked at. */
class ElementReader {
  readonly #source: string;
  /** Brackets that are open: 1 between the elements. */
  #depth = 0;
  #isInText = false;
  /** Whether the last character, in a text, was a backslash. */
  #isEscaped = false;
  #isOver = false;
  #count = 0;
  /** Of the next character. */
  #line = 1;
  #column = 1;
  #afterReturn = false;
  /** The beginning of an element whose end has not come, and its place. */
  #pending: string[] = [];
  #pendingLength = 0;
  #start = { line: 1, column: 1 };

  constructor(source: string) {
    this.#source = source;
  }

  push(text: string): JsonPiece[] {
    const elements: JsonPiece[] = [];
    /** Of the current element, in this text; -1 between elements. */
    let from = this.#pending.length > 0 ? 0 : -1;
    for (let at = 0; at < text.length; at++) {
      const char = text[at]!;
      if (this.#isInText) this.#stepInText(char);
      else if (this.#depth === 0) this.#stepOutside(char, text.slice(at));
      else if (this.#depth === 1 && (char === "," || char === "]")) {
        const isEmpty = from === -1 && char === "]" && this.#count === 0;
        if (!isEmpty) elements.push(this.#finish(from === -1 ? "" : text.slice(from, at), from === -1));
        from = -1;
        this.#isOver = char === "]";
        if (this.#isOver) this.#depth = 0;
      } else if (!isBlank(char)) {
        if (from === -1) {
          from = at;
          this.#start = { line: this.#line, column: this.#column };
        }
        this.#stepInside(char);
      }
      this.#advance(char);
    }
    if (from !== -1) this.#hold(text.slice(from));
    return elements;
  }

  /** Call it behind the last piece. @throws TidelabError `jsonl.list` where the list has no end */
  end(): void {
    if (!this.#isOver) throw this.#error("");
  }

  #stepInText(char: string): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (char === "\\") this.#isEscaped = true;
    else if (char === '"') this.#isInText = false;
  }

  /** Before the list, and behind it. */
  #stepOutside(char: string, rest: string): void {
    if (isBlank(char)) return;
    if (this.#isOver || char !== "[") throw this.#error(rest);
    this.#depth = 1;
  }

  #stepInside(char: string): void {
    if (char === '"') this.#isInText = true;
    else if (char === "{" || char === "[") this.#depth++;
    else if ((char === "}" || char === "]") && this.#depth > 1) this.#depth--;
  }

  #finish(part: string, isNone: boolean): JsonPiece {
    const text = this.#pending.join("") + part;
    this.#pending = [];
    this.#pendingLength = 0;
    this.#count++;
    return { text, ...(isNone ? { line: this.#line, column: this.#column } : this.#start) };
  }

  #hold(part: string): void {
    this.#pending.push(part);
    this.#pendingLength += part.length;
    if (this.#pendingLength <= LONGEST) return;
    const { line, column } = this.#start;
    throw new TidelabError("reader.lineTooLong", { most: LONGEST }, `${this.#source}:${line}:${column}`);
  }

  #advance(char: string): void {
    const isNewLine = char === "\r" || (char === "\n" && !this.#afterReturn);
    if (isNewLine) this.#line++;
    this.#column = isNewLine || char === "\n" ? 1 : this.#column + 1;
    this.#afterReturn = char === "\r";
  }

  #error(rest: string): TidelabError {
    const path = `${this.#source}:${this.#line}:${this.#column}`;
    return new TidelabError("jsonl.list", { received: brief(rest.trim()) }, path) as TidelabError;
  }
}

function isBlank(char: string): boolean {
  return char === " " || char === "\n" || char === "\r" || char === "\t" || char === "\uFEFF";
}
