/**
 * Jumps in the stream of MT19937: word k + steps is a sum (exclusive or) of words k + i, where i runs over the powers in the remainder of
 * t^steps by the generator's characteristic polynomial. Polynomials over two elements are arrays of 624 u32, the lowest power first.
 * @see Haramoto, Matsumoto, Nishimura, Panneton, L'Ecuyer 2008, "Efficient jump ahead for F2-linear random number generators"; the
 *      polynomial is in Matsumoto, Nishimura 1998, "Mersenne Twister", appendix A
 */

/** u32 of a polynomial. */
export const POLYNOMIAL_WORDS = 624;
const DEGREE = 19937;
const MATRIX = 0x9908b0df;

/** Powers below the highest of the characteristic polynomial. */
function lowerPowers(): number[] {
  const powers = new Set<number>();
  const toggle = (power: number) => {
    if (!powers.delete(power)) powers.add(power);
  };
  /** Adds (t^623 + t^396)^k, times t^624 + t^397 where `isTimes`. */
  const addPower = (k: number, isTimes: boolean) => {
    for (let j = 0; j <= k; j++) {
      if ((j & (k - j)) !== 0) continue; // an even binomial coefficient
      const power = 623 * j + 396 * (k - j);
      if (isTimes) {
        toggle(power + 624);
        toggle(power + 397);
      } else toggle(power);
    }
  };
  addPower(31, true);
  for (let bit = 0; bit < 31; bit++) if ((MATRIX >>> bit) & 1) addPower(30 - bit, true);
  if (MATRIX >>> 31) addPower(0, false);
  powers.delete(DEGREE);
  return [...powers];
}

/** a · b, not reduced. */
function multiply(a: Uint32Array, b: Uint32Array): Uint32Array {
  const product = new Uint32Array(2 * POLYNOMIAL_WORDS + 1);
  const shifted = new Uint32Array(POLYNOMIAL_WORDS + 1);
  for (let bit = 0; bit < 32; bit++) {
    for (let i = 0; i <= POLYNOMIAL_WORDS; i++) {
      const low = bit === 0 || i === 0 ? 0 : b[i - 1]! >>> (32 - bit);
      shifted[i] = ((i < POLYNOMIAL_WORDS ? b[i]! : 0) << bit) | low;
    }
    for (let i = 0; i < POLYNOMIAL_WORDS; i++) {
      if (((a[i]! >>> bit) & 1) === 0) continue;
      for (let j = 0; j <= POLYNOMIAL_WORDS; j++) product[i + j]! ^= shifted[j]!;
    }
  }
  return product;
}

/** a², not reduced: a zero between all bits. */
function square(a: Uint32Array): Uint32Array {
  const product = new Uint32Array(2 * POLYNOMIAL_WORDS + 1);
  for (let i = 0; i < POLYNOMIAL_WORDS; i++) {
    for (let bit = 0; bit < 32; bit++) {
      if ((a[i]! >>> bit) & 1) product[2 * i + (bit >> 4)]! |= 1 << ((2 * bit) & 31);
    }
  }
  return product;
}

/** The remainder of a product. 32 powers are taken at a time: the next lower power is 227 below the highest. */
function reduce(product: Uint32Array, lower: readonly number[]): Uint32Array {
  for (let chunk = POLYNOMIAL_WORDS; chunk >= 0; chunk--) {
    const at = POLYNOMIAL_WORDS - 1 + chunk; // the chunk begins at bit 1 of this word
    const value = (product[at]! >>> 1) | ((product[at + 1] ?? 0) << 31);
    if (value === 0) continue;
    product[at]! &= 1;
    if (at + 1 < product.length) product[at + 1]! &= ~1;
    for (const power of lower) {
      const to = (power >> 5) + chunk;
      const by = power & 31;
      product[to]! ^= value << by;
      if (by > 0) product[to + 1]! ^= value >>> (32 - by);
    }
  }
  return product.slice(0, POLYNOMIAL_WORDS);
}

/**
 * The remainders of t^steps, t^(2·steps), … `count` of them.
 * @param steps  words of a jump, at least 1
 */
export function jumpPolynomials(steps: number, count: number): Uint32Array[] {
  const lower = lowerPowers();
  let one: Uint32Array = new Uint32Array(POLYNOMIAL_WORDS);
  one[0] = 1;
  for (const bit of steps.toString(2)) {
    const product = square(one);
    if (bit === "1") {
      for (let i = product.length - 1; i >= 0; i--) product[i] = (product[i]! << 1) | ((product[i - 1] ?? 0) >>> 31);
    }
    one = reduce(product, lower);
  }
  const all: Uint32Array[] = [one];
  while (all.length < count) {
    const next = all.length + 1;
    const half = all[next / 2 - 1];
    all.push(reduce(half ? square(half) : multiply(all.at(-1)!, one), lower));
  }
  return all.slice(0, count);
}
