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

// Bits `bit` … `bit` + n of the mask, n at most 8, the first one lowest. Of the next byte nothing is read unless bits are there.
@inline
function bits_at(mask: usize, bit: i64, n: i32): i32 {
  const byte = mask + <usize>(bit >> 3), shift = <i32>(bit & 7);
  let bits: i32 = load<u8>(byte);
  if (shift + n > 8) bits |= (<i32>load<u8>(byte + 1)) << 8;
  return bits >> shift;
}

// The same for one series whose bits lie channel by channel: t of a channel, then those of the next. Eight steps of four
// channels at a time, since a step's own bits are far apart; `step` bytes from one step to the next.
function applyByChannel(x: usize, y: usize, mask: usize, bit: i64, t: i32, c: i32, step: usize, scale: v128): void {
  for (let k = 0; k < t; k += 8) {
    const steps = min(8, t - k);
    let at = bit + <i64>k, from = x, to = y, j = 0;
    for (; j + 4 <= c; j += 4) {
      let bits = i32x4.splat(bits_at(mask, at, steps));
      bits = i32x4.replace_lane(bits, 1, bits_at(mask, at + t, steps));
      bits = i32x4.replace_lane(bits, 2, bits_at(mask, at + 2 * t, steps));
      bits = i32x4.replace_lane(bits, 3, bits_at(mask, at + 3 * t, steps));
      let one = i32x4.splat(1), p = from, q = to;
      for (let s = 0; s < steps; s++) {
        v128.store(q, f32x4.mul(v128.load(p), v128.and(scale, i32x4.eq(v128.and(bits, one), one))));
        one = i32x4.add(one, one);
        p += step; q += step;
      }
      at += 4 * t;
      from += 16; to += 16;
    }
    for (; j < c; j++) {
      let bits = bits_at(mask, at, steps), p = from, q = to;
      for (let s = 0; s < steps; s++) {
        store<f32>(q, load<f32>(p) * (bits & 1 ? f32x4.extract_lane(scale, 0) : 0));
        bits >>= 1;
        p += step; q += step;
      }
      at += t;
      from += 4; to += 4;
    }
    x += step << 3;
    y += step << 3;
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
  if (order == 2) {
    for (let q = 0; q < r; q++) {
      const at = <usize>q * row;
      applyByChannel(x + at, y + at, mask, <i64>(rowOffset + q) * t * c, t, c, <usize>r * row, factor);
    }
    return;
  }
  for (let k = 0; k < t; k++) {
    for (let q = 0; q < r; q++) {
      apply(x, y, mask, <i64>(rowOffset + q) * t * c + <i64>k * c, c, factor);
      x += row;
      y += row;
    }
  }
}
