// Multiply-add, the one thing in which the two builds differ: fused where the host has relaxed SIMD; elsewhere
// scripts/build-kernels.mjs puts a multiplication and an addition in its place, with two roundings.

@inline
export function fma4(a: v128, b: v128, c: v128): v128 {
  return f32x4.relaxed_madd(a, b, c);
}

// The same for one value: a lane of fma4, so that vector and tail agree to the bit.
@inline
export function fma1(a: f32, b: f32, c: f32): f32 {
  return f32x4.extract_lane(f32x4.relaxed_madd(f32x4.splat(a), f32x4.splat(b), f32x4.splat(c)), 0);
}

@inline
export function splat(p: usize): v128 {
  return v128.load32_splat(p);
}

// Loads and stores of the first n (0..4) lanes of a vector; the rest is zero, and nothing past them is touched.
// Whole vectors are the rule, so only they are inlined.
@inline
export function load_part(p: usize, n: i32): v128 {
  return n >= 4 ? v128.load(p) : load_tail(p, n);
}

@inline
export function store_part(p: usize, v: v128, n: i32): void {
  if (n >= 4) v128.store(p, v);
  else store_tail(p, v, n);
}

function load_tail(p: usize, n: i32): v128 {
  let v = f32x4.splat(0);
  if (n == 1) v = v128.load32_zero(p);
  else if (n == 2) v = v128.load64_zero(p);
  else if (n == 3) v = v128.load_lane<f32>(p + 8, v128.load64_zero(p), 2);
  return v;
}

function store_tail(p: usize, v: v128, n: i32): void {
  if (n == 1) v128.store_lane<f32>(p, v, 0);
  else if (n >= 2) {
    v128.store_lane<f64>(p, v, 0);
    if (n == 3) v128.store_lane<f32>(p + 8, v, 2);
  }
}
