/**
 * JSON as a link's text: `1.<deflated, base64url>.<CRC-32>`. What is in it is the caller's: specs in `link.ts`, assignments in
 * `teaching/`. Whoever follows a link trusts nothing in it: length, sum and size are checked before anything is read.
 */
import { crc32 } from "../bytes/crc32.ts";
import { TidelabError } from "../errors/errors.ts";
import { parseShallowJson } from "../spec/json-scan.ts";

/** Of the format that is written; newer ones are refused. */
const VERSION = 1;
/** Mail, chats and printers cut what is longer. */
const MOST_CHARACTERS = 6_000;
/** Of the JSON: deflated text of that length may unpack to a thousand times as much. */
const MOST_BYTES = 200_000;

/** @throws TidelabError `link.long` */
export async function linkText(value: unknown): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(value));
  const body = `${VERSION}.${encodeBase64(await through(json, new CompressionStream("deflate-raw")))}`;
  const link = `${body}.${sumOf(body)}`;
  if (link.length > MOST_CHARACTERS) {
    throw new TidelabError("link.long", { most: MOST_CHARACTERS, received: link.length });
  }
  return link;
}

/** @throws TidelabError `link.cut`, `link.newer`, `link.long` or `link.content` */
export async function readLinkText(link: string): Promise<unknown> {
  const text = link.trim();
  if (text.length > MOST_CHARACTERS) {
    throw new TidelabError("link.long", { most: MOST_CHARACTERS, received: text.length });
  }
  const [, version = ""] = /^(\d{1,9})(\.|$)/.exec(text) ?? [];
  if (version !== "" && Number(version) > VERSION) {
    throw new TidelabError("link.newer", { most: VERSION, received: Number(version) });
  }
  const [, body = "", packed = "", sum] = /^(1\.([\w-]+))\.([0-9a-f]{8})$/.exec(text) ?? [];
  if (sum === undefined || sum !== sumOf(body)) throw new TidelabError("link.cut", undefined);
  try {
    const json = await through(decodeBase64(packed), new DecompressionStream("deflate-raw"), MOST_BYTES);
    return parseShallowJson(new TextDecoder("utf-8", { fatal: true }).decode(json));
  } catch (cause) {
    throw new TidelabError("link.content", undefined, undefined, { cause });
  }
}

/** Of the text before it. */
function sumOf(body: string): string {
  return crc32(new TextEncoder().encode(body)).toString(16).padStart(8, "0");
}

/** @throws RangeError once there are more than so many bytes */
async function through(
  bytes: Uint8Array,
  { readable, writable }: CompressionStream | DecompressionStream,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  const writer = writable.getWriter();
  // What is wrong with the bytes is met where they are read.
  const written = writer.write(new Uint8Array(bytes)).then(() => writer.close());
  written.catch(() => {});
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = (readable as ReadableStream<Uint8Array>).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      await reader.cancel().catch(() => {});
      throw new RangeError(`more than ${most} bytes`);
    }
    parts.push(value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function encodeBase64(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @throws DOMException for what no bytes give */
function decodeBase64(text: string): Uint8Array {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}
