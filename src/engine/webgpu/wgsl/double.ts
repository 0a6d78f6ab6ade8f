/**
 * float64 arithmetic in WGSL, which has none: IEEE's bits in a pair of u32 (low, high), every operation rounded to nearest as a CPU's. For
 * the sums that the engine keeps in float64; subnormal float64 do not come up, since the values are float32 or a few factors away from them.
 */

/** A constant in a shader. */
export function double(value: number): string {
  const { low, high } = bitsOf(value);
  return `vec2u(${low}u, ${high}u)`;
}

/** A number as two sizes of a kernel, `<name>Low` and `<name>High`. */
export function doubleSizes(name: string, value: number): Record<string, number> {
  const { low, high } = bitsOf(value);
  return { [`${name}Low`]: low, [`${name}High`]: high };
}

function bitsOf(value: number): { low: number; high: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return { low: view.getUint32(4), high: view.getUint32(0) };
}

/** Functions over such pairs, for the declarations of a kernel. */
export const DOUBLE = `fn d_none() -> vec2u { return vec2u(sizes.zero, sizes.zero); }
fn d_negated(a: vec2u) -> vec2u { return vec2u(a.x, a.y ^ 0x80000000u); }
fn d_is_nan(a: vec2u) -> bool {
  let high = a.y & 0x7fffffffu;
  return high > 0x7ff00000u || (high == 0x7ff00000u && a.x != 0u);
}
// Sign, exponent and mantissa with its leading bit, of a float32: exact. A zero has an exponent that no value has.
struct Single { sign: u32, exponent: i32, mantissa: u32 }
fn single_of(x: u32) -> Single {
  let exponent = (x >> 23u) & 255u;
  let bits = x & 0x7fffffu;
  let up = select(0u, countLeadingZeros(bits | 1u) - 8u, exponent == 0u);
  let mantissa = select(bits | 0x800000u, bits << up, exponent == 0u);
  return Single(x & 0x80000000u, i32(max(exponent, 1u)) - i32(up), mantissa);
}
fn d_of(value: f32) -> vec2u {
  let x = bitcast<u32>(value);
  let s = single_of(x);
  if ((x & 0x7fffffffu) == 0u) { return vec2u(0u, s.sign); }
  let exponent = select(u32(s.exponent + 896), 0x7ffu, s.exponent == 255);
  return vec2u(s.mantissa << 29u, s.sign | (exponent << 20u) | ((s.mantissa >> 3u) & 0xfffffu));
}
fn d_count(n: u32) -> vec2u {
  if (n == 0u) { return vec2u(0u, 0u); }
  let zeros = countLeadingZeros(n);
  let top = n << zeros; // the leading bit is bit 31
  return vec2u(top << 21u, ((1054u - zeros) << 20u) + ((top >> 11u) & 0xfffffu));
}
// A mantissa of 53 bits and three more, rounded. Its leading bit is bit 23 of the upper half.
fn d_rounded(sign: u32, exponent: i32, low: u32, high: u32) -> vec2u {
  let rest = low & 7u;
  var m = vec2u((low >> 3u) | (high << 29u), high >> 3u);
  if (rest > 4u || (rest == 4u && (m.x & 1u) == 1u)) {
    m.x += 1u;
    if (m.x == 0u) { m.y += 1u; }
  }
  // A mantissa that became 2 carries into the exponent.
  return vec2u(m.x, sign + (u32(exponent) << 20u) + m.y - 0x100000u);
}
fn d_add(p: vec2u, q: vec2u) -> vec2u {
  let up = p.y & 0x7fffffffu;
  let uq = q.y & 0x7fffffffu;
  let isSwapped = uq > up || (uq == up && q.x > p.x);
  let a = select(p, q, isSwapped);
  let b = select(q, p, isSwapped);
  let ea = (a.y >> 20u) & 0x7ffu;
  let eb = (b.y >> 20u) & 0x7ffu;
  let isDifference = ((a.y ^ b.y) & 0x80000000u) != 0u;
  if (ea == 0x7ffu) {
    if (eb == 0x7ffu && isDifference) { return vec2u(0u, 0x7ff80000u); }
    return a;
  }
  if (eb == 0u) {
    if (ea == 0u) { return vec2u(0u, a.y & b.y & 0x80000000u); }
    return a;
  }
  let ma = vec2u(a.x << 3u, (((a.y & 0xfffffu) | 0x100000u) << 3u) | (a.x >> 29u));
  var mb = vec2u(b.x << 3u, (((b.y & 0xfffffu) | 0x100000u) << 3u) | (b.x >> 29u));
  let d = ea - eb;
  if (d >= 32u) {
    let more = min(d - 32u, 31u);
    let lost = mb.x | (mb.y & ((1u << more) - 1u));
    mb = vec2u((mb.y >> more) | select(0u, 1u, lost != 0u), 0u);
  } else if (d > 0u) {
    let lost = mb.x << (32u - d);
    mb = vec2u((mb.x >> d) | (mb.y << (32u - d)) | select(0u, 1u, lost != 0u), mb.y >> d);
  }
  let sign = a.y & 0x80000000u;
  var exponent = i32(ea);
  if (!isDifference) {
    var low = ma.x + mb.x;
    var high = ma.y + mb.y + select(0u, 1u, low < ma.x);
    if (high >= 0x1000000u) {
      low = (low >> 1u) | (high << 31u) | (low & 1u);
      high = high >> 1u;
      exponent += 1;
    }
    return d_rounded(sign, exponent, low, high);
  }
  var low = ma.x - mb.x;
  var high = ma.y - mb.y - select(0u, 1u, ma.x < mb.x);
  if ((low | high) == 0u) { return vec2u(0u, 0u); }
  if (high == 0u) {
    // Then nothing was lost: b was at most one place further right.
    high = low >> 8u;
    low = low << 24u;
    exponent -= 24;
    if (high == 0u) {
      high = low >> 8u;
      low = low << 24u;
      exponent -= 24;
    }
  }
  let up_by = countLeadingZeros(high) - 8u;
  if (up_by > 0u) {
    high = (high << up_by) | (low >> (32u - up_by));
    low = low << up_by;
    exponent -= i32(up_by);
  }
  return d_rounded(sign, exponent, low, high);
}
// All 64 bits of a product.
fn wide_product(a: u32, b: u32) -> vec2u {
  let a0 = a & 0xffffu;
  let a1 = a >> 16u;
  let b0 = b & 0xffffu;
  let b1 = b >> 16u;
  let low = a0 * b0;
  let middle = a1 * b0 + (low >> 16u); // fits
  let other = a0 * b1 + (middle & 0xffffu);
  return vec2u((low & 0xffffu) | (other << 16u), a1 * b1 + (middle >> 16u) + (other >> 16u));
}
// The product of two float32: exact.
fn d_product(p: f32, q: f32) -> vec2u {
  let x = bitcast<u32>(p);
  let y = bitcast<u32>(q);
  let a = single_of(x);
  let b = single_of(y);
  let sign = a.sign ^ b.sign;
  let isZero = (x & 0x7fffffffu) == 0u || (y & 0x7fffffffu) == 0u;
  if (a.exponent == 255 || b.exponent == 255) {
    let isNan = isZero || (x & 0x7fffffffu) > 0x7f800000u || (y & 0x7fffffffu) > 0x7f800000u;
    return vec2u(0u, sign | select(0x7ff00000u, 0x7ff80000u, isNan));
  }
  if (isZero) { return vec2u(0u, sign); }
  let m = wide_product(a.mantissa << 4u, b.mantissa << 4u); // 54 or 55 or, from bit 55 on, 56 bits
  let isLong = m.y >= 0x800000u;
  let by = select(2u, 3u, isLong);
  let exponent = a.exponent + b.exponent + select(769, 770, isLong);
  let high = m.y >> by;
  return vec2u((m.x >> by) | (m.y << (32u - by)), sign + (u32(exponent) << 20u) + high - 0x100000u);
}
fn d_special(p: vec2u, q: vec2u, sign: u32, isNan: bool) -> vec2u {
  if (d_is_nan(p) || d_is_nan(q) || isNan) { return vec2u(0u, 0x7ff80000u); }
  return vec2u(0u, sign | 0x7ff00000u);
}
fn d_multiply(p: vec2u, q: vec2u) -> vec2u {
  let ep = (p.y >> 20u) & 0x7ffu;
  let eq = (q.y >> 20u) & 0x7ffu;
  let sign = (p.y ^ q.y) & 0x80000000u;
  if (ep == 0x7ffu || eq == 0x7ffu) { return d_special(p, q, sign, ep == 0u || eq == 0u); }
  if (ep == 0u || eq == 0u) { return vec2u(0u, sign); }
  // Mantissas with 11 zeros behind them, so that the upper half of the product begins with bit 63 or 62.
  let a = vec2u(p.x << 11u, 0x80000000u | (p.y << 11u) | (p.x >> 21u));
  let b = vec2u(q.x << 11u, 0x80000000u | (q.y << 11u) | (q.x >> 21u));
  let ll = wide_product(a.x, b.x);
  let lh = wide_product(a.x, b.y);
  let hl = wide_product(a.y, b.x);
  let hh = wide_product(a.y, b.y);
  var w1 = ll.y + lh.x;
  var carry = select(0u, 1u, w1 < lh.x);
  w1 += hl.x;
  carry += select(0u, 1u, w1 < hl.x);
  var w2 = hh.x + carry;
  var up = select(0u, 1u, w2 < carry);
  w2 += lh.y;
  up += select(0u, 1u, w2 < lh.y);
  w2 += hl.y;
  up += select(0u, 1u, w2 < hl.y);
  let w3 = hh.y + up;
  // 56 bits of (w3, w2) and whether anything is below them.
  let by = select(7u, 8u, w3 >= 0x80000000u);
  let lost = (w2 & ((1u << by) - 1u)) | w1 | ll.x;
  let low = (w2 >> by) | (w3 << (32u - by)) | select(0u, 1u, lost != 0u);
  let exponent = i32(ep) + i32(eq) - 1023 + select(0, 1, by == 8u);
  return d_rounded(sign, exponent, low, w3 >> by);
}
fn d_divide(p: vec2u, q: vec2u) -> vec2u {
  let ep = (p.y >> 20u) & 0x7ffu;
  let eq = (q.y >> 20u) & 0x7ffu;
  let sign = (p.y ^ q.y) & 0x80000000u;
  if (ep == 0x7ffu) { return d_special(p, q, sign, eq == 0x7ffu); }
  if (eq == 0x7ffu) { return select(vec2u(0u, sign), vec2u(0u, 0x7ff80000u), d_is_nan(q)); }
  if (eq == 0u) { return select(vec2u(0u, sign | 0x7ff00000u), vec2u(0u, 0x7ff80000u), ep == 0u); }
  if (ep == 0u) { return vec2u(0u, sign); }
  var r = vec2u(p.x, (p.y & 0xfffffu) | 0x100000u);
  let d = vec2u(q.x, (q.y & 0xfffffu) | 0x100000u);
  var exponent = i32(ep) - i32(eq) + 1023;
  if (r.y < d.y || (r.y == d.y && r.x < d.x)) {
    r = vec2u(r.x << 1u, (r.y << 1u) | (r.x >> 31u));
    exponent -= 1;
  }
  // The quotient is in [1, 2): 56 bits of it, one a turn.
  var quotient = vec2u(0u, 0u);
  for (var bit = 0u; bit < 56u; bit++) {
    let fits = r.y > d.y || (r.y == d.y && r.x >= d.x);
    quotient = vec2u((quotient.x << 1u) | select(0u, 1u, fits), (quotient.y << 1u) | (quotient.x >> 31u));
    if (fits) { r = vec2u(r.x - d.x, r.y - d.y - select(0u, 1u, r.x < d.x)); }
    r = vec2u(r.x << 1u, (r.y << 1u) | (r.x >> 31u));
  }
  return d_rounded(sign, exponent, quotient.x | select(0u, 1u, (r.x | r.y) != 0u), quotient.y);
}
fn d_sqrt(p: vec2u) -> vec2u {
  let ep = (p.y >> 20u) & 0x7ffu;
  if (ep == 0u) { return p; }
  if ((p.y & 0x80000000u) != 0u) { return vec2u(0u, 0x7ff80000u); }
  if (ep == 0x7ffu) { return p; }
  // x = m · 2^(2k), m in [1, 4): the root of m is in [1, 2).
  let isOdd = (ep & 1u) == 0u;
  let exponent = (i32(ep) - 1023 - select(0, 1, isOdd)) / 2 + 1023;
  var m = vec2u(p.x, (p.y & 0xfffffu) | 0x100000u);
  // m's two integer bits come first, then its fraction, two bits a turn.
  let by = select(10u, 11u, isOdd);
  m = vec2u(m.x << by, (m.y << by) | (m.x >> (32u - by)));
  var root = vec2u(0u, 0u);
  var rest = vec2u(0u, 0u);
  for (var bit = 0u; bit < 56u; bit++) {
    rest = vec2u((rest.x << 2u) | (m.y >> 30u), (rest.y << 2u) | (rest.x >> 30u));
    m = vec2u(m.x << 2u, (m.y << 2u) | (m.x >> 30u));
    let trial = vec2u((root.x << 2u) | 1u, (root.y << 2u) | (root.x >> 30u));
    let fits = rest.y > trial.y || (rest.y == trial.y && rest.x >= trial.x);
    root = vec2u((root.x << 1u) | select(0u, 1u, fits), (root.y << 1u) | (root.x >> 31u));
    if (fits) { rest = vec2u(rest.x - trial.x, rest.y - trial.y - select(0u, 1u, rest.x < trial.x)); }
  }
  return d_rounded(0u, exponent, root.x | select(0u, 1u, (rest.x | rest.y) != 0u), root.y);
}
// The larger of x and 0, as max(0.0, x).
fn d_positive(x: vec2u) -> vec2u { return select(x, vec2u(0u, 0u), (x.y & 0x80000000u) != 0u && !d_is_nan(x)); }
// The nearest float32.
fn d_single(p: vec2u) -> f32 { return bitcast<f32>(d_single_bits(p)); }
fn d_single_bits(p: vec2u) -> u32 {
  let sign = p.y & 0x80000000u;
  let ep = (p.y >> 20u) & 0x7ffu;
  if (ep == 0u) { return sign; }
  if (ep == 0x7ffu) { return sign | select(0x7f800000u, 0x7fc00000u, d_is_nan(p)); }
  let exponent = i32(ep) - 896;
  if (exponent >= 255) { return sign | 0x7f800000u; }
  var m = (((p.y & 0xfffffu) | 0x100000u) << 3u) | (p.x >> 29u);
  var rest = p.x << 3u; // of which the top bit is one half
  if (exponent <= 0) {
    // A subnormal float32: fewer bits are left.
    let by = min(u32(1 - exponent), 31u);
    rest = (m << (32u - by)) | select(0u, 1u, rest != 0u);
    m = m >> by;
  }
  let isUp = rest > 0x80000000u || (rest == 0x80000000u && (m & 1u) == 1u);
  let base = select(u32(max(exponent, 1)) << 23u, 0x800000u, exponent <= 0);
  return sign | (base + m - 0x800000u + select(0u, 1u, isUp));
}`;
