// Scaled dot-product attention between all steps of a series, several heads side by side: the part between the two linear maps.
// Layout: qkv (T, R, 3E), queries, keys and values beside each other, each E = heads·d; weights (R, heads, T, T); out (T, R, E).
// A series of `lengths` steps is computed as if there were no others: its products have its own sizes, so padding changes no bit.
// A few rows of scores at a time go all their way, so that they are still in the first cache.
// With `relative`, numbers for each head and distance of two steps are added to the softmax: packed (heads, 2·reach − 1), that of query i
// and key j at j − i + reach − 1, so that those of a query lie in a row. No series may be longer than `reach`.

import { add } from "./elementwise";
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

/** Of the numbers that are trained, (2·reach − 1, heads), that of query i and key j at i − j + reach − 1: packed, written. */
export function relative_pack(table: usize, packed: usize, reach: i32, heads: i32): void {
  const last = 2 * reach - 2;
  for (let k = 0; k <= last; k++) {
    for (let h = 0; h < heads; h++) {
      store<f32>(packed + bytes(h * (last + 1) + last - k), load<f32>(table));
      table += 4;
    }
  }
}

// Adds the sums of one head's distances to their gradients, and clears them: `steps` steps have distances up to steps − 1.
function relative_flush(sums: usize, table: usize, reach: i32, heads: i32, head: i32, steps: i32): void {
  const last = 2 * reach - 2;
  for (let k = reach - steps; k <= reach + steps - 2; k++) {
    const to = table + bytes((last - k) * heads + head), from = sums + bytes(k);
    store<f32>(to, load<f32>(to) + load<f32>(from));
    store<f32>(from, 0);
  }
}

/** Floats of scratch that `self_attention` needs. */
export function self_attention_scratch(t: i32, e: i32, heads: i32): i32 {
  const d = e / heads;
  return packed_size(d, t) + packed_size(t, d) + ROWS * softmax_stride(t);
}

/**
 * out = (softmax(scale·q·kᵀ) + relative)·v in each head, over the steps of each series.
 * @param weights   the softmax, written: (R, heads, T, T) with `keep`, or (T, T), of one head after the other
 * @param out       (T, R, E), written, zeros past a series' end
 * @param lengths   (R) i32, or 0
 * @param relative  packed, or 0 for none
 */
export function self_attention(
  qkv: usize, weights: usize, out: usize, t: i32, rows: i32, e: i32, heads: i32, lengths: usize, scale: f32,
  relative: usize, reach: i32, keep: i32, scratch: usize,
): void {
  const d = e / heads, step = rows * 3 * e, stepOut = rows * e;
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
        if (relative) {
          let row = relative + bytes(h * (2 * reach - 1) + reach - 1 - i);
          for (let j: usize = 0; j < <usize>n; j++, row -= 4) add(s + j * bytes(t), row, scores + j * bytes(stride), steps);
          gemm(scores, stride, values, steps, 0, 0, to, stepOut, n, d);
        } else gemm(s, t, values, steps, 0, 0, to, stepOut, n, d);
        q += bytes(ROWS * step);
        s += bytes(ROWS * t);
        to += bytes(ROWS * stepOut);
      }
    }
    clear(out + bytes(r * e), stepOut, steps, t, e);
  }
}

// Floats of scratch without `relative`.
@inline
function plain_scratch(t: i32, d: i32): i32 {
  return t * panels_of(t) + packed_size(d, t) + max(packed_size(t, d), gemm_tn_scratch(min(t, TERMS), t, d));
}

/** Floats of scratch that `self_attention_backward` needs; `reach` is 0 where there is no `relative`. */
export function self_attention_backward_scratch(t: i32, e: i32, heads: i32, reach: i32): i32 {
  return plain_scratch(t, e / heads) + (reach ? t * panels_of(t) + 2 * reach - 1 : 0);
}

/**
 * Gradient of `self_attention`.
 * @param weights    as it kept them
 * @param dout       (T, R, E)
 * @param dqkv       (T, R, 3E), written
 * @param drelative  (2·reach − 1, heads), as they are trained, added to; 0 for none
 */
export function self_attention_backward(
  qkv: usize, weights: usize, dout: usize, dqkv: usize, t: i32, rows: i32, e: i32, heads: i32, lengths: usize, scale: f32,
  relative: usize, reach: i32, drelative: usize, scratch: usize,
): void {
  const d = e / heads, step = rows * 3 * e, stepOut = rows * e;
  const g = scratch, values = g + bytes(t * panels_of(t)), packed = values + bytes(packed_size(d, t));
  const whole = scratch + bytes(plain_scratch(t, d)), sums = whole + bytes(t * panels_of(t));
  if (relative) memory.fill(sums, 0, bytes(2 * reach - 1));
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
        if (relative) {
          for (let j = 0; j < n; j++) {
            // As other long sums: blocks of rows, each from zero.
            if (i + j > 0 && (i + j) % TERMS == 0) relative_flush(sums, drelative, reach, heads, h, steps);
            const own = bytes(reach - 1 - i - j), row = <usize>(i + j);
            add(to + <usize>j * bytes(columns), sums + own, sums + own, steps);
            add(s + row * bytes(t), relative + bytes(h * (2 * reach - 1)) + own, whole + row * bytes(columns), steps);
          }
        }
        softmax_backward(s + above * bytes(t), t, to, columns, n, steps, scale);
        gemm(to, columns, packed, steps, 0, 0, dq + above * bytes(step), step, n, d);
      }
      if (relative) {
        relative_flush(sums, drelative, reach, heads, h, steps);
        gemm_columns(whole, columns, from, stepOut, dv, step, steps, steps, d, packed);
      } else gemm_columns(s, t, from, stepOut, dv, step, steps, steps, d, packed);
      gemm_columns(g, columns, q, step, dk, step, steps, steps, d, packed);
    }
    clear(dqkv + bytes(r * 3 * e), step, steps, t, 3 * e);
  }
}
