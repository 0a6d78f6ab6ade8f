// Convolution over time with fewer products (Winograd 1980, Toom–Cook): a tile of 8 inputs and the taps are polynomials,
// evaluated at 8 points; one product a point and pair of channels, instead of one a tap and output; and back. A tile gives
// m = 9 − kernel outputs, so kernel 3 takes 8/18 of the products, kernel 5 8/20. `conv1d.ts` decides when.
//
//   forward   y  = Aᵀ[(G w) ⊙ (Bᵀ x)]   summed over the channels at each point, then back by Aᵀ
//   weights   dw = Gᵀ[(A dy) ⊙ (Bᵀ x)]  summed over all tiles at each point, then back by Gᵀ
//   input     the forward pass on dy with the taps in reverse
//
// Points 0, 1, −1, 2, −2, 1/2, −1/2, ∞. Row p of Bᵀ: the coefficients of ∏(x − q) over the other points; of G: pʲ divided by
// ∏(p − q); of A: pⁱ. Opposite points share their even and odd halves. A value that is not finite spreads over its tile.
//
// Kernels of 6 taps and more: even and odd taps are kernels of half the length, over even or odd steps (x0, x1, and x2 two steps after x0), and
// each of them is taken at the points. Four such products for two outputs are three:
//
//   both = (w0 + w1)·x1,   even outputs w0·x0 + w1·x1 = both + w0·(x0 − x1),   odd outputs w0·x1 + w1·x2 = both + (−w1)·(x1 − x2)
//
// so kernel 8 takes 3/10 of the products. Halves of more than 6 taps are taken in parts of 4 or 5, each with tiles of its own further on
// in the series: their products are added up at the points, part after part, so that kernels of 10, 20 and 40 take 3/10 too.
//
// Channels are multiples of 8 here, stride and dilation 1. A tile's sums depend on nothing outside the tile, so a series has
// the same bits alone and in any batch. Steps between addresses are in bytes.

import { gemm } from "./gemm";
import {
  BOTH, bytes, EVEN, GAP, in_phases, input_tile, inputs_of_tile, ODD, outputs_of, outputs_of_tile, parts_of, POINTS, taps_of, tiles_of,
  WHOLE,
} from "./winograd-points";

/** Tiles of one product: their values at all points stay in the second cache. Whole sixes of rows, and multiples of 4. */
const TILES: i32 = 36;

// Floats of the values of a product's tiles at all points.
@inline
function values_size(c: i32): i32 {
  return POINTS * (TILES * c + GAP);
}

/**
 * G w, packed for `gemm` at each point of each part of each product: (products, parts, 8, n/8, c, 8). Weight (output o, input i, tap) is at
 * w + o·stepO + i·stepI + tap·stepTap. In float64, rounded once.
 */
export function winograd_pack(
  w: usize, stepO: usize, stepI: usize, stepTap: usize, c: i32, n: i32, kernel: i32, packed: usize,
): void {
  if (!in_phases(kernel)) {
    pack_product(w, stepO, stepI, stepTap, c, n, WHOLE, kernel, kernel, 0, packed);
    return;
  }
  const size = bytes(parts_of(kernel) * POINTS * c * n), even = (kernel + 1) >> 1, odd = kernel >> 1;
  pack_product(w, stepO, stepI, stepTap, c, n, BOTH, kernel, even, odd, packed);
  pack_product(w, stepO, stepI, stepTap, c, n, ODD, kernel, even, odd, packed + size);
  pack_product(w, stepO, stepI, stepTap, c, n, EVEN, kernel, even, odd, packed + 2 * size);
}

// All parts of one product. Of the taps that they take together, `even` or `odd` exist and the others are zero. Two outputs at a time.
function pack_product(
  w: usize, stepO: usize, stepI: usize, stepTap: usize, c: i32, n: i32, product: i32, kernel: i32, even: i32, odd: i32, packed: usize,
): void {
  const taps = taps_of(kernel), step = product == WHOLE ? stepTap : 2 * stepTap;
  for (let first = 0; first < even; first += taps) {
    const start = w + <usize>first * step;
    for (let o = 0; o < n; o += 2) {
      let from = start + <usize>o * stepO, to = packed + bytes((o >> 3) * c * 8 + (o & 7));
      for (let i = 0; i < c; i++) {
        pack_pair(from, stepO, stepTap, step, product, taps, even - first, odd - first, to, bytes(c * n));
        from += stepI;
        to += 32;
      }
    }
    packed += bytes(POINTS * c * n);
  }
}

@inline
function pack_pair(
  from: usize, stepO: usize, stepTap: usize, step: usize, product: i32, taps: i32, even: i32, odd: i32, to: usize, point: usize,
): void {
  const first = tap_pair(from, stepO, stepTap, product, 0, even, odd);
  let e1 = first, e2 = first, e3 = first, o1 = f64x2.splat(0), o2 = o1, o3 = o1, last = first, power: f64 = 2, inverse: f64 = 0.5;
  for (let tap = 1; tap < taps; tap++) {
    from += step;
    last = tap_pair(from, stepO, stepTap, product, tap, even, odd);
    const up = f64x2.mul(last, f64x2.splat(power)), down = f64x2.mul(last, f64x2.splat(inverse));
    if (tap & 1) { o1 = f64x2.add(o1, last); o2 = f64x2.add(o2, up); o3 = f64x2.add(o3, down); }
    else { e1 = f64x2.add(e1, last); e2 = f64x2.add(e2, up); e3 = f64x2.add(e3, down); }
    power *= 2;
    inverse *= 0.5;
  }
  const ninths = f64x2.splat(-2.0 / 9.0), ninety = f64x2.splat(90), forty = f64x2.splat(32.0 / 45.0);
  store_pair(to, f64x2.neg(first)); to += point;
  store_pair(to, f64x2.mul(f64x2.add(e1, o1), ninths)); to += point;
  store_pair(to, f64x2.mul(f64x2.sub(e1, o1), ninths)); to += point;
  store_pair(to, f64x2.div(f64x2.add(e2, o2), ninety)); to += point;
  store_pair(to, f64x2.div(f64x2.sub(e2, o2), ninety)); to += point;
  store_pair(to, f64x2.mul(f64x2.add(e3, o3), forty)); to += point;
  store_pair(to, f64x2.mul(f64x2.sub(e3, o3), forty)); to += point;
  store_pair(to, last);
}

// One tap of a product, of two outputs: `from` is the tap itself, or the even one of two. Those past the end are zero.
@inline
function tap_pair(from: usize, stepO: usize, stepTap: usize, product: i32, tap: i32, even: i32, odd: i32): v128 {
  let v = f64x2.splat(0);
  if (product != ODD && tap < even) v = pair_of(from, stepO);
  if (product == BOTH && tap < odd) v = f64x2.add(v, pair_of(from + stepTap, stepO));
  if (product == ODD && tap < odd) v = f64x2.neg(pair_of(from + stepTap, stepO));
  return v;
}

@inline
function store_pair(to: usize, pair: v128): void {
  v128.store_lane<f64>(to, f32x4.demote_f64x2_zero(pair), 0);
}

// The same weight of two outputs, in float64.
@inline
function pair_of(from: usize, stepO: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load_lane<f32>(from + stepO, v128.load32_zero(from), 1));
}

/** Floats of scratch that `winograd` needs. */
export function winograd_scratch(c: i32, n: i32, kernel: i32): i32 {
  return values_size(c) + (in_phases(kernel) ? 2 : 1) * values_size(n) + inputs_of_tile(kernel) * max(c, n);
}

/**
 * One group of channels: y[t] = bias + Σ_tap W[tap]·x[t + tap − left], zeros outside the series.
 * @param x       (t, rows, ·) at the group's first channel, steps `stepX` bytes apart, series `rowX`
 * @param packed  weights as `winograd_pack` leaves them; bias (n), or 0 for none
 * @param y       (count, rows, ·) likewise, n channels written
 */
export function winograd(
  x: usize, stepX: usize, rowX: usize, packed: usize, bias: usize, y: usize, stepY: usize, rowY: usize,
  t: i32, count: i32, rows: i32, c: i32, n: i32, kernel: i32, left: i32, scratch: usize,
): void {
  const m = 9 - taps_of(kernel), outputs = outputs_of_tile(kernel), tiles = tiles_of(count, kernel) * rows, phases = in_phases(kernel);
  const pointY = bytes(TILES * n + GAP), size = bytes(parts_of(kernel) * POINTS * c * n), width = bytes(n);
  const sums = scratch + bytes(values_size(c)), odd = sums + bytes(values_size(n)), edge = phases ? odd + bytes(values_size(n)) : odd;
  for (let from = 0; from < tiles; from += TILES) {
    const block = min(TILES, tiles - from);
    if (phases) {
      add_product(x, stepX, rowX, t, rows, c, n, kernel, left, BOTH, from, block, packed, 0, sums, scratch, edge);
      add_product(x, stepX, rowX, t, rows, c, n, kernel, left, ODD, from, block, packed + size, sums, odd, scratch, edge);
      add_product(x, stepX, rowX, t, rows, c, n, kernel, left, EVEN, from, block, packed + 2 * size, sums, sums, scratch, edge);
    } else {
      add_product(x, stepX, rowX, t, rows, c, n, kernel, left, WHOLE, from, block, packed, 0, sums, scratch, edge);
    }
    for (let i = 0; i < block; i++) {
      const tile = from + i, at = (tile / rows) * outputs, here = <usize>i * width, whole = at + outputs <= count;
      const there = y + <usize>at * stepY + <usize>(tile % rows) * rowY, to = whole ? there : edge, step = whole ? stepY : width;
      if (phases) {
        outputs_of(sums + here, pointY, bias, to, step << 1, m, n);
        outputs_of(odd + here, pointY, bias, to + step, step << 1, m, n);
      } else {
        outputs_of(sums + here, pointY, bias, to, step, m, n);
      }
      if (!whole) for (let k = 0; k < count - at; k++) memory.copy(there + <usize>k * stepY, edge + <usize>k * width, width);
    }
  }
}

// to = init + one product of `block` tiles at the points, all parts; `init` 0 means zero.
function add_product(
  x: usize, stepX: usize, rowX: usize, t: i32, rows: i32, c: i32, n: i32, kernel: i32, left: i32, product: i32, from: i32, block: i32,
  packed: usize, init: usize, to: usize, values: usize, edge: usize,
): void {
  const taps = taps_of(kernel), outputs = outputs_of_tile(kernel), whole = (block + 3) & ~3, weights = bytes(c * n);
  const pointX = bytes(TILES * c + GAP), pointY = bytes(TILES * n + GAP), parts = parts_of(kernel);
  for (let part = 0; part < parts; part++) {
    const start = (product == WHOLE ? part : 2 * part) * taps - left;
    for (let i = 0; i < whole; i++) {
      const out = values + bytes(i * c), tile = from + i, first = (tile / rows) * outputs + start;
      if (i < block) input_tile(x + <usize>(tile % rows) * rowX, stepX, t, first, c, product, edge, out, pointX, 16);
      else for (let p = 0; p < POINTS; p++) memory.fill(out + <usize>p * pointX, 0, bytes(c)); // fills up the last 4×8 tile
    }
    for (let p = 0; p < POINTS; p++) {
      const q = <usize>p, sum = to + q * pointY;
      gemm(values + q * pointX, c, packed + q * weights, c, init ? init + q * pointY : 0, init ? n : 0, sum, n, whole, n);
    }
    packed += POINTS * weights;
    init = to;
  }
}
