// One LSTM layer in one direction over a whole sequence, forward and backward. Gate order i f g o, as PyTorch.
// Stacking layers and directions is the caller's job.
//
// Layout: time-major, (T, R, ·) for R series. Weights are packed (`pack`) by the caller:
//   wih, whh     W_ihᵀ (I, 4H) and W_hhᵀ (H, 4H)   for the forward product
//   wihBack, …   W_ih (4H, I) and W_hh (4H, H)     for the gradients of x and h

import { fma4, load_part, store_part } from "./simd";
import { constant, ONE, ZEROS } from "./constants";
import { sigmoid, tanh } from "./elementwise";
import { gemm, gemm2 } from "./gemm";
import { multiply } from "./product";
import {
  bias_gradients, hidden_weight_gradient, input_weight_gradient, next_block, pack_gates, previous, weight_scratch,
  zero_ended,
} from "./recurrent";

// One row's state from its activated gates: c = f·c + i·g, tanh c, h = o·tanh c. `before` may be the zeros of constants.ts,
// over which `advance` 0 stays.
function update_state(
  gates: usize, width: usize, before: usize, advance: usize, c: usize, tanhC: usize, h: usize, n: i32,
): void {
  const f = gates + width, g = gates + 2 * width, o = gates + 3 * width, whole = (<usize>(n & ~7)) << 2, left = n & 7;
  let i: usize = 0;
  for (; i != whole; i += 32) {
    const from = before + (i & advance);
    const a = f32x4.mul(v128.load(gates + i), v128.load(g + i));
    const b = f32x4.mul(v128.load(gates + i, 16), v128.load(g + i, 16));
    const a2 = fma4(v128.load(f + i), v128.load(from), a), b2 = fma4(v128.load(f + i, 16), v128.load(from, 16), b);
    v128.store(c + i, a2);
    v128.store(c + i, b2, 16);
  }
  for (let rest = left; rest > 0; rest -= 4, i += 16) {
    const product = f32x4.mul(load_part(gates + i, rest), load_part(g + i, rest));
    store_part(c + i, fma4(load_part(f + i, rest), load_part(before + (i & advance), rest), product), rest);
  }
  tanh(c, tanhC, n);
  multiply(o, tanhC, h, n);
}

/**
 * x (T, R, I) → y (T, R, H) with rows `ldy` floats apart (2H when two directions share y).
 * bias (4H) is b_ih + b_hh, or 0. h0, c0 (R, H) or 0 for zeros. gates (T, R, 4H), cells and tanhCells (T, R, H) are kept
 * for the backward pass; with keep = 0 they are scratch of one time step, gates of `ahead`. So many steps of x go through
 * one product then: rows of a few series alone would stream the weights at every step. The bits do not depend on it. The
 * last states are in y and cells. lengths (R) i32 or 0: past the end of its series y is zero, and so is the state that
 * the reverse direction begins with there (h0 and c0 have to be 0 for it).
 */
export function lstm_forward(
  x: usize, wih: usize, whh: usize, bias: usize, h0: usize, c0: usize,
  y: usize, ldy: i32, gates: usize, cells: usize, tanhCells: usize,
  t: i32, r: i32, i: i32, h: i32, reverse: i32, keep: i32, ahead: i32, lengths: usize,
): void {
  const g = 4 * h, width = (<usize>h) << 2, row = (<usize>g) << 2, rowY = (<usize>ldy) << 2;
  const stepX = (<usize>(r * i)) << 2, stepY = <usize>r * rowY;
  const stepG = keep ? <usize>r * row : 0, stepC = keep ? <usize>r * width : 0;
  for (let s = 0; s < t; s++) {
    const time = reverse ? t - 1 - s : s;
    const at = <usize>time;
    const hBefore = previous(y, stepY, time, t, reverse, h0);
    const cBefore = s == 0 ? c0 : keep ? previous(cells, stepC, time, t, reverse, c0) : cells;
    let gt = gates + at * stepG;
    const ct = cells + at * stepC, tt = tanhCells + at * stepC, yt = y + at * stepY;
    const ldh = s == 0 ? h : ldy;
    if (ahead > 1) {
      const done = s % ahead, steps = min(ahead, t - s + done), first = reverse ? time + done + 1 - steps : s - done;
      if (done == 0) gemm(x + <usize>first * stepX, i, wih, i, bias, 0, gates, g, steps * r, g);
      gt = gates + <usize>((time - first) * r) * row;
      if (hBefore) gemm(hBefore, ldh, whh, h, gt, g, gt, g, r, g);
    } else {
      gemm2(x + at * stepX, i, wih, i, hBefore, ldh, whh, hBefore ? h : 0, bias, 0, gt, g, r, g);
    }
    for (let q: usize = 0; q < <usize>r; q++) {
      const pg = gt + q * row, cell = q * width, before = cBefore ? cBefore + cell : ZEROS;
      sigmoid(pg, pg, 2 * h);
      tanh(pg + 2 * width, pg + 2 * width, h);
      sigmoid(pg + 3 * width, pg + 3 * width, h);
      update_state(pg, width, before, cBefore ? -1 : 0, ct + cell, tt + cell, yt + q * rowY, h);
    }
    if (lengths) {
      zero_ended(yt, rowY, width, lengths, time, r);
      zero_ended(ct, width, width, lengths, time, r);
    }
  }
}

// n (1..8) cells of one row, backward: activations in `gates` become gradients of the products, dc moves one step back.
@inline
function cells_backward(
  gates: usize, width: usize, before: usize, tanhC: usize, dy: usize, dh: usize, dc: usize, n: i32,
): void {
  const one = constant(ONE), n2 = n - 4;
  const pf = gates + width, pg = gates + 2 * width, po = gates + 3 * width;
  const o = load_part(po, n), o2 = load_part(po + 16, n2), t = load_part(tanhC, n), t2 = load_part(tanhC + 16, n2);
  const d = f32x4.add(load_part(dy, n), load_part(dh, n)), d2 = f32x4.add(load_part(dy + 16, n2), load_part(dh + 16, n2));
  store_part(po, f32x4.mul(f32x4.mul(d, t), f32x4.mul(o, f32x4.sub(one, o))), n);
  store_part(po + 16, f32x4.mul(f32x4.mul(d2, t2), f32x4.mul(o2, f32x4.sub(one, o2))), n2);
  const e = fma4(f32x4.mul(d, o), f32x4.sub(one, f32x4.mul(t, t)), load_part(dc, n));
  const e2 = fma4(f32x4.mul(d2, o2), f32x4.sub(one, f32x4.mul(t2, t2)), load_part(dc + 16, n2));
  const f = load_part(pf, n), f2 = load_part(pf + 16, n2);
  store_part(dc, f32x4.mul(e, f), n);
  store_part(dc + 16, f32x4.mul(e2, f2), n2);
  const ec = f32x4.mul(e, load_part(before, n)), ec2 = f32x4.mul(e2, load_part(before + 16, n2));
  store_part(pf, f32x4.mul(ec, f32x4.mul(f, f32x4.sub(one, f))), n);
  store_part(pf + 16, f32x4.mul(ec2, f32x4.mul(f2, f32x4.sub(one, f2))), n2);
  const i = load_part(gates, n), i2 = load_part(gates + 16, n2), g = load_part(pg, n), g2 = load_part(pg + 16, n2);
  store_part(gates, f32x4.mul(f32x4.mul(e, g), f32x4.mul(i, f32x4.sub(one, i))), n);
  store_part(gates + 16, f32x4.mul(f32x4.mul(e2, g2), f32x4.mul(i2, f32x4.sub(one, i2))), n2);
  store_part(pg, f32x4.mul(f32x4.mul(e, i), f32x4.sub(one, f32x4.mul(g, g))), n);
  store_part(pg + 16, f32x4.mul(f32x4.mul(e2, i2), f32x4.sub(one, f32x4.mul(g2, g2))), n2);
}

// The cells past the last eight; apart, so that their calls cost the others no registers.
function cells_backward_tail(
  gates: usize, width: usize, before: usize, tanhC: usize, dy: usize, dh: usize, dc: usize, n: i32,
): void {
  cells_backward(gates, width, before, tanhC, dy, dh, dc, n);
}

function row_backward(
  gates: usize, width: usize, before: usize, advance: usize, tanhC: usize, dy: usize, dh: usize, dc: usize, n: i32,
): void {
  const whole = (<usize>(n & ~7)) << 2;
  let i: usize = 0;
  for (; i != whole; i += 32) {
    cells_backward(gates + i, width, before + (i & advance), tanhC + i, dy + i, dh + i, dc + i, 8);
  }
  if (n & 7) cells_backward_tail(gates + i, width, before + (i & advance), tanhC + i, dy + i, dh + i, dc + i, n & 7);
}

/** Floats of scratch that `lstm_backward` needs. */
export function lstm_backward_scratch(t: i32, r: i32, i: i32, h: i32): i32 {
  return weight_scratch(t, r, 4 * h, i, h);
}

/**
 * Gradients of `lstm_forward`. dy (T, R, H) with rows `ldy` apart, as y. gates are overwritten by their gradients.
 * dx (T, R, I) is written, or added to with `addDx`; 0 skips it. dwih (4H, I), dwhh (4H, H), dbih, dbhh (4H; 0 = none) are
 * added to. dh and dc (R, H) hold the gradients of the last states on entry (zeros, as a rule), those of h0 and c0 on return.
 * With lengths dy is zero past the ends; the first states then get no gradient of the reverse direction.
 */
export function lstm_backward(
  x: usize, wihBack: usize, whhBack: usize, h0: usize, c0: usize,
  y: usize, dy: usize, ldy: i32, gates: usize, cells: usize, tanhCells: usize,
  dx: usize, addDx: i32, dwih: usize, dwhh: usize, dbih: usize, dbhh: usize, dh: usize, dc: usize,
  t: i32, r: i32, i: i32, h: i32, reverse: i32, scratch: usize, lengths: usize,
): void {
  const g = 4 * h, width = (<usize>h) << 2, row = (<usize>g) << 2, rowY = (<usize>ldy) << 2;
  const stepX = (<usize>(r * i)) << 2, stepY = <usize>r * rowY, stepG = <usize>r * row, stepC = <usize>r * width;
  let done = 0; // steps processed, last step of the sequence first
  while (done < t) {
    const steps = next_block(t, r, done, reverse, lengths);
    for (let s = done; s < done + steps; s++) {
      const time = reverse ? s : t - 1 - s, at = <usize>time;
      const before = previous(cells, stepC, time, t, reverse, c0);
      const gt = gates + at * stepG, tt = tanhCells + at * stepC, dyt = dy + at * stepY;
      if (lengths) {
        zero_ended(dh, width, width, lengths, time, r);
        zero_ended(dc, width, width, lengths, time, r);
      }
      for (let q: usize = 0; q < <usize>r; q++) {
        const cell = q * width, from = before ? before + cell : ZEROS, advance: usize = before ? -1 : 0;
        row_backward(gt + q * row, width, from, advance, tt + cell, dyt + q * rowY, dh + cell, dc + cell, h);
      }
      gemm(gt, g, whhBack, g, 0, 0, dh, h, r, h);
      if (dx) {
        const to = dx + at * stepX;
        gemm(gt, g, wihBack, g, addDx ? to : 0, i, to, i, r, i);
      }
    }
    const from = reverse ? done : t - done - steps, to = from + steps;
    pack_gates(gates, g, from, to, r, g, scratch);
    input_weight_gradient(gates, g, x, dwih, from, to, r, g, i, scratch);
    hidden_weight_gradient(y, ldy, h0, dwhh, from, to, t, r, g, h, reverse, scratch);
    bias_gradients(gates, g, dbih, dbhh, from, to, r, g, scratch);
    done += steps;
  }
}
