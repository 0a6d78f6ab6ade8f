/**
 * Bytes to text, in pieces: UTF-8, or UTF-16 by its byte order mark or its zero bytes, or what the caller says. Anything else is
 * refused: a byte that is not UTF-8 would become U+FFFD, in which different names are the same. Tables are elsewhere.
 */
import type { FileFormat } from "../../../errors/en.ts";
import { TidelabError } from "../../../errors/errors.ts";
import { binaryFormatOf, HEAD_BYTES, textFormatOf } from "./formats.ts";

/** What the text should be; decides which formats are refused by name: those that are no CSV, or no text at all. */
export type TextKind = "csv" | "json" | "series";

/** As `TextDecoder` names it. */
type Encoding = "utf-8" | "utf-16le" | "utf-16be" | (string & {});

/** Encodings in which a byte may belong to the character before it, and whose line ends never do. */
const OF_SEVERAL_BYTES = ["gbk", "gb18030", "big5", "euc-jp", "euc-kr", "shift_jis", "iso-2022-jp"];

/** Decodes a text that comes in pieces. Sequence: `push` for each piece, then `end`. */
export class TextReader {
  readonly #source: string;
  readonly #kind: TextKind;
  readonly #given: Encoding | undefined;
  #encoding: Encoding | undefined;
  /** Bytes before the encoding is known; then those of a character that the next piece completes. */
  #held: Uint8Array = new Uint8Array(0);
  #line = 1;
  /** Characters of the current line that were returned. */
  #column = 0;

  /**
   * @param source    what the text is to the user, usually a file name; begins the path of errors
   * @param encoding  any that `TextDecoder` knows; found from the first bytes when left out
   * @throws TidelabError `reader.encoding` for one that it does not know
   */
  constructor(source: string, kind: TextKind, encoding?: string) {
    this.#source = source;
    this.#kind = kind;
    if (encoding !== undefined) this.#given = nameOf(encoding, source);
  }

  /** As `TextDecoder` names it; undefined until the first bytes were seen. */
  get encoding(): string | undefined {
    return this.#encoding;
  }

  /**
   * @returns the text so far that has not been returned yet; a byte order mark is left out
   * @throws TidelabError `file.format` or `file.encoding`
   */
  push(bytes: Uint8Array): string {
    const all = this.#held.length === 0 ? bytes : concat(this.#held, bytes);
    if (this.#encoding === undefined) {
      this.#held = all;
      return all.length < HEAD_BYTES ? "" : this.#begin();
    }
    return this.#decode(all, false);
  }

  /** @returns the rest of the text. @throws as `push` */
  end(): string {
    const begun = this.#encoding === undefined ? this.#begin() : "";
    return begun + this.#decode(this.#held, true);
  }

  #begin(): string {
    const head = this.#held.subarray(0, HEAD_BYTES);
    const format = binaryFormatOf(head);
    if (format !== undefined) throw this.#refuse(format);
    // Where JSON is wanted its parser has more to say about a text with zeros in it: their place.
    const [found = this.#kind === "json" ? "utf-8" : undefined, marked] = encodingOf(head);
    const encoding = this.#given ?? found;
    const mark = encoding === found ? marked : 0;
    if (encoding === undefined) throw this.#refuse("binary");
    this.#encoding = encoding;
    const text = this.#decode(this.#held.subarray(mark), false);
    const textFormat = textFormatOf(text.slice(0, HEAD_BYTES));
    if (textFormat !== undefined && this.#kind === "csv") throw this.#refuse(textFormat);
    return text;
  }

  #refuse(format: FileFormat): TidelabError {
    return new TidelabError("file.format", { format, kind: this.#kind }, this.#source);
  }

  #decode(bytes: Uint8Array, isLast: boolean): string {
    const encoding = this.#encoding ?? "utf-8";
    const whole = isLast ? bytes.length : wholeCharacters(bytes, encoding);
    const piece = bytes.subarray(0, whole);
    // A view would keep the piece alive, or change with a buffer that the host uses again.
    this.#held = bytes.slice(whole);
    let text: string;
    try {
      text = decoder(encoding).decode(piece);
    } catch {
      throw this.#locate(piece, encoding);
    }
    this.#advance(text);
    return text;
  }

  /** The error of a piece that does not decode, at its first faulty byte. */
  #locate(piece: Uint8Array, encoding: Encoding): TidelabError {
    // The longest prefix without a fault, by halves; a character cut off at its end is no fault here.
    let [good, bad] = [0, piece.length + 1];
    while (bad - good > 1) {
      const middle = (good + bad) >> 1;
      if (decodes(piece.subarray(0, middle), encoding)) good = middle;
      else bad = middle;
    }
    const fault = Math.min(good, piece.length - 1);
    const isUnicode = encoding.startsWith("utf-");
    const before = isUnicode
      ? piece.subarray(0, wholeCharacters(piece.subarray(0, fault), encoding))
      : piece.subarray(0, fault);
    this.#advance(decoder(encoding).decode(before, { stream: true }));
    const byte = (piece[before.length] ?? 0).toString(16).toUpperCase().padStart(2, "0");
    const place = `${this.#source}:${this.#line}:${this.#column + 1}`;
    const shown = encoding.startsWith("utf-16") ? "UTF-16" : encoding.toUpperCase();
    return new TidelabError("file.encoding", { byte, encoding: shown }, place);
  }

  #advance(text: string): void {
    let lineStart = 0;
    // Almost every text has one kind of line ends; then nothing but a search is needed.
    if (text.includes("\r")) {
      for (const { index, 0: lineEnd } of text.matchAll(/\r\n?|\n/g)) {
        this.#line++;
        lineStart = index + lineEnd.length;
      }
    } else {
      for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", lineStart)) {
        this.#line++;
        lineStart = at + 1;
      }
    }
    if (lineStart > 0) this.#column = 0;
    this.#column += text.length - lineStart;
  }
}

/**
 * A whole text at once. @throws as `TextReader.push`
 * @example
 * ```ts
 * import { decodeText } from "tidelab/readers";
 *
 * console.log(decodeText(new TextEncoder().encode("a,b"), "a.csv", "csv")); // a,b
 * ```
 */
export function decodeText(bytes: Uint8Array, source: string, kind: TextKind): string {
  const reader = new TextReader(source, kind);
  return reader.push(bytes) + reader.end();
}

/** The first bytes of a file as text; empty where they are no text. Bytes of another encoding become U+FFFD. */
export function textOfHead(head: Uint8Array): string {
  const [encoding, mark] = binaryFormatOf(head) === undefined ? encodingOf(head) : [undefined, 0];
  return encoding === undefined ? "" : new TextDecoder(encoding).decode(head.subarray(mark), { stream: true });
}

/** @returns the encoding and the length of its byte order mark; no encoding for bytes that are no text */
function encodingOf(head: Uint8Array): [encoding: Encoding | undefined, mark: number] {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return ["utf-8", 3];
  if (a === 0xff && b === 0xfe) return ["utf-16le", 2];
  if (a === 0xfe && b === 0xff) return ["utf-16be", 2];
  if (!head.includes(0)) return ["utf-8", 0];
  // Of UTF-16 without a mark, the high bytes are zero wherever the text is ASCII, and the low ones hardly ever.
  const zeros = [0, 0];
  for (const [i, byte] of head.entries()) if (byte === 0) zeros[i % 2]!++;
  const [even = 0, odd = 0] = zeros;
  const most = head.length / 4;
  if (odd > most && even < odd / 8) return ["utf-16le", 0];
  if (even > most && odd < even / 8) return ["utf-16be", 0];
  return [undefined, 0];
}

/** Bytes before a character that the end cuts off. */
function wholeCharacters(bytes: Uint8Array, encoding: Encoding): number {
  const { length } = bytes;
  if (OF_SEVERAL_BYTES.includes(encoding)) return Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13)) + 1;
  if (encoding.startsWith("utf-16")) {
    const even = length - (length % 2);
    const high = bytes[encoding === "utf-16le" ? even - 1 : even - 2] ?? 0;
    return high >= 0xd8 && high <= 0xdb ? even - 2 : even;
  }
  if (encoding !== "utf-8") return length;
  for (let back = 1; back <= Math.min(3, length); back++) {
    const byte = bytes[length - back]!;
    if (byte < 0x80) return length;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? length - back : length;
  }
  return length;
}

/** Names that Windows and Python have for encodings, beside those that `TextDecoder` knows. */
const CODE_PAGES: Readonly<Record<string, string>> = {
  ...{ cp936: "gbk", cp950: "big5", cp932: "shift_jis", cp949: "euc-kr", cp65001: "utf-8", "utf-8-sig": "utf-8" },
  ...Object.fromEntries([1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258].map((n) => [`cp${n}`, `windows-${n}`])),
};

function nameOf(encoding: string, source: string): Encoding {
  try {
    return new TextDecoder(CODE_PAGES[encoding.toLowerCase()] ?? encoding).encoding;
  } catch {
    throw new TidelabError("reader.encoding", { received: encoding }, source);
  }
}

function decoder(encoding: Encoding): TextDecoder {
  return new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
}

function decodes(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    decoder(encoding).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
