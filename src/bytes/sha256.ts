/** SHA-256, synchronous and the same in Node and in browsers, secure context or not: WebCrypto is neither. */
import { SHA256 } from "@stablelib/sha256";

type Hash = (parts: readonly Uint8Array[]) => string;

let hostHash: Hash | undefined;

/** Registers the host's own hash, which is the same and ten times as fast. Node's entry does so. */
export function registerSha256(hash: Hash): void {
  hostHash = hash;
}

/** @param parts  bytes, hashed one after the other. @returns 64 hex digits */
export function sha256Hex(...parts: readonly Uint8Array[]): string {
  if (hostHash) return hostHash(parts);
  const hash = new SHA256();
  for (const part of parts) hash.update(part);
  return Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Of a text in UTF-8. */
export function sha256OfText(text: string): string {
  return sha256Hex(new TextEncoder().encode(text));
}
