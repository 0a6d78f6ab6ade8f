// Matrix products on packed right-hand sides. Not a BLAS: no alpha, no beta, float32 only.
//
// Order of accumulation, fixed by shapes alone: every output element starts from its initial value and adds its K
// products one after another, k = 0, 1, 2 …, in one accumulator. Tiles, tails and threads change which elements are
// worked on together, never that order. So one row gives the same bits alone and in any batch.

import { wide_tiles } from "./constants";
import { row_product } from "./gemv";
import { fma4, load_part, store_part } from "./simd";

/** Columns of a packed panel: two vectors. */
export const PANEL: i32 = 8;

@inline
function splat(p: usize): v128 {
  return v128.load32_splat(p);
}

/** Floats that a packed (K, N) matrix takes: N rounded up to whole panels. */
export function packed_size(k: i32, n: i32): i32 {
  return k * ((n + 7) & ~7);
}

/**
 * Packs B for `gemm`: panels of 8 columns, each (K, 8), zeros past column N.
 * Element (k, n) of B stands at b + (k * rowStride + n * colStride) * 4, so both B and its transpose can be packed.
 */
export function pack(b: usize, rowStride: i32, colStride: i32, packed: usize, k: i32, n: i32): void {
  let out = packed;
  const step = (<usize>rowStride) << 2, size = (<usize>k) << 5;
  for (let j = 0; j < n; ) {
    const columns = min(PANEL, n - j);
    const panel = b + ((<usize>(j * colStride)) << 2);
    j += PANEL;
    if (colStride == 1 && j + PANEL <= n) { // two panels: a row's whole cache line is read at once
      let row = panel;
      for (let i = 0; i < k; i++) {
        v128.store(out, v128.load(row));
        v128.store(out, v128.load(row, 16), 16);
        v128.store(out + size, v128.load(row, 32));
        v128.store(out + size, v128.load(row, 48), 16);
        row += step; out += 32;
      }
      out += size;
      j += PANEL;
    } else if (colStride == 1 && columns == PANEL) {
      let row = panel;
      for (let i = 0; i < k; i++) {
        v128.store(out, v128.load(row));
        v128.store(out, v128.load(row, 16), 16);
        row += step; out += 32;
      }
    } else {
      const cs = (<usize>colStride) << 2;
      for (let i = 0; i < k; i++) {
        const row = panel + ((<usize>(i * rowStride)) << 2);
        for (let c = 0; c < PANEL; c++) {
          store<f32>(out + ((<usize>c) << 2), c < columns ? load<f32>(row + <usize>c * cs) : <f32>0);
        }
        out += 32;
      }
    }
  }
}

// Four rows, one panel: c[r][0..n) = init + a1·b1 + a2·b2. `init` 0 means zero.
@inline
function four_rows(
  a1: usize, lda1: usize, b1: usize, k1: i32,
  a2: usize, lda2: usize, b2: usize, k2: i32,
  init: usize, initStride: usize, c: usize, ldc: usize, n: i32,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  if (init) {
    let p = init;
    c00 = load_part(p, n); c01 = load_part(p + 16, n - 4); p += initStride;
    c10 = load_part(p, n); c11 = load_part(p + 16, n - 4); p += initStride;
    c20 = load_part(p, n); c21 = load_part(p + 16, n - 4); p += initStride;
    c30 = load_part(p, n); c31 = load_part(p + 16, n - 4);
  }
  // One k a turn: V8 places all loads of a block before its arithmetic, so an unrolled turn would spill registers.
  let r0 = a1, stride = lda1, b = b1, k = k1;
  for (let segment = 0; segment < 2; segment++) {
    let r1 = r0 + stride, r2 = r1 + stride, r3 = r2 + stride;
    const end = r0 + ((<usize>k) << 2);
    while (r0 != end) {
      const v0 = v128.load(b), v1 = v128.load(b, 16);
      const s0 = splat(r0), s1 = splat(r1), s2 = splat(r2), s3 = splat(r3);
      c00 = fma4(s0, v0, c00); c01 = fma4(s0, v1, c01);
      c10 = fma4(s1, v0, c10); c11 = fma4(s1, v1, c11);
      c20 = fma4(s2, v0, c20); c21 = fma4(s2, v1, c21);
      c30 = fma4(s3, v0, c30); c31 = fma4(s3, v1, c31);
      b += 32; r0 += 4; r1 += 4; r2 += 4; r3 += 4;
    }
    r0 = a2; stride = lda2; b = b2; k = k2;
  }
  store_part(c, c00, n); store_part(c + 16, c01, n - 4); c += ldc;
  store_part(c, c10, n); store_part(c + 16, c11, n - 4); c += ldc;
  store_part(c, c20, n); store_part(c + 16, c21, n - 4); c += ldc;
  store_part(c, c30, n); store_part(c + 16, c31, n - 4);
}

// Whole panels apart from the last one, which may be narrower: calls for its tail would cost the others registers.
function rows4(
  a1: usize, lda1: usize, b1: usize, k1: i32, a2: usize, lda2: usize, b2: usize, k2: i32,
  init: usize, initStride: usize, c: usize, ldc: usize,
): void {
  four_rows(a1, lda1, b1, k1, a2, lda2, b2, k2, init, initStride, c, ldc, PANEL);
}

function rows4_part(
  a1: usize, lda1: usize, b1: usize, k1: i32, a2: usize, lda2: usize, b2: usize, k2: i32,
  init: usize, initStride: usize, c: usize, ldc: usize, n: i32,
): void {
  four_rows(a1, lda1, b1, k1, a2, lda2, b2, k2, init, initStride, c, ldc, n);
}

// Four rows, two whole panels: the same sums as two calls of rows4, sixteen in flight. Only for hosts that join pairs of
// vectors into one of 256 bits (`wide_tiles`): elsewhere sixteen sums do not fit in registers.
function rows4_wide(
  a1: usize, lda1: usize, b1: usize, k1: i32, a2: usize, lda2: usize, b2: usize, k2: i32,
  init: usize, initStride: usize, c: usize, ldc: usize,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  let d00 = c00, d01 = c00, d10 = c00, d11 = c00, d20 = c00, d21 = c00, d30 = c00, d31 = c00;
  if (init) {
    let p = init;
    c00 = v128.load(p); c01 = v128.load(p, 16); d00 = v128.load(p, 32); d01 = v128.load(p, 48); p += initStride;
    c10 = v128.load(p); c11 = v128.load(p, 16); d10 = v128.load(p, 32); d11 = v128.load(p, 48); p += initStride;
    c20 = v128.load(p); c21 = v128.load(p, 16); d20 = v128.load(p, 32); d21 = v128.load(p, 48); p += initStride;
    c30 = v128.load(p); c31 = v128.load(p, 16); d30 = v128.load(p, 32); d31 = v128.load(p, 48);
  }
  let r0 = a1, stride = lda1, b = b1, k = k1;
  for (let segment = 0; segment < 2; segment++) {
    let r1 = r0 + stride, r2 = r1 + stride, r3 = r2 + stride, q = b + ((<usize>k) << 5);
    const end = r0 + ((<usize>k) << 2);
    while (r0 != end) {
      const v0 = v128.load(b), v1 = v128.load(b, 16), w0 = v128.load(q), w1 = v128.load(q, 16);
      const s0 = splat(r0), s1 = splat(r1), s2 = splat(r2), s3 = splat(r3);
      c00 = fma4(s0, v0, c00); c01 = fma4(s0, v1, c01); d00 = fma4(s0, w0, d00); d01 = fma4(s0, w1, d01);
      c10 = fma4(s1, v0, c10); c11 = fma4(s1, v1, c11); d10 = fma4(s1, w0, d10); d11 = fma4(s1, w1, d11);
      c20 = fma4(s2, v0, c20); c21 = fma4(s2, v1, c21); d20 = fma4(s2, w0, d20); d21 = fma4(s2, w1, d21);
      c30 = fma4(s3, v0, c30); c31 = fma4(s3, v1, c31); d30 = fma4(s3, w0, d30); d31 = fma4(s3, w1, d31);
      b += 32; q += 32; r0 += 4; r1 += 4; r2 += 4; r3 += 4;
    }
    r0 = a2; stride = lda2; b = b2; k = k2;
  }
  v128.store(c, c00); v128.store(c, c01, 16); v128.store(c, d00, 32); v128.store(c, d01, 48); c += ldc;
  v128.store(c, c10); v128.store(c, c11, 16); v128.store(c, d10, 32); v128.store(c, d11, 48); c += ldc;
  v128.store(c, c20); v128.store(c, c21, 16); v128.store(c, d20, 32); v128.store(c, d21, 48); c += ldc;
  v128.store(c, c30); v128.store(c, c31, 16); v128.store(c, d30, 32); v128.store(c, d31, 48);
}

/**
 * C (M, N) = init + A1 (M, K1)·B1 + A2 (M, K2)·B2, both right-hand sides packed by `pack`. Row strides in floats.
 * `init` is 0 (zero), or the address of a row of N (initStride 0: a bias) or of an (M, N) matrix (C itself: accumulate).
 * K2 may be 0.
 */
export function gemm2(
  a1: usize, lda1: i32, b1: usize, k1: i32,
  a2: usize, lda2: i32, b2: usize, k2: i32,
  init: usize, initStride: i32, c: usize, ldc: i32, m: i32, n: i32,
): void {
  const sa1 = (<usize>lda1) << 2, sa2 = (<usize>lda2) << 2, si = (<usize>initStride) << 2, sc = (<usize>ldc) << 2;
  const panel1 = (<usize>k1) << 5, panel2 = (<usize>k2) << 5;
  const whole = m & ~3;
  if (whole) {
    const wide = wide_tiles();
    for (let j = 0; j < n; ) {
      const at = (<usize>j) << 2, p1 = b1 + (<usize>(j >> 3)) * panel1, p2 = b2 + (<usize>(j >> 3)) * panel2;
      const two = wide && n - j >= 2 * PANEL;
      for (let i = 0; i < whole; i += 4) {
        const r = <usize>i;
        const x1 = a1 + r * sa1, x2 = a2 + r * sa2, from = init ? init + r * si + at : 0, to = c + r * sc + at;
        if (two) rows4_wide(x1, sa1, p1, k1, x2, sa2, p2, k2, from, si, to, sc);
        else if (n - j >= PANEL) rows4(x1, sa1, p1, k1, x2, sa2, p2, k2, from, si, to, sc);
        else rows4_part(x1, sa1, p1, k1, x2, sa2, p2, k2, from, si, to, sc, n - j);
      }
      j += two ? 2 * PANEL : PANEL;
    }
  }
  for (let i = whole; i < m; i++) {
    const r = <usize>i;
    row_product(a1 + r * sa1, b1, k1, a2 + r * sa2, b2, k2, init ? init + r * si : 0, c + r * sc, n);
  }
}

/** C (M, N) = init + A (M, K)·B, B packed. As `gemm2` with one product. */
export function gemm(
  a: usize, lda: i32, b: usize, k: i32, init: usize, initStride: i32, c: usize, ldc: i32, m: i32, n: i32,
): void {
  gemm2(a, lda, b, k, a, lda, b, 0, init, initStride, c, ldc, m, n);
}

// Floats that `gemm_tn` needs as scratch: both operands, packed.
export function gemm_tn_scratch(k: i32, m: i32, n: i32): i32 {
  return k * (((m + 3) & ~3) + ((n + 7) & ~7));
}

// Packs the columns of A (K, M) in panels of four, [M/4][K][4], zeros past column M.
export function pack_columns4(a: usize, lda: usize, packed: usize, k: i32, m: i32): void {
  const size = (<usize>k) << 4;
  let out = packed, i = 0;
  for (; i + 16 <= m; i += 16) { // four panels: a row's whole cache line is read at once
    const out2 = out + 2 * size;
    let row = a + ((<usize>i) << 2);
    for (let at: usize = 0; at != size; at += 16) {
      v128.store(out + at, v128.load(row));
      v128.store(out + size + at, v128.load(row, 16));
      v128.store(out2 + at, v128.load(row, 32));
      v128.store(out2 + size + at, v128.load(row, 48));
      row += lda;
    }
    out = out2 + 2 * size;
  }
  for (; i < m; i += 4) {
    let row = a + ((<usize>i) << 2);
    for (let r = 0; r < k; r++) {
      v128.store(out, load_part(row, m - i));
      row += lda; out += 16;
    }
  }
}

// One 4×8 tile of C += AᵀB, both packed; m and n say how much of the tile exists.
@inline
function tile(a: usize, b: usize, k: i32, c: usize, ldc: usize, m: i32, n: i32): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  c00 = load_part(c, n); c01 = load_part(c + 16, n - 4);
  if (m > 1) { c10 = load_part(c + ldc, n); c11 = load_part(c + ldc + 16, n - 4); }
  if (m > 2) { c20 = load_part(c + 2 * ldc, n); c21 = load_part(c + 2 * ldc + 16, n - 4); }
  if (m > 3) { c30 = load_part(c + 3 * ldc, n); c31 = load_part(c + 3 * ldc + 16, n - 4); }
  const end = a + ((<usize>k) << 4);
  while (a != end) {
    const v0 = v128.load(b), v1 = v128.load(b, 16);
    const s0 = splat(a), s1 = v128.load32_splat(a, 4), s2 = v128.load32_splat(a, 8), s3 = v128.load32_splat(a, 12);
    c00 = fma4(s0, v0, c00); c01 = fma4(s0, v1, c01);
    c10 = fma4(s1, v0, c10); c11 = fma4(s1, v1, c11);
    c20 = fma4(s2, v0, c20); c21 = fma4(s2, v1, c21);
    c30 = fma4(s3, v0, c30); c31 = fma4(s3, v1, c31);
    a += 16; b += 32;
  }
  store_part(c, c00, n); store_part(c + 16, c01, n - 4);
  if (m > 1) { store_part(c + ldc, c10, n); store_part(c + ldc + 16, c11, n - 4); }
  if (m > 2) { store_part(c + 2 * ldc, c20, n); store_part(c + 2 * ldc + 16, c21, n - 4); }
  if (m > 3) { store_part(c + 3 * ldc, c30, n); store_part(c + 3 * ldc + 16, c31, n - 4); }
}

function tile_tn(a: usize, b: usize, k: i32, c: usize, ldc: usize): void {
  tile(a, b, k, c, ldc, 4, PANEL);
}

// Two tiles side by side, as rows4_wide.
function tile_tn_wide(a: usize, b: usize, k: i32, c: usize, ldc: usize): void {
  let p = c;
  let c00 = v128.load(p), c01 = v128.load(p, 16), d00 = v128.load(p, 32), d01 = v128.load(p, 48); p += ldc;
  let c10 = v128.load(p), c11 = v128.load(p, 16), d10 = v128.load(p, 32), d11 = v128.load(p, 48); p += ldc;
  let c20 = v128.load(p), c21 = v128.load(p, 16), d20 = v128.load(p, 32), d21 = v128.load(p, 48); p += ldc;
  let c30 = v128.load(p), c31 = v128.load(p, 16), d30 = v128.load(p, 32), d31 = v128.load(p, 48);
  let q = b + ((<usize>k) << 5);
  const end = a + ((<usize>k) << 4);
  while (a != end) {
    const v0 = v128.load(b), v1 = v128.load(b, 16), w0 = v128.load(q), w1 = v128.load(q, 16);
    const s0 = splat(a), s1 = v128.load32_splat(a, 4), s2 = v128.load32_splat(a, 8), s3 = v128.load32_splat(a, 12);
    c00 = fma4(s0, v0, c00); c01 = fma4(s0, v1, c01); d00 = fma4(s0, w0, d00); d01 = fma4(s0, w1, d01);
    c10 = fma4(s1, v0, c10); c11 = fma4(s1, v1, c11); d10 = fma4(s1, w0, d10); d11 = fma4(s1, w1, d11);
    c20 = fma4(s2, v0, c20); c21 = fma4(s2, v1, c21); d20 = fma4(s2, w0, d20); d21 = fma4(s2, w1, d21);
    c30 = fma4(s3, v0, c30); c31 = fma4(s3, v1, c31); d30 = fma4(s3, w0, d30); d31 = fma4(s3, w1, d31);
    a += 16; b += 32; q += 32;
  }
  v128.store(c, c00); v128.store(c, c01, 16); v128.store(c, d00, 32); v128.store(c, d01, 48); c += ldc;
  v128.store(c, c10); v128.store(c, c11, 16); v128.store(c, d10, 32); v128.store(c, d11, 48); c += ldc;
  v128.store(c, c20); v128.store(c, c21, 16); v128.store(c, d20, 32); v128.store(c, d21, 48); c += ldc;
  v128.store(c, c30); v128.store(c, c31, 16); v128.store(c, d30, 32); v128.store(c, d31, 48);
}

function tile_tn_part(a: usize, b: usize, k: i32, c: usize, ldc: usize, m: i32, n: i32): void {
  tile(a, b, k, c, ldc, m, n);
}

// C (M, N) += AᵀB on packed operands: panels of A `stepA` bytes apart, K rows of each from `a` on.
export function product_tn(
  a: usize, stepA: usize, b: usize, k: i32, c: usize, ldc: usize, m: i32, n: i32,
): void {
  const stepB = (<usize>k) << 5, wide = wide_tiles();
  for (let j = 0; j < n; ) {
    const two = wide && n - j >= 2 * PANEL && (m & 3) == 0;
    let rows = a;
    for (let i = 0; i < m; i += 4) {
      const to = c + <usize>i * ldc + ((<usize>j) << 2);
      if (two) tile_tn_wide(rows, b, k, to, ldc);
      else if (m - i >= 4 && n - j >= PANEL) tile_tn(rows, b, k, to, ldc);
      else tile_tn_part(rows, b, k, to, ldc, m - i, n - j);
      rows += stepA;
    }
    j += two ? 2 * PANEL : PANEL;
    b += two ? 2 * stepB : stepB;
  }
}

/**
 * C (M, N) += Aᵀ·B for A (K, M) and B (K, N), row strides in floats: the weight gradient of a linear map.
 * `scratch` takes `gemm_tn_scratch(k, m, n)` floats. K rows are added in order, so blocks of K give the same bits.
 */
export function gemm_tn(
  a: usize, lda: i32, b: usize, ldb: i32, c: usize, ldc: i32, k: i32, m: i32, n: i32, scratch: usize,
): void {
  const pb = scratch + ((<usize>(k * ((m + 3) & ~3))) << 2);
  pack_columns4(a, (<usize>lda) << 2, scratch, k, m);
  pack(b, ldb, 1, pb, k, n);
  product_tn(scratch, (<usize>k) << 4, pb, k, c, (<usize>ldc) << 2, m, n);
}

/** out[n] += Σ_k b[k][n], rows in order: the gradient of a bias. */
export function column_sums(b: usize, ldb: i32, out: usize, k: i32, n: i32): void {
  const step = (<usize>ldb) << 2;
  let j = 0;
  for (; j + 16 <= n; j += 16) { // four sums in flight hide the latency of the addition
    let s0 = v128.load(out), s1 = v128.load(out, 16), s2 = v128.load(out, 32), s3 = v128.load(out, 48);
    let row = b;
    for (let i = 0; i < k; i++) {
      s0 = f32x4.add(s0, v128.load(row)); s1 = f32x4.add(s1, v128.load(row, 16));
      s2 = f32x4.add(s2, v128.load(row, 32)); s3 = f32x4.add(s3, v128.load(row, 48));
      row += step;
    }
    v128.store(out, s0); v128.store(out, s1, 16); v128.store(out, s2, 32); v128.store(out, s3, 48);
    b += 64; out += 64;
  }
  for (; j < n; j += 4) {
    let sum = load_part(out, n - j), row = b;
    for (let i = 0; i < k; i++) {
      sum = f32x4.add(sum, load_part(row, n - j));
      row += step;
    }
    store_part(out, sum, n - j);
    b += 16; out += 16;
  }
}

// out[n] += Σ_k x[k]·b[k][n], rows in order: the weight gradient of a single input column, with the sums of product_tn.
export function weighted_column_sums(b: usize, step: usize, x: usize, out: usize, k: i32, n: i32): void {
  let j = 0;
  for (; j + 16 <= n; j += 16) {
    let s0 = v128.load(out), s1 = v128.load(out, 16), s2 = v128.load(out, 32), s3 = v128.load(out, 48);
    let row = b, p = x;
    for (let i = 0; i < k; i++) {
      const f = splat(p);
      s0 = fma4(v128.load(row), f, s0); s1 = fma4(v128.load(row, 16), f, s1);
      s2 = fma4(v128.load(row, 32), f, s2); s3 = fma4(v128.load(row, 48), f, s3);
      row += step; p += 4;
    }
    v128.store(out, s0); v128.store(out, s1, 16); v128.store(out, s2, 32); v128.store(out, s3, 48);
    b += 64; out += 64;
  }
  for (; j < n; j += 4) {
    let sum = load_part(out, n - j), row = b, p = x;
    for (let i = 0; i < k; i++) {
      sum = fma4(load_part(row, n - j), splat(p), sum);
      row += step; p += 4;
    }
    store_part(out, sum, n - j);
    b += 16; out += 16;
  }
}

/** Rows of one block of `linear_gradient`. */
const BLOCK: i32 = 256;

/** Floats of scratch that `linear_gradient` needs. */
export function linear_gradient_scratch(k: i32, m: i32, n: i32): i32 {
  return gemm_tn_scratch(min(k, BLOCK), m, n);
}

/** C (M, N) += Aᵀ·B as `gemm_tn`, in blocks of rows that stay in cache. */
export function linear_gradient(a: usize, b: usize, c: usize, k: i32, m: i32, n: i32, scratch: usize): void {
  for (let from = 0; from < k; from += BLOCK) {
    const rows = min(BLOCK, k - from);
    gemm_tn(a + ((<usize>(from * m)) << 2), m, b + ((<usize>(from * n)) << 2), n, c, n, rows, m, n, scratch);
  }
}
