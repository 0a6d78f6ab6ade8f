/**
 * SHA-256 (FIPS 180-4), synchronous and the same in Node and in browsers, secure context or not: WebCrypto is neither. Hosts with a
 * faster one hand it in (`platform.ts`).
 */
import { platform, type Sha256 } from "../platform.ts";

const BLOCK = 64;
/** Where the length begins in the last block. */
const LENGTH_AT = 56;

/** The first 32 bits of the fractions of roots of primes; float64 has 52, and none of these is within 0.005 of the next value. */
const PRIMES = firstPrimes(64);
const ROUNDS = Int32Array.from(PRIMES, (prime) => fractionBits(prime ** (1 / 3)));
const START = Int32Array.from(PRIMES.slice(0, 8), (prime) => fractionBits(prime ** (1 / 2)));

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime > 0)) primes.push(n);
  return primes;
}

function fractionBits(root: number): number {
  return Math.floor((root % 1) * 2 ** 32);
}

/** @param parts  bytes, hashed one after the other. @returns 64 hex digits */
export function sha256Hex(...parts: readonly Uint8Array[]): string {
  const hash = startSha256();
  for (const part of parts) hash.update(part);
  return hash.hex();
}

/** For bytes that are not all there at once. */
export function startSha256(): Sha256 {
  if (platform.sha256) return platform.sha256();
  const state = START.slice();
  const block = new Uint8Array(BLOCK);
  const view = new DataView(block.buffer);
  let bytes = 0;
  const put = (byte: number) => {
    block[bytes++ % BLOCK] = byte;
    if (bytes % BLOCK === 0) compress(state, view);
  };
  return {
    update(part) {
      for (const byte of part) put(byte);
    },
    hex() {
      const bits = BigInt(bytes) * 8n;
      put(0x80);
      while (bytes % BLOCK !== LENGTH_AT) put(0);
      view.setBigUint64(LENGTH_AT, bits);
      compress(state, view);
      return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
    },
  };
}

/** Of a text in UTF-8. */
export function sha256OfText(text: string): string {
  return sha256Hex(new TextEncoder().encode(text));
}

const schedule = new Int32Array(64);

const rotate = (word: number, by: number) => (word >>> by) | (word << (32 - by));

/** Takes one block into the state; letters as in the standard. */
function compress(state: Int32Array, block: DataView): void {
  for (let t = 0; t < 64; t++) {
    if (t < 16) {
      schedule[t] = block.getInt32(t * 4);
      continue;
    }
    const near = schedule[t - 2]!;
    const far = schedule[t - 15]!;
    const sigma1 = rotate(near, 17) ^ rotate(near, 19) ^ (near >>> 10);
    const sigma0 = rotate(far, 7) ^ rotate(far, 18) ^ (far >>> 3);
    schedule[t] = sigma1 + schedule[t - 7]! + sigma0 + schedule[t - 16]!;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let t = 0; t < 64; t++) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const t1 = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + ROUNDS[t]! + schedule[t]!) | 0;
    const t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  const mixed = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i++) state[i]! += mixed[i]!;
}
