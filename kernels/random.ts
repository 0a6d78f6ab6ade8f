// Dropout masks from PyTorch's generator: MT19937, four words at a time. Not a generator of floats: initial parameters
// are few and drawn in TypeScript (src/random/torch.ts), whose `bernoulliBits` is the readable twin of the one here.
//
// State: 624 words, then the position of the next word (0..624; 624 asks for a twist first), in 2500 bytes.

const WORDS: i32 = 624;
const POSITION: usize = 2496;

@inline
function temper(y: u32): u32 {
  y ^= y >> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return y ^ (y >> 18);
}

@inline
function temper4(y: v128): v128 {
  y = v128.xor(y, i32x4.shr_u(y, 11));
  y = v128.xor(y, v128.and(i32x4.shl(y, 7), i32x4.splat(0x9d2c5680)));
  y = v128.xor(y, v128.and(i32x4.shl(y, 15), i32x4.splat(0xefc60000)));
  return v128.xor(y, i32x4.shr_u(y, 18));
}

// Four new words from four old ones, their successors, and the words 397 further on.
@inline
function twisted(old: v128, next: v128, far: v128): v128 {
  const joined = v128.xor(next, v128.and(v128.xor(old, next), i32x4.splat(0x80000000)));
  const odd = v128.and(i32x4.shr_s(i32x4.shl(next, 31), 31), i32x4.splat(0x9908b0df));
  return v128.xor(v128.xor(far, odd), i32x4.shr_u(joined, 1));
}

@inline
function twist4(p: usize, distance: usize): void {
  v128.store(p, twisted(v128.load(p), v128.load(p, 4), v128.load(p + distance)));
}

/** Makes the next 624 words in place. The three vectors that reach past word 623 see the position there: they get word 0 instead. */
function twist(state: usize): void {
  let p = state;
  for (const end = state + 224 * 4; p != end; p += 32) {
    twist4(p, 397 * 4);
    twist4(p + 16, 397 * 4);
  }
  const wrapped = i32x4.replace_lane(v128.load(p, 397 * 4), 3, load<i32>(state));
  v128.store(p, twisted(v128.load(p), v128.load(p, 4), wrapped));
  p += 16;
  for (const end = state + 620 * 4; p != end; p += 32) {
    twist4(p, <usize>(-227 * 4));
    twist4(p + 16, <usize>(-227 * 4));
  }
  const next = i32x4.replace_lane(v128.load(p, 4), 3, load<i32>(state));
  v128.store(p, twisted(v128.load(p), next, v128.load(p - 227 * 4)));
}

// One element from the pair of untempered words (high, low): 1 when its 53 bits are below the threshold.
@inline
function keep(high: u32, low: u32, thresholdHigh: i32, thresholdLow: i32): u32 {
  const h = <i32>(temper(high) & 0x1fffff);
  return h == thresholdHigh ? <u32>(temper(low) < <u32>thresholdLow) : <u32>(h < thresholdHigh);
}

function keepExact(p: usize, thresholdHigh: i32, thresholdLow: i32): u32 {
  let bits: u32 = 0;
  for (let i: u32 = 0; i < 8; i++, p += 8) {
    bits |= keep(load<u32>(p), load<u32>(p, 4), thresholdHigh, thresholdLow) << i;
  }
  return bits;
}

// Eight elements from 16 words. A high word decides alone unless it equals the threshold's (once in 2^21): only then
// are the low words tempered.
@inline
function keep8(p: usize, thresholdHigh: i32, thresholdLow: i32): u32 {
  const a = v128.and(temper4(v128.shuffle<i32>(v128.load(p), v128.load(p, 16), 0, 2, 4, 6)), i32x4.splat(0x1fffff));
  const b = v128.and(temper4(v128.shuffle<i32>(v128.load(p, 32), v128.load(p, 48), 0, 2, 4, 6)), i32x4.splat(0x1fffff));
  const threshold = i32x4.splat(thresholdHigh);
  if (v128.any_true(v128.or(i32x4.eq(a, threshold), i32x4.eq(b, threshold)))) {
    return keepExact(p, thresholdHigh, thresholdLow);
  }
  return i16x8.bitmask(i16x8.narrow_i32x4_s(i32x4.lt_s(a, threshold), i32x4.lt_s(b, threshold)));
}

/**
 * `count` draws of `bernoulli_(q)`, two words each; element 8k + j becomes bit j of byte k. The threshold is
 * ceil(q * 2^53), cut into its upper 21 or 22 bits and its lower 32. Writes ceil(count / 8) bytes, unused bits 0.
 */
export function bernoulli_bits(state: usize, out: usize, count: i32, thresholdHigh: i32, thresholdLow: i32): void {
  let position = load<i32>(state, POSITION);
  let bits: u64 = 0; // not yet written, fewer than 32 between turns
  let held: u64 = 0;
  while (count > 0) {
    if (position >= WORDS) {
      twist(state);
      position = 0;
    }
    const pairs = min(count, (WORDS - position) >> 1);
    if (pairs == 0) { // the last word of this block and the first of the next
      const high = load<u32>(state, (WORDS - 1) * 4);
      twist(state);
      bits |= (<u64>keep(high, load<u32>(state), thresholdHigh, thresholdLow)) << held;
      held += 1;
      count -= 1;
      position = 1;
    } else {
      let p = state + ((<usize>position) << 2);
      for (const end = p + ((<usize>(pairs >> 3)) << 6); p != end; p += 64) {
        bits |= (<u64>keep8(p, thresholdHigh, thresholdLow)) << held;
        held += 8;
        if (held >= 32) {
          store<u32>(out, <u32>bits);
          out += 4;
          bits >>= 32;
          held -= 32;
        }
      }
      const rest = pairs & 7;
      if (rest) {
        if (pairs >= 8) { // again as a vector, together with elements already written
          const again = 8 - rest;
          const last = keep8(p - ((<usize>again) << 3), thresholdHigh, thresholdLow);
          bits |= (<u64>(last >> again)) << held;
          held += rest;
        } else {
          for (let i = 0; i < rest; i++, p += 8) {
            bits |= (<u64>keep(load<u32>(p), load<u32>(p, 4), thresholdHigh, thresholdLow)) << held;
            held += 1;
          }
        }
      }
      count -= pairs;
      position += pairs << 1;
    }
    if (held >= 32) {
      store<u32>(out, <u32>bits);
      out += 4;
      bits >>= 32;
      held -= 32;
    }
  }
  for (; <i64>held > 0; held -= 8) {
    store<u8>(out++, <u8>bits);
    bits >>= 8;
  }
  store<i32>(state, position, POSITION);
}
