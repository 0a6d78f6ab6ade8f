/** Round steps of an axis. */

/** 1, 2 or 5 times a power of ten, so that there are at most `most` steps. */
export function stepOf(reach: number, most: number): number {
  const power = 10 ** Math.floor(Math.log10(reach / most || 1));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => reach / step <= most) ?? 10 * power;
}

/** Round values from `low` to `high`, at most `most` steps of them. @param least  of a step: 1 for what is counted */
export function ticksOf(low: number, high: number, most: number, least = 0): number[] {
  const step = Math.max(least, stepOf(Math.max(high - low, 1e-12), most));
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.max(0, Math.floor(high / step + 1e-9) - first + 1) }, (_, i) => (first + i) * step);
}

/** Digits after the point that a step needs. */
export const digitsOf = (step: number): number => Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
