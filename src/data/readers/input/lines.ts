/** A source of bytes as lines of text, for formats in which a line end never belongs to a cell. */
import { TidelabError } from "../../../errors/errors.ts";
import type { ByteSource } from "./source.ts";
import { TextReader } from "./text.ts";

export interface Line {
  /** Without its line end. */
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

/** Characters of the longest line: ten million steps, and far from the longest string that V8 can make. */
const LONGEST = 2 ** 26;

/**
 * The lines of a text, many at a time, with any line ends; empty ones too.
 * @param encoding  see `ReadOptions.encoding`
 * @throws TidelabError `reader.lineTooLong`, and as `TextReader`
 */
export async function* linesOf(source: ByteSource, encoding?: string): AsyncGenerator<Line[]> {
  const reader = new TextReader(source.name, "series", encoding);
  const lines = new LineReader(source.name);
  for await (const piece of source.stream()) yield lines.push(reader.push(piece));
  yield lines.push(reader.end());
  yield lines.end();
}

class LineReader {
  readonly #source: string;
  /** Pieces of a line whose end has not come yet. */
  #pending: string[] = [];
  #pendingLength = 0;
  /** Whether the last piece ended with a carriage return, whose line feed may come with the next. */
  #afterReturn = false;
  #number = 1;

  constructor(source: string) {
    this.#source = source;
  }

  push(piece: string): Line[] {
    const lines: Line[] = [];
    if (piece === "") return lines;
    let from = this.#afterReturn && piece.startsWith("\n") ? 1 : 0;
    this.#afterReturn = piece.endsWith("\r");
    let returnAt = piece.indexOf("\r", from);
    for (;;) {
      const feedAt = piece.indexOf("\n", from);
      if (returnAt !== -1 && returnAt < from) returnAt = piece.indexOf("\r", from);
      const end = returnAt === -1 || (feedAt !== -1 && feedAt < returnAt) ? feedAt : returnAt;
      if (end === -1) break;
      lines.push(this.#finish(piece.slice(from, end)));
      from = end + (end === returnAt && feedAt === end + 1 ? 2 : 1);
    }
    if (from < piece.length) {
      this.#pending.push(piece.slice(from));
      this.#pendingLength += piece.length - from;
      if (this.#pendingLength > LONGEST) {
        throw new TidelabError("reader.lineTooLong", { most: LONGEST }, `${this.#source}:${this.#number}:1`);
      }
    }
    return lines;
  }

  /** The last line, if no line end came after it. */
  end(): Line[] {
    return this.#pendingLength === 0 ? [] : [this.#finish("")];
  }

  #finish(part: string): Line {
    const text = this.#pendingLength === 0 ? part : this.#pending.join("") + part;
    this.#pending = [];
    this.#pendingLength = 0;
    return { text, number: this.#number++ };
  }
}
