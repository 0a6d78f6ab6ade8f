/** Hashes of files, taken while their bytes pass. */
import { startSha256 } from "../../bytes/sha256.ts";
import type { ByteSource } from "../readers/input/source.ts";

export interface HashedSource extends ByteSource {
  /** Of all bytes; reads those that were not taken yet. */
  finish(): Promise<{ bytes: number; sha256: string }>;
}

/** The same source, which knows the hash of what it has given. Its stream begins once. */
export function hashed(source: ByteSource): HashedSource {
  const hash = startSha256();
  let bytes = 0;
  let iterator: AsyncIterator<Uint8Array> | undefined;
  let isDone = false;
  const next = async () => {
    iterator ??= source.stream()[Symbol.asyncIterator]();
    const { done, value } = await iterator.next();
    if (done) {
      isDone = true;
      return undefined;
    }
    bytes += value.length;
    hash.update(value);
    return value;
  };
  return {
    name: source.name,
    size: source.size,
    async *stream() {
      for (let piece = await next(); piece !== undefined; piece = await next()) yield piece;
    },
    async finish() {
      while (!isDone) await next();
      return { bytes, sha256: hash.hex() };
    },
  };
}

/** Of a source that can be streamed again. */
export async function hashOf(source: ByteSource): Promise<string> {
  return (await hashed(source).finish()).sha256;
}
