/** Tails of the distributions that the tests here ask for: normal, Student's t, chi-squared. */
import { incompleteBeta, upperGamma } from "./gamma.ts";

/** P(Z > z) of the standard normal distribution, exact far into the tail. */
export function normalTail(z: number): number {
  const tail = 0.5 * upperGamma(0.5, (z * z) / 2);
  return z >= 0 ? tail : 1 - tail;
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
