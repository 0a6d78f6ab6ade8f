// Convolution over time with fewer products (Winograd 1980, Toom–Cook): a tile of 8 inputs and the taps are polynomials,
// evaluated at 8 points; one product a point and pair of channels, instead of one a tap and output; and back. A tile gives
// m = 9 − kernel outputs, so kernel 3 takes 8/18 of the products, kernel 5 8/20, kernel 7 8/14. `conv1d.ts` decides when.
// A longer kernel is taken in parts of 4 or 5 taps, each with tiles of its own further on in the series: their products are added up
// at the points, part after part, so that kernels of 8, 10, 20 and 40 take 8/20.
//
//   forward   y  = Aᵀ[(G w) ⊙ (Bᵀ x)]   summed over the channels at each point, then back by Aᵀ
//   weights   dw = Gᵀ[(A dy) ⊙ (Bᵀ x)]  summed over all tiles at each point, then back by Gᵀ
//   input     the forward pass on dy with the taps in reverse
//
// Points 0, 1, −1, 2, −2, 1/2, −1/2, ∞. Row p of Bᵀ: the coefficients of ∏(x − q) over the other points; of G: pʲ divided by
// ∏(p − q); of A: pⁱ. Opposite points share their even and odd halves. A value that is not finite spreads over its tile.
//
// Channels are multiples of 8 here, stride and dilation 1. A tile's sums depend on nothing outside the tile, so a series has
// the same bits alone and in any batch. Steps between addresses are in bytes.

import { add } from "./elementwise";
import { gemm, product_tn } from "./gemm";
import { fma4 } from "./simd";
import {
  constant, EIGHT, EIGHTH, FOUR, HALF, M1_25, M2_5, M4_25, M5, P5_25, QUARTER, SIXTEEN, SIXTEENTH, THIRTY_SECOND,
  THIRTY_TWO, TWO,
} from "./constants";

const POINTS: i32 = 8;

/** Tiles of one product: their values at all points stay in the second cache. Whole sixes of rows, and multiples of 4. */
const TILES: i32 = 36;
const GRADIENT_TILES: i32 = 64;

/** Tiles after which sums at the points go into the weights' gradient: long sums in float32 lose digits. */
const SUMMED_TILES: i32 = 256;

/** Floats between the values at two points past their own size: equal cache sets would evict each other. */
const GAP: i32 = 16;

@inline
function bytes(floats: i32): usize {
  return (<usize>floats) << 2;
}

// Taps of one part: all of up to seven, or whichever of five and four leaves fewer products.
@inline
function taps_of(kernel: i32): i32 {
  if (kernel <= 7) return kernel;
  return ((kernel + 4) / 5) * 5 <= ((kernel + 3) / 4) * 4 ? 5 : 4;
}

@inline
function parts_of(kernel: i32): i32 {
  const taps = taps_of(kernel);
  return (kernel + taps - 1) / taps;
}

@inline
function tiles_of(count: i32, taps: i32): i32 {
  const m = 9 - taps;
  return (count + m - 1) / m;
}

// Floats of the values of `tiles` tiles at all points.
@inline
function values_size(tiles: i32, c: i32): i32 {
  return POINTS * (tiles * c + GAP);
}

/** Floats of one group's weights at all points. */
export function winograd_packed_size(c: i32, n: i32, kernel: i32): i32 {
  return parts_of(kernel) * POINTS * c * n;
}

/**
 * G w, packed for `gemm` at each point of each part: (parts, 8, n/8, c, 8). Weight (output o, input i, tap) is at w + o·stepO + i·stepI +
 * tap·stepTap. In float64, rounded once.
 */
export function winograd_pack(
  w: usize, stepO: usize, stepI: usize, stepTap: usize, c: i32, n: i32, kernel: i32, packed: usize,
): void {
  const taps = taps_of(kernel);
  for (let first = 0; first < kernel; first += taps) {
    pack_part(w + <usize>first * stepTap, stepO, stepI, stepTap, c, n, taps, min(taps, kernel - first), packed);
    packed += bytes(POINTS * c * n);
  }
}

// One part: `taps` taps, of which the first `there` exist and the others are zero. Two outputs at a time.
function pack_part(
  w: usize, stepO: usize, stepI: usize, stepTap: usize, c: i32, n: i32, taps: i32, there: i32, packed: usize,
): void {
  for (let o = 0; o < n; o += 2) {
    let from = w + <usize>o * stepO, to = packed + bytes((o >> 3) * c * 8 + (o & 7));
    for (let i = 0; i < c; i++) {
      pack_pair(from, stepO, stepTap, taps, there, to, bytes(c * n));
      from += stepI;
      to += 32;
    }
  }
}

@inline
function store_pair(to: usize, pair: v128): void {
  v128.store_lane<f64>(to, f32x4.demote_f64x2_zero(pair), 0);
}

@inline
function pack_pair(from: usize, stepO: usize, stepTap: usize, taps: i32, there: i32, to: usize, point: usize): void {
  const first = pair_of(from, stepO);
  let e1 = first, e2 = first, e3 = first, o1 = f64x2.splat(0), o2 = o1, o3 = o1, last = first, power: f64 = 2, inverse: f64 = 0.5;
  for (let tap = 1; tap < there; tap++) {
    from += stepTap;
    last = pair_of(from, stepO);
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
  store_pair(to, there == taps ? last : f64x2.splat(0));
}

// The same weight of two outputs, in float64.
@inline
function pair_of(from: usize, stepO: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load_lane<f32>(from + stepO, v128.load32_zero(from), 1));
}

// Bᵀ x of one tile, four channels a turn; `group` bytes from four channels' values at a point to the next four's.
function input_points(x: usize, step: usize, c: i32, out: usize, point: usize, group: usize): void {
  const s2 = step << 1, s4 = step << 2, p2 = point << 1;
  for (const end = x + bytes(c); x != end; x += 16) {
    const odd = x + step;
    const x0 = v128.load(x), x2 = v128.load(x + s2), x4 = v128.load(x + s4), x6 = v128.load(x + s4 + s2);
    const x1 = v128.load(odd), x3 = v128.load(odd + s2), x5 = v128.load(odd + s4), x7 = v128.load(odd + s4 + s2);
    let to = out;
    v128.store(to, fma4(constant(P5_25), f32x4.sub(x2, x4), f32x4.sub(x6, x0)));
    v128.store(to + point * 7, fma4(constant(P5_25), f32x4.sub(x3, x5), f32x4.sub(x7, x1)));
    to += point;
    let even = fma4(constant(M4_25), x4, f32x4.add(x2, x6)), rest = fma4(constant(M4_25), x3, f32x4.add(x1, x5));
    v128.store(to, f32x4.add(even, rest));
    v128.store(to + point, f32x4.sub(even, rest));
    to += p2;
    even = fma4(constant(M1_25), x4, fma4(constant(QUARTER), x2, x6));
    rest = fma4(constant(TWO), x5, fma4(constant(M2_5), x3, f32x4.mul(constant(HALF), x1)));
    v128.store(to, f32x4.add(even, rest));
    v128.store(to + point, f32x4.sub(even, rest));
    to += p2;
    even = fma4(constant(M5), x4, fma4(constant(FOUR), x2, x6));
    rest = fma4(constant(HALF), x5, fma4(constant(M2_5), x3, f32x4.mul(constant(TWO), x1)));
    v128.store(to, f32x4.add(even, rest));
    v128.store(to + point, f32x4.sub(even, rest));
    out += group;
  }
}

// A dy of one tile of m steps, in panels of 8 channels `group` bytes apart; adds the steps to db unless it is 0.
function gradient_points(
  dy: usize, step: usize, m: i32, n: i32, out: usize, point: usize, group: usize, db: usize,
): void {
  for (let j = 0; j < n; j += 4) {
    gradient_points4(dy, step, m, out, point, db);
    dy += 16;
    out += j & 4 ? group - 16 : 16;
    if (db) db += 16;
  }
}

@inline
function gradient_points4(dy: usize, step: usize, m: i32, out: usize, point: usize, db: usize): void {
  const d0 = v128.load(dy), d1 = v128.load(dy + step);
  let sum = db ? f32x4.add(f32x4.add(v128.load(db), d0), d1) : d0, last = d1;
  let e1 = d0, e2 = d0, e3 = d0, o1 = d1, o2 = f32x4.mul(constant(TWO), d1), o3 = f32x4.mul(constant(HALF), d1);
  let from = dy + step;
  if (m > 2) {
    last = v128.load(from += step);
    sum = f32x4.add(sum, last);
    e1 = f32x4.add(e1, last); e2 = fma4(constant(FOUR), last, e2); e3 = fma4(constant(QUARTER), last, e3);
  }
  if (m > 3) {
    last = v128.load(from += step);
    sum = f32x4.add(sum, last);
    o1 = f32x4.add(o1, last); o2 = fma4(constant(EIGHT), last, o2); o3 = fma4(constant(EIGHTH), last, o3);
  }
  if (m > 4) {
    last = v128.load(from += step);
    sum = f32x4.add(sum, last);
    e1 = f32x4.add(e1, last); e2 = fma4(constant(SIXTEEN), last, e2); e3 = fma4(constant(SIXTEENTH), last, e3);
  }
  if (m > 5) {
    last = v128.load(from += step);
    sum = f32x4.add(sum, last);
    o1 = f32x4.add(o1, last); o2 = fma4(constant(THIRTY_TWO), last, o2); o3 = fma4(constant(THIRTY_SECOND), last, o3);
  }
  if (db) v128.store(db, sum);
  v128.store(out, d0); out += point;
  v128.store(out, f32x4.add(e1, o1)); out += point;
  v128.store(out, f32x4.sub(e1, o1)); out += point;
  v128.store(out, f32x4.add(e2, o2)); out += point;
  v128.store(out, f32x4.sub(e2, o2)); out += point;
  v128.store(out, f32x4.add(e3, o3)); out += point;
  v128.store(out, f32x4.sub(e3, o3)); out += point;
  v128.store(out, last);
}

// y = bias + Aᵀ of the sums at the points: m steps of one tile, all channels.
function outputs_of(sums: usize, point: usize, bias: usize, y: usize, step: usize, m: i32, n: i32): void {
  const p2 = point << 1;
  for (const end = sums + bytes(n); sums != end; sums += 16) {
    let from = sums + point;
    let a = v128.load(from), b = v128.load(from + point);
    const e1 = f32x4.add(a, b), o1 = f32x4.sub(a, b);
    from += p2;
    a = v128.load(from); b = v128.load(from + point);
    const e2 = f32x4.add(a, b), o2 = f32x4.sub(a, b);
    from += p2;
    a = v128.load(from); b = v128.load(from + point);
    const e3 = f32x4.add(a, b), o3 = f32x4.sub(a, b);
    const last = v128.load(from + p2), level = bias ? v128.load(bias) : f32x4.splat(0);
    let to = y;
    v128.store(to, f32x4.add(level, f32x4.add(f32x4.add(v128.load(sums), e1), f32x4.add(e2, e3))));
    let v = fma4(constant(HALF), o3, fma4(constant(TWO), o2, o1));
    if (m > 2) {
      v128.store(to += step, f32x4.add(level, v));
      v = fma4(constant(QUARTER), e3, fma4(constant(FOUR), e2, e1));
    }
    if (m > 3) {
      v128.store(to += step, f32x4.add(level, v));
      v = fma4(constant(EIGHTH), o3, fma4(constant(EIGHT), o2, o1));
    }
    if (m > 4) {
      v128.store(to += step, f32x4.add(level, v));
      v = fma4(constant(SIXTEENTH), e3, fma4(constant(SIXTEEN), e2, e1));
    }
    if (m > 5) {
      v128.store(to += step, f32x4.add(level, v));
      v = fma4(constant(THIRTY_SECOND), o3, fma4(constant(THIRTY_TWO), o2, o1));
    }
    v128.store(to + step, f32x4.add(level, f32x4.add(v, last)));
    y += 16;
    if (bias) bias += 16;
  }
}

// Copies steps `first` … `first + count` of a series (t steps, `step` bytes apart) one under the other, zeros outside it.
function copy_steps(x: usize, step: usize, t: i32, first: i32, count: i32, c: i32, out: usize): void {
  const width = bytes(c);
  for (let time = first; time < first + count; time++) {
    if (time >= 0 && time < t) memory.copy(out, x + <usize>time * step, width);
    else memory.fill(out, 0, width);
    out += width;
  }
}

// Bᵀ x of the tile whose first step is `first`; `edge` takes its 8 steps where they reach past the series.
@inline
function input_tile(
  x: usize, step: usize, t: i32, first: i32, c: i32, edge: usize, out: usize, point: usize, group: usize,
): void {
  if (first >= 0 && first + POINTS <= t) {
    input_points(x + <usize>first * step, step, c, out, point, group);
  } else {
    copy_steps(x, step, t, first, POINTS, c, edge);
    input_points(edge, bytes(c), c, out, point, group);
  }
}

/** Floats of scratch that `winograd` needs. */
export function winograd_scratch(c: i32, n: i32): i32 {
  return values_size(TILES, c) + values_size(TILES, n) + POINTS * max(c, n);
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
  const taps = taps_of(kernel), m = 9 - taps, tiles = tiles_of(count, taps) * rows;
  const pointX = bytes(TILES * c + GAP), pointY = bytes(TILES * n + GAP);
  const sums = scratch + bytes(values_size(TILES, c)), edge = sums + bytes(values_size(TILES, n));
  const weights = bytes(c * n), width = bytes(n);
  for (let from = 0; from < tiles; from += TILES) {
    const block = min(TILES, tiles - from), whole = (block + 3) & ~3;
    let part = packed;
    for (let tap = 0; tap < kernel; tap += taps) {
      for (let i = 0; i < whole; i++) {
        const out = scratch + bytes(i * c), tile = from + i, first = (tile / rows) * m - left + tap;
        if (i < block) input_tile(x + <usize>(tile % rows) * rowX, stepX, t, first, c, edge, out, pointX, 16);
        else for (let p = 0; p < POINTS; p++) memory.fill(out + <usize>p * pointX, 0, bytes(c)); // fills up the last 4×8 tile
      }
      for (let p = 0; p < POINTS; p++) {
        const q = <usize>p, to = sums + q * pointY;
        gemm(scratch + q * pointX, c, part + q * weights, c, tap ? to : 0, tap ? n : 0, to, n, whole, n);
      }
      part += POINTS * weights;
    }
    for (let i = 0; i < block; i++) {
      const tile = from + i, at = (tile / rows) * m, here = sums + <usize>i * width;
      const to = y + <usize>at * stepY + <usize>(tile % rows) * rowY;
      if (at + m <= count) {
        outputs_of(here, pointY, bias, to, stepY, m, n);
      } else {
        outputs_of(here, pointY, bias, edge, width, m, n);
        for (let k = 0; k < count - at; k++) memory.copy(to + <usize>k * stepY, edge + <usize>k * width, width);
      }
    }
  }
}

/** Floats of scratch that `winograd_gradient` needs. */
export function winograd_gradient_scratch(c: i32, n: i32, kernel: i32): i32 {
  const sums = parts_of(kernel) * POINTS * c * n;
  return values_size(GRADIENT_TILES, c) + values_size(GRADIENT_TILES, n) + sums + POINTS * max(c, n) + n;
}

/**
 * Gradients of one group in its weights and bias, over all its series.
 * @param x   (t, rows, ·) at the group's first channel, steps `stepX` bytes apart, series `rowX`; dy (count, rows, ·) likewise
 * @param dw  (n, c, kernel), added to; db (n), added to, 0 = none
 */
export function winograd_gradient(
  x: usize, stepX: usize, rowX: usize, dy: usize, stepY: usize, rowY: usize, dw: usize, db: usize, t: i32, count: i32,
  rows: i32, c: i32, n: i32, kernel: i32, left: i32, scratch: usize,
): void {
  const taps = taps_of(kernel), m = 9 - taps, tiles = tiles_of(count, taps) * rows;
  const pointX = bytes(GRADIENT_TILES * c + GAP), pointY = bytes(GRADIENT_TILES * n + GAP);
  const gradients = scratch + bytes(values_size(GRADIENT_TILES, c));
  const sums = gradients + bytes(values_size(GRADIENT_TILES, n)), point = bytes(c * n); // (parts, 8, c, n)
  const size = <usize>parts_of(kernel) * POINTS * point, edge = sums + size, biases = db ? edge + bytes(POINTS * max(c, n)) : 0;
  for (let from = 0; from < tiles; from += GRADIENT_TILES) {
    if (from % SUMMED_TILES == 0) memory.fill(sums, 0, size);
    if (db) memory.fill(biases, 0, bytes(n));
    const block = min(GRADIENT_TILES, tiles - from), panelX = (<usize>block) << 4, panelY = panelX << 1;
    for (let i = 0; i < block; i++) {
      const tile = from + i, first = (tile / rows) * m, r = <usize>(tile % rows), at = <usize>i;
      let d = dy + <usize>first * stepY + r * rowY, step = stepY;
      if (first + m > count) {
        copy_steps(dy + r * rowY, stepY, count, first, m, n, edge);
        d = edge;
        step = bytes(n);
      }
      // In the panels of `product_tn`: eight channels of dy, and below four of x, tile under tile.
      gradient_points(d, step, m, n, gradients + (at << 5), pointY, panelY, biases);
    }
    if (db) add(db, biases, db, n);
    const next = from + GRADIENT_TILES, isSummed = next >= tiles || next % SUMMED_TILES == 0;
    let part = sums;
    for (let tap = 0; tap < kernel; tap += taps) {
      for (let i = 0; i < block; i++) {
        const tile = from + i, first = (tile / rows) * m - left + tap, r = <usize>(tile % rows);
        input_tile(x + r * rowX, stepX, t, first, c, edge, scratch + ((<usize>i) << 4), pointX, panelX);
      }
      for (let p = 0; p < POINTS; p++) {
        const q = <usize>p;
        product_tn(scratch + q * pointX, panelX, gradients + q * pointY, block, part + q * point, bytes(n), c, n);
      }
      if (isSummed) add_taps(part, point, dw + bytes(tap), c, n, kernel, taps, min(taps, kernel - tap));
      part += POINTS * point;
    }
  }
}

// dw (n, c, kernel) += Gᵀ of one part's sums at the points: `taps` taps from dw on, of which the first `there` exist.
function add_taps(sums: usize, point: usize, dw: usize, c: i32, n: i32, kernel: i32, taps: i32, there: i32): void {
  const next = bytes(c * kernel), p2 = point << 1, ninths = f32x4.splat(-2.0 / 9.0);
  const ninetieth = f32x4.splat(1.0 / 90.0), forty = f32x4.splat(32.0 / 45.0);
  for (let i = 0; i < c; i++) {
    for (let o = 0; o < n; o += 4) {
      const zero = sums + bytes(i * n + o);
      let from = zero + point;
      let a = v128.load(from), b = v128.load(from + point);
      const e1 = f32x4.mul(ninths, f32x4.add(a, b)), o1 = f32x4.mul(ninths, f32x4.sub(a, b));
      from += p2;
      a = v128.load(from); b = v128.load(from + point);
      let e2 = f32x4.mul(ninetieth, f32x4.add(a, b)), o2 = f32x4.mul(ninetieth, f32x4.sub(a, b));
      from += p2;
      a = v128.load(from); b = v128.load(from + point);
      let e3 = f32x4.mul(forty, f32x4.add(a, b)), o3 = f32x4.mul(forty, f32x4.sub(a, b));
      const last = v128.load(from + p2);
      o2 = f32x4.mul(constant(TWO), o2);
      o3 = f32x4.mul(constant(HALF), o3);
      let to = dw + bytes((o * c + i) * kernel);
      for (let tap = 0; tap < there; tap++) {
        let v = tap & 1 ? f32x4.add(o1, f32x4.add(o2, o3)) : f32x4.add(e1, f32x4.add(e2, e3));
        if (tap & 1) { o2 = f32x4.mul(constant(FOUR), o2); o3 = f32x4.mul(constant(QUARTER), o3); }
        else { e2 = f32x4.mul(constant(FOUR), e2); e3 = f32x4.mul(constant(QUARTER), e3); }
        if (tap == 0) v = f32x4.sub(v, v128.load(zero));
        if (tap == taps - 1) v = f32x4.add(v, last);
        store<f32>(to, load<f32>(to) + f32x4.extract_lane(v, 0));
        store<f32>(to + next, load<f32>(to + next) + f32x4.extract_lane(v, 1));
        store<f32>(to + 2 * next, load<f32>(to + 2 * next) + f32x4.extract_lane(v, 2));
        store<f32>(to + 3 * next, load<f32>(to + 3 * next) + f32x4.extract_lane(v, 3));
        to += 4;
      }
    }
  }
}
