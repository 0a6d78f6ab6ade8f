// Attention pooling over time: one score a step (a linear map to one value), softmax over the steps, weighted mean.
// Layout: x (T, R, C), scores and weights (T, R), context (R, C).

import { fma1, fma4, load_part, store_part } from "./simd";
import { add } from "./elementwise";
import { exp4 } from "./exp";

/** Terms of one float32 sum over time; the sums of the blocks are added up. As in `gemm.ts`. */
const TERMS: i32 = 256;

// Σ a[i]·b[i]: eight running sums by lane, added pairwise at the end; the order depends on n alone.
function dot(a: usize, b: usize, n: i32): f32 {
  let sum = f32x4.splat(0), sum2 = sum;
  for (const end = a + ((<usize>(n & ~7)) << 2); a != end; a += 32) {
    sum = fma4(v128.load(a), v128.load(b), sum);
    sum2 = fma4(v128.load(a, 16), v128.load(b, 16), sum2);
    b += 32;
  }
  const left = n & 7;
  if (left) {
    sum = fma4(load_part(a, left), load_part(b, left), sum);
    sum2 = fma4(load_part(a + 16, left - 4), load_part(b + 16, left - 4), sum2);
  }
  sum = f32x4.add(sum, sum2);
  return (
    f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
  );
}

// y[i] += s · x[i]
function axpy(s: f32, x: usize, y: usize, n: i32): void {
  const factor = f32x4.splat(s);
  for (const end = x + ((<usize>(n & ~7)) << 2); x != end; x += 32) {
    const a = fma4(factor, v128.load(x), v128.load(y)), b = fma4(factor, v128.load(x, 16), v128.load(y, 16));
    v128.store(y, a);
    v128.store(y, b, 16);
    y += 32;
  }
  for (let left = n & 7; left > 0; left -= 4) {
    store_part(y, fma4(factor, load_part(x, left), load_part(y, left)), left);
    x += 16;
    y += 16;
  }
}

// y[i] = s · a[i] + u · b[i]
function combine(s: f32, a: usize, u: f32, b: usize, y: usize, n: i32): void {
  const f = f32x4.splat(s), g = f32x4.splat(u);
  for (const end = a + ((<usize>(n & ~7)) << 2); a != end; a += 32) {
    const p = fma4(g, v128.load(b), f32x4.mul(f, v128.load(a)));
    const q = fma4(g, v128.load(b, 16), f32x4.mul(f, v128.load(a, 16)));
    v128.store(y, p);
    v128.store(y, q, 16);
    b += 32;
    y += 32;
  }
  for (let left = n & 7; left > 0; left -= 4) {
    store_part(y, fma4(g, load_part(b, left), f32x4.mul(f, load_part(a, left))), left);
    a += 16;
    b += 16;
    y += 16;
  }
}

/**
 * w (C) and bias (1, or 0 for none) score each step; weights (T, R) sum to 1 over time; context, scratch (R, C).
 * lengths (R) i32 or 0: weights past the end of a series, where x is zero, are zero; going back needs no more than that.
 */
export function attention_forward(
  x: usize, w: usize, bias: usize, weights: usize, context: usize, t: i32, r: i32, c: i32, lengths: usize,
  scratch: usize,
): void {
  const row = (<usize>c) << 2, b = bias ? load<f32>(bias) : 0, steps = t * r;
  for (let k = 0; k < steps; k++) store<f32>(weights + ((<usize>k) << 2), dot(x + <usize>k * row, w, c) + b);
  for (let q = 0; q < r; q++) {
    const end = lengths ? load<i32>(lengths + ((<usize>q) << 2)) * r : steps;
    let top: f32 = -Infinity;
    for (let k = q; k < end; k += r) {
      const s = load<f32>(weights + ((<usize>k) << 2));
      // A NaN score is taken up and stays: max(NaN, s) in this form is NaN.
      if (!(s <= top)) top = s;
    }
    let sum: f32 = 0;
    for (let k = q; k < end; ) {
      let part: f32 = 0;
      for (const stop = min(end, k + TERMS * r); k < stop; k += r) {
        const at = weights + ((<usize>k) << 2);
        const e = f32x4.extract_lane(exp4(f32x4.splat(load<f32>(at) - top)), 0);
        part += e;
        store<f32>(at, e);
      }
      sum += part;
    }
    for (let k = q; k < end; k += r) {
      const at = weights + ((<usize>k) << 2);
      store<f32>(at, load<f32>(at) / sum);
    }
    for (let k = end + q; k < steps; k += r) store<f32>(weights + ((<usize>k) << 2), 0);
  }
  // As x lies in memory: the sums of all rows side by side, each in order of time.
  for (let k = 0, q = 0; k < steps; ) {
    const sums = k ? scratch : context;
    memory.fill(sums, 0, <usize>r * row);
    for (const stop = min(steps, k + TERMS * r); k < stop; k++) {
      axpy(load<f32>(weights + ((<usize>k) << 2)), x + <usize>k * row, sums + <usize>q * row, c);
      if (++q == r) q = 0;
    }
    if (sums != context) add(context, scratch, context, r * c);
  }
}

/** Floats of scratch that `attention_backward` needs. */
export function attention_backward_scratch(t: i32, r: i32, c: i32): i32 {
  return (t + 2) * r + c;
}

/** Gradients of `attention_forward`. dx is written; dw (C) and dbias (1, or 0) are added to, in order of time, then rows, in blocks. */
export function attention_backward(
  x: usize, w: usize, weights: usize, dcontext: usize, dx: usize, dw: usize, dbias: usize, t: i32, r: i32, c: i32,
  scratch: usize,
): void {
  const row = (<usize>c) << 2, steps = t * r;
  const means = scratch + ((<usize>steps) << 2); // (R) Σ weight · slope
  const part = means + ((<usize>r) << 2), sums = part + ((<usize>r) << 2); // of a block: (R) of the means, (C) of dw
  memory.fill(means, 0, (<usize>r) << 2);
  for (let k = 0, q = 0; k < steps; ) {
    memory.fill(part, 0, (<usize>r) << 2);
    for (const stop = min(steps, k + TERMS * r); k < stop; k++) {
      const at = (<usize>k) << 2, mean = part + ((<usize>q) << 2);
      const slope = dot(x + <usize>k * row, dcontext + <usize>q * row, c);
      store<f32>(scratch + at, slope);
      store<f32>(mean, fma1(load<f32>(weights + at), slope, load<f32>(mean)));
      if (++q == r) q = 0;
    }
    add(means, part, means, r);
  }
  for (let k = 0, q = 0; k < steps; ) {
    let db: f32 = 0;
    memory.fill(sums, 0, row);
    for (const stop = min(steps, k + TERMS); k < stop; k++) {
      const at = (<usize>k) << 2, weight = load<f32>(weights + at);
      const dscore = weight * (load<f32>(scratch + at) - load<f32>(means + ((<usize>q) << 2)));
      db += dscore;
      axpy(dscore, x + <usize>k * row, sums, c);
      combine(weight, dcontext + <usize>q * row, dscore, w, dx + <usize>k * row, c);
      if (++q == r) q = 0;
    }
    add(dw, sums, dw, c);
    if (dbias) store<f32>(dbias, load<f32>(dbias) + db);
  }
}
