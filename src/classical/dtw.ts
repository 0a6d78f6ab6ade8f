/**
 * Dynamic time warping: the least sum of squared differences over all alignments of two series, within a Sakoe-Chiba band. Gives up as soon as
 * the distance must exceed a limit. Several channels are warped together (dependent). Finds no neighbours: see `nearest-neighbour.ts`.
 * @see Sakoe and Chiba 1978; Herrmann and Webb 2021 (pruning rows from both sides), https://arxiv.org/abs/2102.05221
 */

/** A series: (T, C) values, row-major, and T. */
export interface Sequence {
  readonly values: Float32Array;
  readonly length: number;
}

/** Rows that are filled again for every distance. */
export interface DtwScratch {
  previous: Float64Array;
  current: Float64Array;
}

export function dtwScratch(longest: number): DtwScratch {
  return { previous: new Float64Array(longest), current: new Float64Array(longest) };
}

/**
 * How far from the diagonal an alignment may go, in steps.
 * @param window  share of the shorter series' length, 0 … 1
 */
export function bandRadius(window: number, shorter: number): number {
  // What rounding takes from a share such as 0.29 must not cost a step.
  return Math.floor(window * shorter + 1e-9);
}

/**
 * The distance, or infinity when it is above the limit. Rows are those of `rows`, which must not be the longer one; its step i may meet the steps
 * i - radius … i + radius + (difference of lengths) of `columns`.
 * @param limit  a distance above it is of no interest
 * @param rest   (rows + 1) at least what the steps from each one on will cost
 */
export function dtwWithin(
  rows: Sequence,
  columns: Sequence,
  channels: number,
  radius: number,
  limit: number,
  rest: Float64Array | undefined,
  scratch: DtwScratch,
): number {
  let { previous, current } = scratch;
  const { values: a, length: height } = rows;
  const { values: b, length: width } = columns;
  const reach = radius + width - height;
  // The columns of the row before that are within the limit, as far as they matter: first … last.
  let first = 0;
  let last = -1;
  for (let i = 0; i < height; i++) {
    const from = Math.max(first, i - radius);
    const to = Math.min(width - 1, i + reach);
    const most = rest === undefined ? limit : limit - rest[i + 1]!;
    let next = -1;
    let end = -1;
    let left = i === 0 && from === 0 ? 0 : Number.POSITIVE_INFINITY;
    let diagonal = from > first && from - 1 <= last ? previous[from - 1]! : Number.POSITIVE_INFINITY;
    for (let j = from; j <= to; j++) {
      const up = j <= last ? previous[j]! : Number.POSITIVE_INFINITY;
      let least = left;
      if (diagonal < least) least = diagonal;
      if (up < least) least = up;
      let cost = 0;
      if (channels === 1) {
        const difference = a[i]! - b[j]!;
        cost = difference * difference;
      } else {
        for (let c = 0; c < channels; c++) {
          const difference = a[i * channels + c]! - b[j * channels + c]!;
          cost += difference * difference;
        }
      }
      const total = least + cost;
      diagonal = up;
      if (total <= most) {
        if (next < 0) next = j;
        end = j;
        current[j] = total;
        left = total;
      } else {
        current[j] = Number.POSITIVE_INFINITY;
        left = Number.POSITIVE_INFINITY;
        // Beyond the row before, only the cell to the left leads on.
        if (j > last) break;
      }
    }
    if (next < 0) return Number.POSITIVE_INFINITY;
    first = next;
    last = end;
    [previous, current] = [current, previous];
  }
  return last === width - 1 ? previous[width - 1]! : Number.POSITIVE_INFINITY;
}
