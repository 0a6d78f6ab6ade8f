/**
 * float32 arithmetic with the engine's roundings, in WGSL. The standard lets a device round a division loosely, join a product with the
 * sum after it and flush subnormals; `self-test.ts` finds out what a device does, and this file writes what is exact there.
 */

/** How a device computes exactly what the engine does. */
export interface Arithmetic {
  /** `fused`: fma() rounds once, as the build of that name; `separate`: a product and a sum, each rounded. */
  readonly multiplyAdd: "fused" | "separate";
  /** `native`: the device's own is correctly rounded; `refined`: an approximation is corrected by fused multiply-adds. */
  readonly division: "native" | "refined";
}

/** Functions that every kernel may call. `sizes.zero` is a zero that no compiler can see. */
export function arithmeticSource({ multiplyAdd, division }: Arithmetic): string {
  return `// x, cut off from what follows: a product in it cannot be joined with a sum, nor (x + c) − c be simplified.
fn opaque(x: f32) -> f32 { return bitcast<f32>(bitcast<u32>(x) ^ sizes.zero); }
fn opaque4(x: vec4f) -> vec4f { return bitcast<vec4f>(bitcast<vec4u>(x) ^ vec4u(sizes.zero)); }
fn nothing() -> f32 { return bitcast<f32>(sizes.zero); }
fn madd(a: f32, b: f32, c: f32) -> f32 { return ${multiplyAdd === "fused" ? "fma(a, b, c)" : "opaque(a * b) + c"}; }
fn madd4(a: vec4f, b: vec4f, c: vec4f) -> vec4f { return ${multiplyAdd === "fused" ? "fma(a, b, c)" : "opaque4(a * b) + c"}; }
${DIVIDE[division]}
${ACTIVATIONS}`;
}

const DIVIDE = {
  // Cut off: a compiler may make c / b of c · (1 / b), which rounds once less.
  native: "fn divide(a: f32, b: f32) -> f32 { return opaque(a / b); }",
  // Powers of two bring the operands where neither 1 / b nor a remainder is subnormal.
  refined: `fn divide(a: f32, b: f32) -> f32 {
  let up = select(1.0, 0x1p64, abs(a) < 0x1p-64);
  let down = select(1.0, 0x1p-64, abs(b) > 0x1p64);
  let n = a * up;
  let d = b * down;
  let r0 = 1.0 / d;
  let r = fma(fma(-d, r0, 1.0), r0, r0);
  let q0 = n * r;
  let q1 = fma(fma(-d, q0, n), r, q0);
  let q = fma(fma(-d, q1, n), r, q1);
  return opaque(q * select(1.0, 0x1p-64, abs(a) < 0x1p-64)) * down;
}`,
};

// As kernels/exp.ts, operation for operation. select() and not min(), so that a NaN stays one.
const ACTIVATIONS = `fn limit(x: f32, bottom: f32, top: f32) -> f32 {
  let below = select(x, top, top < x);
  return select(below, bottom, below < bottom);
}
fn polynomial(r: f32) -> f32 {
  var p = madd(1.9875691500e-4, r, 1.3981999507e-3);
  p = madd(p, r, 8.3334519073e-3);
  p = madd(p, r, 4.1665795894e-2);
  p = madd(p, r, 1.6666665459e-1);
  return madd(p, r, 0.5);
}
fn reduce(x: f32, z: f32) -> f32 {
  let n = z - 12582912.0;
  return madd(n, -1.42860682030941723212e-6, madd(n, -0.693145751953125, x));
}
fn exp_of(given: f32) -> f32 {
  let x = limit(given, -87.0, 88.0);
  let z = opaque(madd(x, 1.44269504088896341, 12582912.0));
  let r = reduce(x, z);
  return bitcast<f32>((bitcast<u32>(z) << 23u) + bitcast<u32>(madd(madd(polynomial(r), r, 1.0), r, 1.0)));
}
fn expm1_of(given: f32) -> f32 {
  let x = limit(given, -87.0, 88.0);
  let z = opaque(madd(x, 1.44269504088896341, 12582912.0));
  let r = reduce(x, z);
  let scale = opaque(bitcast<f32>((bitcast<u32>(z) << 23u) + 0x3f800000u));
  return madd(scale, madd(polynomial(r), opaque(r * r), r), scale - 1.0);
}
fn sigmoid_of(x: f32) -> f32 {
  let e = exp_of(x);
  return divide(e, e + 1.0);
}
fn tanh_of(given: f32) -> f32 {
  let x = limit(given + given, -18.5, 18.5);
  let z = opaque(madd(x, 1.44269504088896341, 12582912.0));
  let r = reduce(x, z);
  let p = madd(polynomial(r), opaque(r * r), r);
  let scale = opaque(bitcast<f32>((bitcast<u32>(z) << 23u) + 0x3f800000u));
  let e = madd(scale, p, scale - 1.0);
  return divide(e, e + 2.0);
}`;
