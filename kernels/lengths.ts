// Series of unequal lengths in one batch: (T, R, C) with `lengths` (R) i32, 1 … T. A value past its series' end is zero in
// every layer over time; what a layer puts there, or what has to count as less than any value, is written here.

import { load_part, store_part } from "./simd";

@inline
function length_of(lengths: usize, q: i32): i32 {
  return load<i32>(lengths + ((<usize>q) << 2));
}

/** after[q] = ⌊(lengths[q] + padding − span) / stride⌋ + 1: the steps that a window over time leaves of each series. */
export function lengths_after(lengths: usize, after: usize, r: i32, padding: i32, span: i32, stride: i32): void {
  for (let q = 0; q < r; q++) {
    store<i32>(after + ((<usize>q) << 2), max(0, length_of(lengths, q) + padding - span) / stride + 1);
  }
}

/** out (1) float64: `each` times the steps of all series together. */
export function count_steps(lengths: usize, r: i32, each: i32, out: usize): void {
  let sum: f64 = 0;
  for (let q = 0; q < r; q++) sum += <f64>length_of(lengths, q);
  store<f64>(out, sum * <f64>each);
}

/** x (T, R, C): every value past its series' end becomes `value`. */
export function fill_past_end(x: usize, lengths: usize, t: i32, r: i32, c: i32, value: f32): void {
  const row = (<usize>c) << 2, filling = f32x4.splat(value);
  for (let k = 0; k < t; k++) {
    for (let q = 0; q < r; q++) {
      if (k >= length_of(lengths, q)) {
        for (let j = 0; j < c; j += 4) store_part(x + ((<usize>j) << 2), filling, c - j);
      }
      x += row;
    }
  }
}

/** Each series' mean over its own steps, summed in float64 as in `global_avg_pool`: x (T, R, C) → y (R, C). */
export function mean_of_steps(x: usize, y: usize, lengths: usize, t: i32, r: i32, c: i32): void {
  const row = (<usize>c) << 2, step = <usize>r * row;
  for (let q = 0; q < r; q++) {
    const steps = length_of(lengths, q);
    for (let j = 0; j < c; j++) {
      let from = x + ((<usize>j) << 2);
      let sum: f64 = 0;
      for (let k = 0; k < steps; k++) {
        sum += <f64>load<f32>(from);
        from += step;
      }
      store<f32>(y + ((<usize>j) << 2), <f32>(sum / <f64>steps));
    }
    x += row;
    y += row;
  }
}

/** Gradient of `mean_of_steps`: dx (T, R, C), written, from dy (R, C). */
export function mean_of_steps_backward(dy: usize, dx: usize, lengths: usize, t: i32, r: i32, c: i32): void {
  const row = (<usize>c) << 2;
  for (let k = 0; k < t; k++) {
    for (let q = 0; q < r; q++) {
      const steps = length_of(lengths, q), from = dy + <usize>q * row, divisor = f32x4.splat(<f32>steps);
      if (k < steps) {
        for (let j = 0; j < c; j += 4) {
          const at = (<usize>j) << 2;
          store_part(dx + at, f32x4.div(load_part(from + at, c - j), divisor), c - j);
        }
      } else memory.fill(dx, 0, row);
      dx += row;
    }
  }
}

/** Each series' own last step: x (T, R, C) → y (R, C). */
export function last_of_steps(x: usize, y: usize, lengths: usize, t: i32, r: i32, c: i32): void {
  const row = (<usize>c) << 2;
  for (let q = 0; q < r; q++) {
    memory.copy(y + <usize>q * row, x + <usize>((length_of(lengths, q) - 1) * r + q) * row, row);
  }
}

/** Gradient of `last_of_steps`: dx (T, R, C), written: zeros but for the last steps. */
export function last_of_steps_backward(dy: usize, dx: usize, lengths: usize, t: i32, r: i32, c: i32): void {
  const row = (<usize>c) << 2;
  memory.fill(dx, 0, <usize>(t * r) * row);
  for (let q = 0; q < r; q++) {
    memory.copy(dx + <usize>((length_of(lengths, q) - 1) * r + q) * row, dy + <usize>q * row, row);
  }
}
