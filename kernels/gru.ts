// One GRU layer in one direction over a whole sequence, forward and backward. Gate order r z n; the reset gate acts
// after the product, n = tanh(W_in·x + b_in + r ⊙ (W_hn·h + b_hn)), as in PyTorch and cuDNN.
//
// Layout: time-major, (T, R, ·). The gate buffer has four columns of H: r, z, n, and the hidden part of n before r.
// Weights are packed by the caller in two parts each, [r z] and [n], since only r and z add both products:
//   wihRZ (I, 2H), wihN (I, H), whhRZ (H, 2H), whhN (H, H)              for the forward product
//   wihBack (3H, I), whhBackRZ (2H, H), whhBackN (H, H)                 for the gradients of x and h

import { fma4, load_part, store_part } from "./simd";
import { constant, ONE, ZEROS } from "./constants";
import { sigmoid, tanh } from "./elementwise";
import { gemm, gemm2 } from "./gemm";
import {
  bias_gradients, hidden_weight_gradient, input_weight_gradient, next_block, pack_gates, previous, weight_scratch, zero_ended,
} from "./recurrent";

// One row's new state from its products: r, z, n in place, then y = n + z·(h − n). `before` may be the zeros of constants.ts,
// over which `advance` 0 stays.
function update_state(gates: usize, width: usize, before: usize, advance: usize, y: usize, n: i32): void {
  const z = gates + width, c = gates + 2 * width, hidden = gates + 3 * width;
  sigmoid(gates, gates, 2 * n);
  const whole = (<usize>(n & ~7)) << 2, left = n & 7;
  for (let i: usize = 0; i != whole; i += 32) {
    const a = fma4(v128.load(gates + i), v128.load(hidden + i), v128.load(c + i));
    const b = fma4(v128.load(gates + i, 16), v128.load(hidden + i, 16), v128.load(c + i, 16));
    v128.store(c + i, a);
    v128.store(c + i, b, 16);
  }
  for (let i = whole, rest = left; rest > 0; rest -= 4, i += 16) {
    store_part(c + i, fma4(load_part(gates + i, rest), load_part(hidden + i, rest), load_part(c + i, rest)), rest);
  }
  tanh(c, c, n);
  for (let i: usize = 0; i != whole; i += 32) {
    const from = before + (i & advance), a = v128.load(c + i), b = v128.load(c + i, 16);
    const a2 = fma4(v128.load(z + i), f32x4.sub(v128.load(from), a), a);
    const b2 = fma4(v128.load(z + i, 16), f32x4.sub(v128.load(from, 16), b), b);
    v128.store(y + i, a2);
    v128.store(y + i, b2, 16);
  }
  for (let i = whole, rest = left; rest > 0; rest -= 4, i += 16) {
    const v = load_part(c + i, rest), h = load_part(before + (i & advance), rest);
    store_part(y + i, fma4(load_part(z + i, rest), f32x4.sub(h, v), v), rest);
  }
}

/**
 * x (T, R, I) → y (T, R, H) with rows `ldy` floats apart. biasRZ (2H) is b_ih + b_hh of r and z; biasIN and biasHN (H) are
 * apart; each may be 0. h0 (R, H) or 0. gates (T, R, 4H) are kept for the backward pass, or scratch of one step (keep = 0).
 * lengths as in `lstm_forward`.
 */
export function gru_forward(
  x: usize, wihRZ: usize, wihN: usize, whhRZ: usize, whhN: usize, biasRZ: usize, biasIN: usize, biasHN: usize, h0: usize,
  y: usize, ldy: i32, gates: usize, t: i32, r: i32, i: i32, h: i32, reverse: i32, keep: i32,
  lengths: usize,
): void {
  const g = 4 * h, width = (<usize>h) << 2, row = (<usize>g) << 2, rowY = (<usize>ldy) << 2;
  const stepX = (<usize>(r * i)) << 2, stepY = <usize>r * rowY, stepG = keep ? <usize>r * row : 0;
  for (let s = 0; s < t; s++) {
    const time = reverse ? t - 1 - s : s, at = <usize>time;
    const before = previous(y, stepY, time, t, reverse, h0);
    const ldh = s == 0 ? h : ldy, k = before ? h : 0;
    const gt = gates + at * stepG, xt = x + at * stepX, yt = y + at * stepY;
    gemm2(xt, i, wihRZ, i, before, ldh, whhRZ, k, biasRZ, 0, gt, g, r, 2 * h);
    gemm(xt, i, wihN, i, biasIN, 0, gt + 2 * width, g, r, h);
    gemm(before, ldh, whhN, k, biasHN, 0, gt + 3 * width, g, r, h);
    for (let q: usize = 0; q < <usize>r; q++) {
      const from = before ? before + ((q * <usize>ldh) << 2) : ZEROS;
      update_state(gt + q * row, width, from, before ? -1 : 0, yt + q * rowY, h);
    }
    if (lengths) zero_ended(yt, rowY, width, lengths, time, r);
  }
}

// n (1..8) cells of one row, backward: gates become the gradients of their products, dh keeps what passes through z.
@inline
function cells_backward(gates: usize, width: usize, before: usize, dy: usize, dh: usize, n: i32): void {
  const one = constant(ONE), n2 = n - 4;
  const pz = gates + width, pc = gates + 2 * width, ph = gates + 3 * width;
  const d = f32x4.add(load_part(dy, n), load_part(dh, n)), d2 = f32x4.add(load_part(dy + 16, n2), load_part(dh + 16, n2));
  const z = load_part(pz, n), z2 = load_part(pz + 16, n2), c = load_part(pc, n), c2 = load_part(pc + 16, n2);
  store_part(dh, f32x4.mul(d, z), n);
  store_part(dh + 16, f32x4.mul(d2, z2), n2);
  const dz = f32x4.mul(d, f32x4.sub(load_part(before, n), c)), dz2 = f32x4.mul(d2, f32x4.sub(load_part(before + 16, n2), c2));
  store_part(pz, f32x4.mul(dz, f32x4.mul(z, f32x4.sub(one, z))), n);
  store_part(pz + 16, f32x4.mul(dz2, f32x4.mul(z2, f32x4.sub(one, z2))), n2);
  const dc = f32x4.mul(f32x4.mul(d, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(c, c)));
  const dc2 = f32x4.mul(f32x4.mul(d2, f32x4.sub(one, z2)), f32x4.sub(one, f32x4.mul(c2, c2)));
  store_part(pc, dc, n);
  store_part(pc + 16, dc2, n2);
  const r = load_part(gates, n), r2 = load_part(gates + 16, n2), hidden = load_part(ph, n), hidden2 = load_part(ph + 16, n2);
  store_part(gates, f32x4.mul(f32x4.mul(dc, hidden), f32x4.mul(r, f32x4.sub(one, r))), n);
  store_part(gates + 16, f32x4.mul(f32x4.mul(dc2, hidden2), f32x4.mul(r2, f32x4.sub(one, r2))), n2);
  store_part(ph, f32x4.mul(dc, r), n);
  store_part(ph + 16, f32x4.mul(dc2, r2), n2);
}

function cells_backward_tail(gates: usize, width: usize, before: usize, dy: usize, dh: usize, n: i32): void {
  cells_backward(gates, width, before, dy, dh, n);
}

function row_backward(gates: usize, width: usize, before: usize, advance: usize, dy: usize, dh: usize, n: i32): void {
  const whole = (<usize>(n & ~7)) << 2;
  let i: usize = 0;
  for (; i != whole; i += 32) cells_backward(gates + i, width, before + (i & advance), dy + i, dh + i, 8);
  if (n & 7) cells_backward_tail(gates + i, width, before + (i & advance), dy + i, dh + i, n & 7);
}

/** Floats of scratch that `gru_backward` needs. */
export function gru_backward_scratch(t: i32, r: i32, i: i32, h: i32): i32 {
  return weight_scratch(t, r, 3 * h, i, h);
}

/**
 * Gradients of `gru_forward`, as `lstm_backward`: dx is written (or added to with `addDx`; 0 skips it), dwih (3H, I),
 * dwhh (3H, H), dbih and dbhh (3H; 0 = none) are added to, dh (R, H) goes from the last state's gradient to that of h0.
 */
export function gru_backward(
  x: usize, wihBack: usize, whhBackRZ: usize, whhBackN: usize, h0: usize,
  y: usize, dy: usize, ldy: i32, gates: usize,
  dx: usize, addDx: i32, dwih: usize, dwhh: usize, dbih: usize, dbhh: usize, dh: usize,
  t: i32, r: i32, i: i32, h: i32, reverse: i32, scratch: usize, lengths: usize,
): void {
  const g = 4 * h, width = (<usize>h) << 2, row = (<usize>g) << 2, rowY = (<usize>ldy) << 2;
  const stepX = (<usize>(r * i)) << 2, stepY = <usize>r * rowY, stepG = <usize>r * row;
  const dwhhN = dwhh + ((<usize>(2 * h * h)) << 2);
  let done = 0;
  while (done < t) {
    const steps = next_block(t, r, done, reverse, lengths);
    for (let s = done; s < done + steps; s++) {
      const time = reverse ? s : t - 1 - s, at = <usize>time;
      const before = previous(y, stepY, time, t, reverse, h0);
      const rowB = s == t - 1 ? width : rowY;
      const gt = gates + at * stepG, dyt = dy + at * stepY;
      if (lengths) zero_ended(dh, width, width, lengths, time, r);
      for (let q: usize = 0; q < <usize>r; q++) {
        const from = before ? before + q * rowB : ZEROS;
        row_backward(gt + q * row, width, from, before ? -1 : 0, dyt + q * rowY, dh + q * width, h);
      }
      gemm2(gt, g, whhBackRZ, 2 * h, gt + 3 * width, g, whhBackN, h, dh, h, dh, h, r, h);
      if (dx) {
        const to = dx + at * stepX;
        gemm(gt, g, wihBack, 3 * h, addDx ? to : 0, i, to, i, r, i);
      }
    }
    const from = reverse ? done : t - done - steps, to = from + steps;
    pack_gates(gates, g, from, to, r, 3 * h, scratch);
    input_weight_gradient(gates, g, x, dwih, from, to, r, 3 * h, i, scratch);
    pack_gates(gates, g, from, to, r, 2 * h, scratch);
    hidden_weight_gradient(y, ldy, h0, dwhh, from, to, t, r, 2 * h, h, reverse, scratch);
    pack_gates(gates + 3 * width, g, from, to, r, h, scratch);
    hidden_weight_gradient(y, ldy, h0, dwhhN, from, to, t, r, h, h, reverse, scratch);
    bias_gradients(gates, g, dbih, dbhh, from, to, r, 2 * h, scratch);
    if (dbih) bias_gradients(gates + 2 * width, g, dbih + 2 * width, 0, from, to, r, h, scratch);
    if (dbhh) bias_gradients(gates + 3 * width, g, 0, dbhh + 2 * width, from, to, r, h, scratch);
    done += steps;
  }
}
