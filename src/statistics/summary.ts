/** Mean and spread of a few numbers, always with how many they are. */

export interface Summary {
  readonly n: number;
  /** NaN of no values, and with a NaN among them. */
  readonly mean: number;
  /** Of the sample, with n − 1 in the denominator; NaN of fewer than two values. */
  readonly sd: number;
}

export function summarizeValues(values: readonly number[]): Summary {
  const n = values.length;
  const mean = meanOf(values);
  if (n < 2) return { n, mean, sd: Number.NaN };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, sd: Math.sqrt(squares / (n - 1)) };
}

/** NaN of no values, and with a NaN among them. The second pass takes out what rounding left in the first: equal values have exactly themselves as their mean. */
export function meanOf(values: readonly number[]): number {
  const rough = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (!Number.isFinite(rough)) return rough;
  return rough + values.reduce((sum, value) => sum + (value - rough), 0) / values.length;
}

/** NaN of no values, and with a NaN among them. */
export function medianOf(values: readonly number[]): number {
  if (values.some(Number.isNaN)) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}
