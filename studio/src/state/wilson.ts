/**
 * Wilson's interval of a share: which true accuracies do not contradict so many right answers.
 * @see https://doi.org/10.1080/01621459.1927.10502953
 */

/** Quantile of the normal distribution at 0.975. */
const Z = 1.959963984540054;

/** @returns 95 % limits, as shares; 0 to 1 where there is nothing */
export function wilson(right: number, total: number): readonly [low: number, high: number] {
  if (total === 0) return [0, 1];
  const share = right / total;
  const middle = share + Z ** 2 / (2 * total);
  const reach = Z * Math.sqrt((share * (1 - share)) / total + Z ** 2 / (4 * total ** 2));
  const scale = 1 + Z ** 2 / total;
  return [Math.max(0, (middle - reach) / scale), Math.min(1, (middle + reach) / scale)];
}
