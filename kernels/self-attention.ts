// Scaled dot-product attention between all steps of a series, several heads side by side: the part between the two linear maps.
// Layout: qkv (T, R, 3E), queries, keys and values beside each other, each E = heads·d; weights (R, heads, T, T); out (T, R, E).
// A series of `lengths` steps is computed as if there were no others: its products have its own sizes, so padding changes no bit.

import { exp16, exp4 } from "./exp";
import { gemm, pack, packed_size } from "./gemm";
import { gemm_tn, gemm_tn_scratch } from "./gemm-tn";
import { load_part, store_part } from "./simd";

/** Steps whose products share an accumulator, as in `gemm.ts`. */
const TERMS: i32 = 256;

@inline
function bytes(floats: i32): usize {
  return (<usize>floats) << 2;
}

@inline
function steps_of(lengths: usize, r: i32, t: i32): i32 {
  return lengths ? load<i32>(lengths + bytes(r)) : t;
}

// The largest of a row; NaN where one is NaN. Several at a time, since one comparison waits for the one before it.
function top(x: usize, n: i32): f32 {
  let best: f32 = -Infinity, j = 0;
  if (n >= 4) {
    let a = v128.load(x), b = a, c = a, d = a;
    for (; j + 16 <= n; j += 16) {
      const at = x + bytes(j);
      a = f32x4.max(a, v128.load(at));
      b = f32x4.max(b, v128.load(at, 16));
      c = f32x4.max(c, v128.load(at, 32));
      d = f32x4.max(d, v128.load(at, 48));
    }
    for (; j + 4 <= n; j += 4) a = f32x4.max(a, v128.load(x + bytes(j)));
    a = f32x4.max(f32x4.max(a, b), f32x4.max(c, d));
    best = max(
      max(f32x4.extract_lane(a, 0), f32x4.extract_lane(a, 1)),
      max(f32x4.extract_lane(a, 2), f32x4.extract_lane(a, 3)),
    );
  }
  for (; j < n; j++) best = max(best, load<f32>(x + bytes(j)));
  return best;
}

@inline
function low_pair(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}

@inline
function high_pair(v: v128): v128 {
  return f64x2.promote_low_f32x4(i32x4.shuffle(v, v, 2, 3, 2, 3));
}

// softmax(scale·x) of a row, in place; its sum in float64, pairs in order.
function softmax(x: usize, n: i32, scale: f32): void {
  const best = f32x4.splat(top(x, n)), factor = f32x4.splat(scale);
  let low = f64x2.splat(0), high = low, at = x, left = n;
  for (; left >= 16; left -= 16, at += 64) {
    exp16(at, best, factor);
    for (let j: usize = 0; j < 64; j += 16) {
      const e = v128.load(at + j);
      low = f64x2.add(low, low_pair(e));
      high = f64x2.add(high, high_pair(e));
    }
  }
  for (; left > 0; left -= 4, at += 16) {
    let e = exp4(f32x4.mul(f32x4.sub(load_part(at, left), best), factor));
    store_part(at, e, left);
    if (left < 4) e = load_part(at, left); // zeros past the row's end
    low = f64x2.add(low, low_pair(e));
    high = f64x2.add(high, high_pair(e));
  }
  low = f64x2.add(low, high);
  const inverse = f32x4.splat(<f32>(1.0 / (f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1))));
  for (left = n, at = x; left >= 4; left -= 4, at += 16) v128.store(at, f32x4.mul(v128.load(at), inverse));
  if (left) store_part(at, f32x4.mul(load_part(at, left), inverse), left);
}

// A row's gradient back through softmax(scale·x): g ← scale·p ⊙ (g − Σ p⊙g), the sum in float64.
function softmax_backward(p: usize, g: usize, n: i32, scale: f32): void {
  const end = bytes(n & ~3), rest = n & 3;
  let low = f64x2.splat(0), high = low;
  for (let at: usize = 0; at != end; at += 16) {
    const product = f32x4.mul(v128.load(p + at), v128.load(g + at));
    low = f64x2.add(low, low_pair(product));
    high = f64x2.add(high, high_pair(product));
  }
  if (rest) {
    const product = f32x4.mul(load_part(p + end, rest), load_part(g + end, rest));
    low = f64x2.add(low, low_pair(product));
    high = f64x2.add(high, high_pair(product));
  }
  low = f64x2.add(low, high);
  const sum = f32x4.splat(<f32>(f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1))), factor = f32x4.splat(scale);
  for (let at: usize = 0; at != end; at += 16) {
    const slope = f32x4.mul(v128.load(p + at), factor);
    v128.store(g + at, f32x4.mul(slope, f32x4.sub(v128.load(g + at), sum)));
  }
  if (rest) {
    const slope = f32x4.mul(load_part(p + end, rest), factor);
    store_part(g + end, f32x4.mul(slope, f32x4.sub(load_part(g + end, rest), sum)), rest);
  }
}

// Zeros from step `from` on in `n` floats of one series, steps `step` floats apart.
function clear(x: usize, step: i32, from: i32, t: i32, n: i32): void {
  x += bytes(step) * <usize>from;
  for (let i = from; i < t; i++) {
    memory.fill(x, 0, bytes(n));
    x += bytes(step);
  }
}

/** Floats of scratch that `self_attention` needs. */
export function self_attention_scratch(t: i32, e: i32, heads: i32): i32 {
  const d = e / heads;
  return max(packed_size(d, t), packed_size(t, d));
}

/**
 * out = softmax(q·kᵀ / √d)·v in each head, over the steps of each series.
 * @param weights  written: (R, heads, T, T) with `keep`, or (T, T), of one head after the other
 * @param out      (T, R, E), written, zeros past a series' end
 * @param lengths  (R) i32, or 0
 */
export function self_attention(
  qkv: usize, weights: usize, out: usize, t: i32, rows: i32, e: i32, heads: i32, lengths: usize, keep: i32, scratch: usize,
): void {
  const d = e / heads, step = rows * 3 * e, scale = <f32>(1.0 / sqrt(<f64>d));
  for (let r = 0; r < rows; r++) {
    const steps = steps_of(lengths, r, t);
    for (let h = 0; h < heads; h++) {
      const q = qkv + bytes(r * 3 * e + h * d), k = q + bytes(e), v = k + bytes(e);
      const s = weights + (keep ? <usize>(r * heads + h) * bytes(t) * <usize>t : 0);
      pack(k, 1, step, scratch, d, steps);
      gemm(q, step, scratch, d, 0, 0, s, t, steps, steps);
      for (let i = 0; i < steps; i++) softmax(s + bytes(i) * <usize>t, steps, scale);
      pack(v, step, 1, scratch, steps, d);
      gemm(s, t, scratch, steps, 0, 0, out + bytes(r * e + h * d), rows * e, steps, d);
    }
    clear(out + bytes(r * e), rows * e, steps, t, e);
  }
}

/** Floats of scratch that `self_attention_backward` needs. */
export function self_attention_backward_scratch(t: i32, e: i32, heads: i32): i32 {
  const d = e / heads;
  return t * t + max(self_attention_scratch(t, e, heads), gemm_tn_scratch(min(t, TERMS), t, d));
}

// c (n, d) += aᵀ·b for a (n, n) and b (n, d), row strides in floats, in blocks of steps.
function add_transposed(
  a: usize, lda: i32, b: usize, ldb: i32, c: usize, ldc: i32, n: i32, d: i32, scratch: usize,
): void {
  for (let from = 0; from < n; from += TERMS) {
    const at = <usize>from;
    gemm_tn(a + at * bytes(lda), lda, b + at * bytes(ldb), ldb, c, ldc, min(TERMS, n - from), n, d, scratch);
  }
}

/**
 * Gradient of `self_attention`.
 * @param weights  as it kept them
 * @param dout     (T, R, E)
 * @param dqkv     (T, R, 3E), written
 */
export function self_attention_backward(
  qkv: usize, weights: usize, dout: usize, dqkv: usize, t: i32, rows: i32, e: i32, heads: i32, lengths: usize,
  scratch: usize,
): void {
  const d = e / heads, step = rows * 3 * e, stepOut = rows * e, scale = <f32>(1.0 / sqrt(<f64>d));
  const g = scratch, packed = scratch + bytes(t) * <usize>t;
  memory.fill(dqkv, 0, bytes(t * rows * 3 * e));
  for (let r = 0; r < rows; r++) {
    const steps = steps_of(lengths, r, t);
    for (let h = 0; h < heads; h++) {
      const at = bytes(r * 3 * e + h * d), q = qkv + at, k = q + bytes(e), v = k + bytes(e);
      const dq = dqkv + at, dk = dq + bytes(e), dv = dk + bytes(e), from = dout + bytes(r * e + h * d);
      const s = weights + <usize>(r * heads + h) * bytes(t) * <usize>t;
      pack(v, 1, step, packed, d, steps);
      gemm(from, stepOut, packed, d, 0, 0, g, t, steps, steps);
      add_transposed(s, t, from, stepOut, dv, step, steps, d, packed);
      for (let i = 0; i < steps; i++) softmax_backward(s + bytes(i) * <usize>t, g + bytes(i) * <usize>t, steps, scale);
      pack(k, step, 1, packed, steps, d);
      gemm(g, t, packed, steps, 0, 0, dq, step, steps, d);
      add_transposed(g, t, q, step, dk, step, steps, d, packed);
    }
  }
}
