/**
 * A spec as a link's text: `1.<deflated JSON without defaults, base64url>.<CRC-32>`. It opens the same training elsewhere, to the same bits;
 * series from files are not in it. Whoever follows a link trusts nothing in it: length, sum and size are checked before the spec is read.
 */
import { crc32 } from "../bytes/crc32.ts";
import { TidelabError } from "../errors/errors.ts";
import { parseShallowJson } from "../spec/json-scan.ts";
import { parseSpec } from "../spec/parse.ts";
import { shortSpec } from "../spec/short.ts";
import type { Spec } from "../spec/spec.ts";

/** Of the format that is written; newer ones are refused. */
const VERSION = 1;
/** Mail, chats and printers cut what is longer. */
const MOST_CHARACTERS = 6_000;
/** Of the JSON: deflated text of that length may unpack to a thousand times as much. */
const MOST_BYTES = 200_000;

/**
 * A spec as the text of a link, for `tidelab studio` behind `#/s/`. Files that the spec names are not in it, only their names.
 * @returns only letters, digits, `-`, `_` and `.`
 * @throws TidelabError `link.long` for a spec that takes more than 6,000 characters
 * @example
 * ```ts
 * import { models, parseSpec } from "tidelab";
 * import { readSpecLink, specLink } from "tidelab/runs";
 *
 * const spec = parseSpec({ data: { kind: "waves" }, model: models.recurrent({ hiddenSize: 8 }), seed: 3 });
 * const link = await specLink(spec);
 * console.log(link.startsWith("1."), (await readSpecLink(link)).seed); // true 3
 * ```
 */
export async function specLink(spec: Spec): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(shortSpec(spec)));
  const body = `${VERSION}.${encodeBase64(await through(json, new CompressionStream("deflate-raw")))}`;
  const link = `${body}.${sumOf(body)}`;
  if (link.length > MOST_CHARACTERS) {
    throw new TidelabError("link.long", { most: MOST_CHARACTERS, received: link.length });
  }
  return link;
}

/**
 * The spec of a link's text, with all defaults filled in.
 * @param link  what `specLink` gave
 * @throws TidelabError `link.cut`, `link.newer`, `link.long` or `link.content`, and those of `parseSpec` for a spec that does not fit
 * @example
 * ```ts
 * import { TidelabError } from "tidelab";
 * import { readSpecLink } from "tidelab/runs";
 *
 * const error = await readSpecLink("1.q1YqSSwu").catch((reason) => reason);
 * console.log(error instanceof TidelabError && error.code); // link.cut
 * ```
 */
export async function readSpecLink(link: string): Promise<Spec> {
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
  let value: unknown;
  try {
    const json = await through(decodeBase64(packed), new DecompressionStream("deflate-raw"), MOST_BYTES);
    value = parseShallowJson(new TextDecoder("utf-8", { fatal: true }).decode(json));
  } catch (cause) {
    throw new TidelabError("link.content", undefined, undefined, { cause });
  }
  return parseSpec(value);
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
