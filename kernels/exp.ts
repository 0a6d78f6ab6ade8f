// exp, sigmoid and tanh of four floats. Inlined into the kernels that need them; no memory of their own.
// pmin and pmax (one instruction each on x64) keep a NaN in their first operand, so a NaN stays visible.

import { fma4 } from "./simd";
import {
  constant, EXP_MAX, EXP_MIN, HALF, LOG2E, NEG_LN2_HIGH, NEG_LN2_LOW, ONE, P1, P2, P3, P4, P5, ROUND, TANH_MAX, TANH_MIN, TWO,
} from "./constants";

// r − the part of the argument that the polynomial takes; z holds the power of two in its low bits.
@inline
function reduce(x: v128, z: v128): v128 {
  const n = f32x4.sub(z, constant(ROUND));
  return fma4(n, constant(NEG_LN2_LOW), fma4(n, constant(NEG_LN2_HIGH), x));
}

// (expm1(r) − r) / r² on the reduced argument.
@inline
function polynomial(r: v128): v128 {
  let p = fma4(constant(P5), r, constant(P4));
  p = fma4(p, r, constant(P3));
  p = fma4(p, r, constant(P2));
  p = fma4(p, r, constant(P1));
  return fma4(p, r, constant(HALF));
}

@inline
export function exp4(x: v128): v128 {
  x = f32x4.pmax(f32x4.pmin(x, constant(EXP_MAX)), constant(EXP_MIN));
  const z = fma4(x, constant(LOG2E), constant(ROUND));
  const r = reduce(x, z), one = constant(ONE);
  return i32x4.add(i32x4.shl(z, 23), fma4(fma4(polynomial(r), r, one), r, one));
}

/** exp(x) − 1, without cancellation near zero. */
@inline
export function expm1_4(x: v128): v128 {
  x = f32x4.pmax(f32x4.pmin(x, constant(EXP_MAX)), constant(EXP_MIN));
  const z = fma4(x, constant(LOG2E), constant(ROUND));
  const r = reduce(x, z), one = constant(ONE);
  const scale = i32x4.add(i32x4.shl(z, 23), one);
  return fma4(scale, fma4(polynomial(r), f32x4.mul(r, r), r), f32x4.sub(scale, one));
}

/** sigmoid(x) = e / (e + 1) with e = exp(x). */
@inline
export function sigmoid4(x: v128): v128 {
  const e = exp4(x);
  return f32x4.div(e, f32x4.add(e, constant(ONE)));
}

/** tanh(x) = e / (e + 2) with e = expm1(2x): no cancellation near zero. */
@inline
export function tanh4(x: v128): v128 {
  x = f32x4.add(x, x);
  x = f32x4.pmax(f32x4.pmin(x, constant(TANH_MAX)), constant(TANH_MIN));
  const z = fma4(x, constant(LOG2E), constant(ROUND));
  const r = reduce(x, z);
  const p = fma4(polynomial(r), f32x4.mul(r, r), r);
  const one = constant(ONE);
  const scale = i32x4.add(i32x4.shl(z, 23), one);
  const e = fma4(scale, p, f32x4.sub(scale, one));
  return f32x4.div(e, f32x4.add(e, constant(TWO)));
}

// Sixteen at a time: four polynomials in flight hide each other's latency. The same operations as above, side by side, so
// that each constant is read once for all four: V8 joins two vectors to 256 bits only where they share their operands.

// exp4 of sixteen floats, in place, each less `center` and times `factor`: for values that this makes zero or less, or NaN.
@inline
export function exp16(x: usize, center: v128, factor: v128): void {
  let a = f32x4.mul(f32x4.sub(v128.load(x), center), factor), b = f32x4.mul(f32x4.sub(v128.load(x, 16), center), factor);
  let c = f32x4.mul(f32x4.sub(v128.load(x, 32), center), factor), d = f32x4.mul(f32x4.sub(v128.load(x, 48), center), factor);
  const bottom = constant(EXP_MIN);
  a = f32x4.pmax(a, bottom); b = f32x4.pmax(b, bottom); c = f32x4.pmax(c, bottom); d = f32x4.pmax(d, bottom);
  const log2e = constant(LOG2E), round = constant(ROUND);
  const za = fma4(a, log2e, round), zb = fma4(b, log2e, round), zc = fma4(c, log2e, round), zd = fma4(d, log2e, round);
  const high = constant(NEG_LN2_HIGH), low = constant(NEG_LN2_LOW);
  let na = f32x4.sub(za, round), nb = f32x4.sub(zb, round), nc = f32x4.sub(zc, round), nd = f32x4.sub(zd, round);
  a = fma4(na, high, a); b = fma4(nb, high, b); c = fma4(nc, high, c); d = fma4(nd, high, d);
  a = fma4(na, low, a); b = fma4(nb, low, b); c = fma4(nc, low, c); d = fma4(nd, low, d);
  let p = constant(P5), q = constant(P4);
  let pa = fma4(p, a, q), pb = fma4(p, b, q), pc = fma4(p, c, q), pd = fma4(p, d, q);
  p = constant(P3); pa = fma4(pa, a, p); pb = fma4(pb, b, p); pc = fma4(pc, c, p); pd = fma4(pd, d, p);
  p = constant(P2); pa = fma4(pa, a, p); pb = fma4(pb, b, p); pc = fma4(pc, c, p); pd = fma4(pd, d, p);
  p = constant(P1); pa = fma4(pa, a, p); pb = fma4(pb, b, p); pc = fma4(pc, c, p); pd = fma4(pd, d, p);
  p = constant(HALF); pa = fma4(pa, a, p); pb = fma4(pb, b, p); pc = fma4(pc, c, p); pd = fma4(pd, d, p);
  const one = constant(ONE);
  pa = fma4(fma4(pa, a, one), a, one); pb = fma4(fma4(pb, b, one), b, one); pc = fma4(fma4(pc, c, one), c, one);
  pd = fma4(fma4(pd, d, one), d, one);
  v128.store(x, i32x4.add(i32x4.shl(za, 23), pa));
  v128.store(x, i32x4.add(i32x4.shl(zb, 23), pb), 16);
  v128.store(x, i32x4.add(i32x4.shl(zc, 23), pc), 32);
  v128.store(x, i32x4.add(i32x4.shl(zd, 23), pd), 48);
}

// sigmoid4 of sixteen floats.
@inline
export function sigmoid16(x: usize, y: usize): void {
  let a = v128.load(x), b = v128.load(x, 16), c = v128.load(x, 32), d = v128.load(x, 48);
  const top = constant(EXP_MAX), bottom = constant(EXP_MIN);
  a = f32x4.pmax(f32x4.pmin(a, top), bottom); b = f32x4.pmax(f32x4.pmin(b, top), bottom);
  c = f32x4.pmax(f32x4.pmin(c, top), bottom); d = f32x4.pmax(f32x4.pmin(d, top), bottom);
  const log2e = constant(LOG2E), round = constant(ROUND);
  const za = fma4(a, log2e, round), zb = fma4(b, log2e, round), zc = fma4(c, log2e, round), zd = fma4(d, log2e, round);
  const high = constant(NEG_LN2_HIGH), low = constant(NEG_LN2_LOW);
  let na = f32x4.sub(za, round), nb = f32x4.sub(zb, round), nc = f32x4.sub(zc, round), nd = f32x4.sub(zd, round);
  a = fma4(na, high, a); b = fma4(nb, high, b); c = fma4(nc, high, c); d = fma4(nd, high, d);
  a = fma4(na, low, a); b = fma4(nb, low, b); c = fma4(nc, low, c); d = fma4(nd, low, d);
  let p = constant(P5), q = constant(P4);
  let pa = fma4(p, a, q), pb = fma4(p, b, q), pc = fma4(p, c, q), pd = fma4(p, d, q);
  p = constant(P3); pa = fma4(pa, a, p); pb = fma4(pb, b, p); pc = fma4(pc, c, p); pd = fma4(pd, d, p);
  p = constant(P2); pa = fma4(pa, a, p); pb = fma4(pb, b, p); pc = fma4(pc, c, p); pd = fma4(pd, d, p);
  p = constant(P1); pa = fma4(pa, a, p); pb = fma4(pb, b, p); pc = fma4(pc, c, p); pd = fma4(pd, d, p);
  p = constant(HALF); pa = fma4(pa, a, p); pb = fma4(pb, b, p); pc = fma4(pc, c, p); pd = fma4(pd, d, p);
  const one = constant(ONE);
  pa = fma4(fma4(pa, a, one), a, one); pb = fma4(fma4(pb, b, one), b, one); pc = fma4(fma4(pc, c, one), c, one);
  pd = fma4(fma4(pd, d, one), d, one);
  a = i32x4.add(i32x4.shl(za, 23), pa); b = i32x4.add(i32x4.shl(zb, 23), pb); c = i32x4.add(i32x4.shl(zc, 23), pc);
  d = i32x4.add(i32x4.shl(zd, 23), pd);
  v128.store(y, f32x4.div(a, f32x4.add(a, one)));
  v128.store(y, f32x4.div(b, f32x4.add(b, one)), 16);
  v128.store(y, f32x4.div(c, f32x4.add(c, one)), 32);
  v128.store(y, f32x4.div(d, f32x4.add(d, one)), 48);
}

// tanh4 of sixteen floats.
@inline
export function tanh16(x: usize, y: usize): void {
  let a = v128.load(x), b = v128.load(x, 16), c = v128.load(x, 32), d = v128.load(x, 48);
  const top = constant(TANH_MAX), bottom = constant(TANH_MIN);
  a = f32x4.add(a, a); b = f32x4.add(b, b); c = f32x4.add(c, c); d = f32x4.add(d, d);
  a = f32x4.pmax(f32x4.pmin(a, top), bottom); b = f32x4.pmax(f32x4.pmin(b, top), bottom);
  c = f32x4.pmax(f32x4.pmin(c, top), bottom); d = f32x4.pmax(f32x4.pmin(d, top), bottom);
  const log2e = constant(LOG2E), round = constant(ROUND);
  const za = fma4(a, log2e, round), zb = fma4(b, log2e, round), zc = fma4(c, log2e, round), zd = fma4(d, log2e, round);
  const high = constant(NEG_LN2_HIGH), low = constant(NEG_LN2_LOW);
  let na = f32x4.sub(za, round), nb = f32x4.sub(zb, round), nc = f32x4.sub(zc, round), nd = f32x4.sub(zd, round);
  a = fma4(na, high, a); b = fma4(nb, high, b); c = fma4(nc, high, c); d = fma4(nd, high, d);
  a = fma4(na, low, a); b = fma4(nb, low, b); c = fma4(nc, low, c); d = fma4(nd, low, d);
  let p = constant(P5), q = constant(P4);
  let pa = fma4(p, a, q), pb = fma4(p, b, q), pc = fma4(p, c, q), pd = fma4(p, d, q);
  p = constant(P3); pa = fma4(pa, a, p); pb = fma4(pb, b, p); pc = fma4(pc, c, p); pd = fma4(pd, d, p);
  p = constant(P2); pa = fma4(pa, a, p); pb = fma4(pb, b, p); pc = fma4(pc, c, p); pd = fma4(pd, d, p);
  p = constant(P1); pa = fma4(pa, a, p); pb = fma4(pb, b, p); pc = fma4(pc, c, p); pd = fma4(pd, d, p);
  p = constant(HALF); pa = fma4(pa, a, p); pb = fma4(pb, b, p); pc = fma4(pc, c, p); pd = fma4(pd, d, p);
  pa = fma4(pa, f32x4.mul(a, a), a); pb = fma4(pb, f32x4.mul(b, b), b); pc = fma4(pc, f32x4.mul(c, c), c);
  pd = fma4(pd, f32x4.mul(d, d), d);
  const one = constant(ONE), two = constant(TWO);
  a = i32x4.add(i32x4.shl(za, 23), one); b = i32x4.add(i32x4.shl(zb, 23), one);
  c = i32x4.add(i32x4.shl(zc, 23), one); d = i32x4.add(i32x4.shl(zd, 23), one);
  a = fma4(a, pa, f32x4.sub(a, one)); b = fma4(b, pb, f32x4.sub(b, one)); c = fma4(c, pc, f32x4.sub(c, one));
  d = fma4(d, pd, f32x4.sub(d, one));
  v128.store(y, f32x4.div(a, f32x4.add(a, two)));
  v128.store(y, f32x4.div(b, f32x4.add(b, two)), 16);
  v128.store(y, f32x4.div(c, f32x4.add(c, two)), 32);
  v128.store(y, f32x4.div(d, f32x4.add(d, two)), 48);
}
