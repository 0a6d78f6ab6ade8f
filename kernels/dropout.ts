// Dropout with a mask drawn elsewhere: bits over the whole batch, of which a shard applies its own part.
// Forward and backward are the same product with the mask.

import { load_part, store_part } from "./simd";

// y[i] = x[i] · (bit i of mask from `bit` on ? scale : 0) for n elements. A dropped negative gives −0, as a product does.
function apply(x: usize, y: usize, mask: usize, bit: i64, n: i32, scale: v128): void {
  const lanes = i32x4(1, 2, 4, 8);
  let i = 0;
  if ((bit & 7) == 0) { // as a rule: whole bytes
    const high = i32x4(16, 32, 64, 128);
    for (let byte = mask + <usize>(bit >> 3); i + 8 <= n; i += 8, byte++) {
      const bits = v128.load8_splat(byte), a = v128.and(bits, lanes), b = v128.and(bits, high);
      v128.store(y, f32x4.mul(v128.load(x), v128.and(scale, i32x4.eq(a, lanes))));
      v128.store(y, f32x4.mul(v128.load(x, 16), v128.and(scale, i32x4.eq(b, high))), 16);
      x += 32;
      y += 32;
    }
  }
  for (; i < n; i += 4) {
    const left = n - i;
    const position = bit + <i64>i, byte = mask + <usize>(position >> 3), shift = <i32>(position & 7);
    // Four bits may straddle a byte; the second byte is read only then, so nothing past the mask is.
    let bits: i32 = load<u8>(byte);
    if (shift + min(left, 4) > 8) bits |= (<i32>load<u8>(byte + 1)) << 8;
    const keep = i32x4.ne(v128.and(i32x4.splat(bits >> shift), lanes), i32x4.splat(0));
    store_part(y, f32x4.mul(load_part(x, left), v128.and(scale, keep)), left);
    x += 16;
    y += 16;
  }
}

// The same for one step of one series, whose n bits are `stride` apart: one value at a time.
function applyApart(x: usize, y: usize, mask: usize, bit: i64, stride: i32, n: i32, scale: f32): void {
  for (let i = 0; i < n; i++, bit += stride) {
    const keep = (<i32>load<u8>(mask + <usize>(bit >> 3)) >> <i32>(bit & 7)) & 1;
    store<f32>(y, load<f32>(x) * (keep ? scale : 0));
    x += 4;
    y += 4;
  }
}

/**
 * x (T, R, C) → y: rows rowOffset … rowOffset + R of a batch of `batchRows`, whose mask bits lie in `order`: 0 (T, B, C),
 * 1 (B, T, C), 2 (B, C, T), as `src/layers/storage-order.ts` says. Kept values are multiplied by `scale` (1 / (1 − p)).
 */
export function dropout(
  x: usize, y: usize, mask: usize, t: i32, r: i32, c: i32, batchRows: i32, rowOffset: i32, scale: f32, order: i32,
): void {
  const factor = f32x4.splat(scale);
  if (order == 0) {
    const step = (<usize>(r * c)) << 2;
    for (let k = 0; k < t; k++) {
      apply(x, y, mask, (<i64>k * batchRows + rowOffset) * c, r * c, factor);
      x += step;
      y += step;
    }
    return;
  }
  const row = (<usize>c) << 2;
  for (let k = 0; k < t; k++) {
    for (let q = 0; q < r; q++) {
      const first = <i64>(rowOffset + q) * t * c;
      if (order == 1) apply(x, y, mask, first + <i64>k * c, c, factor);
      else applyApart(x, y, mask, first + k, t, c, scale);
      x += row;
      y += row;
    }
  }
}
