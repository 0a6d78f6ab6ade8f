// One plain (Elman) RNN layer in one direction over a whole sequence, h = tanh or relu of W_ih·x + W_hh·h + b.
//
// Layout: time-major, (T, R, ·). Weights are packed by the caller: wih (I, H), whh (H, H) forward, wihBack (H, I),
// whhBack (H, H) backward.

import { load_part, store_part } from "./simd";
import { constant, ONE } from "./constants";
import { relu as relu_forward, tanh } from "./elementwise";
import { gemm, gemm2 } from "./gemm";
import {
  bias_gradients, hidden_weight_gradient, input_weight_gradient, next_block, pack_gates, previous, weight_scratch, zero_ended,
} from "./recurrent";

/**
 * x (T, R, I) → y (T, R, H) with rows `ldy` floats apart. bias (H) is b_ih + b_hh, or 0; h0 (R, H) or 0. lengths as in
 * `lstm_forward`.
 */
export function rnn_forward(
  x: usize, wih: usize, whh: usize, bias: usize, h0: usize, y: usize, ldy: i32,
  t: i32, r: i32, i: i32, h: i32, reverse: i32, relu: i32, lengths: usize,
): void {
  const rowY = (<usize>ldy) << 2, stepX = (<usize>(r * i)) << 2, stepY = <usize>r * rowY;
  for (let s = 0; s < t; s++) {
    const time = reverse ? t - 1 - s : s, at = <usize>time;
    const before = previous(y, stepY, time, t, reverse, h0);
    const yt = y + at * stepY;
    gemm2(x + at * stepX, i, wih, i, before, s == 0 ? h : ldy, whh, before ? h : 0, bias, 0, yt, ldy, r, h);
    for (let q: usize = 0; q < <usize>r; q++) {
      const row = yt + q * rowY;
      if (relu) relu_forward(row, row, h);
      else tanh(row, row, h);
    }
    if (lengths) zero_ended(yt, rowY, (<usize>h) << 2, lengths, time, r);
  }
}

@inline
function cell_backward(y: usize, dy: usize, dh: usize, dgates: usize, relu: i32, n: i32): void {
  const v = load_part(y, n), d = f32x4.add(load_part(dy, n), load_part(dh, n));
  store_part(
    dgates,
    relu ? v128.and(d, f32x4.gt(v, f32x4.splat(0))) : f32x4.mul(d, f32x4.sub(constant(ONE), f32x4.mul(v, v))),
    n,
  );
}

/** Floats of scratch that `rnn_backward` needs. */
export function rnn_backward_scratch(t: i32, r: i32, i: i32, h: i32): i32 {
  return weight_scratch(t, r, h, i, h);
}

/**
 * Gradients of `rnn_forward`, as `lstm_backward`. dgates is scratch of (T, R, H); dwih (H, I), dwhh (H, H), dbih and dbhh
 * (H; 0 = none) are added to; dh (R, H) goes from the last state's gradient to that of h0.
 */
export function rnn_backward(
  x: usize, wihBack: usize, whhBack: usize, h0: usize, y: usize, dy: usize, ldy: i32, dgates: usize,
  dx: usize, addDx: i32, dwih: usize, dwhh: usize, dbih: usize, dbhh: usize, dh: usize,
  t: i32, r: i32, i: i32, h: i32, reverse: i32, relu: i32, scratch: usize, lengths: usize,
): void {
  const width = (<usize>h) << 2, rowY = (<usize>ldy) << 2;
  const stepX = (<usize>(r * i)) << 2, stepY = <usize>r * rowY, stepG = <usize>r * width;
  const vectors = h & ~3;
  let done = 0;
  while (done < t) {
    const steps = next_block(t, r, done, reverse, lengths);
    for (let s = done; s < done + steps; s++) {
      const time = reverse ? s : t - 1 - s, at = <usize>time;
      const gt = dgates + at * stepG, yt = y + at * stepY, dyt = dy + at * stepY;
      if (lengths) zero_ended(dh, width, width, lengths, time, r);
      for (let q: usize = 0; q < <usize>r; q++) {
        let pg = gt + q * width, py = yt + q * rowY, pd = dyt + q * rowY, ph = dh + q * width;
        for (let j = 0; j < vectors; j += 4) {
          cell_backward(py, pd, ph, pg, relu, 4);
          pg += 16; py += 16; pd += 16; ph += 16;
        }
        if (vectors < h) cell_backward(py, pd, ph, pg, relu, h - vectors);
      }
      gemm(gt, h, whhBack, h, 0, 0, dh, h, r, h);
      if (dx) {
        const to = dx + at * stepX;
        gemm(gt, h, wihBack, h, addDx ? to : 0, i, to, i, r, i);
      }
    }
    const from = reverse ? done : t - done - steps, to = from + steps;
    pack_gates(dgates, h, from, to, r, h, scratch);
    input_weight_gradient(dgates, h, x, dwih, from, to, r, h, i, scratch);
    hidden_weight_gradient(y, ldy, h0, dwhh, from, to, t, r, h, h, reverse, scratch);
    bias_gradients(dgates, h, dbih, dbhh, from, to, r, h, scratch);
    done += steps;
  }
}
