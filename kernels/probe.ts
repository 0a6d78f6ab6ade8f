// What only the recording of gradients asks for; no part of a step that is not recorded. Reads what a backward pass left
// and changes none of it.

import { load_part, store_part } from "./simd";
import { gemm2 } from "./gemm";
import { sum_squares } from "./optimizers";
import { zero_ended } from "./recurrent";

/**
 * out[t] = Σ over rows and units of (∂L/∂h_t)², float64: all of the gradient of the hidden state of step t, through the
 * output of that step and through the steps after it. Called after the backward pass of a layer in one direction.
 * @param dy, ldy              (T, R, H) gradient of the outputs, rows ldy floats apart
 * @param gates, ldg           (T, R, ·) gradients of the gates' products, rows ldg apart; the first k of a row belong to
 * @param whhBack, k           … these packed weights (K, H), those at `more` to
 * @param more, whhMore, kMore … these (GRU's candidate); kMore 0: none
 * @param keep                 (T, R, H) share of the state that goes straight into the next one (GRU's z), or 0
 * @param scratch              (R, H)
 * @param lengths              (R) i32 of series that end before t, or 0; nothing is counted past their ends
 */
export function state_gradient_squares(
  dy: usize, ldy: i32, gates: usize, ldg: i32, whhBack: usize, k: i32, more: usize, whhMore: usize, kMore: i32, keep: usize,
  out: usize, t: i32, r: i32, h: i32, reverse: i32, scratch: usize,
  lengths: usize,
): void {
  const width = (<usize>h) << 2, rowY = (<usize>ldy) << 2, size = <usize>r * width;
  const stepY = <usize>r * rowY, stepG = (<usize>(r * ldg)) << 2;
  memory.fill(scratch, 0, size);
  for (let s = 0; s < t; s++) {
    const time = <usize>(reverse ? s : t - 1 - s);
    if (s) {
      const after = reverse ? time - 1 : time + 1; // the step that this one's state went into
      if (keep) {
        const z = keep + after * size;
        for (let i = 0; i < r * h; i += 4) {
          const at = (<usize>i) << 2, n = r * h - i;
          store_part(scratch + at, f32x4.mul(load_part(scratch + at, n), load_part(z + at, n)), n);
        }
      }
      const from = after * stepG;
      const init = keep ? scratch : 0;
      gemm2(gates + from, ldg, whhBack, k, more + from, ldg, whhMore, kMore, init, h, scratch, h, r, h);
    }
    for (let q: usize = 0; q < <usize>r; q++) {
      const to = scratch + q * width, dyt = dy + time * stepY + q * rowY;
      for (let j = 0; j < h; j += 4) {
        const at = (<usize>j) << 2;
        store_part(to + at, f32x4.add(load_part(to + at, h - j), load_part(dyt + at, h - j)), h - j);
      }
    }
    if (lengths) zero_ended(scratch, width, width, lengths, <i32>time, r);
    store<f64>(out + (time << 3), sum_squares(scratch, r * h));
  }
}
