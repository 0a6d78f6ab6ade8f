// Updates of flat float32 arrays: Adam, SGD, and what clipping and summing of gradients need. Schedules, bias-correction
// powers and parameter groups are the caller's.
//
// The float32 operations and their order are those of PyTorch's single-tensor CPU optimizers (lerp, addcmul and
// add(alpha) are one multiply-add there; hyperparameters are rounded to float32 where PyTorch rounds them). Left to
// differ: PyTorch's sqrt comes from MKL and is at times 1 ulp off; this one is correctly rounded.

import { fma4, load_part, store_part } from "./simd";

@inline
function adam4(
  param: usize, grad: usize, m: usize, v: usize, n: i32, decay: v128, l2: i32, decoupled: i32,
  mix: v128, small: i32, beta2: v128, rest2: v128, root: v128, eps: v128, step: v128,
): void {
  let p = load_part(param, n), g = load_part(grad, n);
  if (l2) g = fma4(decay, p, g);
  if (decoupled) p = f32x4.mul(p, decay);
  const before = load_part(m, n);
  const mean = fma4(mix, f32x4.sub(g, before), small ? before : g);
  const square = fma4(f32x4.mul(rest2, g), g, f32x4.mul(load_part(v, n), beta2));
  const denom = f32x4.add(f32x4.div(f32x4.sqrt(square), root), eps);
  store_part(m, mean, n);
  store_part(v, square, n);
  store_part(param, f32x4.add(p, f32x4.div(f32x4.mul(step, mean), denom)), n);
}

/**
 * One step of Adam, or of AdamW with `decoupled`, on n parameters. `grad` is only read.
 * @param m, v             (n) the running means of the gradient and its square, zeros before the first step
 * @param biasCorrection1  1 − beta1^step, step counted from 1; biasCorrection2 likewise
 */
export function adam(
  param: usize, grad: usize, m: usize, v: usize, n: i32, lr: f64, beta1: f64, beta2: f64, eps: f64, weightDecay: f64,
  biasCorrection1: f64, biasCorrection2: f64, decoupled: i32,
): void {
  const l2 = i32(weightDecay != 0 && !decoupled), shrink = i32(weightDecay != 0 && decoupled != 0);
  const decay = f32x4.splat(<f32>(decoupled ? 1.0 - lr * weightDecay : weightDecay));
  const weight = <f32>(1.0 - beta1);
  const small = i32(abs(weight) < 0.5); // lerp starts from the nearer end
  const mix = f32x4.splat(small ? weight : weight - 1);
  const keep2 = f32x4.splat(<f32>beta2), rest2 = f32x4.splat(<f32>(1.0 - beta2));
  const root = f32x4.splat(<f32>sqrt(biasCorrection2)), epsilon = f32x4.splat(<f32>eps);
  const step = f32x4.splat(<f32>(-(lr / biasCorrection1)));
  for (let i = n >> 2; i > 0; i--) {
    adam4(param, grad, m, v, 4, decay, l2, shrink, mix, small, keep2, rest2, root, epsilon, step);
    param += 16; grad += 16; m += 16; v += 16;
  }
  if (n & 3) adam4(param, grad, m, v, n & 3, decay, l2, shrink, mix, small, keep2, rest2, root, epsilon, step);
}

@inline
function sgd4(
  param: usize, grad: usize, buffer: usize, n: i32, decay: v128, l2: i32, momentum: v128, undamped: v128,
  nesterov: i32, firstStep: i32, step: v128,
): void {
  const p = load_part(param, n);
  let g = load_part(grad, n);
  if (l2) g = fma4(decay, p, g);
  if (buffer) {
    const b = firstStep ? g : fma4(undamped, g, f32x4.mul(load_part(buffer, n), momentum));
    store_part(buffer, b, n);
    g = nesterov ? fma4(momentum, b, g) : b;
  }
  store_part(param, fma4(step, g, p), n);
}

/**
 * One step of SGD on n parameters. `grad` is only read.
 * @param momentumBuffer  (n), written; its contents do not matter at the first step. 0 with momentum 0
 * @param firstStep       1: the buffer becomes the gradient itself, without dampening
 */
export function sgd(
  param: usize, grad: usize, momentumBuffer: usize, n: i32, lr: f64, momentum: f64, dampening: f64, weightDecay: f64,
  nesterov: i32, firstStep: i32,
): void {
  const l2 = i32(weightDecay != 0), decay = f32x4.splat(<f32>weightDecay);
  const keep = f32x4.splat(<f32>momentum), undamped = f32x4.splat(<f32>(1.0 - dampening)), step = f32x4.splat(<f32>(-lr));
  let buffer = momentum != 0 ? momentumBuffer : 0;
  for (let i = n >> 2; i > 0; i--) {
    sgd4(param, grad, buffer, 4, decay, l2, keep, undamped, nesterov, firstStep, step);
    param += 16; grad += 16;
    if (buffer) buffer += 16;
  }
  if (n & 3) sgd4(param, grad, buffer, n & 3, decay, l2, keep, undamped, nesterov, firstStep, step);
}

/**
 * Σ x² in float64, where the squares are exact: both builds give the same bits. Element i goes to partial sum i mod 8;
 * these are added pairwise at the end.
 */
export function sum_squares(x: usize, n: i32): f64 {
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let i = 0; i < n; i += 8) {
    const a = load_part(x, n - i), b = load_part(x + 16, n - i - 4);
    const a0 = f64x2.promote_low_f32x4(a), a1 = f64x2.promote_low_f32x4(i32x4.shuffle(a, a, 2, 3, 2, 3));
    const b0 = f64x2.promote_low_f32x4(b), b1 = f64x2.promote_low_f32x4(i32x4.shuffle(b, b, 2, 3, 2, 3));
    s0 = f64x2.add(s0, f64x2.mul(a0, a0)); s1 = f64x2.add(s1, f64x2.mul(a1, a1));
    s2 = f64x2.add(s2, f64x2.mul(b0, b0)); s3 = f64x2.add(s3, f64x2.mul(b1, b1));
    x += 32;
  }
  const s = f64x2.add(f64x2.add(s0, s2), f64x2.add(s1, s3));
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/** x *= factor, n elements. */
export function scale(x: usize, n: i32, factor: f32): void {
  const f = f32x4.splat(factor);
  const end = x + ((<usize>(n & ~3)) << 2);
  for (; x != end; x += 16) v128.store(x, f32x4.mul(v128.load(x), f));
  store_part(x, f32x4.mul(load_part(x, n & 3), f), n & 3);
}

/** Clamps n elements to [−limit, limit]; a NaN stays. */
export function clip_value(x: usize, n: i32, limit: f32): void {
  const high = f32x4.splat(limit), low = f32x4.splat(-limit);
  const end = x + ((<usize>(n & ~3)) << 2);
  for (; x != end; x += 16) v128.store(x, f32x4.pmax(f32x4.pmin(v128.load(x), high), low));
  store_part(x, f32x4.pmax(f32x4.pmin(load_part(x, n & 3), high), low), n & 3);
}

/** dst += src, n elements. */
export function add_into(dst: usize, src: usize, n: i32): void {
  const end = dst + ((<usize>(n & ~3)) << 2);
  for (; dst != end; dst += 16) {
    v128.store(dst, f32x4.add(v128.load(dst), v128.load(src)));
    src += 16;
  }
  store_part(dst, f32x4.add(load_part(dst, n & 3), load_part(src, n & 3)), n & 3);
}

/** 1 when one of n elements is NaN or infinite, 0 otherwise. */
export function has_nonfinite(x: usize, n: i32): i32 {
  const exponent = i32x4.splat(0x7f800000);
  let found = i32x4.splat(0);
  for (let i = 0; i < n; i += 4) {
    found = v128.or(found, i32x4.eq(v128.and(load_part(x, n - i), exponent), exponent));
    x += 16;
  }
  return i32(v128.any_true(found));
}
