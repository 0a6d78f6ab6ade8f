/**
 * How much packed bytes may unpack to. Deflate packs to a thousandth at best, and only what is all the same: a megabyte that unpacks to a
 * gigabyte is made to fill a host. Files that people have are packed to a fifth, padded arrays and sparse tables to a fiftieth.
 */
import { TidelabError } from "../errors/errors.ts";

/** Bytes that anything may unpack to. Of gzip nothing says it before they are there and have been read as series, which takes many times the memory. */
const ALWAYS = { zip: 64 * 2 ** 20, gzip: 16 * 2 ** 20 } as const;
/** Times its own size that a larger one may unpack to. */
const MOST_TIMES = 200;

/**
 * @param packed    bytes as they are stored
 * @param unpacked  bytes that they are unpacked, or those that there were so far
 * @throws TidelabError `packed.ratio`
 */
export function checkUnpacked(format: "zip" | "gzip", packed: number, unpacked: number, source: string): void {
  if (unpacked <= ALWAYS[format] || unpacked <= MOST_TIMES * packed) return;
  throw new TidelabError("packed.ratio", { format, packed, unpacked, most: MOST_TIMES }, source);
}
