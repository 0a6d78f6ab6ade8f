// Winograd's points: how a convolution's taps are cut, and the transforms of inputs, gradients and sums. `winograd.ts` says what for.

import { fma4 } from "./simd";
import {
  constant, EIGHT, EIGHTH, FOUR, HALF, M1_25, M2_5, M4_25, M5, P5_25, QUARTER, SIXTEEN, SIXTEENTH, THIRTY_SECOND,
  THIRTY_TWO, TWO,
} from "./constants";

export const POINTS: i32 = 8;

/** Floats between the values at two points, or of two panels, past their own size: equal cache sets would evict each other. */
export const GAP: i32 = 16;

// Products that a kernel is taken in, in the order of their weights in memory.
/** All taps. */
export const WHOLE: i32 = 0;
/** Of odd steps with the sum of an even tap and the odd one after it, for both of two outputs. */
export const BOTH: i32 = 1;
/** Of differences of an odd step and the one after it with an odd tap negated, for odd outputs. */
export const ODD: i32 = 2;
/** Of differences of an even step and the one after it with an even tap, for even outputs. */
export const EVEN: i32 = 3;

@inline
export function bytes(floats: i32): usize {
  return (<usize>floats) << 2;
}

/** Whether even and odd taps are apart. */
@inline
export function in_phases(kernel: i32): bool {
  return kernel > 5;
}

@inline
function taps_of_phase(kernel: i32): i32 {
  return in_phases(kernel) ? (kernel + 1) >> 1 : kernel;
}

/** Taps of one part: all of up to six, or whichever of five and four leaves fewer products. */
@inline
export function taps_of(kernel: i32): i32 {
  const all = taps_of_phase(kernel);
  if (all <= 6) return all;
  return ((all + 4) / 5) * 5 <= ((all + 3) / 4) * 4 ? 5 : 4;
}

@inline
export function parts_of(kernel: i32): i32 {
  const taps = taps_of(kernel);
  return (taps_of_phase(kernel) + taps - 1) / taps;
}

/** Outputs of a tile. */
@inline
export function outputs_of_tile(kernel: i32): i32 {
  const m = 9 - taps_of(kernel);
  return in_phases(kernel) ? 2 * m : m;
}

/** Inputs of a tile, for one part. */
@inline
export function inputs_of_tile(kernel: i32): i32 {
  return in_phases(kernel) ? 2 * POINTS + 1 : POINTS;
}

/** Tiles of `count` outputs. */
@inline
export function tiles_of(count: i32, kernel: i32): i32 {
  const outputs = outputs_of_tile(kernel);
  return (count + outputs - 1) / outputs;
}

/** Floats of one group's weights at all points. */
export function winograd_packed_size(c: i32, n: i32, kernel: i32): i32 {
  return (in_phases(kernel) ? 3 : 1) * parts_of(kernel) * POINTS * c * n;
}

@inline
function value(x: usize, next: usize): v128 {
  return next ? f32x4.sub(v128.load(x), v128.load(x + next)) : v128.load(x);
}

// Bᵀ of eight vectors, `step` bytes apart, or of their differences from those `next` bytes on; four channels a turn, `group` bytes from four
// channels' values at a point to the next four's.
@inline
function points_of(x: usize, next: usize, step: usize, c: i32, out: usize, point: usize, group: usize): void {
  const s2 = step << 1, s4 = step << 2, p2 = point << 1;
  for (const end = x + bytes(c); x != end; x += 16) {
    const odd = x + step;
    const x0 = value(x, next), x2 = value(x + s2, next), x4 = value(x + s4, next), x6 = value(x + s4 + s2, next);
    const x1 = value(odd, next), x3 = value(odd + s2, next), x5 = value(odd + s4, next), x7 = value(odd + s4 + s2, next);
    let to = out;
    v128.store(to, fma4(constant(P5_25), f32x4.sub(x2, x4), f32x4.sub(x6, x0)));
    v128.store(to + point * 7, fma4(constant(P5_25), f32x4.sub(x3, x5), f32x4.sub(x7, x1)));
    to += point;
    let even = fma4(constant(M4_25), x4, f32x4.add(x2, x6)), rest = fma4(constant(M4_25), x3, f32x4.add(x1, x5));
    v128.store(to, f32x4.add(even, rest));
    v128.store(to + point, f32x4.sub(even, rest));
    to += p2;
    even = fma4(constant(M1_25), x4, fma4(constant(QUARTER), x2, x6));
    rest = fma4(constant(TWO), x5, fma4(constant(M2_5), x3, f32x4.mul(constant(HALF), x1)));
    v128.store(to, f32x4.add(even, rest));
    v128.store(to + point, f32x4.sub(even, rest));
    to += p2;
    even = fma4(constant(M5), x4, fma4(constant(FOUR), x2, x6));
    rest = fma4(constant(HALF), x5, fma4(constant(M2_5), x3, f32x4.mul(constant(TWO), x1)));
    v128.store(to, f32x4.add(even, rest));
    v128.store(to + point, f32x4.sub(even, rest));
    out += group;
  }
}

function input_points(x: usize, step: usize, c: i32, out: usize, point: usize, group: usize): void {
  points_of(x, 0, step, c, out, point, group);
}

function input_differences(x: usize, step: usize, c: i32, out: usize, point: usize, group: usize): void {
  points_of(x, step, step << 1, c, out, point, group);
}

/** Copies steps `first` … `first + count` of a series (t steps, `step` bytes apart) one under the other, zeros outside it. */
export function copy_steps(x: usize, step: usize, t: i32, first: i32, count: i32, c: i32, out: usize): void {
  const width = bytes(c);
  for (let time = first; time < first + count; time++) {
    if (time >= 0 && time < t) memory.copy(out, x + <usize>time * step, width);
    else memory.fill(out, 0, width);
    out += width;
  }
}

/**
 * Bᵀ x of the tile whose first step is `first`, as `product` takes it; `edge` takes its steps where they reach past the series.
 * @param group  bytes from four channels' values at a point to the next four's
 */
@inline
export function input_tile(
  x: usize, step: usize, t: i32, first: i32, c: i32, product: i32, edge: usize, out: usize, point: usize, group: usize,
): void {
  const size = product == WHOLE ? POINTS : 2 * POINTS + 1;
  let from = x + <usize>first * step;
  if (first < 0 || first + size > t) {
    copy_steps(x, step, t, first, size, c, edge);
    from = edge;
    step = bytes(c);
  }
  if (product == WHOLE) input_points(from, step, c, out, point, group);
  else if (product == BOTH) input_points(from + step, step << 1, c, out, point, group);
  else input_differences(product == ODD ? from + step : from, step, c, out, point, group);
}

@inline
function gradient(dy: usize, other: usize): v128 {
  const d = v128.load(dy);
  return other ? f32x4.add(d, v128.load(dy + other)) : d;
}

/**
 * A dy of one tile of m steps, or of the sums with those `other` bytes on unless that is 0, in panels of 8 channels `group` bytes apart.
 */
export function gradient_points(
  dy: usize, other: usize, step: usize, m: i32, n: i32, out: usize, point: usize, group: usize,
): void {
  for (let j = 0; j < n; j += 4) {
    gradient_points4(dy, other, step, m, out, point);
    dy += 16;
    out += j & 4 ? group - 16 : 16;
  }
}

@inline
function gradient_points4(dy: usize, other: usize, step: usize, m: i32, out: usize, point: usize): void {
  const d0 = gradient(dy, other), d1 = gradient(dy + step, other);
  let last = d1, from = dy + step;
  let e1 = d0, e2 = d0, e3 = d0, o1 = d1, o2 = f32x4.mul(constant(TWO), d1), o3 = f32x4.mul(constant(HALF), d1);
  if (m > 2) {
    last = gradient(from += step, other);
    e1 = f32x4.add(e1, last); e2 = fma4(constant(FOUR), last, e2); e3 = fma4(constant(QUARTER), last, e3);
  }
  if (m > 3) {
    last = gradient(from += step, other);
    o1 = f32x4.add(o1, last); o2 = fma4(constant(EIGHT), last, o2); o3 = fma4(constant(EIGHTH), last, o3);
  }
  if (m > 4) {
    last = gradient(from += step, other);
    e1 = f32x4.add(e1, last); e2 = fma4(constant(SIXTEEN), last, e2); e3 = fma4(constant(SIXTEENTH), last, e3);
  }
  if (m > 5) {
    last = gradient(from += step, other);
    o1 = f32x4.add(o1, last); o2 = fma4(constant(THIRTY_TWO), last, o2); o3 = fma4(constant(THIRTY_SECOND), last, o3);
  }
  v128.store(out, d0); out += point;
  v128.store(out, f32x4.add(e1, o1)); out += point;
  v128.store(out, f32x4.sub(e1, o1)); out += point;
  v128.store(out, f32x4.add(e2, o2)); out += point;
  v128.store(out, f32x4.sub(e2, o2)); out += point;
  v128.store(out, f32x4.add(e3, o3)); out += point;
  v128.store(out, f32x4.sub(e3, o3)); out += point;
  v128.store(out, last);
}

/** y = bias + Aᵀ of the sums at the points: m steps of one tile, `step` bytes apart, all channels. */
export function outputs_of(sums: usize, point: usize, bias: usize, y: usize, step: usize, m: i32, n: i32): void {
  const p2 = point << 1;
  for (const end = sums + bytes(n); sums != end; sums += 16) {
    let from = sums + point;
    let a = v128.load(from), b = v128.load(from + point);
    const e1 = f32x4.add(a, b), o1 = f32x4.sub(a, b);
    from += p2;
    a = v128.load(from); b = v128.load(from + point);
    const e2 = f32x4.add(a, b), o2 = f32x4.sub(a, b);
    from += p2;
    a = v128.load(from); b = v128.load(from + point);
    const e3 = f32x4.add(a, b), o3 = f32x4.sub(a, b);
    const last = v128.load(from + p2), level = bias ? v128.load(bias) : f32x4.splat(0);
    let to = y;
    v128.store(to, f32x4.add(level, f32x4.add(f32x4.add(v128.load(sums), e1), f32x4.add(e2, e3))));
    let v = fma4(constant(HALF), o3, fma4(constant(TWO), o2, o1));
    if (m > 2) {
      v128.store(to += step, f32x4.add(level, v));
      v = fma4(constant(QUARTER), e3, fma4(constant(FOUR), e2, e1));
    }
    if (m > 3) {
      v128.store(to += step, f32x4.add(level, v));
      v = fma4(constant(EIGHTH), o3, fma4(constant(EIGHT), o2, o1));
    }
    if (m > 4) {
      v128.store(to += step, f32x4.add(level, v));
      v = fma4(constant(SIXTEENTH), e3, fma4(constant(SIXTEEN), e2, e1));
    }
    if (m > 5) {
      v128.store(to += step, f32x4.add(level, v));
      v = fma4(constant(THIRTY_SECOND), o3, fma4(constant(THIRTY_TWO), o2, o1));
    }
    v128.store(to + step, f32x4.add(level, f32x4.add(v, last)));
    y += 16;
    if (bias) bias += 16;
  }
}
