// softmax of one row of attention's scores, and the way back. Sums in float64, pairs in order.

import { exp16, exp4 } from "./exp";
import { load_part, store_part } from "./simd";

/** Floats that `softmax` needs from one row of scores to the next: whole sixteens, and sixteen more behind the end. */
@inline
export function softmax_stride(n: i32): i32 {
  return ((n + 15) & ~15) + 16;
}

@inline
function low_pair(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}

@inline
function high_pair(v: v128): v128 {
  return f64x2.promote_low_f32x4(i32x4.shuffle(v, v, 2, 3, 2, 3));
}

// Two floats in memory, as doubles.
@inline
function pair(x: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(x));
}

// Ones in the bits of those of four lanes, from lane `from` of sixteen on, that are among the first n.
@inline
function among(n: i32, from: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(n - from));
}

// The largest of n floats, in every lane; whole sixteens are read. Passes over NaN: what is subtracted from NaN stays NaN.
@inline
function top(x: usize, n: i32): v128 {
  const low = f32x4.splat(-Infinity);
  let a = low, b = low, c = low, d = low;
  for (; n >= 16; n -= 16) {
    a = f32x4.pmax(a, v128.load(x));
    b = f32x4.pmax(b, v128.load(x, 16));
    c = f32x4.pmax(c, v128.load(x, 32));
    d = f32x4.pmax(d, v128.load(x, 48));
    x += 64;
  }
  a = f32x4.pmax(a, v128.bitselect(v128.load(x), low, among(n, 0)));
  b = f32x4.pmax(b, v128.bitselect(v128.load(x, 16), low, among(n, 4)));
  c = f32x4.pmax(c, v128.bitselect(v128.load(x, 32), low, among(n, 8)));
  d = f32x4.pmax(d, v128.bitselect(v128.load(x, 48), low, among(n, 12)));
  a = f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d));
  a = f32x4.pmax(a, i32x4.shuffle(a, a, 2, 3, 0, 1));
  return f32x4.pmax(a, i32x4.shuffle(a, a, 1, 0, 3, 2));
}

/**
 * p (n) = softmax(scale·x) of a row of scores, scale > 0. x is overwritten. Sixteens are worked on: a row needs `softmax_stride` floats, and
 * those behind its end may hold anything.
 */
export function softmax(x: usize, p: usize, n: i32, scale: f32): void {
  const best = top(x, n), factor = f32x4.splat(scale);
  let low = f64x2.splat(0), high = low, at = x, left = n;
  for (; left >= 16; left -= 16, at += 64) {
    exp16(at, best, factor);
    low = f64x2.add(low, pair(at)); high = f64x2.add(high, pair(at + 8));
    low = f64x2.add(low, pair(at + 16)); high = f64x2.add(high, pair(at + 24));
    low = f64x2.add(low, pair(at + 32)); high = f64x2.add(high, pair(at + 40));
    low = f64x2.add(low, pair(at + 48)); high = f64x2.add(high, pair(at + 56));
  }
  for (; left > 0; left -= 4, at += 16) {
    const v = v128.and(exp4(f32x4.mul(f32x4.sub(v128.load(at), best), factor)), among(left, 0));
    v128.store(at, v);
    low = f64x2.add(low, low_pair(v));
    high = f64x2.add(high, high_pair(v));
  }
  low = f64x2.add(low, high);
  const inverse = f32x4.splat(<f32>(1.0 / (f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1))));
  for (; n >= 8; n -= 8) {
    v128.store(p, f32x4.mul(v128.load(x), inverse));
    v128.store(p, f32x4.mul(v128.load(x, 16), inverse), 16);
    x += 32; p += 32;
  }
  for (; n > 0; n -= 4) {
    store_part(p, f32x4.mul(v128.load(x), inverse), n);
    x += 16; p += 16;
  }
}

// Four lanes of Σ p⊙g, added to two sums in float64.
@inline
function low_product(p: v128, g: v128, sum: v128): v128 {
  return f64x2.add(sum, low_pair(f32x4.mul(p, g)));
}

@inline
function high_product(p: v128, g: v128, sum: v128): v128 {
  return f64x2.add(sum, high_pair(f32x4.mul(p, g)));
}

@inline
function total(low: v128, high: v128): v128 {
  low = f64x2.add(low, high);
  return f32x4.splat(<f32>(f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1)));
}

@inline
function back4(p: v128, g: v128, factor: v128, sum: v128): v128 {
  return f32x4.mul(f32x4.mul(p, factor), f32x4.sub(g, sum));
}

// Two rows at a time, since the sums of one wait for each other; they may be the same row twice. Rows of g have room for whole vectors.
function softmax_backward2(p: usize, q: usize, g: usize, f: usize, n: i32, scale: f32): void {
  const whole = (<usize>(n & ~3)) << 2, rest = n & 3, factor = f32x4.splat(scale);
  let low = f64x2.splat(0), high = low, low2 = low, high2 = low;
  for (let at: usize = 0; at != whole; at += 16) {
    const a = v128.load(p + at), b = v128.load(g + at), c = v128.load(q + at), d = v128.load(f + at);
    low = low_product(a, b, low); high = high_product(a, b, high);
    low2 = low_product(c, d, low2); high2 = high_product(c, d, high2);
  }
  let a = f32x4.splat(0), c = a;
  if (rest) {
    const mask = among(rest, 0), b = v128.and(v128.load(g + whole), mask), d = v128.and(v128.load(f + whole), mask);
    a = load_part(p + whole, rest);
    c = load_part(q + whole, rest);
    low = low_product(a, b, low); high = high_product(a, b, high);
    low2 = low_product(c, d, low2); high2 = high_product(c, d, high2);
  }
  const sum = total(low, high), sum2 = total(low2, high2);
  for (let at: usize = 0; at != whole; at += 16) {
    const b = v128.load(g + at), d = v128.load(f + at);
    v128.store(g + at, back4(v128.load(p + at), b, factor, sum));
    v128.store(f + at, back4(v128.load(q + at), d, factor, sum2));
  }
  if (rest) {
    const b = v128.load(g + whole), d = v128.load(f + whole);
    v128.store(g + whole, back4(a, b, factor, sum));
    v128.store(f + whole, back4(c, d, factor, sum2));
  }
}

/**
 * The gradient of some rows back through softmax(scale·x): g ← scale·p ⊙ (g − Σ p⊙g), the sums in float64.
 * @param p  rows of n floats, `stride` floats apart
 * @param g  likewise, `room` floats apart, which is n in whole vectors or more
 */
export function softmax_backward(p: usize, stride: i32, g: usize, room: i32, rows: i32, n: i32, scale: f32): void {
  const step = (<usize>stride) << 2, stepG = (<usize>room) << 2;
  for (; rows > 0; rows -= 2) {
    const last = rows == 1;
    softmax_backward2(p, last ? p : p + step, g, last ? g : g + stepG, n, scale);
    p += 2 * step;
    g += 2 * stepG;
  }
}
