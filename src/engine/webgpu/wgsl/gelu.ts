/** GELU, exact and by tanh, as kernels/gelu.ts, operation for operation; where the coefficients come from is said there. */
import { defineFlat } from "../kernel.ts";

const FAR = "13.1875";

const SOURCE = `// exp(−a²/2) for 0 ≤ a ≤ FAR, a² taken apart.
fn density_of(a: f32) -> f32 {
  let cut = bitcast<f32>(bitcast<u32>(a) & 0xfffff000u);
  let upper = -((cut * 0.5) * cut);
  let lower = ((cut - a) * (cut + a)) * 0.5;
  let z = opaque(madd(upper, 1.44269504088896341, 12582912.0));
  let n = z - 12582912.0;
  let r = madd(n, -1.42860682030941723212e-6, madd(n, -0.693145751953125, upper)) + opaque(lower);
  let p = madd(polynomial(r), opaque(r * r), r) + 1.0;
  return bitcast<f32>((bitcast<u32>(z) << 23u) + bitcast<u32>(p));
}
fn density_or_zero(x: f32, a: f32) -> f32 { return select(0.0, density_of(a), abs(x) < ${FAR}); }
fn phi_of(x: f32, a: f32, density: f32) -> f32 {
  let t = divide(1.0, madd(a, 0.5, 1.0));
  var b = madd(0.06557609, t, -0.3340901);
  b = madd(b, t, 0.64883786);
  b = madd(b, t, -0.5426234);
  b = madd(b, t, 0.09444812);
  b = madd(b, t, 0.014730932);
  b = madd(b, t, 0.154376);
  b = madd(b, t, 0.19911163);
  b = madd(b, t, 0.19948262);
  let tail = opaque((density * t) * b);
  let far = select(1.0 - tail, tail, x < 0.0);
  let u = opaque(a * a);
  var p = madd(9.8794786e-5, u, -0.0011764441);
  p = madd(p, u, 0.009970602);
  p = madd(p, u, -0.0664901);
  p = madd(p, u, 0.39894226);
  return select(far, madd(x, p, 0.5), a < 0.875);
}
// abs(x), at most FAR; a NaN stays.
fn bounded(x: f32) -> f32 {
  let a = abs(x);
  return select(a, ${FAR}, ${FAR} < a);
}
fn clipped(x: f32) -> f32 {
  let below = select(x, ${FAR}, ${FAR} < x);
  return select(below, -${FAR}, below < -${FAR});
}
// 2u = x·(√(8/π) + … x²)
fn doubled(x: f32) -> f32 { return x * madd(0.07135481627159, opaque(x * x), 1.5957691216057308); }
fn kept(v: f32, two_u: f32) -> f32 { return select(v, 0.0, two_u < -87.0); }`;

function kernels(name: string, value: string, slope: string) {
  return {
    forward: defineFlat({
      name,
      arrays: { x: "in", y: "out" },
      sizes: {},
      declarations: SOURCE,
      body: `  let v = x[index];
${value}`,
    }),
    backward: defineFlat({
      name: `${name} backward`,
      arrays: { x: "in", dy: "in", dx: "out" },
      sizes: {},
      declarations: SOURCE,
      body: `  let given = x[index];
${slope}
  dx[index] = dy[index] * slope;`,
    }),
  };
}

export const gelu = kernels(
  "gelu",
  `  let a = bounded(v);
  y[index] = v * phi_of(v, a, density_or_zero(v, a));`,
  `  let a = bounded(given);
  let density = density_or_zero(given, a);
  let slope = madd(clipped(given) * density, 0.3989422804014327, phi_of(given, a, density));`,
);

export const tanhGelu = kernels(
  "gelu by tanh",
  `  let two_u = doubled(v);
  let e = exp_of(-two_u);
  y[index] = v * kept(divide(1.0, 1.0 + e), two_u);`,
  `  let v = clipped(given);
  let two_u = doubled(v);
  let e = exp_of(-two_u);
  let s = kept(divide(1.0, 1.0 + e), two_u);
  let inner = v * madd(0.21406444881477, opaque(v * v), 1.5957691216057308);
  let slope = madd((e * s) * s, inner, s);`,
);
