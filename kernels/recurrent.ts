// What LSTM, GRU and RNN share: the weight gradients of a block of time steps, and where a step finds its
// neighbours. Not exported to the engine.

import { add, fill_zero } from "./elementwise";
import { pack } from "./gemm";
import { column_sums, gemm_tn_scratch, pack_columns4, product_tn, weighted_column_sums } from "./gemm-tn";

/**
 * Time steps whose weight gradients are added up in one product, while their activations are still in cache:
 * about 128 rows. Fixed by the shapes alone.
 */
export function block_steps(t: i32, r: i32): i32 {
  return min(t, max(1, 128 / r));
}

/**
 * Steps of the next block after `done` of t. With lengths, blocks of the forward direction end at multiples from the first
 * step on, not from the last: more padding then moves no boundary, and the sums keep their order.
 */
@inline
export function next_block(t: i32, r: i32, done: i32, reverse: i32, lengths: usize): i32 {
  const block = max(1, 128 / r);
  if (!lengths || reverse) return min(block, t - done);
  const odd = (t - done) % block;
  return odd ? odd : block;
}

/** Zeros in the rows (of `width` bytes, `row` bytes apart) of the series that have ended before `time`. */
export function zero_ended(base: usize, row: usize, width: usize, lengths: usize, time: i32, r: i32): void {
  for (let q = 0; q < r; q++) {
    if (time >= load<i32>(lengths + ((<usize>q) << 2))) memory.fill(base + <usize>q * row, 0, width);
  }
}

/** Floats of scratch that `weight_gradients` needs for gates of width G and inputs of width I and H. */
export function weight_scratch(t: i32, r: i32, g: i32, i: i32, h: i32): i32 {
  return gemm_tn_scratch(block_steps(t, r) * r, g, max(i, h));
}

/** Address of the step processed before `time`, in a buffer of `step` bytes a time step; 0 at the first step. */
@inline
export function previous(base: usize, step: usize, time: i32, t: i32, reverse: i32, first: usize): usize {
  if (reverse) return time == t - 1 ? first : base + <usize>(time + 1) * step;
  return time == 0 ? first : base + <usize>(time - 1) * step;
}

/**
 * Packs the gate gradients (T, R, G) of the times [from, to), rows `ldg` floats apart, into `scratch` for the two
 * products below.
 */
export function pack_gates(dgates: usize, ldg: i32, from: i32, to: i32, r: i32, g: i32, scratch: usize): void {
  pack_columns4(dgates + ((<usize>(from * r * ldg)) << 2), (<usize>ldg) << 2, scratch, (to - from) * r, g);
}

/** dW (G, I) += dgatesᵀ·x over the times [from, to), for gates that `pack_gates` has packed from `dgates` into `scratch`. */
export function input_weight_gradient(
  dgates: usize, ldg: i32, x: usize, dw: usize, from: i32, to: i32, r: i32, g: i32, i: i32, scratch: usize,
): void {
  const k = (to - from) * r, first = from * r, rows = x + ((<usize>(first * i)) << 2);
  if (i == 1) { // a univariate series: seven of a panel's eight columns would be empty
    weighted_column_sums(dgates + ((<usize>(first * ldg)) << 2), (<usize>ldg) << 2, rows, dw, k, g);
    return;
  }
  const pb = scratch + ((<usize>(k * ((g + 3) & ~3))) << 2);
  pack(rows, i, 1, pb, k, i);
  product_tn(scratch, (<usize>k) << 4, pb, k, dw, (<usize>i) << 2, g, i);
}

/**
 * dW (G, H) += dgatesᵀ·h of the step before, over the times [from, to), for gates packed in `scratch`.
 * y is (T, R, ·) with rows `ldy` floats apart; h0 (R, H) is the state before the first step, 0 for zeros.
 */
export function hidden_weight_gradient(
  y: usize, ldy: i32, h0: usize, dw: usize, from: i32, to: i32, t: i32, r: i32, g: i32, h: i32, reverse: i32,
  scratch: usize,
): void {
  const k = (to - from) * r, step = (<usize>(r * ldy)) << 2, width = (<usize>h) << 2;
  const pb = scratch + ((<usize>(k * ((g + 3) & ~3))) << 2), stepA = (<usize>k) << 4;
  // The first step in processing order has h0 before it, which is not in y.
  const edge = reverse ? to == t : from == 0;
  const inner = edge ? k - r : k;
  const skip: usize = !reverse && edge ? (<usize>r) << 4 : 0;
  const start = reverse ? from + 1 : edge ? 0 : from - 1;
  if (inner) {
    pack(y + <usize>start * step, ldy, 1, pb, inner, h);
    product_tn(scratch + skip, stepA, pb, inner, dw, width, g, h);
  }
  if (edge && h0) {
    const at: usize = reverse ? (<usize>(k - r)) << 4 : 0;
    pack(h0, h, 1, pb, r, h);
    product_tn(scratch + at, stepA, pb, r, dw, width, g, h);
  }
}

/**
 * Adds the gate gradients (rows `ldg` apart) of the times [from, to) to the gradients (G) of both biases, which are equal;
 * 0 skips either. Their sum over the block is made in `scratch` (G) first.
 */
export function bias_gradients(
  dgates: usize, ldg: i32, dbih: usize, dbhh: usize, from: i32, to: i32, r: i32, g: i32, scratch: usize,
): void {
  if (!(dbih | dbhh)) return;
  fill_zero(scratch, g);
  column_sums(dgates + ((<usize>(from * r * ldg)) << 2), ldg, scratch, (to - from) * r, g);
  if (dbih) add(dbih, scratch, dbih, g);
  if (dbhh) add(dbhh, scratch, dbhh, g);
}
