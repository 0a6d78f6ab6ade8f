// One row times a packed matrix: a product of few rows, as a single series needs it at every step. Weights are read once, in
// order. The same sums in the same order as a row of `gemm`'s tiles, which calls this for the rows past its last tile.

import { fma4, load_part, store_part } from "./simd";

// Two or three whole panels: six sums in flight hide the latency of the multiply-add. With eight, V8's loads ahead of the
// arithmetic and the sums need more registers than there are, at half the speed.
@inline
function panels(
  count: i32, a1: usize, b1: usize, panel1: usize, k1: i32, a2: usize, b2: usize, panel2: usize, k2: i32,
  init: usize, c: usize,
): void {
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0;
  if (init) {
    c0 = v128.load(init); c1 = v128.load(init, 16); c2 = v128.load(init, 32); c3 = v128.load(init, 48);
    if (count == 3) { c4 = v128.load(init, 64); c5 = v128.load(init, 80); }
  }
  let a = a1, k = k1, p0 = b1, panel = panel1;
  for (let segment = 0; segment < 2; segment++) {
    const end = a + ((<usize>k) << 2);
    let p1 = p0 + panel, p2 = p1 + panel;
    while (a != end) {
      const s = v128.load32_splat(a);
      c0 = fma4(s, v128.load(p0), c0); c1 = fma4(s, v128.load(p0, 16), c1);
      c2 = fma4(s, v128.load(p1), c2); c3 = fma4(s, v128.load(p1, 16), c3);
      if (count == 3) { c4 = fma4(s, v128.load(p2), c4); c5 = fma4(s, v128.load(p2, 16), c5); p2 += 32; }
      a += 4; p0 += 32; p1 += 32;
    }
    a = a2; k = k2; p0 = b2; panel = panel2;
  }
  v128.store(c, c0); v128.store(c, c1, 16); v128.store(c, c2, 32); v128.store(c, c3, 48);
  if (count == 3) { v128.store(c, c4, 64); v128.store(c, c5, 80); }
}

function panels3(
  a1: usize, b1: usize, panel1: usize, k1: i32, a2: usize, b2: usize, panel2: usize, k2: i32, init: usize, c: usize,
): void {
  panels(3, a1, b1, panel1, k1, a2, b2, panel2, k2, init, c);
}

function panels2(
  a1: usize, b1: usize, panel1: usize, k1: i32, a2: usize, b2: usize, panel2: usize, k2: i32, init: usize, c: usize,
): void {
  panels(2, a1, b1, panel1, k1, a2, b2, panel2, k2, init, c);
}

// One panel, of which n columns exist.
function one_panel(a1: usize, b1: usize, k1: i32, a2: usize, b2: usize, k2: i32, init: usize, c: usize, n: i32): void {
  let c0 = f32x4.splat(0), c1 = c0;
  if (init) { c0 = load_part(init, n); c1 = load_part(init + 16, n - 4); }
  for (const end = a1 + ((<usize>k1) << 2); a1 != end; a1 += 4) {
    const s = v128.load32_splat(a1);
    c0 = fma4(s, v128.load(b1), c0); c1 = fma4(s, v128.load(b1, 16), c1);
    b1 += 32;
  }
  for (const end = a2 + ((<usize>k2) << 2); a2 != end; a2 += 4) {
    const s = v128.load32_splat(a2);
    c0 = fma4(s, v128.load(b2), c0); c1 = fma4(s, v128.load(b2, 16), c1);
    b2 += 32;
  }
  store_part(c, c0, n); store_part(c + 16, c1, n - 4);
}

/**
 * c (N) = init + a1 (K1)·B1 + a2 (K2)·B2, the rows of one block of `gemm`; init (N), or 0 for zeros; K2 may be 0.
 * Right-hand sides packed by `pack`, their panels `panel1` and `panel2` bytes apart.
 */
export function row_product(
  a1: usize, b1: usize, panel1: usize, k1: i32, a2: usize, b2: usize, panel2: usize, k2: i32, init: usize, c: usize, n: i32,
): void {
  for (; n >= 24; n -= 24) {
    panels3(a1, b1, panel1, k1, a2, b2, panel2, k2, init, c);
    b1 += 3 * panel1; b2 += 3 * panel2; c += 96;
    if (init) init += 96;
  }
  if (n >= 16) {
    panels2(a1, b1, panel1, k1, a2, b2, panel2, k2, init, c);
    b1 += 2 * panel1; b2 += 2 * panel2; c += 64; n -= 16;
    if (init) init += 64;
  }
  for (; n > 0; n -= 8) {
    one_panel(a1, b1, k1, a2, b2, k2, init, c, n);
    b1 += panel1; b2 += panel2; c += 32;
    if (init) init += 32;
  }
}
