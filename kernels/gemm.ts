// Matrix products on packed right-hand sides. Not a BLAS: no alpha, no beta, float32 only.
//
// Order of accumulation, fixed by shapes alone: an output element adds its products k = 0, 1, 2 … in one accumulator, in
// blocks of 256 terms. The first block starts from the element's initial value; each later one starts from zero and is then
// added to the element, because one long float32 sum loses digits. Weight gradients add to what is there already, so all their
// blocks start from zero. Tiles, tails and threads change which elements are worked on together, never that order: one row
// gives the same bits alone and in any batch.

import { SUMS, wide_tiles } from "./constants";
import { add } from "./elementwise";
import { row_product } from "./gemv";
import { fma4, load_part, splat, store_part } from "./simd";

/** Columns of a packed panel: two vectors. */
export const PANEL: i32 = 8;

/** Terms that one accumulator adds up. */
export const TERMS: i32 = 256;

/** Floats that a packed (K, N) matrix takes: N rounded up to whole panels. */
export function packed_size(k: i32, n: i32): i32 {
  return k * ((n + 7) & ~7);
}

// Four columns of four rows each, columns `step` bytes apart, to four rows of a panel.
@inline
function turn4(from: usize, step: usize, out: usize): void {
  const a = v128.load(from), b = v128.load(from + step), c = v128.load(from + 2 * step), d = v128.load(from + 3 * step);
  const ab = i32x4.shuffle(a, b, 0, 4, 1, 5), cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const ab2 = i32x4.shuffle(a, b, 2, 6, 3, 7), cd2 = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(out, i64x2.shuffle(ab, cd, 0, 2));
  v128.store(out, i64x2.shuffle(ab, cd, 1, 3), 32);
  v128.store(out, i64x2.shuffle(ab2, cd2, 0, 2), 64);
  v128.store(out, i64x2.shuffle(ab2, cd2, 1, 3), 96);
}

/**
 * Packs B for `gemm`: panels of 8 columns, each (K, 8), zeros past column N.
 * Element (k, n) of B is at b + (k * rowStride + n * colStride) * 4, so both B and its transpose can be packed.
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
      let i = 0;
      if (rowStride == 1 && columns == PANEL) {
        for (; i + 4 <= k; i += 4) {
          let from = panel + ((<usize>i) << 2);
          for (const half = out + 32; out != half; out += 16) {
            turn4(from, cs, out);
            from += cs << 2;
          }
          out += 96;
        }
      }
      for (; i < k; i++) {
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

// Six rows of one product, one whole panel: twelve sums in flight, where the eight of `rows4` wait for each other. With a second
// product, as `rows4` has, V8 would not keep them in registers.
function rows6(a: usize, lda: usize, b: usize, k: i32, init: usize, initStride: usize, c: usize, ldc: usize): void {
  const zero = f32x4.splat(0);
  let c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero;
  let c30 = zero, c31 = zero, c40 = zero, c41 = zero, c50 = zero, c51 = zero;
  if (init) {
    c00 = v128.load(init); c01 = v128.load(init, 16); init += initStride;
    c10 = v128.load(init); c11 = v128.load(init, 16); init += initStride;
    c20 = v128.load(init); c21 = v128.load(init, 16); init += initStride;
    c30 = v128.load(init); c31 = v128.load(init, 16); init += initStride;
    c40 = v128.load(init); c41 = v128.load(init, 16); init += initStride;
    c50 = v128.load(init); c51 = v128.load(init, 16);
  }
  let r1 = a + lda, r2 = r1 + lda, r3 = r2 + lda, r4 = r3 + lda, r5 = r4 + lda;
  const end = a + ((<usize>k) << 2);
  while (a != end) {
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

// Six rows of one product, the last panel of which 5, 6 or 7 columns exist.
function rows6_part(
  a: usize, lda: usize, b: usize, k: i32, init: usize, initStride: usize, c: usize, ldc: usize, n: i32,
): void {
  if (init) copy6(init, initStride, SUMS, 32, n);
  rows6(a, lda, b, k, init ? SUMS : 0, 32, SUMS, 32);
  copy6(SUMS, 32, c, ldc, n);
}

// Six rows of 5, 6 or 7 columns.
function copy6(from: usize, stride: usize, to: usize, ldc: usize, n: i32): void {
  for (let i = 0; i < 6; i++) {
    v128.store(to, v128.load(from));
    store_part(to + 16, load_part(from + 16, n - 4), n - 4);
    from += stride; to += ldc;
  }
}

// Six rows of the last panel where it has at most four columns: half of its vectors are empty, and four sums in flight would
// wait for each other.
function rows6_narrow(
  a1: usize, lda1: usize, b1: usize, k1: i32, a2: usize, lda2: usize, b2: usize, k2: i32,
  init: usize, initStride: usize, c: usize, ldc: usize, n: i32,
): void {
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0;
  if (init) {
    let p = init;
    c0 = load_part(p, n); p += initStride;
    c1 = load_part(p, n); p += initStride;
    c2 = load_part(p, n); p += initStride;
    c3 = load_part(p, n); p += initStride;
    c4 = load_part(p, n); p += initStride;
    c5 = load_part(p, n);
  }
  let r0 = a1, stride = lda1, b = b1, k = k1;
  for (let segment = 0; segment < 2; segment++) {
    let r1 = r0 + stride, r2 = r1 + stride, r3 = r2 + stride, r4 = r3 + stride, r5 = r4 + stride;
    const end = r0 + ((<usize>k) << 2);
    while (r0 != end) {
      const v = v128.load(b);
      c0 = fma4(splat(r0), v, c0); c1 = fma4(splat(r1), v, c1); c2 = fma4(splat(r2), v, c2);
      c3 = fma4(splat(r3), v, c3); c4 = fma4(splat(r4), v, c4); c5 = fma4(splat(r5), v, c5);
      b += 32; r0 += 4; r1 += 4; r2 += 4; r3 += 4; r4 += 4; r5 += 4;
    }
    r0 = a2; stride = lda2; b = b2; k = k2;
  }
  store_part(c, c0, n); c += ldc;
  store_part(c, c1, n); c += ldc;
  store_part(c, c2, n); c += ldc;
  store_part(c, c3, n); c += ldc;
  store_part(c, c4, n); c += ldc;
  store_part(c, c5, n);
}

// Four rows, two whole panels: the same sums as two calls of rows4, sixteen in flight. Only for hosts that join pairs of
// vectors into one of 256 bits (`wide_tiles`): elsewhere sixteen sums do not fit in registers.
function rows4_wide(
  a1: usize, lda1: usize, b1: usize, panel1: usize, k1: i32, a2: usize, lda2: usize, b2: usize, panel2: usize, k2: i32,
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
  let r0 = a1, stride = lda1, b = b1, panel = panel1, k = k1;
  for (let segment = 0; segment < 2; segment++) {
    let r1 = r0 + stride, r2 = r1 + stride, r3 = r2 + stride, q = b + panel;
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
    r0 = a2; stride = lda2; b = b2; panel = panel2; k = k2;
  }
  v128.store(c, c00); v128.store(c, c01, 16); v128.store(c, d00, 32); v128.store(c, d01, 48); c += ldc;
  v128.store(c, c10); v128.store(c, c11, 16); v128.store(c, d10, 32); v128.store(c, d11, 48); c += ldc;
  v128.store(c, c20); v128.store(c, c21, 16); v128.store(c, d20, 32); v128.store(c, d21, 48); c += ldc;
  v128.store(c, c30); v128.store(c, c31, 16); v128.store(c, d30, 32); v128.store(c, d31, 48);
}

// One block: c (m, n) = init + a1·b1 + a2·b2 with at most TERMS terms each. Panels of a right-hand side are `panel` bytes apart.
function block(
  a1: usize, sa1: usize, b1: usize, panel1: usize, k1: i32, a2: usize, sa2: usize, b2: usize, panel2: usize, k2: i32,
  init: usize, si: usize, c: usize, sc: usize, m: i32, n: i32,
): void {
  const wide = wide_tiles();
  // Fours; for one product sixes and fours, which leave no row over but an odd one.
  const whole = wide || k2 || m < 4 ? m & ~3 : m & ~1;
  if (whole) {
    let p1 = b1, p2 = b2;
    for (let j = 0; j < n; ) {
      const at = (<usize>j) << 2, two = wide && n - j >= 2 * PANEL, narrow = n - j <= 4;
      const one = !two && !k2;
      for (let i = 0; i < whole; ) {
        const r = <usize>i, left = whole - i;
        const x1 = a1 + r * sa1, x2 = a2 + r * sa2, from = init ? init + r * si + at : 0, to = c + r * sc + at;
        if ((narrow || one) && left != 4 && left != 8) { // sixes, and fours for the rest
          if (narrow) rows6_narrow(x1, sa1, p1, k1, x2, sa2, p2, k2, from, si, to, sc, n - j);
          else if (n - j >= PANEL) rows6(x1, sa1, p1, k1, from, si, to, sc);
          else rows6_part(x1, sa1, p1, k1, from, si, to, sc, n - j);
          i += 6;
          continue;
        }
        i += 4;
        if (two) rows4_wide(x1, sa1, p1, panel1, k1, x2, sa2, p2, panel2, k2, from, si, to, sc);
        else if (n - j >= PANEL) rows4(x1, sa1, p1, k1, x2, sa2, p2, k2, from, si, to, sc);
        else rows4_part(x1, sa1, p1, k1, x2, sa2, p2, k2, from, si, to, sc, n - j);
      }
      const panels = <usize>(two ? 2 : 1);
      p1 += panels * panel1;
      p2 += panels * panel2;
      j += two ? 2 * PANEL : PANEL;
    }
  }
  for (let i = whole; i < m; i++) {
    const r = <usize>i;
    row_product(a1 + r * sa1, b1, panel1, k1, a2 + r * sa2, b2, panel2, k2, init ? init + r * si : 0, c + r * sc, n);
  }
}

// A later block: its sums c (m, n) from zero, four rows of two panels at a time, then added to what is there.
function add_block(a: usize, sa: usize, b: usize, panel: usize, k: i32, c: usize, sc: usize, m: i32, n: i32): void {
  const width: usize = 2 * PANEL * 4;
  for (let j = 0; j < n; j += 2 * PANEL) {
    const columns = min(2 * PANEL, n - j);
    for (let i = 0; i < m; i += 4) {
      const rows = min(4, m - i), to = c + <usize>i * sc + ((<usize>j) << 2);
      block(a + <usize>i * sa, sa, b, panel, k, a, 0, b, 0, 0, 0, 0, SUMS, width, rows, columns);
      for (let r: usize = 0; r < <usize>rows; r++) add(to + r * sc, SUMS + r * width, to + r * sc, columns);
    }
    b += 2 * panel;
  }
}

// The blocks after the first of one product.
function add_blocks(a: usize, sa: usize, b: usize, k: i32, c: usize, sc: usize, m: i32, n: i32): void {
  for (let from = TERMS; from < k; from += TERMS) {
    const at = <usize>from;
    add_block(a + (at << 2), sa, b + (at << 5), (<usize>k) << 5, min(TERMS, k - from), c, sc, m, n);
  }
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
  block(a1, sa1, b1, panel1, min(k1, TERMS), a2, sa2, b2, panel2, min(k2, TERMS), init, si, c, sc, m, n);
  if (k1 > TERMS) add_blocks(a1, sa1, b1, k1, c, sc, m, n);
  if (k2 > TERMS) add_blocks(a2, sa2, b2, k2, c, sc, m, n);
}

/** C (M, N) = init + A (M, K)·B, B packed. As `gemm2` with one product. */
export function gemm(
  a: usize, lda: i32, b: usize, k: i32, init: usize, initStride: i32, c: usize, ldc: i32, m: i32, n: i32,
): void {
  gemm2(a, lda, b, k, a, lda, b, 0, init, initStride, c, ldc, m, n);
}
