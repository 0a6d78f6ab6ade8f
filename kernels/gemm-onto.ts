// AᵀB in accumulators that keep their sums between calls: the products of `winograd-gradient.ts`. See `gemm.ts` for others.

import { PANEL } from "./gemm";
import { fma4 } from "./simd";

// Six rows of AᵀB, one whole panel: four from the panel of A at `a` go to `c`, two from the one at `half` to `c2`. They start from what is
// there, or from zero: to add them to it at the end would cost V8 their registers.
function rows6_tn(a: usize, half: usize, b: usize, k: i32, isFirst: bool, c: usize, c2: usize, ldc: usize): void {
  const zero = f32x4.splat(0);
  let c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero;
  let c30 = zero, c31 = zero, c40 = zero, c41 = zero, c50 = zero, c51 = zero;
  if (!isFirst) {
    let p = c;
    c00 = v128.load(p); c01 = v128.load(p, 16); p += ldc;
    c10 = v128.load(p); c11 = v128.load(p, 16); p += ldc;
    c20 = v128.load(p); c21 = v128.load(p, 16); p += ldc;
    c30 = v128.load(p); c31 = v128.load(p, 16);
    c40 = v128.load(c2); c41 = v128.load(c2, 16); p = c2 + ldc;
    c50 = v128.load(p); c51 = v128.load(p, 16);
  }
  const end = a + ((<usize>k) << 4);
  while (a != end) {
    const v0 = v128.load(b), v1 = v128.load(b, 16);
    let s: v128;
    s = v128.load32_splat(a); c00 = fma4(s, v0, c00); c01 = fma4(s, v1, c01);
    s = v128.load32_splat(a, 4); c10 = fma4(s, v0, c10); c11 = fma4(s, v1, c11);
    s = v128.load32_splat(a, 8); c20 = fma4(s, v0, c20); c21 = fma4(s, v1, c21);
    s = v128.load32_splat(a, 12); c30 = fma4(s, v0, c30); c31 = fma4(s, v1, c31);
    s = v128.load32_splat(half); c40 = fma4(s, v0, c40); c41 = fma4(s, v1, c41);
    s = v128.load32_splat(half, 4); c50 = fma4(s, v0, c50); c51 = fma4(s, v1, c51);
    a += 16; half += 16; b += 32;
  }
  v128.store(c, c00); v128.store(c, c01, 16); c += ldc;
  v128.store(c, c10); v128.store(c, c11, 16); c += ldc;
  v128.store(c, c20); v128.store(c, c21, 16); c += ldc;
  v128.store(c, c30); v128.store(c, c31, 16);
  v128.store(c2, c40); v128.store(c2, c41, 16); c2 += ldc;
  v128.store(c2, c50); v128.store(c2, c51, 16);
}

// Four rows of AᵀB, likewise.
function rows4_tn(a: usize, b: usize, k: i32, isFirst: bool, c: usize, ldc: usize): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  if (!isFirst) {
    let p = c;
    c00 = v128.load(p); c01 = v128.load(p, 16); p += ldc;
    c10 = v128.load(p); c11 = v128.load(p, 16); p += ldc;
    c20 = v128.load(p); c21 = v128.load(p, 16); p += ldc;
    c30 = v128.load(p); c31 = v128.load(p, 16);
  }
  const end = a + ((<usize>k) << 4);
  while (a != end) {
    const v0 = v128.load(b), v1 = v128.load(b, 16);
    const s0 = v128.load32_splat(a), s1 = v128.load32_splat(a, 4), s2 = v128.load32_splat(a, 8), s3 = v128.load32_splat(a, 12);
    c00 = fma4(s0, v0, c00); c01 = fma4(s0, v1, c01);
    c10 = fma4(s1, v0, c10); c11 = fma4(s1, v1, c11);
    c20 = fma4(s2, v0, c20); c21 = fma4(s2, v1, c21);
    c30 = fma4(s3, v0, c30); c31 = fma4(s3, v1, c31);
    a += 16; b += 32;
  }
  v128.store(c, c00); v128.store(c, c01, 16); c += ldc;
  v128.store(c, c10); v128.store(c, c11, 16); c += ldc;
  v128.store(c, c20); v128.store(c, c21, 16); c += ldc;
  v128.store(c, c30); v128.store(c, c31, 16);
}

// C (M, N) = AᵀB, or the same onto what is there: an element goes on in the accumulator that it had. Packed operands: panels of A are `stepA`
// bytes apart, those of B twice as much. M is a multiple of 4, N of 8. All calls for one C together should not have more rows than one
// accumulator may add up (TERMS of `gemm.ts`).
export function product_tn_onto(
  a: usize, stepA: usize, b: usize, k: i32, isFirst: bool, c: usize, ldc: usize, m: i32, n: i32,
): void {
  const rows4 = ldc << 2;
  for (let j = 0; j < n; j += PANEL) {
    let rows = a, to = c + ((<usize>j) << 2), left = m;
    for (; left >= 12; left -= 12) { // two sixes share the middle one of three panels
      const middle = rows + stepA, toMiddle = to + rows4;
      rows6_tn(rows, middle, b, k, isFirst, to, toMiddle, ldc);
      rows = middle + stepA;
      to = toMiddle + rows4;
      rows6_tn(rows, middle + 8, b, k, isFirst, to, toMiddle + 2 * ldc, ldc);
      rows += stepA;
      to += rows4;
    }
    for (; left > 0; left -= 4) {
      rows4_tn(rows, b, k, isFirst, to, ldc);
      rows += stepA;
      to += rows4;
    }
    b += stepA << 1;
  }
}
