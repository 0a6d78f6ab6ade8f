/**
 * A wasm memory for testing kernels: arrays with canaries round each, so that a kernel that writes outside its outputs is
 * caught, and one input that ends where memory ends, so that one that reads on traps. Test helper, not an allocator.
 */
import type { Numerics } from "../../src/engine/numerics.ts";
import "../../src/node/platform.ts";
import { expect } from "vitest";
import { instantiate, type Kernels, kernelModule, RESERVED_BYTES } from "../../src/engine/wasm/kernels.ts";

export const builds: readonly Numerics[] = ["fused", "portable"];

const CANARY = 0xdeadbeef;
const GUARD = 16; // words of canary on either side

export type Numbers = ArrayLike<number>;
export type View = Float32Array | Float64Array | Int32Array;

/** Address of an array of the arena, as kernels take it. */
export const at = (array: View): number => array.byteOffset;

export interface Arena {
  kernels: Kernels;
  /** A float32 array in the wasm memory, from values or (a count) filled with 777: a kernel has to write it. */
  f32(values: Numbers | number): Float32Array;
  f64(values: Numbers | number): Float64Array;
  i32(values: Numbers | number): Int32Array;
  /** As f32, ending at the last byte of memory. Once an arena. */
  f32AtEnd(values: Numbers): Float32Array;
  /** Fails when any canary has changed. */
  check(): void;
}

export async function arena(numerics: Numerics, bytes = 1 << 17): Promise<Arena> {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65536) });
  const kernels = instantiate(await kernelModule(numerics), memory);
  const words = new Uint32Array(memory.buffer);
  words.fill(CANARY, RESERVED_BYTES / 4);
  let next = RESERVED_BYTES / 4;
  const owned = new Map<number, number>(); // first word → words
  let end = words.length;

  // An element more than a vector boundary: no kernel may assume one.
  function reserve(count: number, width: 1 | 2 = 1): number {
    const first = Math.ceil((next + GUARD) / 4) * 4 + width;
    next = first + count;
    if (next + GUARD > end) throw new Error("the arena is full: give it more bytes");
    owned.set(first, count);
    return first * 4;
  }
  const fill = <A extends View>(array: A, values: Numbers | number): A => {
    if (typeof values === "number") array.fill(777);
    else array.set(values);
    return array;
  };
  const size = (values: Numbers | number) => (typeof values === "number" ? values : values.length);

  return {
    kernels,
    f32: (values) => fill(new Float32Array(memory.buffer, reserve(size(values)), size(values)), values),
    i32: (values) => fill(new Int32Array(memory.buffer, reserve(size(values)), size(values)), values),
    f64: (values) => fill(new Float64Array(memory.buffer, reserve(2 * size(values), 2), size(values)), values),
    f32AtEnd: (values) => {
      end -= values.length;
      owned.set(end, values.length);
      return fill(new Float32Array(memory.buffer, end * 4, values.length), values);
    },
    check: () => {
      let word = RESERVED_BYTES / 4;
      const stops = [...owned].sort((a, b) => a[0] - b[0]);
      stops.push([words.length, 0]);
      for (const [first, count] of stops) {
        // Compared as bytes by the host: word by word it would be most of a small kernel's test.
        const between = Buffer.from(memory.buffer, word * 4, (first - word) * 4);
        if (!between.equals(canaries(between.length))) {
          while (words[word] === CANARY) word++;
          expect.fail(`a kernel wrote outside its arrays, at byte ${word * 4}`);
        }
        word = first + count;
      }
    },
  };
}

let untouched = Buffer.alloc(0);

/** So many bytes of untouched words. */
function canaries(bytes: number): Buffer {
  if (untouched.length < bytes) untouched = Buffer.from(new Uint32Array(bytes / 4).fill(CANARY).buffer);
  return untouched.subarray(0, bytes);
}

/** Uniform numbers in [-1, 1) from a seed (mulberry32), rounded to float32: what a kernel sees is what the oracle sees. */
export function randoms(count: number, seed: number): Float32Array {
  let state = seed * 0x9e3779b9;
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}

/**
 * Every element within `tolerance` times the largest expected magnitude, or times `least` where that is larger (for what
 * is the small rest of a cancellation). NaN and infinities have to match.
 */
export function expectClose(actual: Numbers, expected: Numbers, tolerance: number, least = 1e-30): void {
  expect(actual.length).toBe(expected.length);
  let scale = least;
  for (let i = 0; i < expected.length; i++) {
    const magnitude = Math.abs(expected[i] as number);
    if (Number.isFinite(magnitude)) scale = Math.max(scale, magnitude);
  }
  for (let i = 0; i < expected.length; i++) {
    const a = actual[i] as number;
    const e = expected[i] as number;
    if (Object.is(a, e) || a === e || Math.abs(a - e) <= tolerance * scale) continue;
    expect.fail(`element ${i}: expected ${e}, received ${a} (tolerance ${tolerance} of ${scale})`);
  }
}

/** The same bits: -0 is not 0, and a NaN matches a NaN. */
export function expectBits(actual: Numbers, expected: Numbers): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    if (!Object.is(actual[i], expected[i])) expect.fail(`element ${i}: expected ${expected[i]}, received ${actual[i]}`);
  }
}
