/**
 * Sums of hundreds and thousands of terms: their order to the bit, and how far they are from float64. PyTorch 2.13 is off by
 * 2.8e-7 (rms, relative) in a product of 4096 terms of uniform numbers; one float32 accumulator by 1.2e-6.
 */
import { describe, expect, it } from "vitest";
import { arena, at, builds, expectBits, type Numbers, randoms } from "./arena.ts";

const TERMS = 256;
const positive = (count: number, seed: number): Float64Array => Float64Array.from(randoms(count, seed), Math.abs);

/** Σ terms in blocks: the first from `initial` where there is one, every other from zero and then added. In float32. */
function blocks(count: number, term: (k: number) => number, initial: number, fromZero: boolean): number {
  let total = Math.fround(initial);
  for (let from = 0; from < count; from += TERMS) {
    const first = from === 0 && !fromZero;
    let sum = first ? total : 0;
    for (let k = from; k < Math.min(count, from + TERMS); k++) sum = Math.fround(sum + Math.fround(term(k)));
    total = first ? sum : Math.fround(total + sum);
  }
  return total;
}

/** Root mean square of the relative errors. */
function relativeError(values: Numbers, expected: Numbers): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += ((values[i]! - expected[i]!) / expected[i]!) ** 2;
  return Math.sqrt(sum / values.length);
}

it.each([255, 256, 257, 512, 700])("products of %i terms add up in blocks, to the bit", async (k) => {
  const a = await arena("portable", 1 << 20);
  const { kernels } = a;
  const [m, n] = [5, 19];
  const [x, b, bias] = [a.f32(randoms(m * k, 1)), a.f32(randoms(k * n, 2)), a.f32(randoms(n, 3))];
  const [c, packed] = [a.f32(m * n), a.f32(kernels.packed_size(k, n))];
  kernels.pack(at(b), n, 1, at(packed), k, n);
  kernels.gemm(at(x), k, at(packed), k, at(bias), 0, at(c), n, m, n);
  const product = (i: number, j: number) => blocks(k, (q) => x[i * k + q]! * b[q * n + j]!, bias[j]!, false);
  expectBits(
    c,
    Float32Array.from(c, (_, at) => product(Math.floor(at / n), at % n)),
  );

  // A second product goes on where the first block of the first one ends; its later blocks come last.
  kernels.gemm2(at(x), k, at(packed), k, at(x), k, at(packed), k, 0, 0, at(c), n, m, n);
  const twice = (i: number, j: number) => {
    const term = (q: number) => Math.fround(x[i * k + q]! * b[q * n + j]!);
    let sum = 0;
    for (const _ of [1, 2]) for (let q = 0; q < Math.min(k, TERMS); q++) sum = Math.fround(sum + term(q));
    for (const _ of [1, 2]) if (k > TERMS) sum = blocks(k - TERMS, (q) => term(q + TERMS), sum, true);
    return sum;
  };
  expectBits(
    c,
    Float32Array.from(c, (_, at) => twice(Math.floor(at / n), at % n)),
  );
  a.check();
});

it.each([255, 256, 257, 700])("weight and bias gradients of %i rows add up in blocks, to the bit", async (k) => {
  const a = await arena("portable", 1 << 20);
  const { kernels } = a;
  const [m, n] = [7, 19];
  const [x, y, start] = [a.f32(randoms(k * m, 1)), a.f32(randoms(k * n, 2)), randoms(m * n, 3)];
  const [c, sums] = [a.f32(start), a.f32(start.slice(0, n))];
  kernels.linear_gradient(at(x), at(y), at(c), k, m, n, at(a.f32(kernels.linear_gradient_scratch(k, m, n))));
  kernels.column_sums(at(y), n, at(sums), k, n);
  a.check();
  expectBits(
    c,
    Float32Array.from(c, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return blocks(k, (q) => x[q * m + i]! * y[q * n + j]!, start[at]!, true);
    }),
  );
  expectBits(
    sums,
    Float32Array.from(sums, (_, j) => blocks(k, (q) => y[q * n + j]!, start[j]!, true)),
  );
});

describe.each(builds)("4096 terms (%s)", (numerics) => {
  const k = 4096;

  it("a product is as close to float64 as PyTorch's", async () => {
    const a = await arena(numerics, 1 << 22);
    const { kernels } = a;
    const [m, n] = [8, 32];
    const [x, b, c] = [a.f32(positive(m * k, 1)), a.f32(positive(k * n, 2)), a.f32(m * n)];
    const packed = a.f32(kernels.packed_size(k, n));
    kernels.pack(at(b), n, 1, at(packed), k, n);
    kernels.gemm(at(x), k, at(packed), k, 0, 0, at(c), n, m, n);
    const expected = Float64Array.from(c, (_, at) => {
      let sum = 0;
      for (let q = 0; q < k; q++) sum += x[Math.floor(at / n) * k + q]! * b[q * n + (at % n)]!;
      return sum;
    });
    expect(relativeError(c, expected)).toBeLessThan(4e-7);
  });

  it("gradients of weights and biases are", async () => {
    const a = await arena(numerics, 1 << 22);
    const { kernels } = a;
    const [m, n] = [8, 32];
    const [x, y] = [a.f32(positive(k * m, 1)), a.f32(positive(k * n, 2))];
    const [c, sums] = [a.f32(new Float32Array(m * n)), a.f32(new Float32Array(n))];
    kernels.linear_gradient(at(x), at(y), at(c), k, m, n, at(a.f32(kernels.linear_gradient_scratch(k, m, n))));
    kernels.column_sums(at(y), n, at(sums), k, n);
    const expected = Float64Array.from(c, (_, at) => {
      let sum = 0;
      for (let q = 0; q < k; q++) sum += x[q * m + Math.floor(at / n)]! * y[q * n + (at % n)]!;
      return sum;
    });
    const column = Float64Array.from(sums, (_, j) => {
      let sum = 0;
      for (let q = 0; q < k; q++) sum += y[q * n + j]!;
      return sum;
    });
    expect(relativeError(c, expected)).toBeLessThan(4e-7);
    expect(relativeError(sums, column)).toBeLessThan(4e-7);
  });

  it("attention over 4096 steps is, forward and backward", async () => {
    const a = await arena(numerics, 1 << 22);
    const { kernels } = a;
    const [r, c] = [2, 24];
    const [x, w] = [a.f32(positive(k * r * c, 1)), a.f32(new Float32Array(c))];
    const [weights, context, sums] = [a.f32(k * r), a.f32(r * c), a.f32(r * c)];
    kernels.attention_forward(at(x), at(w), 0, at(weights), at(context), k, r, c, 0, at(sums));
    const mean = Float64Array.from(context, (_, at) => {
      let sum = 0;
      for (let t = 0; t < k; t++) sum += x[t * r * c + at]!;
      return sum / k;
    });
    expect(relativeError(context, mean)).toBeLessThan(4e-7);

    // Slopes of +1 in the first half of the steps and −1 in the second: equal weights make dw Σ ± x / T.
    for (let t = 0; t < k; t++)
      for (let q = 0; q < r; q++)
        for (let i = 0; i < c; i++) x[(t * r + q) * c + i] = i ? x[(t * r + q) * c + i]! : t < k / 2 ? 1 : -1;
    const slopes = new Float32Array(r * c);
    for (let q = 0; q < r; q++) slopes[q * c] = 1;
    const [dcontext, dx, dw] = [a.f32(slopes), a.f32(k * r * c), a.f32(new Float32Array(c))];
    const scratch = a.f32(kernels.attention_backward_scratch(k, r, c));
    kernels.attention_backward(at(x), at(w), at(weights), at(dcontext), at(dx), at(dw), 0, k, r, c, at(scratch));
    for (let i = 0; i < c; i++) {
      let sum = 0;
      for (let t = 0; t < k; t++)
        for (let q = 0; q < r; q++) sum += ((t < k / 2 ? 1 : -1) * x[(t * r + q) * c + i]!) / k;
      expect(Math.abs(dw[i]! - sum)).toBeLessThan(4e-7);
    }
    a.check();
  });
});
