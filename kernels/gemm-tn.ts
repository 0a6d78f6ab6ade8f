// Products with a transposed left-hand side, added to what is there, and sums over rows: the gradients of weights and biases. Sums are in
// the order of `gemm.ts`.

import { wide_tiles } from "./constants";
import { pack, PANEL, TERMS } from "./gemm";
import { fma4, load_part, splat, store_part } from "./simd";

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

@inline
function add_row(c: usize, v0: v128, v1: v128, n: i32): void {
  store_part(c, f32x4.add(load_part(c, n), v0), n);
  store_part(c + 16, f32x4.add(load_part(c + 16, n - 4), v1), n - 4);
}

// One 4×8 tile of C += AᵀB, both packed, the product summed from zero; m and n say how much of the tile exists.
@inline
function tile(a: usize, b: usize, k: i32, c: usize, ldc: usize, m: i32, n: i32): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
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
  add_row(c, c00, c01, n);
  if (m > 1) add_row(c + ldc, c10, c11, n);
  if (m > 2) add_row(c + 2 * ldc, c20, c21, n);
  if (m > 3) add_row(c + 3 * ldc, c30, c31, n);
}

function tile_tn(a: usize, b: usize, k: i32, c: usize, ldc: usize): void {
  tile(a, b, k, c, ldc, 4, PANEL);
}

@inline
function add8(c: usize, v0: v128, v1: v128): void {
  v128.store(c, f32x4.add(v128.load(c, 16), v1), 16);
  v128.store(c, f32x4.add(v128.load(c), v0));
}

// Six rows, one whole panel: four from the panel of A at `a` go to `c`, two from the one at `half` to `c2`. Twelve sums in flight, where the
// eight of a tile wait for each other.
function tile6_tn(a: usize, half: usize, b: usize, k: i32, c: usize, c2: usize, ldc: usize): void {
  const zero = f32x4.splat(0);
  let c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero;
  let c30 = zero, c31 = zero, c40 = zero, c41 = zero, c50 = zero, c51 = zero;
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
  // Last rows first: V8 orders the sums of the loop by what follows it, and would load everything before the first of them otherwise.
  add8(c2 + ldc, c50, c51);
  add8(c2, c40, c41);
  add8(c + 3 * ldc, c30, c31);
  add8(c + 2 * ldc, c20, c21);
  add8(c + ldc, c10, c11);
  add8(c, c00, c01);
}

// Two tiles side by side, as rows4_wide.
function tile_tn_wide(a: usize, b: usize, k: i32, c: usize, ldc: usize): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  let d00 = c00, d01 = c00, d10 = c00, d11 = c00, d20 = c00, d21 = c00, d30 = c00, d31 = c00;
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
  add_row(c, c00, c01, PANEL); add_row(c + 32, d00, d01, PANEL); c += ldc;
  add_row(c, c10, c11, PANEL); add_row(c + 32, d10, d11, PANEL); c += ldc;
  add_row(c, c20, c21, PANEL); add_row(c + 32, d20, d21, PANEL); c += ldc;
  add_row(c, c30, c31, PANEL); add_row(c + 32, d30, d31, PANEL);
}

function tile_tn_part(a: usize, b: usize, k: i32, c: usize, ldc: usize, m: i32, n: i32): void {
  tile(a, b, k, c, ldc, m, n);
}

@inline
function add_column(c: usize, ldc: usize, v: v128, m: i32): void {
  store<f32>(c, load<f32>(c) + f32x4.extract_lane(v, 0)); c += ldc;
  if (m > 1) { store<f32>(c, load<f32>(c) + f32x4.extract_lane(v, 1)); c += ldc; }
  if (m > 2) { store<f32>(c, load<f32>(c) + f32x4.extract_lane(v, 2)); c += ldc; }
  if (m > 3) store<f32>(c, load<f32>(c) + f32x4.extract_lane(v, 3));
}

// One column of product_tn: vectors lie along M, sixteen rows in flight.
function column_tn(a: usize, stepA: usize, b: usize, k: i32, c: usize, ldc: usize, m: i32): void {
  const size = (<usize>k) << 4;
  for (; m > 12; m -= 16) { // the last panels have zeros past row M
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, q = b;
    const a1 = a + stepA, a2 = a1 + stepA, a3 = a2 + stepA;
    for (let at: usize = 0; at != size; at += 16) {
      const v = splat(q);
      s0 = fma4(v128.load(a + at), v, s0); s1 = fma4(v128.load(a1 + at), v, s1);
      s2 = fma4(v128.load(a2 + at), v, s2); s3 = fma4(v128.load(a3 + at), v, s3);
      q += 32;
    }
    add_column(c, ldc, s0, 4); c += 4 * ldc;
    add_column(c, ldc, s1, 4); c += 4 * ldc;
    add_column(c, ldc, s2, 4); c += 4 * ldc;
    add_column(c, ldc, s3, m - 12); c += 4 * ldc;
    a = a3 + stepA;
  }
  for (; m > 0; m -= 4) {
    let sum = f32x4.splat(0), q = b;
    for (let at: usize = 0; at != size; at += 16) {
      sum = fma4(v128.load(a + at), splat(q), sum);
      q += 32;
    }
    add_column(c, ldc, sum, m); c += 4 * ldc;
    a += stepA;
  }
}

// C (M, N) += AᵀB on packed operands: panels of A `stepA` bytes apart, K rows of each from `a` on. One block: K should not
// exceed TERMS.
export function product_tn(
  a: usize, stepA: usize, b: usize, k: i32, c: usize, ldc: usize, m: i32, n: i32,
): void {
  const stepB = (<usize>k) << 5, wide = wide_tiles();
  for (let j = 0; j < n; ) {
    const two = wide && n - j >= 2 * PANEL && (m & 3) == 0;
    if (n - j <= 2) { // a tile would be empty but for a column or two
      for (let at = <usize>j << 2, end = <usize>n << 2, q = b; at != end; at += 4, q += 4) column_tn(a, stepA, q, k, c + at, ldc, m);
      return;
    }
    let rows = a, i = 0;
    if (!wide && n - j >= PANEL) {
      for (let to = c + ((<usize>j) << 2); i + 12 <= m; i += 12) { // two sixes share the middle one of three panels
        const middle = rows + stepA, toMiddle = to + 4 * ldc;
        tile6_tn(rows, middle, b, k, to, toMiddle, ldc);
        rows = middle + stepA;
        to = toMiddle + 4 * ldc;
        tile6_tn(rows, middle + 8, b, k, to, toMiddle + 2 * ldc, ldc);
        rows += stepA;
        to += 4 * ldc;
      }
    }
    for (; i < m; i += 4) {
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
 * `scratch` takes `gemm_tn_scratch(k, m, n)` floats. One block, whatever K is: `linear_gradient` cuts longer sums.
 */
export function gemm_tn(
  a: usize, lda: i32, b: usize, ldb: i32, c: usize, ldc: i32, k: i32, m: i32, n: i32, scratch: usize,
): void {
  const pb = scratch + ((<usize>(k * ((m + 3) & ~3))) << 2);
  pack_columns4(a, (<usize>lda) << 2, scratch, k, m);
  pack(b, ldb, 1, pb, k, n);
  product_tn(scratch, (<usize>k) << 4, pb, k, c, (<usize>ldc) << 2, m, n);
}

/** out[n] += Σ_k b[k][n], rows in order, in blocks of TERMS rows: the gradient of a bias. */
export function column_sums(b: usize, ldb: i32, out: usize, k: i32, n: i32): void {
  const step = (<usize>ldb) << 2;
  for (let from = 0; from < k; from += TERMS) {
    add_columns(b + <usize>from * step, step, out, min(TERMS, k - from), n);
  }
}

function add_columns(b: usize, step: usize, out: usize, k: i32, n: i32): void {
  let j = 0;
  for (; j + 16 <= n; j += 16) { // four sums in flight hide the latency of the addition
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, row = b;
    for (let i = 0; i < k; i++) {
      s0 = f32x4.add(s0, v128.load(row)); s1 = f32x4.add(s1, v128.load(row, 16));
      s2 = f32x4.add(s2, v128.load(row, 32)); s3 = f32x4.add(s3, v128.load(row, 48));
      row += step;
    }
    add_row(out, s0, s1, PANEL);
    add_row(out + 32, s2, s3, PANEL);
    b += 64; out += 64;
  }
  for (; j < n; j += 4) {
    let sum = f32x4.splat(0), row = b;
    for (let i = 0; i < k; i++) {
      sum = f32x4.add(sum, load_part(row, n - j));
      row += step;
    }
    store_part(out, f32x4.add(load_part(out, n - j), sum), n - j);
    b += 16; out += 16;
  }
}

// out[n] += Σ_k x[k]·b[k][n], one block of rows in order: the weight gradient of a single input column, with the sums of
// product_tn.
export function weighted_column_sums(b: usize, step: usize, x: usize, out: usize, k: i32, n: i32): void {
  let j = 0;
  for (; j + 16 <= n; j += 16) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    let row = b, p = x;
    for (let i = 0; i < k; i++) {
      const f = splat(p);
      s0 = fma4(v128.load(row), f, s0); s1 = fma4(v128.load(row, 16), f, s1);
      s2 = fma4(v128.load(row, 32), f, s2); s3 = fma4(v128.load(row, 48), f, s3);
      row += step; p += 4;
    }
    add_row(out, s0, s1, PANEL);
    add_row(out + 32, s2, s3, PANEL);
    b += 64; out += 64;
  }
  for (; j < n; j += 4) {
    let sum = f32x4.splat(0), row = b, p = x;
    for (let i = 0; i < k; i++) {
      sum = fma4(load_part(row, n - j), splat(p), sum);
      row += step; p += 4;
    }
    store_part(out, f32x4.add(load_part(out, n - j), sum), n - j);
    b += 16; out += 16;
  }
}

/** Floats of scratch that `linear_gradient` needs. */
export function linear_gradient_scratch(k: i32, m: i32, n: i32): i32 {
  return gemm_tn_scratch(min(k, TERMS), m, n);
}

/** C (M, N) += Aᵀ·B as `gemm_tn`, in blocks of rows that stay in cache. */
export function linear_gradient(a: usize, b: usize, c: usize, k: i32, m: i32, n: i32, scratch: usize): void {
  for (let from = 0; from < k; from += TERMS) {
    const rows = min(TERMS, k - from);
    gemm_tn(a + ((<usize>(from * m)) << 2), m, b + ((<usize>(from * n)) << 2), n, c, n, rows, m, n, scratch);
  }
}
