// Activations whose slope follows from the input: leaky ReLU, ELU (with a factor: SELU) and SiLU. Those whose slope follows from
// the output are in `elementwise.ts`, GELU in `gelu.ts`. All of n elements; y may be x, dx may be dy or x.

import { constant, ONE } from "./constants";
import { exp4, expm1_4, sigmoid4 } from "./exp";
import { fma4, load_part, store_part } from "./simd";

@inline
function positive(x: v128): v128 {
  return f32x4.gt(x, f32x4.splat(0));
}

/** y = x where x > 0, else slope·x. */
export function leaky_relu(x: usize, y: usize, n: i32, slope: f32): void {
  for (; n > 0; n -= 4) {
    const v = load_part(x, n);
    store_part(y, v128.bitselect(v, f32x4.mul(v, f32x4.splat(slope)), positive(v)), n);
    x += 16; y += 16;
  }
}

/** dx = dy where x > 0, else slope·dy. */
export function leaky_relu_backward(x: usize, dy: usize, dx: usize, n: i32, slope: f32): void {
  for (; n > 0; n -= 4) {
    const g = load_part(dy, n);
    store_part(dx, v128.bitselect(g, f32x4.mul(g, f32x4.splat(slope)), positive(load_part(x, n))), n);
    x += 16; dy += 16; dx += 16;
  }
}

/** y = scale·x where x > 0, else scale·alpha·(exp(x) − 1). */
export function elu(x: usize, y: usize, n: i32, alpha: f32, scale: f32): void {
  const factor = f32x4.splat(scale), below = f32x4.splat(scale * alpha);
  for (; n > 0; n -= 4) {
    const v = load_part(x, n);
    store_part(y, v128.bitselect(f32x4.mul(v, factor), f32x4.mul(expm1_4(v), below), positive(v)), n);
    x += 16; y += 16;
  }
}

/** dx = scale·dy where x > 0, else scale·alpha·exp(x)·dy. */
export function elu_backward(x: usize, dy: usize, dx: usize, n: i32, alpha: f32, scale: f32): void {
  const factor = f32x4.splat(scale), below = f32x4.splat(scale * alpha);
  for (; n > 0; n -= 4) {
    const v = load_part(x, n);
    const slope = v128.bitselect(factor, f32x4.mul(exp4(v), below), positive(v));
    store_part(dx, f32x4.mul(load_part(dy, n), slope), n);
    x += 16; dy += 16; dx += 16;
  }
}

/** y = x·sigmoid(x). */
export function silu(x: usize, y: usize, n: i32): void {
  for (; n > 0; n -= 4) {
    const v = load_part(x, n);
    store_part(y, f32x4.mul(v, sigmoid4(v)), n);
    x += 16; y += 16;
  }
}

/** dx = dy·(s + x·s·(1 − s)), s = sigmoid(x). */
export function silu_backward(x: usize, dy: usize, dx: usize, n: i32): void {
  for (; n > 0; n -= 4) {
    const v = load_part(x, n), s = sigmoid4(v);
    const slope = fma4(f32x4.mul(v, s), f32x4.sub(constant(ONE), s), s);
    store_part(dx, f32x4.mul(load_part(dy, n), slope), n);
    x += 16; dy += 16; dx += 16;
  }
}
