/** SHA-256, synchronous and the same in Node and in browsers, secure context or not: WebCrypto is neither. */
import { SHA256 } from "@stablelib/sha256";
import { platform, type Sha256 } from "../platform.ts";

/** @param parts  bytes, hashed one after the other. @returns 64 hex digits */
export function sha256Hex(...parts: readonly Uint8Array[]): string {
  const hash = startSha256();
  for (const part of parts) hash.update(part);
  return hash.hex();
}

/** For bytes that are not all there at once. */
export function startSha256(): Sha256 {
  if (platform.sha256) return platform.sha256();
  const hash = new SHA256();
  return {
    update(part) {
      hash.update(part);
    },
    hex: () => Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, "0")).join(""),
  };
}

/** Of a text in UTF-8. */
export function sha256OfText(text: string): string {
  return sha256Hex(new TextEncoder().encode(text));
}
