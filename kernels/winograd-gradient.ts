// Gradients of weights and biases by way of Winograd's points: see `winograd.ts`.

import { add } from "./elementwise";
import { product_tn_onto } from "./gemm-onto";
import { constant, FOUR, HALF, QUARTER, TWO } from "./constants";
import {
  BOTH, bytes, copy_steps, EVEN, GAP, gradient_points, in_phases, input_tile, inputs_of_tile, ODD, outputs_of_tile, parts_of, POINTS, taps_of,
  tiles_of, WHOLE,
} from "./winograd-points";

/** Tiles of one product: their values at all points stay in the second cache. */
const TILES: i32 = 64;

/** Tiles that one accumulator adds up before it goes into the weights' gradient: long sums in float32 lose digits. */
const SUMMED_TILES: i32 = 256;

/** Tiles whose steps one accumulator of a bias adds up. */
const BIAS_TILES: i32 = 64;

/** Channels that are transformed at a time, all tiles of them: a line of the cache, and few pages of memory. */
const WIDTH: i32 = 16;

// Floats of the values of a product's tiles at one point.
@inline
function point_size(channels: i32): i32 {
  return TILES * channels + GAP;
}

/** Floats of scratch that `winograd_gradient` needs. */
export function winograd_gradient_scratch(c: i32, n: i32, kernel: i32): i32 {
  const values = POINTS * (point_size(c) + point_size(n)), sums = parts_of(kernel) * POINTS * (c * n + GAP);
  return values + sums + inputs_of_tile(kernel) * WIDTH + n;
}

/**
 * Gradients of one group in its weights and bias, over all its series.
 * @param x   (t, rows, ·) at the group's first channel, steps `stepX` bytes apart, series `rowX`; dy (count, rows, ·) likewise
 * @param dw  (n, c, kernel), added to; db (n), added to, 0 = none
 */
export function winograd_gradient(
  x: usize, stepX: usize, rowX: usize, dy: usize, stepY: usize, rowY: usize, dw: usize, db: usize, t: i32, count: i32,
  rows: i32, c: i32, n: i32, kernel: i32, left: i32, scratch: usize,
): void {
  const tiles = tiles_of(count, kernel) * rows;
  for (let from = 0; from < tiles; from += SUMMED_TILES) {
    const block = min(SUMMED_TILES, tiles - from);
    if (in_phases(kernel)) {
      add_product(x, stepX, rowX, dy, stepY, rowY, dw, t, count, rows, c, n, kernel, left, BOTH, from, block, scratch);
      add_product(x, stepX, rowX, dy, stepY, rowY, dw, t, count, rows, c, n, kernel, left, ODD, from, block, scratch);
      add_product(x, stepX, rowX, dy, stepY, rowY, dw, t, count, rows, c, n, kernel, left, EVEN, from, block, scratch);
    } else {
      add_product(x, stepX, rowX, dy, stepY, rowY, dw, t, count, rows, c, n, kernel, left, WHOLE, from, block, scratch);
    }
  }
  if (db) add_biases(dy, stepY, rowY, db, count, rows, n, outputs_of_tile(kernel), tiles, scratch);
}

// dw += what `block` tiles add by way of one product.
function add_product(
  x: usize, stepX: usize, rowX: usize, dy: usize, stepY: usize, rowY: usize, dw: usize, t: i32, count: i32, rows: i32, c: i32, n: i32,
  kernel: i32, left: i32, product: i32, from: i32, block: i32, scratch: usize,
): void {
  const taps = taps_of(kernel), outputs = outputs_of_tile(kernel), parts = parts_of(kernel), phases: i32 = product == WHOLE ? 1 : 2;
  const pointX = bytes(point_size(c)), pointY = bytes(point_size(n)), point = bytes(c * n + GAP);
  const gradients = scratch + POINTS * pointX, sums = gradients + POINTS * pointY; // (parts, 8, c, n)
  const edge = sums + <usize>parts * POINTS * point;
  for (let i = 0; i < block; i += TILES) {
    const tiles = min(TILES, block - i), stepA = (<usize>tiles) << 4;
    gradient_tiles(dy, stepY, rowY, count, rows, n, 9 - taps, outputs, product, from + i, tiles, edge, gradients, pointY);
    for (let part = 0; part < parts; part++) {
      const to = sums + <usize>part * POINTS * point, start = phases * part * taps - left;
      input_tiles(x, stepX, rowX, t, rows, c, outputs, start, product, from + i, tiles, edge, scratch, pointX);
      for (let p = 0; p < POINTS; p++) {
        const q = <usize>p;
        product_tn_onto(scratch + q * pointX, stepA, gradients + q * pointY, tiles, i == 0, to + q * point, bytes(n), c, n);
      }
    }
  }
  for (let part = 0; part < parts; part++) {
    add_part(sums + <usize>part * POINTS * point, point, dw, c, n, kernel, part * taps, product);
  }
}

// A dy of `tiles` tiles from tile `from` on, in the panels of a product: eight channels, tile under tile.
function gradient_tiles(
  dy: usize, stepY: usize, rowY: usize, count: i32, rows: i32, n: i32, m: i32, outputs: i32, product: i32, from: i32, tiles: i32, edge: usize,
  out: usize, point: usize,
): void {
  const panel = (<usize>tiles) << 5;
  for (let j = 0; j < n; j += WIDTH) {
    const width = min(WIDTH, n - j);
    for (let i = 0; i < tiles; i++) {
      const tile = from + i, first = (tile / rows) * outputs, row = dy + <usize>(tile % rows) * rowY;
      let d = row + <usize>first * stepY, step = stepY;
      if (first + outputs > count) {
        copy_steps(row, stepY, count, first, outputs, width, edge);
        d = edge;
        step = bytes(width);
      }
      const other = product == BOTH ? step : 0, to = out + ((<usize>i) << 5);
      gradient_points(product == ODD ? d + step : d, other, product == WHOLE ? step : step << 1, m, width, to, point, panel);
    }
    dy += bytes(WIDTH);
    out += (WIDTH >> 3) * panel;
  }
}

// Bᵀ x of the same tiles, for the part of the taps whose first step is `start`: four channels, tile under tile.
function input_tiles(
  x: usize, stepX: usize, rowX: usize, t: i32, rows: i32, c: i32, outputs: i32, start: i32, product: i32, from: i32, tiles: i32, edge: usize,
  out: usize, point: usize,
): void {
  const panel = (<usize>tiles) << 4;
  for (let j = 0; j < c; j += WIDTH) {
    const width = min(WIDTH, c - j);
    for (let i = 0; i < tiles; i++) {
      const tile = from + i, first = (tile / rows) * outputs + start;
      input_tile(x + <usize>(tile % rows) * rowX, stepX, t, first, width, product, edge, out + ((<usize>i) << 4), point, panel);
    }
    x += bytes(WIDTH);
    out += (WIDTH >> 2) * panel;
  }
}

// dw += Gᵀ of one part's sums at the points, whose first tap of its phase is `first`.
function add_part(sums: usize, point: usize, dw: usize, c: i32, n: i32, kernel: i32, first: i32, product: i32): void {
  const taps = taps_of(kernel);
  if (product == WHOLE) {
    add_taps(sums, point, dw, 0, 4, c, n, kernel, taps, min(taps, kernel - first), 0, 1);
    return;
  }
  const even = product == ODD ? 0 : min(taps, ((kernel + 1) >> 1) - first), odd = product == EVEN ? 0 : min(taps, (kernel >> 1) - first);
  const to = dw + bytes(2 * first);
  add_taps(sums, point, to, to + 4, 8, c, n, kernel, taps, even, odd, product == ODD ? -1 : 1);
}

// Adds `factor` times Gᵀ of the sums at the points, `taps` taps, to the first `there` taps at `dw` and `thereToo` at `too`. Outputs eight at a
// time: the rows of dw that they are added to stay in the first cache while the inputs pass.
function add_taps(
  sums: usize, point: usize, dw: usize, too: usize, step: usize, c: i32, n: i32, kernel: i32, taps: i32, there: i32, thereToo: i32, factor: f32,
): void {
  for (let o = 0; o < n; o += 8) {
    for (let i = 0; i < c; i++) {
      const from = sums + bytes(i * n + o), at = bytes((o * c + i) * kernel), next = bytes(c * kernel);
      add_taps4(from, point, dw + at, too + at, step, next, taps, there, thereToo, factor);
      add_taps4(from + 16, point, dw + at + 4 * next, too + at + 4 * next, step, next, taps, there, thereToo, factor);
    }
  }
}

function add_taps4(
  zero: usize, point: usize, to: usize, too: usize, step: usize, next: usize, taps: i32, there: i32, thereToo: i32, factor: f32,
): void {
  const p2 = point << 1, sign = f32x4.splat(factor), ninths = f32x4.splat(-2.0 / 9.0);
  const ninetieth = f32x4.splat(1.0 / 90.0), forty = f32x4.splat(32.0 / 45.0);
  let from = zero + point;
  let a = v128.load(from), b = v128.load(from + point);
  const e1 = f32x4.mul(ninths, f32x4.add(a, b)), o1 = f32x4.mul(ninths, f32x4.sub(a, b));
  from += p2;
  a = v128.load(from); b = v128.load(from + point);
  let e2 = f32x4.mul(ninetieth, f32x4.add(a, b)), o2 = f32x4.mul(ninetieth, f32x4.sub(a, b));
  from += p2;
  a = v128.load(from); b = v128.load(from + point);
  let e3 = f32x4.mul(forty, f32x4.add(a, b)), o3 = f32x4.mul(forty, f32x4.sub(a, b));
  const last = v128.load(from + p2);
  o2 = f32x4.mul(constant(TWO), o2);
  o3 = f32x4.mul(constant(HALF), o3);
  for (let tap = 0; tap < taps; tap++) {
    let v = tap & 1 ? f32x4.add(o1, f32x4.add(o2, o3)) : f32x4.add(e1, f32x4.add(e2, e3));
    if (tap & 1) { o2 = f32x4.mul(constant(FOUR), o2); o3 = f32x4.mul(constant(QUARTER), o3); }
    else { e2 = f32x4.mul(constant(FOUR), e2); e3 = f32x4.mul(constant(QUARTER), e3); }
    if (tap == 0) v = f32x4.sub(v, v128.load(zero));
    if (tap == taps - 1) v = f32x4.add(v, last);
    v = f32x4.mul(v, sign);
    if (tap < there) add_lanes(to, next, v);
    if (tap < thereToo) add_lanes(too, next, v);
    to += step;
    too += step;
  }
}

@inline
function add_lanes(to: usize, next: usize, v: v128): void {
  store<f32>(to, load<f32>(to) + f32x4.extract_lane(v, 0));
  store<f32>(to + next, load<f32>(to + next) + f32x4.extract_lane(v, 1));
  store<f32>(to + 2 * next, load<f32>(to + 2 * next) + f32x4.extract_lane(v, 2));
  store<f32>(to + 3 * next, load<f32>(to + 3 * next) + f32x4.extract_lane(v, 3));
}

// db (n) += the steps of all tiles, tile by tile, in blocks that start from zero.
function add_biases(
  dy: usize, stepY: usize, rowY: usize, db: usize, count: i32, rows: i32, n: i32, outputs: i32, tiles: i32, biases: usize,
): void {
  for (let from = 0; from < tiles; from += BIAS_TILES) {
    memory.fill(biases, 0, bytes(n));
    for (let tile = from; tile < min(from + BIAS_TILES, tiles); tile++) {
      const first = (tile / rows) * outputs, row = dy + <usize>(tile % rows) * rowY;
      for (let step = first; step < min(first + outputs, count); step++) add(biases, row + <usize>step * stepY, biases, n);
    }
    add(db, biases, db, n);
  }
}
