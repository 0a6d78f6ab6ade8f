/** What is said of repeated measurements: middle, spread, ratios, how a cost grows. Knows nothing of what was measured. */

/** The middle value; the mean of the two middle ones of an even number. @param {readonly number[]} values */
export function median(values) {
  if (values.length === 0) throw new RangeError("the median of no values");
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/**
 * Middle, least and greatest.
 * @typedef {{ median: number, min: number, max: number, count: number }} Summary
 * @param {readonly number[]} values
 * @returns {Summary}
 */
export function summarize(values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values), count: values.length };
}

/**
 * Ratios of what was measured in the same round, summed up: what disturbs a round disturbs both, and leaves the ratio.
 * Rounds that one of the two sat out do not count.
 * @param {readonly (number | undefined)[]} numerators    by round
 * @param {readonly (number | undefined)[]} denominators  by round
 * @returns {Summary}
 */
export function summarizeRatios(numerators, denominators) {
  /** @type {number[]} */
  const ratios = [];
  for (const [round, numerator] of numerators.entries()) {
    const denominator = denominators[round];
    if (numerator !== undefined && denominator !== undefined) ratios.push(numerator / denominator);
  }
  return summarize(ratios);
}

/**
 * Least squares of log y on log x: y ≈ factor · x^exponent.
 * @typedef {{ exponent: number, factor: number, r2: number }} Growth
 * @param {readonly { x: number, y: number }[]} points  positive, of at least two different x
 * @returns {Growth}
 */
export function fitGrowth(points) {
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  if (logs.some(({ x, y }) => !Number.isFinite(x) || !Number.isFinite(y))) {
    throw new RangeError("growth is fitted to positive values only");
  }
  const mean = (/** @type {"x" | "y"} */ key) => logs.reduce((sum, point) => sum + point[key], 0) / logs.length;
  const center = { x: mean("x"), y: mean("y") };
  let [xx, xy, yy] = [0, 0, 0];
  for (const { x, y } of logs) {
    xx += (x - center.x) ** 2;
    xy += (x - center.x) * (y - center.y);
    yy += (y - center.y) ** 2;
  }
  if (!(xx > 0)) throw new RangeError("growth is fitted to at least two different sizes");
  const exponent = xy / xx;
  return {
    exponent,
    factor: Math.exp(center.y - exponent * center.x),
    // A cost that does not vary is described in full by an exponent of 0.
    r2: yy === 0 ? 1 : (xy * xy) / (xx * yy),
  };
}
