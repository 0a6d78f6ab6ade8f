// Products for attention, whose sizes are unlike those of `gemm.ts`: few terms and many columns (scores), or a left-hand side that is read by
// columns where it is (gradients of keys and values). The same sums in the same order.

import { SUMS, wide_tiles } from "./constants";
import { add } from "./elementwise";
import { gemm, pack, packed_size, PANEL, TERMS } from "./gemm";
import { pack_columns4, product_tn } from "./gemm-tn";
import { fma4, splat } from "./simd";

// Six rows of A·B, one whole panel, as `rows6` of `gemm.ts` with fewer arguments: with few terms to a sum a call takes as long as some products.
// A loop over panels in here would be worse: V8 unrolls a loop within a loop, and the sums leave their registers.
function panel6(a: usize, lda: usize, b: usize, end: usize, c: usize, ldc: usize): void {
  const zero = f32x4.splat(0);
  let c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero;
  let c30 = zero, c31 = zero, c40 = zero, c41 = zero, c50 = zero, c51 = zero;
  let r1 = a + lda, r2 = r1 + lda, r3 = r2 + lda, r4 = r3 + lda, r5 = r4 + lda;
  while (b != end) {
    const v0 = v128.load(b), v1 = v128.load(b, 16);
    let s: v128;
    s = splat(a); c00 = fma4(s, v0, c00); c01 = fma4(s, v1, c01);
    s = splat(r1); c10 = fma4(s, v0, c10); c11 = fma4(s, v1, c11);
    s = splat(r2); c20 = fma4(s, v0, c20); c21 = fma4(s, v1, c21);
    s = splat(r3); c30 = fma4(s, v0, c30); c31 = fma4(s, v1, c31);
    s = splat(r4); c40 = fma4(s, v0, c40); c41 = fma4(s, v1, c41);
    s = splat(r5); c50 = fma4(s, v0, c50); c51 = fma4(s, v1, c51);
    b += 32; a += 4; r1 += 4; r2 += 4; r3 += 4; r4 += 4; r5 += 4;
  }
  v128.store(c, c00); v128.store(c, c01, 16); c += ldc;
  v128.store(c, c10); v128.store(c, c11, 16); c += ldc;
  v128.store(c, c20); v128.store(c, c21, 16); c += ldc;
  v128.store(c, c30); v128.store(c, c31, 16); c += ldc;
  v128.store(c, c40); v128.store(c, c41, 16); c += ldc;
  v128.store(c, c50); v128.store(c, c51, 16);
}

/** C (M, N) = A (M, K)·B, B packed by `pack` and N whole panels. Row strides in floats. */
export function gemm_short(a: usize, lda: i32, b: usize, k: i32, c: usize, ldc: i32, m: i32, n: i32): void {
  if (k <= TERMS && !wide_tiles()) {
    const sa = (<usize>lda) << 2, sc = (<usize>ldc) << 2, size = (<usize>k) << 5, width = (<usize>n) << 2;
    for (; m >= 6; m -= 6) {
      let panel = b;
      for (let to = c, end = c + width; to != end; to += 32) {
        panel6(a, sa, panel, panel + size, to, sc);
        panel += size;
      }
      a += 6 * sa;
      c += 6 * sc;
    }
  }
  gemm(a, lda, b, k, 0, 0, c, ldc, m, n);
}

// Six columns of A, one whole panel: c (6, 8) = 0 + AᵀB.
function columns6(a: usize, lda: usize, b: usize, k: i32, c: usize, ldc: usize): void {
  const zero = f32x4.splat(0);
  let c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero;
  let c30 = zero, c31 = zero, c40 = zero, c41 = zero, c50 = zero, c51 = zero;
  for (const end = b + ((<usize>k) << 5); b != end; b += 32) {
    const v0 = v128.load(b), v1 = v128.load(b, 16);
    let s: v128;
    s = v128.load32_splat(a); c00 = fma4(s, v0, c00); c01 = fma4(s, v1, c01);
    s = v128.load32_splat(a, 4); c10 = fma4(s, v0, c10); c11 = fma4(s, v1, c11);
    s = v128.load32_splat(a, 8); c20 = fma4(s, v0, c20); c21 = fma4(s, v1, c21);
    s = v128.load32_splat(a, 12); c30 = fma4(s, v0, c30); c31 = fma4(s, v1, c31);
    s = v128.load32_splat(a, 16); c40 = fma4(s, v0, c40); c41 = fma4(s, v1, c41);
    s = v128.load32_splat(a, 20); c50 = fma4(s, v0, c50); c51 = fma4(s, v1, c51);
    a += lda;
  }
  // Zeros are added because a sum of products that underflow may be −0. Last rows first: V8 orders the sums of the loop by it, and would load
  // everything before the first of them otherwise.
  c += 5 * ldc;
  v128.store(c, f32x4.add(zero, c51), 16); v128.store(c, f32x4.add(zero, c50)); c -= ldc;
  v128.store(c, f32x4.add(zero, c41), 16); v128.store(c, f32x4.add(zero, c40)); c -= ldc;
  v128.store(c, f32x4.add(zero, c31), 16); v128.store(c, f32x4.add(zero, c30)); c -= ldc;
  v128.store(c, f32x4.add(zero, c21), 16); v128.store(c, f32x4.add(zero, c20)); c -= ldc;
  v128.store(c, f32x4.add(zero, c11), 16); v128.store(c, f32x4.add(zero, c10)); c -= ldc;
  v128.store(c, f32x4.add(zero, c01), 16); v128.store(c, f32x4.add(zero, c00));
}

// One block of rows of `gemm_columns`, six columns of A at a time. @returns how many of them that was
function sixes(a: usize, lda: usize, b: usize, k: i32, isFirst: bool, c: usize, ldc: usize, m: i32, n: i32): i32 {
  const panel = (<usize>k) << 5;
  let i = 0;
  for (; i + 6 <= m; i += 6) {
    let from = b;
    for (let to = c, end = c + ((<usize>n) << 2); to != end; to += 32) {
      if (isFirst) {
        columns6(a, lda, from, k, to, ldc);
      } else {
        columns6(a, lda, from, k, SUMS, 32);
        for (let r: usize = 0; r < 6; r++) add(to + r * ldc, SUMS + (r << 5), to + r * ldc, PANEL);
      }
      from += panel;
    }
    a += 24;
    c += 6 * ldc;
  }
  return i;
}

/**
 * C (M, N) = AᵀB for A (K, M) and B (K, N), row strides in floats; a sum of many terms goes in blocks of TERMS.
 * `scratch` takes `gemm_tn_scratch(min(k, TERMS), m, n)` floats.
 */
export function gemm_columns(
  a: usize, lda: i32, b: usize, ldb: i32, c: usize, ldc: i32, k: i32, m: i32, n: i32, scratch: usize,
): void {
  const sa = (<usize>lda) << 2, sc = (<usize>ldc) << 2, width = (<usize>n) << 2;
  const hasSixes = !wide_tiles() && (n & 7) == 0;
  for (let from = 0; from < k; from += TERMS) {
    const rows = min(TERMS, k - from), rest = scratch + ((<usize>packed_size(rows, n)) << 2);
    pack(b, ldb, 1, scratch, rows, n);
    const done = hasSixes ? sixes(a, sa, scratch, rows, from == 0, c, sc, m, n) : 0;
    if (done < m) {
      const to = c + <usize>done * sc, left = m - done;
      if (from == 0) for (let i: usize = 0; i < <usize>left; i++) memory.fill(to + i * sc, 0, width);
      pack_columns4(a + ((<usize>done) << 2), sa, rest, rows, left);
      product_tn(rest, (<usize>rows) << 4, scratch, rows, to, sc, left, n);
    }
    a += <usize>rows * sa;
    b += (<usize>(rows * ldb)) << 2;
  }
}
