// Scaled dot-product attention between all steps of a series, several heads side by side: the part between the two linear maps.
// Layout: qkv (T, R, 3E), queries, keys and values beside each other, each E = heads·d; weights (R, heads, T, T); out (T, R, E).
// A series of `lengths` steps is computed as if there were no others: its products have its own sizes, so padding changes no bit.
// A few rows of scores at a time go all their way, so that they are still in the first cache.

import { gemm, pack, packed_size, TERMS } from "./gemm";
import { gemm_columns, gemm_short } from "./gemm-short";
import { gemm_tn_scratch } from "./gemm-tn";
import { softmax, softmax_backward, softmax_stride } from "./softmax";

/** Rows of scores that are worked on together: sixes, and fours for wide tiles. */
const ROWS: i32 = 12;

@inline
function bytes(floats: i32): usize {
  return (<usize>floats) << 2;
}

@inline
function steps_of(lengths: usize, r: i32, t: i32): i32 {
  return lengths ? load<i32>(lengths + bytes(r)) : t;
}

// Steps in whole panels.
@inline
function panels_of(n: i32): i32 {
  return (n + 7) & ~7;
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
  return packed_size(d, t) + packed_size(t, d) + ROWS * softmax_stride(t);
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
  const d = e / heads, step = rows * 3 * e, stepOut = rows * e, scale = <f32>(1.0 / sqrt(<f64>d));
  const keys = scratch, values = keys + bytes(packed_size(d, t)), scores = values + bytes(packed_size(t, d));
  for (let r = 0; r < rows; r++) {
    const steps = steps_of(lengths, r, t), columns = panels_of(steps), stride = softmax_stride(steps);
    for (let h = 0; h < heads; h++) {
      let q = qkv + bytes(r * 3 * e + h * d), to = out + bytes(r * e + h * d);
      let s = weights + (keep ? <usize>(r * heads + h) * bytes(t) * <usize>t : 0);
      pack(q + bytes(e), 1, step, keys, d, steps);
      pack(q + bytes(2 * e), step, 1, values, steps, d);
      for (let i = 0; i < steps; i += ROWS) {
        const n = min(ROWS, steps - i);
        gemm_short(q, step, keys, d, scores, stride, n, columns);
        for (let j: usize = 0; j < <usize>n; j++) softmax(scores + j * bytes(stride), s + j * bytes(t), steps, scale);
        gemm(s, t, values, steps, 0, 0, to, stepOut, n, d);
        q += bytes(ROWS * step);
        s += bytes(ROWS * t);
        to += bytes(ROWS * stepOut);
      }
    }
    clear(out + bytes(r * e), stepOut, steps, t, e);
  }
}

/** Floats of scratch that `self_attention_backward` needs. */
export function self_attention_backward_scratch(t: i32, e: i32, heads: i32): i32 {
  const d = e / heads;
  return t * panels_of(t) + packed_size(d, t) + max(packed_size(t, d), gemm_tn_scratch(min(t, TERMS), t, d));
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
  const g = scratch, values = g + bytes(t * panels_of(t)), packed = values + bytes(packed_size(d, t));
  for (let r = 0; r < rows; r++) {
    const steps = steps_of(lengths, r, t), columns = panels_of(steps);
    for (let h = 0; h < heads; h++) {
      const at = bytes(r * 3 * e + h * d), q = qkv + at, k = q + bytes(e);
      const dq = dqkv + at, dk = dq + bytes(e), dv = dk + bytes(e), from = dout + bytes(r * e + h * d);
      const s = weights + <usize>(r * heads + h) * bytes(t) * <usize>t;
      pack(k + bytes(e), 1, step, values, d, steps);
      pack(k, step, 1, packed, steps, d);
      for (let i = 0; i < steps; i += ROWS) {
        const n = min(ROWS, steps - i), above = <usize>i, to = g + above * bytes(columns);
        gemm_short(from + above * bytes(stepOut), stepOut, values, d, to, columns, n, columns);
        softmax_backward(s + above * bytes(t), t, to, columns, n, steps, scale);
        gemm(to, columns, packed, steps, 0, 0, dq + above * bytes(step), step, n, d);
      }
      gemm_columns(s, t, from, stepOut, dv, step, steps, steps, d, packed);
      gemm_columns(g, columns, q, step, dk, step, steps, steps, d, packed);
    }
    clear(dqkv + bytes(r * 3 * e), step, steps, t, 3 * e);
  }
}
