import { describe, expect, it } from "vitest";
import { arena, at, builds, expectBits, expectClose, type Numbers, randoms } from "./arena.ts";

const sides = [1, 3, 4, 5, 6, 8, 9];
const widths = [1, 2, 3, 4, 5, 7, 8, 9, 15, 33, 50];
const depths = [1, 2, 3, 7, 50];
const shapes = sides.flatMap((m) => widths.flatMap((n) => depths.map((k) => ({ m, n, k }))));

/** (M, K)·(K, N) in float64. */
function product(a: Numbers, b: Numbers, { m, n, k }: { m: number; n: number; k: number }): Float64Array {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++)
      for (let q = 0; q < k; q++) c[i * n + j]! += (a[i * k + q] as number) * (b[q * n + j] as number);
  return c;
}

const plus = (a: Numbers, b: (index: number) => number) => Float64Array.from(a as number[], (v, i) => v + b(i));

describe.each(builds)("matrix products (%s)", (numerics) => {
  it.each(shapes)("gemm $m×$k·$k×$n with bias, packed from B and from Bᵀ", async (shape) => {
    const { m, n, k } = shape;
    const a = await arena(numerics);
    const { kernels } = a;
    const [x, b, bias, c] = [a.f32(randoms(m * k, 1)), a.f32(randoms(k * n, 2)), a.f32(randoms(n, 3)), a.f32(m * n)];
    const packed = a.f32(kernels.packed_size(k, n));
    kernels.pack(at(b), n, 1, at(packed), k, n);
    kernels.gemm(at(x), k, at(packed), k, at(bias), 0, at(c), n, m, n);
    a.check();
    expectClose(
      c,
      plus(product(x, b, shape), (i) => bias[i % n]!),
      1e-6,
    );

    const transposed = a.f32(k * n);
    for (let q = 0; q < k; q++) for (let j = 0; j < n; j++) transposed[j * k + q] = b[q * n + j]!;
    const again = a.f32(packed.length);
    kernels.pack(at(transposed), 1, k, at(again), k, n);
    expectBits(again, packed);
    a.check();
  });

  it.each(shapes)("gemm_tn $k×$m ᵀ· $k×$n adds to C", async ({ m, n, k }) => {
    const a = await arena(numerics);
    const { kernels } = a;
    const [x, y] = [a.f32(randoms(k * m, 4)), a.f32(randoms(k * n, 5))];
    const start = randoms(m * n, 6);
    const c = a.f32(start);
    const scratch = a.f32(kernels.gemm_tn_scratch(k, m, n));
    kernels.gemm_tn(at(x), m, at(y), n, at(c), n, k, m, n, at(scratch));
    a.check();
    const expected = Float64Array.from(start);
    for (let q = 0; q < k; q++)
      for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) expected[i * n + j]! += x[q * m + i]! * y[q * n + j]!;
    expectClose(c, expected, 1e-6);
  });

  it("gemm2 adds two products, and K2 = 0 is one", async () => {
    const a = await arena(numerics);
    const { kernels } = a;
    const [m, n, k1, k2] = [7, 21, 5, 9];
    const [x1, x2, b1, b2] = [
      a.f32(randoms(m * k1, 1)),
      a.f32(randoms(m * k2, 2)),
      a.f32(randoms(k1 * n, 3)),
      a.f32(randoms(k2 * n, 4)),
    ];
    const [p1, p2, c, d] = [
      a.f32(kernels.packed_size(k1, n)),
      a.f32(kernels.packed_size(k2, n)),
      a.f32(m * n),
      a.f32(m * n),
    ];
    kernels.pack(at(b1), n, 1, at(p1), k1, n);
    kernels.pack(at(b2), n, 1, at(p2), k2, n);
    kernels.gemm2(at(x1), k1, at(p1), k1, at(x2), k2, at(p2), k2, 0, 0, at(c), n, m, n);
    const first = product(x1, b1, { m, n, k: k1 });
    const second = product(x2, b2, { m, n, k: k2 });
    expectClose(
      c,
      plus(first, (i) => second[i]!),
      1e-6,
    );
    // Adding the second product to the first afterwards is the same order of sums.
    kernels.gemm(at(x1), k1, at(p1), k1, 0, 0, at(d), n, m, n);
    expectClose(d, first, 1e-6);
    kernels.gemm(at(x2), k2, at(p2), k2, at(d), n, at(d), n, m, n);
    expectBits(d, c);
    a.check();
  });

  it("two panels at once give the same bits as one", async () => {
    for (const { m, n, k } of [
      ...shapes,
      { m: 12, n: 71, k: 37 },
      { m: 16, n: 64, k: 20 },
      { m: 14, n: 6, k: 9 },
      { m: 13, n: 41, k: 700 },
    ]) {
      const [narrow, wide] = await Promise.all(
        [0, 1].map(async (wideTiles) => {
          const a = await arena(numerics, k > 100 ? 1 << 20 : 1 << 17);
          const { kernels } = a;
          kernels.write_constants(wideTiles);
          const [x, b, y, c] = [
            a.f32(randoms(m * k, 1)),
            a.f32(randoms(k * n, 2)),
            a.f32(randoms(k * m, 3)),
            a.f32(m * n),
          ];
          const packed = a.f32(kernels.packed_size(k, n));
          kernels.pack(at(b), n, 1, at(packed), k, n);
          kernels.gemm2(at(x), k, at(packed), k, at(x), k, at(packed), k, 0, 0, at(c), n, m, n);
          const d = a.f32(c);
          const scratch = a.f32(kernels.gemm_tn_scratch(k, m, n));
          kernels.gemm_tn(at(y), m, at(b), n, at(d), n, k, m, n, at(scratch));
          a.check();
          return [...c, ...d];
        }),
      );
      expectBits(wide!, narrow!);
    }
  });

  it.each([37, 256, 257, 1000])("a row of %i terms gives the same bits alone and in any batch", async (k) => {
    const a = await arena(numerics, 1 << 20);
    const { kernels } = a;
    const [m, n] = [13, 71];
    const [x, b, c, one] = [a.f32(randoms(m * k, 1)), a.f32(randoms(k * n, 2)), a.f32(m * n), a.f32(n)];
    const packed = a.f32(kernels.packed_size(k, n));
    kernels.pack(at(b), n, 1, at(packed), k, n);
    kernels.gemm(at(x), k, at(packed), k, 0, 0, at(c), n, m, n);
    for (let row = 0; row < m; row++) {
      kernels.gemm(at(x) + row * k * 4, k, at(packed), k, 0, 0, at(one), n, 1, n);
      expectBits(one, c.subarray(row * n, (row + 1) * n));
    }
    a.check();
  });

  it("a last panel of few columns gives the bits that a whole one gives", async () => {
    const [k, whole] = [37, 16];
    for (const m of [4, 8, 12, 13, 16, 20, 30, 43]) {
      for (const n of [1, 2, 3, 4, 9, 10, 11, 12]) {
        const a = await arena(numerics, 1 << 17);
        const { kernels } = a;
        const [x, y, b] = [a.f32(randoms(m * k, 1)), a.f32(randoms(k * m, 2)), a.f32(randoms(k * whole, 3))];
        const run = (columns: number) => {
          const part = a.f32(
            Float32Array.from({ length: k * columns }, (_, i) => b[Math.floor(i / columns) * whole + (i % columns)]!),
          );
          const start = Float32Array.from(
            { length: m * columns },
            (_, i) => x[(Math.floor(i / columns) * 7 + (i % columns)) % (m * k)]!,
          );
          const [c, d] = [a.f32(start), a.f32(start)];
          const packed = a.f32(kernels.packed_size(k, columns));
          kernels.pack(at(part), columns, 1, at(packed), k, columns);
          kernels.gemm2(at(x), k, at(packed), k, at(x), k, at(packed), k, at(c), columns, at(c), columns, m, columns);
          const scratch = a.f32(kernels.gemm_tn_scratch(k, m, columns));
          kernels.gemm_tn(at(y), m, at(part), columns, at(d), columns, k, m, columns, at(scratch));
          const first = (all: Float32Array) =>
            Array.from({ length: m * n }, (_, i) => all[Math.floor(i / n) * columns + (i % n)]!);
          return [...first(c), ...first(d)];
        };
        expectBits(run(n), run(whole));
        a.check();
      }
    }
  });

  it("column_sums adds up rows in order, and then to what is there", async () => {
    for (const n of widths) {
      const a = await arena(numerics);
      const k = 5;
      const [x, out] = [a.f32AtEnd(randoms(k * n, 1)), a.f32(randoms(n, 2))];
      const sums = new Float32Array(n);
      for (let q = 0; q < k; q++) for (let j = 0; j < n; j++) sums[j]! += x[q * n + j]!;
      const expected = out.map((value, j) => value + sums[j]!);
      a.kernels.column_sums(at(x), n, at(out), k, n);
      expectBits(out, expected);
      a.check();
    }
  });
});

it("the two builds differ: the fused one really fuses", async () => {
  const results = await Promise.all(
    builds.map(async (numerics) => {
      const a = await arena(numerics);
      const [x, b, c] = [a.f32([1 + 2 ** -12]), a.f32([1 + 2 ** -12, 0, 0, 0, 0, 0, 0, 0]), a.f32([-(1 + 2 ** -11)])];
      a.kernels.gemm(at(x), 1, at(b), 1, at(c), 0, at(c), 1, 1, 1);
      return c[0];
    }),
  );
  expect(results).toEqual([2 ** -24, 0]);
});
