// Products of values, and of every step of a series with one factor a channel. (T, R, C) is taken as t rows of `width` = R·C.

import { load_part, store_part } from "./simd";

/** y = a ⊙ b; y may be a or b. */
export function multiply(a: usize, b: usize, y: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    store_part(y + at, f32x4.mul(load_part(a + at, n - i), load_part(b + at, n - i)), n - i);
  }
}

/** y (t, width) = x ⊙ g, g (width) the same at every step. */
export function multiply_steps(x: usize, g: usize, y: usize, t: i32, width: i32): void {
  const row = (<usize>width) << 2;
  for (let time = 0; time < t; time++) {
    multiply(x, g, y, width);
    x += row; y += row;
  }
}

/** dg (width) = Σ_t x ⊙ dy, written, summed in float64: the gradient of `multiply_steps` in its factors. */
export function product_sums(x: usize, dy: usize, dg: usize, t: i32, width: i32): void {
  const row = (<usize>width) << 2;
  for (let j = 0; j < width; j++) {
    let a = x + ((<usize>j) << 2), b = dy + ((<usize>j) << 2);
    let sum: f64 = 0;
    for (let time = 0; time < t; time++) {
      sum += <f64>load<f32>(a) * <f64>load<f32>(b);
      a += row; b += row;
    }
    store<f32>(dg + ((<usize>j) << 2), <f32>sum);
  }
}
