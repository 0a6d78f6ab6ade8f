// Weights as a direction and a length: each row w = g·v / |v|. Forward before weights are packed, backward from the gradient of w.

import { fma4, load_part, store_part } from "./simd";

// Σ a·b over a row, in float64.
function dot(a: usize, b: usize, n: i32): f64 {
  let sum: f64 = 0;
  for (const end = a + ((<usize>n) << 2); a != end; a += 4) {
    sum += <f64>load<f32>(a) * <f64>load<f32>(b);
    b += 4;
  }
  return sum;
}

/**
 * w (rows, n), written: row r of v times g[r] / |v[r]|.
 * @param v  (rows, n); g (rows)
 */
export function weight_norm(v: usize, g: usize, w: usize, rows: i32, n: i32): void {
  for (let r = 0; r < rows; r++) {
    const factor = f32x4.splat(<f32>(<f64>load<f32>(g + ((<usize>r) << 2)) / sqrt(dot(v, v, n))));
    for (let j = 0; j < n; j += 4) {
      const at = (<usize>j) << 2;
      store_part(w + at, f32x4.mul(load_part(v + at, n - j), factor), n - j);
    }
    v += (<usize>n) << 2;
    w += (<usize>n) << 2;
  }
}

/**
 * From dw (rows, n): dg += dw·v / |v|, dv += g / |v| · (dw − (dw·v) v / |v|²).
 * @param dv  (rows, n), added to; dg (rows), added to
 */
export function weight_norm_backward(v: usize, g: usize, dw: usize, dv: usize, dg: usize, rows: i32, n: i32): void {
  for (let r = 0; r < rows; r++) {
    const at = (<usize>r) << 2, squares = dot(v, v, n), along = dot(dw, v, n), length = sqrt(squares);
    const scale = <f64>load<f32>(g + at) / length;
    store<f32>(dg + at, load<f32>(dg + at) + <f32>(along / length));
    const factor = f32x4.splat(<f32>scale), back = f32x4.splat(<f32>(-scale * along / squares));
    for (let j = 0; j < n; j += 4) {
      const here = (<usize>j) << 2, left = n - j;
      const sum = fma4(load_part(dw + here, left), factor, load_part(dv + here, left));
      store_part(dv + here, fma4(load_part(v + here, left), back, sum), left);
    }
    v += (<usize>n) << 2; dw += (<usize>n) << 2; dv += (<usize>n) << 2;
  }
}
