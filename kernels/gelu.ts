// GELU, exact (with erf) and by tanh, with its slope where there is a way back: both come from the same exponential.
//
// Exact: gelu(x) = x·Φ(x). Near zero Φ is a polynomial. Further out Φ(−|x|) = exp(−x²/2)·t·B(t), t = 1/(1 + |x|/2), so
// that the left tail keeps its relative precision (a few ulp, where 1 + erf has lost all digits). Coefficients: own
// minimax fits to float64 values of erfc, relative error 1.5e-8. By tanh: (1 + tanh u)/2 is sigmoid(2u), for the same reason.

import {
  CONSTANTS, constant, EXP_MIN, HALF, LOG2E, NEG_LN2_HIGH, NEG_LN2_LOW, ONE, P1, P2, P3, P4, P5, ROUND, SUMS,
} from "./constants";
import { exp4 } from "./exp";
import { fma4, load_part, store_part } from "./simd";

// This file's own part of the constants' table. Each kernel below writes it, which costs nothing beside its work.
const TABLE: usize = 64;
const A: usize = TABLE; //          Φ(x) = 1/2 + x·A(x²), five coefficients from the constant term up
const B: usize = TABLE + 5; //      nine
const NEAR: usize = TABLE + 14; //  up to here A
const FAR: usize = TABLE + 15; //   from here on Φ(−|x|) is 0; exact in twelve bits
const DENSITY: usize = TABLE + 16; // 1/√(2π)
const TANH1: usize = TABLE + 17; // 2u = x·(TANH1 + TANH3·x²)
const TANH3: usize = TABLE + 18;
const SLOPE3: usize = TABLE + 19; // 3·TANH3

function write_table(): void {
  const at = CONSTANTS + (TABLE << 2);
  store<f32>(at, 0.39894226);
  store<f32>(at, -0.0664901, 4);
  store<f32>(at, 0.009970602, 8);
  store<f32>(at, -0.0011764441, 12);
  store<f32>(at, 9.8794786e-5, 16);
  store<f32>(at, 0.19948262, 20);
  store<f32>(at, 0.19911163, 24);
  store<f32>(at, 0.154376, 28);
  store<f32>(at, 0.014730932, 32);
  store<f32>(at, 0.09444812, 36);
  store<f32>(at, -0.5426234, 40);
  store<f32>(at, 0.64883786, 44);
  store<f32>(at, -0.3340901, 48);
  store<f32>(at, 0.06557609, 52);
  store<f32>(at, 0.875, 56);
  store<f32>(at, 13.1875, 60);
  store<f32>(at, 0.3989422804014327, 64);
  store<f32>(at, 1.5957691216057308, 68);
  store<f32>(at, 0.07135481627159, 72);
  store<f32>(at, 0.21406444881477, 76);
}

// exp(−a²/2) for 0 ≤ a ≤ FAR. a² is taken apart, since its rounding would be magnified by its size: the upper part is the
// square of a cut to twelve bits, exact, and the rest joins the reduced argument.
@inline
function density4(a: v128): v128 {
  const half = constant(HALF), cut = v128.and(a, i32x4.splat(0xfffff000));
  const upper = f32x4.neg(f32x4.mul(f32x4.mul(cut, half), cut));
  const lower = f32x4.mul(f32x4.mul(f32x4.sub(cut, a), f32x4.add(cut, a)), half);
  const z = fma4(upper, constant(LOG2E), constant(ROUND)), n = f32x4.sub(z, constant(ROUND));
  const r = f32x4.add(fma4(n, constant(NEG_LN2_LOW), fma4(n, constant(NEG_LN2_HIGH), upper)), lower);
  let p = fma4(constant(P5), r, constant(P4));
  p = fma4(p, r, constant(P3));
  p = fma4(p, r, constant(P2));
  p = fma4(p, r, constant(P1));
  p = fma4(p, r, half);
  return i32x4.add(i32x4.shl(z, 23), f32x4.add(fma4(p, f32x4.mul(r, r), r), constant(ONE)));
}

// Φ(x), given a = min(|x|, FAR) and its density.
@inline
function phi4(x: v128, a: v128, density: v128): v128 {
  const one = constant(ONE), half = constant(HALF);
  const t = f32x4.div(one, fma4(a, half, one));
  let b = fma4(constant(B + 8), t, constant(B + 7));
  b = fma4(b, t, constant(B + 6));
  b = fma4(b, t, constant(B + 5));
  b = fma4(b, t, constant(B + 4));
  b = fma4(b, t, constant(B + 3));
  b = fma4(b, t, constant(B + 2));
  b = fma4(b, t, constant(B + 1));
  b = fma4(b, t, constant(B));
  const tail = f32x4.mul(f32x4.mul(density, t), b);
  const far = v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(x, f32x4.splat(0)));
  const u = f32x4.mul(a, a);
  let p = fma4(constant(A + 4), u, constant(A + 3));
  p = fma4(p, u, constant(A + 2));
  p = fma4(p, u, constant(A + 1));
  p = fma4(p, u, constant(A));
  return v128.bitselect(fma4(x, p, half), far, f32x4.lt(a, constant(NEAR)));
}

@inline
function bounded(x: v128): v128 {
  return f32x4.pmin(f32x4.abs(x), constant(FAR));
}

// The density of bounded |x|, 0 where x lies further out.
@inline
function density_or_zero(x: v128, a: v128): v128 {
  return v128.and(density4(a), f32x4.lt(f32x4.abs(x), constant(FAR)));
}

@inline
function gelu4(x: v128): v128 {
  const a = bounded(x);
  return f32x4.mul(x, phi4(x, a, density_or_zero(x, a)));
}

// Φ(x) + x·φ(x), given Φ(x) and the density.
@inline
function slope4(x: v128, density: v128, phi: v128): v128 {
  const clipped = f32x4.pmax(f32x4.pmin(x, constant(FAR)), f32x4.neg(constant(FAR)));
  return fma4(f32x4.mul(clipped, density), constant(DENSITY), phi);
}

// n floats, whole vectors.
function gelu_whole(x: usize, y: usize, n: i32): void {
  for (; n > 0; n -= 4) {
    v128.store(y, gelu4(v128.load(x)));
    x += 16; y += 16;
  }
}

/** y = x·Φ(x), PyTorch's GELU() with approximate="none"; n elements, y may be x. */
export function gelu(x: usize, y: usize, n: i32): void {
  write_table();
  const rest = n & 3, whole = (<usize>(n - rest)) << 2;
  gelu_whole(x, y, n - rest);
  if (!rest) return;
  v128.store(SUMS, load_part(x + whole, rest));
  gelu_whole(SUMS, SUMS, 4);
  store_part(y + whole, v128.load(SUMS), rest);
}

function gelu_and_slope_whole(x: usize, y: usize, slope: usize, n: i32): void {
  for (; n > 0; n -= 4) {
    const v = v128.load(x), a = bounded(v), density = density_or_zero(v, a), phi = phi4(v, a, density);
    v128.store(y, f32x4.mul(v, phi));
    v128.store(slope, slope4(v, density, phi));
    x += 16; y += 16; slope += 16;
  }
}

/** `gelu`, and its slope Φ(x) + x·φ(x), which the way back multiplies by; n elements, y may be x. */
export function gelu_and_slope(x: usize, y: usize, slope: usize, n: i32): void {
  write_table();
  const rest = n & 3, whole = (<usize>(n - rest)) << 2;
  gelu_and_slope_whole(x, y, slope, n - rest);
  if (!rest) return;
  v128.store(SUMS, load_part(x + whole, rest));
  gelu_and_slope_whole(SUMS, SUMS, SUMS + 16, 4);
  store_part(y + whole, v128.load(SUMS), rest);
  store_part(slope + whole, v128.load(SUMS, 16), rest);
}

// 2u
@inline
function doubled(x: v128): v128 {
  return f32x4.mul(x, fma4(constant(TANH3), f32x4.mul(x, x), constant(TANH1)));
}

// v, or 0 where exp(−2u) has left float32's range.
@inline
function kept(v: v128, twoU: v128): v128 {
  return v128.andnot(v, f32x4.lt(twoU, constant(EXP_MIN)));
}

// s = sigmoid(2u), from 2u and exp(−2u)
@inline
function sigmoid_of(twoU: v128, e: v128): v128 {
  const one = constant(ONE);
  return kept(f32x4.div(one, f32x4.add(one, e)), twoU);
}

@inline
function tanh_gelu4(x: v128): v128 {
  const twoU = doubled(x);
  return f32x4.mul(x, sigmoid_of(twoU, exp4(f32x4.neg(twoU))));
}

// s + x·s·(1 − s)·(2u)′ with 1 − s = exp(−2u)·s
@inline
function tanh_slope4(x: v128): v128 {
  x = f32x4.pmax(f32x4.pmin(x, constant(FAR)), f32x4.neg(constant(FAR)));
  const twoU = doubled(x), e = exp4(f32x4.neg(twoU)), s = sigmoid_of(twoU, e);
  const inner = f32x4.mul(x, fma4(constant(SLOPE3), f32x4.mul(x, x), constant(TANH1)));
  return fma4(f32x4.mul(f32x4.mul(e, s), s), inner, s);
}

// y and its slope, or 0 for none; n floats, whole vectors.
function gelu_tanh_whole(x: usize, y: usize, slope: usize, n: i32): void {
  for (; n > 0; n -= 4) {
    const v = v128.load(x);
    v128.store(y, tanh_gelu4(v));
    if (slope) {
      v128.store(slope, tanh_slope4(v));
      slope += 16;
    }
    x += 16; y += 16;
  }
}

/** y = x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))/2, PyTorch's GELU(approximate="tanh"); n elements, y may be x. */
export function gelu_tanh(x: usize, y: usize, n: i32): void {
  gelu_tanh_and_slope(x, y, 0, n);
}

/** `gelu_tanh` and its slope, as `gelu_and_slope`. */
export function gelu_tanh_and_slope(x: usize, y: usize, slope: usize, n: i32): void {
  write_table();
  const rest = n & 3, whole = (<usize>(n - rest)) << 2;
  gelu_tanh_whole(x, y, slope, n - rest);
  if (!rest) return;
  v128.store(SUMS, load_part(x + whole, rest));
  gelu_tanh_whole(SUMS, SUMS, slope ? SUMS + 16 : 0, 4);
  store_part(y + whole, v128.load(SUMS), rest);
  if (slope) store_part(slope + whole, v128.load(SUMS, 16), rest);
}
