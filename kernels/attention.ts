// Attention pooling over time: one score a step (a linear map to one value), softmax over the steps, weighted mean.
// Layout: x (T, R, C), scores and weights (T, R), context (R, C).

import { fma1, fma4, load_part, store_part } from "./simd";
import { exp4 } from "./exp";

// Σ a[i]·b[i]: four running sums by lane, added pairwise at the end; the order depends on n alone.
// @ts-ignore: decorator
@inline
function dot(a: usize, b: usize, n: i32): f32 {
  let sum = f32x4.splat(0);
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    sum = fma4(load_part(a + at, n - i), load_part(b + at, n - i), sum);
  }
  return (
    f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
  );
}

// y[i] += s · x[i]
// @ts-ignore: decorator
@inline
function axpy(s: f32, x: usize, y: usize, n: i32): void {
  const factor = f32x4.splat(s);
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    store_part(y + at, fma4(factor, load_part(x + at, n - i), load_part(y + at, n - i)), n - i);
  }
}

/** w (C) and bias (1, or 0 for none) score each step; weights (T, R) sum to 1 over time; context (R, C). */
export function attention_forward(
  x: usize, w: usize, bias: usize, weights: usize, context: usize, t: i32, r: i32, c: i32,
): void {
  const row = (<usize>c) << 2, b = bias ? load<f32>(bias) : 0;
  for (let k = 0; k < t * r; k++) store<f32>(weights + ((<usize>k) << 2), dot(x + <usize>k * row, w, c) + b);
  memory.fill(context, 0, <usize>r * row);
  for (let q = 0; q < r; q++) {
    let top: f32 = -Infinity;
    for (let k = 0; k < t; k++) {
      const s = load<f32>(weights + ((<usize>(k * r + q)) << 2));
      // A NaN score is taken up and stays: max(NaN, s) in this form is NaN.
      if (!(s <= top)) top = s;
    }
    let sum: f32 = 0;
    for (let k = 0; k < t; k++) {
      const at = weights + ((<usize>(k * r + q)) << 2);
      const e = f32x4.extract_lane(exp4(f32x4.splat(load<f32>(at) - top)), 0);
      sum += e;
      store<f32>(at, e);
    }
    const to = context + <usize>q * row;
    for (let k = 0; k < t; k++) {
      const at = <usize>(k * r + q), weight = load<f32>(weights + (at << 2)) / sum;
      store<f32>(weights + (at << 2), weight);
      axpy(weight, x + at * row, to, c);
    }
  }
}

/** Gradients of `attention_forward`; scratch of T floats. dx is written; dw (C) and dbias (1, or 0) are added to. */
export function attention_backward(
  x: usize, w: usize, weights: usize, dcontext: usize, dx: usize, dw: usize, dbias: usize, t: i32, r: i32, c: i32,
  scratch: usize,
): void {
  const row = (<usize>c) << 2;
  let db: f32 = 0;
  for (let q = 0; q < r; q++) {
    const d = dcontext + <usize>q * row;
    let mean: f32 = 0;
    for (let k = 0; k < t; k++) {
      const at = <usize>(k * r + q), slope = dot(x + at * row, d, c);
      store<f32>(scratch + ((<usize>k) << 2), slope);
      mean = fma1(load<f32>(weights + (at << 2)), slope, mean);
    }
    for (let k = 0; k < t; k++) {
      const at = <usize>(k * r + q), weight = load<f32>(weights + (at << 2));
      const dscore = weight * (load<f32>(scratch + ((<usize>k) << 2)) - mean);
      db += dscore;
      axpy(dscore, x + at * row, dw, c);
      const to = dx + at * row, a = f32x4.splat(weight), b = f32x4.splat(dscore);
      for (let i = 0; i < c; i += 4) {
        const o = (<usize>i) << 2;
        store_part(to + o, fma4(b, load_part(w + o, c - i), f32x4.mul(a, load_part(d + o, c - i))), c - i);
      }
    }
  }
  if (dbias) store<f32>(dbias, load<f32>(dbias) + db);
}
