/**
 * `numpy.sum` of a float64 vector, bit for bit. Floating-point addition depends on its order; ours must be numpy's
 * where a mean is printed to two digits and may lie on a tie.
 */

const UNROLLED = 8;
const BLOCK = 128;

/**
 * Pairwise sum: eight running sums in blocks of up to 128 terms, halves above.
 * @see https://github.com/numpy/numpy/blob/v2.4.0/numpy/_core/src/umath/loops_utils.h.src (pairwise_sum)
 */
export function numpySum(values: readonly number[], start = 0, count = values.length): number {
  const at = (offset: number) => values[start + offset] ?? 0;
  if (count < UNROLLED) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += at(i);
    return sum;
  }
  if (count > BLOCK) {
    const half = Math.floor(count / 2);
    const left = half - (half % UNROLLED);
    return numpySum(values, start, left) + numpySum(values, start + left, count - left);
  }
  const whole = count - (count % UNROLLED);
  const [r0 = 0, r1 = 0, r2 = 0, r3 = 0, r4 = 0, r5 = 0, r6 = 0, r7 = 0] = Array.from(
    { length: UNROLLED },
    (_, lane) => {
      let sum = at(lane);
      for (let i = lane + UNROLLED; i < whole; i += UNROLLED) sum += at(i);
      return sum;
    },
  );
  let sum = r0 + r1 + (r2 + r3) + (r4 + r5 + (r6 + r7));
  for (let i = whole; i < count; i++) sum += at(i);
  return sum;
}
