// Products of values, and of every step of a series with one factor a channel. (T, R, C) is taken as t rows of `width` = R·C.

import { load_part, store_part } from "./simd";

/** y = a ⊙ b; y may be a or b. */
export function multiply(a: usize, b: usize, y: usize, n: i32): void {
  for (const end = a + ((<usize>(n & ~7)) << 2); a != end; a += 32) {
    const p = f32x4.mul(v128.load(a), v128.load(b)), q = f32x4.mul(v128.load(a, 16), v128.load(b, 16));
    v128.store(y, p);
    v128.store(y, q, 16);
    b += 32;
    y += 32;
  }
  for (let left = n & 7; left > 0; left -= 4) {
    store_part(y, f32x4.mul(load_part(a, left), load_part(b, left)), left);
    a += 16;
    b += 16;
    y += 16;
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
