// Pooling over time: windows (maximum, average), the whole sequence, and its last step. Time is the outermost axis, so
// a window is a few rows of `width` = R·C floats under each other, and series and channels need not be distinguished.

import { load_part, store_part } from "./simd";

// Steps that a padding window gives: rounded down, as PyTorch without ceil_mode.
@inline
function outputs(t: i32, kernel: i32, stride: i32, padding: i32): i32 {
  return (t + 2 * padding - kernel) / stride + 1;
}

// The first output whose window reaches time `time`; the last is (time + padding) / stride, or the last there is.
@inline
function first_output(time: i32, kernel: i32, stride: i32, padding: i32): i32 {
  const before = time + padding - kernel + 1;
  return before > 0 ? (before + stride - 1) / stride : 0;
}

/**
 * Maximum of each window; padding counts as −∞. The first maximum wins, a NaN beats everything (the last one of several,
 * as PyTorch).
 * @param x        (t, width)
 * @param y        (To, width), written, To = ⌊(t + 2·padding − kernel) / stride⌋ + 1; padding is at most kernel / 2
 * @param indices  (To, width) i32, written: the time each maximum came from, for the backward pass
 */
export function max_pool1d(
  x: usize, y: usize, indices: usize, t: i32, width: i32, kernel: i32, stride: i32, padding: i32,
): void {
  const row = (<usize>width) << 2, count = outputs(t, kernel, stride, padding);
  for (let o = 0; o < count; o++) {
    const from = max(0, o * stride - padding), to = min(t, o * stride - padding + kernel);
    memory.copy(y, x + <usize>from * row, row);
    for (let j = 0; j < width; j += 4) store_part(indices + ((<usize>j) << 2), i32x4.splat(from), width - j);
    for (let time = from + 1; time < to; time++) {
      const here = x + <usize>time * row, index = i32x4.splat(time);
      for (let j = 0; j < width; j += 4) {
        const at = (<usize>j) << 2, n = width - j;
        const v = load_part(here + at, n), best = load_part(y + at, n);
        const take = v128.or(f32x4.gt(v, best), f32x4.ne(v, v));
        store_part(y + at, v128.bitselect(v, best, take), n);
        store_part(indices + at, v128.bitselect(index, load_part(indices + at, n), take), n);
      }
    }
    y += row; indices += row;
  }
}

/** Gradient of `max_pool1d`: dx (t, width), written, from dy and indices (To, width). */
export function max_pool1d_backward(
  dy: usize, indices: usize, dx: usize, t: i32, width: i32, kernel: i32, stride: i32, padding: i32,
): void {
  const row = (<usize>width) << 2, count = outputs(t, kernel, stride, padding);
  for (let time = 0; time < t; time++) {
    const last = min(count - 1, (time + padding) / stride), index = i32x4.splat(time);
    memory.fill(dx, 0, row);
    for (let o = first_output(time, kernel, stride, padding); o <= last; o++) {
      const g = dy + <usize>o * row, from = indices + <usize>o * row;
      for (let j = 0; j < width; j += 4) {
        const at = (<usize>j) << 2, n = width - j;
        const mine = v128.and(load_part(g + at, n), i32x4.eq(load_part(from + at, n), index));
        store_part(dx + at, f32x4.add(load_part(dx + at, n), mine), n);
      }
    }
    dx += row;
  }
}

// y (width) += x
@inline
function add_row(y: usize, x: usize, width: i32): void {
  for (let j = 0; j < width; j += 4) {
    const at = (<usize>j) << 2, n = width - j;
    store_part(y + at, f32x4.add(load_part(y + at, n), load_part(x + at, n)), n);
  }
}

// y (width) /= divisor
@inline
function divide_row(y: usize, divisor: i32, width: i32): void {
  const d = f32x4.splat(<f32>divisor);
  for (let j = 0; j < width; j += 4) {
    const at = (<usize>j) << 2, n = width - j;
    store_part(y + at, f32x4.div(load_part(y + at, n), d), n);
  }
}

/** Average of each window, the zeros of the padding counted in. Shapes as in `max_pool1d`. */
export function avg_pool1d(x: usize, y: usize, t: i32, width: i32, kernel: i32, stride: i32, padding: i32): void {
  const row = (<usize>width) << 2, count = outputs(t, kernel, stride, padding);
  for (let o = 0; o < count; o++) {
    const from = max(0, o * stride - padding), to = min(t, o * stride - padding + kernel);
    memory.copy(y, x + <usize>from * row, row);
    for (let time = from + 1; time < to; time++) add_row(y, x + <usize>time * row, width);
    divide_row(y, kernel, width);
    y += row;
  }
}

/** Gradient of `avg_pool1d`: dx (t, width), written, from dy (To, width). */
export function avg_pool1d_backward(
  dy: usize, dx: usize, t: i32, width: i32, kernel: i32, stride: i32, padding: i32,
): void {
  const row = (<usize>width) << 2, count = outputs(t, kernel, stride, padding);
  for (let time = 0; time < t; time++) {
    const last = min(count - 1, (time + padding) / stride);
    memory.fill(dx, 0, row);
    for (let o = first_output(time, kernel, stride, padding); o <= last; o++) add_row(dx, dy + <usize>o * row, width);
    divide_row(dx, kernel, width);
    dx += row;
  }
}

/** Maximum over all of time: x (t, width) → y (width), with its time in indices (width) i32. NaN as in `max_pool1d`. */
export function global_max_pool(x: usize, y: usize, indices: usize, t: i32, width: i32): void {
  max_pool1d(x, y, indices, t, width, t, 1, 0);
}

/** Gradient of `global_max_pool`: dx (t, width), written. */
export function global_max_pool_backward(dy: usize, indices: usize, dx: usize, t: i32, width: i32): void {
  max_pool1d_backward(dy, indices, dx, t, width, t, 1, 0);
}

@inline
function mean4(x: usize, y: usize, t: i32, row: usize, n: i32): void {
  let s0 = f64x2.splat(0), s1 = s0;
  for (let i = 0; i < t; i++) {
    const v = load_part(x, n);
    s0 = f64x2.add(s0, f64x2.promote_low_f32x4(v));
    s1 = f64x2.add(s1, f64x2.promote_low_f32x4(i32x4.shuffle(v, v, 2, 3, 2, 3)));
    x += row;
  }
  const count = f64x2.splat(<f64>t);
  const a = f32x4.demote_f64x2_zero(f64x2.div(s0, count)), b = f32x4.demote_f64x2_zero(f64x2.div(s1, count));
  store_part(y, i32x4.shuffle(a, b, 0, 1, 4, 5), n);
}

/** Mean over all of time, summed in float64: x (t, width) → y (width). */
export function global_avg_pool(x: usize, y: usize, t: i32, width: i32): void {
  const row = (<usize>width) << 2;
  let j = 0;
  for (; j + 4 <= width; j += 4) mean4(x + ((<usize>j) << 2), y + ((<usize>j) << 2), t, row, 4);
  if (j < width) mean4(x + ((<usize>j) << 2), y + ((<usize>j) << 2), t, row, width - j);
}

/** Gradient of `global_avg_pool`: dx (t, width), written, from dy (width). */
export function global_avg_pool_backward(dy: usize, dx: usize, t: i32, width: i32): void {
  const row = (<usize>width) << 2;
  memory.copy(dx, dy, row);
  divide_row(dx, t, width);
  for (let time = 1; time < t; time++) memory.copy(dx + <usize>time * row, dx, row);
}

/** The last step: x (t, width) → y (width). */
export function last_step(x: usize, y: usize, t: i32, width: i32): void {
  const row = (<usize>width) << 2;
  memory.copy(y, x + <usize>(t - 1) * row, row);
}

/** Gradient of `last_step`: dx (t, width), written: zeros but for the last step. */
export function last_step_backward(dy: usize, dx: usize, t: i32, width: i32): void {
  const row = (<usize>width) << 2, before = <usize>(t - 1) * row;
  memory.fill(dx, 0, before);
  memory.copy(dx + before, dy, row);
}
