// Float constants at a fixed place in memory. The module has no data section, so the loader calls `write_constants`
// once after instantiating. A broadcast load from here is one instruction; a constant in the code is three.

/** First byte of the table; memory below 1024 is reserved for it. */
export const CONSTANTS: usize = 64;

@inline
export function constant(index: usize): v128 {
  return v128.load32_splat(CONSTANTS + (index << 2));
}

export const LOG2E: usize = 0;
/** 1.5 · 2²³: adding it rounds to an integer, which is then in the low bits of the mantissa. */
export const ROUND: usize = 1;
/** −ln 2 in two parts: the first has so few bits that n times it is exact. */
export const NEG_LN2_HIGH: usize = 2;
export const NEG_LN2_LOW: usize = 3;
/** expm1(r) = r + r²·(1/2 + r·(P1 + r·(P2 + …))) on |r| ≤ ln 2 / 2; minimax coefficients as in Cephes' expf. */
export const P5: usize = 4;
export const P4: usize = 5;
export const P3: usize = 6;
export const P2: usize = 7;
export const P1: usize = 8;
export const HALF: usize = 9;
export const ONE: usize = 10;
export const TWO: usize = 11;
/** Past ±EXP_MAX float32's exponent ends. */
export const EXP_MAX: usize = 12;
export const EXP_MIN: usize = 13;
/** tanh is 1 in float32 from here on (for the doubled argument). */
export const TANH_MAX: usize = 14;
export const TANH_MIN: usize = 15;

/** Factors of the transforms in `winograd.ts`. */
export const QUARTER: usize = 32;
export const EIGHTH: usize = 33;
export const SIXTEENTH: usize = 34;
export const THIRTY_SECOND: usize = 35;
export const FOUR: usize = 36;
export const EIGHT: usize = 37;
export const SIXTEEN: usize = 38;
export const THIRTY_TWO: usize = 39;
export const P5_25: usize = 40;
export const M4_25: usize = 41;
export const M1_25: usize = 42;
export const M2_5: usize = 43;
export const M5: usize = 44;

/** Eight zeros: what a state before the first step reads as. */
export const ZEROS: usize = CONSTANTS + 80;

/** Four rows of two panels (256 bytes): where `gemm` puts the sums of a block before it adds them. */
export const SUMS: usize = 512;

/** Where the host's choice of tile is stored, after the constants. */
const WIDE_TILES: usize = CONSTANTS + 64;

/** Whether products work on two panels at once. It changes which elements are worked on together, and no bit of any. */
@inline
export function wide_tiles(): bool {
  return load<i32>(WIDE_TILES) != 0;
}

export function write_constants(wideTiles: i32): void {
  const at = CONSTANTS;
  store<i32>(WIDE_TILES, wideTiles);
  v128.store(ZEROS, f32x4.splat(0));
  v128.store(ZEROS, f32x4.splat(0), 16);
  store<f32>(at + (LOG2E << 2), 1.44269504088896341);
  store<f32>(at + (ROUND << 2), 12582912.0);
  store<f32>(at + (NEG_LN2_HIGH << 2), -0.693145751953125);
  store<f32>(at + (NEG_LN2_LOW << 2), -1.42860682030941723212e-6);
  store<f32>(at + (P5 << 2), 1.9875691500e-4);
  store<f32>(at + (P4 << 2), 1.3981999507e-3);
  store<f32>(at + (P3 << 2), 8.3334519073e-3);
  store<f32>(at + (P2 << 2), 4.1665795894e-2);
  store<f32>(at + (P1 << 2), 1.6666665459e-1);
  store<f32>(at + (HALF << 2), 0.5);
  store<f32>(at + (ONE << 2), 1.0);
  store<f32>(at + (TWO << 2), 2.0);
  store<f32>(at + (EXP_MAX << 2), 88.0);
  store<f32>(at + (EXP_MIN << 2), -87.0);
  store<f32>(at + (TANH_MAX << 2), 18.5);
  store<f32>(at + (TANH_MIN << 2), -18.5);
  for (let i = 0; i < 4; i++) {
    store<f32>(at + ((QUARTER + i) << 2), <f32>0.25 / <f32>(1 << i));
    store<f32>(at + ((FOUR + i) << 2), <f32>(4 << i));
  }
  store<f32>(at + (P5_25 << 2), 5.25);
  store<f32>(at + (M4_25 << 2), -4.25);
  store<f32>(at + (M1_25 << 2), -1.25);
  store<f32>(at + (M2_5 << 2), -2.5);
  store<f32>(at + (M5 << 2), -5.0);
}
