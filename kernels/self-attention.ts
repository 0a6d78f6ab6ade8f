// Scaled dot-product attention between all steps of a series, several heads side by side: the part between the two linear maps.
// Layout: qkv (T, R, 3E), queries, keys and values beside each other, each E = heads·d; weights (R, heads, T, T); out (T, R, E).
// A series of `lengths` steps is computed as if there were no others: its products have its own sizes, so padding changes no bit.

import { exp4 } from "./exp";
import { gemm, gemm_tn, gemm_tn_scratch, pack, packed_size } from "./gemm";
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

// The largest of a row; NaN where one is NaN.
function top(x: usize, n: i32): f32 {
  let best: f32 = -Infinity, j = 0;
  if (n >= 4) {
    let most = v128.load(x);
    for (j = 4; j + 4 <= n; j += 4) most = f32x4.max(most, v128.load(x + bytes(j)));
    best = max(
      max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
      max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
    );
  }
  for (; j < n; j++) best = max(best, load<f32>(x + bytes(j)));
  return best;
}

// softmax(scale·x) of a row, in place; its sum in float64.
function softmax(x: usize, n: i32, scale: f32): void {
  const best = f32x4.splat(top(x, n)), factor = f32x4.splat(scale);
  let low = f64x2.splat(0), high = low;
  for (let j = 0; j < n; j += 4) {
    const at = x + bytes(j), left = n - j;
    let e = exp4(f32x4.mul(f32x4.sub(load_part(at, left), best), factor));
    store_part(at, e, left);
    if (left < 4) e = load_part(at, left); // zeros past the row's end
    low = f64x2.add(low, f64x2.promote_low_f32x4(e));
    high = f64x2.add(high, f64x2.promote_low_f32x4(i32x4.shuffle(e, e, 2, 3, 2, 3)));
  }
  low = f64x2.add(low, high);
  const inverse = f32x4.splat(<f32>(1.0 / (f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1))));
  for (let j = 0; j < n; j += 4) {
    const at = x + bytes(j);
    store_part(at, f32x4.mul(load_part(at, n - j), inverse), n - j);
  }
}

// A row's gradient back through softmax(scale·x): g ← scale·p ⊙ (g − Σ p⊙g), the sum in float64.
function softmax_backward(p: usize, g: usize, n: i32, scale: f32): void {
  let low = f64x2.splat(0), high = low;
  for (let j = 0; j < n; j += 4) {
    const at = bytes(j), product = f32x4.mul(load_part(p + at, n - j), load_part(g + at, n - j));
    low = f64x2.add(low, f64x2.promote_low_f32x4(product));
    high = f64x2.add(high, f64x2.promote_low_f32x4(i32x4.shuffle(product, product, 2, 3, 2, 3)));
  }
  low = f64x2.add(low, high);
  const sum = f32x4.splat(<f32>(f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1))), factor = f32x4.splat(scale);
  for (let j = 0; j < n; j += 4) {
    const at = bytes(j), left = n - j;
    const slope = f32x4.mul(load_part(p + at, left), factor);
    store_part(g + at, f32x4.mul(slope, f32x4.sub(load_part(g + at, left), sum)), left);
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
