// exp, sigmoid and tanh of four floats. Inlined into the kernels that need them; no memory of their own.
// pmin and pmax (one instruction each on x64) keep a NaN in their first operand, so a NaN stays visible.

import { fma4 } from "./simd";
import {
  constant, EXP_MAX, EXP_MIN, HALF, LOG2E, NEG_LN2_HIGH, NEG_LN2_LOW, ONE, P1, P2, P3, P4, P5, ROUND, TANH_MAX, TANH_MIN, TWO,
} from "./constants";

// r − the part of the argument that the polynomial takes; z holds the power of two in its low bits.
// @ts-ignore: decorator
@inline
function reduce(x: v128, z: v128): v128 {
  const n = f32x4.sub(z, constant(ROUND));
  return fma4(n, constant(NEG_LN2_LOW), fma4(n, constant(NEG_LN2_HIGH), x));
}

// expm1 on the reduced argument.
// @ts-ignore: decorator
@inline
function polynomial(r: v128): v128 {
  let p = fma4(constant(P5), r, constant(P4));
  p = fma4(p, r, constant(P3));
  p = fma4(p, r, constant(P2));
  p = fma4(p, r, constant(P1));
  p = fma4(p, r, constant(HALF));
  return fma4(p, f32x4.mul(r, r), r);
}

// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  x = f32x4.pmax(f32x4.pmin(x, constant(EXP_MAX)), constant(EXP_MIN));
  const z = fma4(x, constant(LOG2E), constant(ROUND));
  const p = f32x4.add(polynomial(reduce(x, z)), constant(ONE));
  return i32x4.add(i32x4.shl(z, 23), p);
}

// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = constant(ONE);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** tanh(x) = e / (e + 2) with e = expm1(2x): no cancellation near zero. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  x = f32x4.add(x, x);
  x = f32x4.pmax(f32x4.pmin(x, constant(TANH_MAX)), constant(TANH_MIN));
  const z = fma4(x, constant(LOG2E), constant(ROUND));
  const p = polynomial(reduce(x, z));
  const one = constant(ONE);
  const scale = i32x4.add(i32x4.shl(z, 23), one);
  const e = fma4(scale, p, f32x4.sub(scale, one));
  return f32x4.div(e, f32x4.add(e, constant(TWO)));
}
