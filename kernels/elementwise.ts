// One value in, one value out: activations, sums, and copies between arrays of different row widths.
// Backward passes take the output (relu, tanh, sigmoid) rather than the input.

import { load_part, store_part } from "./simd";
import { constant, ONE } from "./constants";
import { sigmoid16, sigmoid4, tanh16, tanh4 } from "./exp";

export function relu(x: usize, y: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    store_part(y + at, f32x4.pmax(load_part(x + at, n - i), f32x4.splat(0)), n - i);
  }
}

/** dx = dy where y > 0, else 0. */
export function relu_backward(y: usize, dy: usize, dx: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    store_part(dx + at, v128.and(load_part(dy + at, n - i), f32x4.gt(load_part(y + at, n - i), f32x4.splat(0))), n - i);
  }
}

/** y may be x, here and in `sigmoid`. Four vectors a turn hide the latency of the polynomial. */
export function tanh(x: usize, y: usize, n: i32): void {
  for (const end = x + ((<usize>(n & ~15)) << 2); x != end; x += 64) {
    tanh16(x, y);
    y += 64;
  }
  for (let left = n & 15; left > 0; left -= 4) {
    store_part(y, tanh4(load_part(x, left)), left);
    x += 16;
    y += 16;
  }
}

export function tanh_backward(y: usize, dy: usize, dx: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2, v = load_part(y + at, n - i);
    const slope = f32x4.sub(constant(ONE), f32x4.mul(v, v));
    store_part(dx + at, f32x4.mul(load_part(dy + at, n - i), slope), n - i);
  }
}

export function sigmoid(x: usize, y: usize, n: i32): void {
  for (const end = x + ((<usize>(n & ~15)) << 2); x != end; x += 64) {
    sigmoid16(x, y);
    y += 64;
  }
  for (let left = n & 15; left > 0; left -= 4) {
    store_part(y, sigmoid4(load_part(x, left)), left);
    x += 16;
    y += 16;
  }
}

export function sigmoid_backward(y: usize, dy: usize, dx: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2, v = load_part(y + at, n - i);
    const slope = f32x4.mul(v, f32x4.sub(constant(ONE), v));
    store_part(dx + at, f32x4.mul(load_part(dy + at, n - i), slope), n - i);
  }
}

/** y = a + b; y may be a or b. */
export function add(a: usize, b: usize, y: usize, n: i32): void {
  for (const end = a + ((<usize>(n & ~7)) << 2); a != end; a += 32) {
    const p = f32x4.add(v128.load(a), v128.load(b)), q = f32x4.add(v128.load(a, 16), v128.load(b, 16));
    v128.store(y, p);
    v128.store(y, q, 16);
    b += 32; y += 32;
  }
  for (let left = n & 7; left > 0; left -= 4) {
    store_part(y, f32x4.add(load_part(a, left), load_part(b, left)), left);
    a += 16; b += 16; y += 16;
  }
}

/** y (t, r, c) = x + table (t, c), the same for all r series; y may be x. */
export function add_steps(x: usize, table: usize, y: usize, t: i32, r: i32, c: i32): void {
  const width = (<usize>c) << 2;
  for (let k = 0; k < t; k++) {
    for (let q = 0; q < r; q++) {
      add(x, table, y, c);
      x += width; y += width;
    }
    table += width;
  }
}

/** Copies `rows` rows of n floats, from rows `ldx` floats apart to rows `ldy` apart. */
export function copy_rows(x: usize, ldx: i32, y: usize, ldy: i32, rows: i32, n: i32): void {
  const bytes = (<usize>n) << 2;
  for (let r = 0; r < rows; r++) {
    memory.copy(y, x, bytes);
    x += (<usize>ldx) << 2;
    y += (<usize>ldy) << 2;
  }
}

export function fill_zero(x: usize, n: i32): void {
  memory.fill(x, 0, (<usize>n) << 2);
}
