/** Tails of the distributions that the tests here ask for: normal, Student's t, chi-squared. */
import { incompleteBeta, logUpperGamma, upperGamma } from "./gamma.ts";

/** P(Z > z) of the standard normal distribution, exact far into the tail. */
export function normalTail(z: number): number {
  const tail = 0.5 * upperGamma(0.5, (z * z) / 2);
  return z >= 0 ? tail : 1 - tail;
}

/** Narrower than this, a difference of two tails would have too few digits left. */
const NARROW = 1e-5;

/** log P(a < Z < b) of the standard normal distribution for a < b, exact far into both tails and for narrow intervals. */
export function logNormalMass(a: number, b: number): number {
  if (a > 0) return logNormalMass(-b, -a);
  const middle = (a + b) / 2;
  if (b - a < NARROW) return Math.log(b - a) - (middle * middle) / 2 - 0.5 * Math.log(2 * Math.PI);
  if (b > 0) return Math.log1p(-normalTail(-a) - normalTail(b));
  const [larger, smaller] = [logNormalTail(-b), logNormalTail(-a)];
  return larger + Math.log1p(-Math.exp(smaller - larger));
}

/** log P(Z > z), z ≥ 0. */
function logNormalTail(z: number): number {
  return Math.log(0.5) + logUpperGamma(0.5, (z * z) / 2);
}

/** P(X > x) of the chi-squared distribution. */
export function chiSquaredTail(x: number, degreesOfFreedom: number): number {
  return upperGamma(degreesOfFreedom / 2, x / 2);
}

/** P(|T| > |t|) of Student's t distribution. */
export function studentTails(t: number, degreesOfFreedom: number): number {
  const square = t * t;
  if (square === Number.POSITIVE_INFINITY) return 0;
  return incompleteBeta(degreesOfFreedom / (degreesOfFreedom + square), degreesOfFreedom / 2, 0.5);
}

/**
 * The t that is exceeded, in absolute value, with probability `tails`: 2.776… for 0.05 and 4 degrees of freedom.
 * @param tails  between 0 and 1, both excluded
 */
export function studentQuantile(tails: number, degreesOfFreedom: number): number {
  let low = 0;
  let high = 1;
  while (studentTails(high, degreesOfFreedom) > tails) {
    low = high;
    high *= 2;
  }
  // Halving ends when two neighbouring numbers are left: some 60 rounds.
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    if (studentTails(middle, degreesOfFreedom) > tails) low = middle;
    else high = middle;
  }
}
