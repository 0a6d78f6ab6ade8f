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
import {
  bias_gradient, block_steps, hidden_weight_gradient, input_weight_gradient, pack_gates, previous, weight_scratch,
} from "./recurrent";

// One row's state from its activated gates: c = f·c + i·g, tanh c, h = o·tanh c. `before` may be the zeros of constants.ts,
// over which `advance` 0 stays.
function update_state(
  gates: usize, width: usize, before: usize, advance: usize, c: usize, tanhC: usize, h: usize, n: i32,
): void {
  const f = gates + width, g = gates + 2 * width, o = gates + 3 * width;
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2, left = n - i;
    const product = f32x4.mul(load_part(gates + at, left), load_part(g + at, left));
    store_part(c + at, fma4(load_part(f + at, left), load_part(before + (at & advance), left), product), left);
  }
  tanh(c, tanhC, n);
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2, left = n - i;
    store_part(h + at, f32x4.mul(load_part(o + at, left), load_part(tanhC + at, left)), left);
  }
}

/**
 * x (T, R, I) → y (T, R, H) with rows `ldy` floats apart (2H when two directions share y).
 * bias (4H) is b_ih + b_hh, or 0. h0, c0 (R, H) or 0 for zeros. gates (T, R, 4H), cells and tanhCells (T, R, H) are kept
 * for the backward pass; with keep = 0 they are scratch of one time step, gates of `ahead`. So many steps of x go through
 * one product then: rows of a few series alone would stream the weights at every step. The bits do not depend on it. The
 * last states stand in y and cells.
 */
export function lstm_forward(
  x: usize, wih: usize, whh: usize, bias: usize, h0: usize, c0: usize,
  y: usize, ldy: i32, gates: usize, cells: usize, tanhCells: usize,
  t: i32, r: i32, i: i32, h: i32, reverse: i32, keep: i32, ahead: i32,
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
  }
}

// n (1..4) cells of one row, backward: activations in `gates` become gradients of the products, dc moves one step back.
// @ts-ignore: decorator
@inline
function cell_backward(
  gates: usize, width: usize, before: usize, tanhC: usize, dy: usize, dh: usize, dc: usize, n: i32,
): void {
  const one = constant(ONE);
  const i = load_part(gates, n), f = load_part(gates + width, n);
  const g = load_part(gates + 2 * width, n), o = load_part(gates + 3 * width, n);
  const t = load_part(tanhC, n);
  const dHidden = f32x4.add(load_part(dy, n), load_part(dh, n));
  const dOut = f32x4.mul(dHidden, t);
  const dCell = fma4(f32x4.mul(dHidden, o), f32x4.sub(one, f32x4.mul(t, t)), load_part(dc, n));
  const cBefore = before ? load_part(before, n) : f32x4.splat(0);
  store_part(gates, f32x4.mul(f32x4.mul(dCell, g), f32x4.mul(i, f32x4.sub(one, i))), n);
  store_part(gates + width, f32x4.mul(f32x4.mul(dCell, cBefore), f32x4.mul(f, f32x4.sub(one, f))), n);
  store_part(gates + 2 * width, f32x4.mul(f32x4.mul(dCell, i), f32x4.sub(one, f32x4.mul(g, g))), n);
  store_part(gates + 3 * width, f32x4.mul(dOut, f32x4.mul(o, f32x4.sub(one, o))), n);
  store_part(dc, f32x4.mul(dCell, f), n);
}

function cell_backward_tail(
  gates: usize, width: usize, before: usize, tanhC: usize, dy: usize, dh: usize, dc: usize, n: i32,
): void {
  cell_backward(gates, width, before, tanhC, dy, dh, dc, n);
}

/** Floats of scratch that `lstm_backward` needs. */
export function lstm_backward_scratch(t: i32, r: i32, i: i32, h: i32): i32 {
  return weight_scratch(t, r, 4 * h, i, h);
}

/**
 * Gradients of `lstm_forward`. dy (T, R, H) with rows `ldy` apart, as y. gates are overwritten by their gradients.
 * dx (T, R, I) is written, or added to with `addDx`; 0 skips it. dwih (4H, I), dwhh (4H, H), dbih, dbhh (4H; 0 = none) are
 * added to. dh and dc (R, H) hold the gradients of the last states on entry (zeros, as a rule), those of h0 and c0 on return.
 */
export function lstm_backward(
  x: usize, wihBack: usize, whhBack: usize, h0: usize, c0: usize,
  y: usize, dy: usize, ldy: i32, gates: usize, cells: usize, tanhCells: usize,
  dx: usize, addDx: i32, dwih: usize, dwhh: usize, dbih: usize, dbhh: usize, dh: usize, dc: usize,
  t: i32, r: i32, i: i32, h: i32, reverse: i32, scratch: usize,
): void {
  const g = 4 * h, width = (<usize>h) << 2, row = (<usize>g) << 2, rowY = (<usize>ldy) << 2;
  const stepX = (<usize>(r * i)) << 2, stepY = <usize>r * rowY, stepG = <usize>r * row, stepC = <usize>r * width;
  const vectors = h & ~3, block = block_steps(t, r);
  let done = 0; // steps processed, last step of the sequence first
  while (done < t) {
    const steps = min(block, t - done);
    for (let s = done; s < done + steps; s++) {
      const time = reverse ? s : t - 1 - s, at = <usize>time;
      const before = previous(cells, stepC, time, t, reverse, c0);
      const gt = gates + at * stepG, tt = tanhCells + at * stepC, dyt = dy + at * stepY;
      for (let k = 0; k < r; k++) {
        const q = <usize>k;
        let pg = gt + q * row, pt = tt + q * width, py = dyt + q * rowY, ph = dh + q * width, pc = dc + q * width;
        let pb = before ? before + q * width : 0;
        for (let j = 0; j < vectors; j += 4) {
          cell_backward(pg, width, pb, pt, py, ph, pc, 4);
          pg += 16; pt += 16; py += 16; ph += 16; pc += 16;
          if (pb) pb += 16;
        }
        if (vectors < h) cell_backward_tail(pg, width, pb, pt, py, ph, pc, h - vectors);
      }
      gemm(gt, g, whhBack, g, 0, 0, dh, h, r, h);
      if (dx) {
        const to = dx + at * stepX;
        gemm(gt, g, wihBack, g, addDx ? to : 0, i, to, i, r, i);
      }
    }
    const from = reverse ? done : t - done - steps, to = from + steps;
    pack_gates(gates, g, from, to, r, g, scratch);
    input_weight_gradient(x, dwih, from, to, r, g, i, scratch);
    hidden_weight_gradient(y, ldy, h0, dwhh, from, to, t, r, g, h, reverse, scratch);
    bias_gradient(gates, g, dbih, from, to, r, g);
    bias_gradient(gates, g, dbhh, from, to, r, g);
    done += steps;
  }
}
