/** Weights of the layer `trendFilters` as one convolution of 96 steps; shapes and devices both need them. */

const SIZES = [2, 4, 8, 16, 32, 64];
/** Outputs of each channel. */
export const TREND_FILTERS = 2 * SIZES.length + SIZES.length - 1;
/** Taps of all filters of a channel, the zeros around them left out. */
export const TREND_TAPS = [...SIZES, ...SIZES, ...SIZES.slice(1).map((size) => size * 1.5)].reduce((a, b) => a + b);
/** Steps of the longest filter. The others have zeros around them, as "same" padding of their own would align them. */
export const TREND_KERNEL = 96;

/** Weights (17, 96), the same for each channel. */
export function trendWeights(): Float32Array {
  const filters = [
    ...SIZES.map((size) => alternating(size, -1)),
    ...SIZES.map((size) => alternating(size, 1)),
    ...SIZES.slice(1).map(peak),
  ];
  const weights = new Float32Array(TREND_FILTERS * TREND_KERNEL);
  for (const [row, filter] of filters.entries()) {
    weights.set(filter, row * TREND_KERNEL + before(TREND_KERNEL) - before(filter.length));
  }
  return weights;
}

/** Steps that "same" padding puts in front of a series. */
function before(kernel: number): number {
  return Math.floor((kernel - 1) / 2);
}

function alternating(size: number, first: number): number[] {
  return Array.from({ length: size }, (_, index) => (index % 2 === 0 ? first : -first));
}

/** Three waves of `size` / 2 steps each: below zero, twice as high above, below again. */
function peak(size: number): number[] {
  const quarter = size / 4;
  const rise = Array.from({ length: quarter }, (_, index) => ((index + 1) / quarter) ** 2);
  const wave = [...rise, ...rise.toReversed()];
  return [-1, 2, -1].flatMap((height) => wave.map((value) => height * value));
}
