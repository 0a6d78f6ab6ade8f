/**
 * The nearest training series by dynamic time warping gives the class: the baseline that every other method is compared with. Lower bounds
 * and abandoned distances save most of the work and change no answer: of two series equally near, the first one counts.
 */
import type { TimeSeriesDataset } from "../data/dataset.ts";
import { bandRadius, dtwScratch, dtwWithin, type Sequence } from "./dtw.ts";
import { type Envelope, envelopeOf, lowerBoundKeogh, lowerBoundKim, SLACK } from "./lower-bounds.ts";
import { lengthsOf } from "./series.ts";

export interface Neighbours {
  readonly sequences: readonly Sequence[];
  readonly labels: Int32Array;
  readonly channels: number;
  /** Share of the shorter series' length that an alignment may leave the diagonal by, 0 … 1. */
  readonly window: number;
  /** Of each series, for series as long. */
  readonly envelopes: readonly Envelope[];
}

export function neighboursOf(train: TimeSeriesDataset, window: number): Neighbours {
  const sequences = sequencesOf(train);
  const { channels, labels } = train;
  const envelopes = sequences.map((one) => envelopeOf(one, channels, bandRadius(window, one.length)));
  return { sequences, labels, channels, window, envelopes };
}

/** Each row as a series of its own length. */
export function sequencesOf(dataset: TimeSeriesDataset): Sequence[] {
  const { values, length, channels } = dataset;
  return Array.from(lengthsOf(dataset), (steps, row) => {
    const start = row * length * channels;
    return { values: values.subarray(start, start + steps * channels), length: steps };
  });
}

/** @returns (N) the place of the nearest training series of each row */
export function nearestOf(neighbours: Neighbours, queries: readonly Sequence[]): Int32Array {
  const { sequences } = neighbours;
  const longest = [...sequences, ...queries].reduce((most, { length }) => Math.max(most, length), 0);
  const scratch = dtwScratch(longest);
  const rest = new Float64Array(longest + 1);
  const bounds = new Float64Array(sequences.length);
  const order = Int32Array.from(sequences.keys());
  return Int32Array.from(queries, (query) => {
    boundAll(neighbours, query, bounds);
    order.sort((a, b) => bounds[a]! - bounds[b]! || a - b);
    let best = Number.POSITIVE_INFINITY;
    let nearest = order[0]!;
    for (const candidate of order) {
      if (bounds[candidate]! * (1 - SLACK) > best) break;
      const found = distanceTo(neighbours, candidate, query, best, rest, scratch);
      if (found < best || (found === best && candidate < nearest)) {
        best = found;
        nearest = candidate;
      }
    }
    return nearest;
  });
}

function boundAll(neighbours: Neighbours, query: Sequence, bounds: Float64Array): void {
  const { sequences, envelopes, channels, window } = neighbours;
  const own = envelopeOf(query, channels, bandRadius(window, query.length));
  for (const [index, candidate] of sequences.entries()) {
    let bound = lowerBoundKim(query, candidate, channels);
    if (candidate.length === query.length) {
      bound = Math.max(bound, lowerBoundKeogh(query, envelopes[index]!, channels));
      bound = Math.max(bound, lowerBoundKeogh(candidate, own, channels));
    }
    bounds[index] = bound;
  }
}

function distanceTo(
  { sequences, envelopes, channels, window }: Neighbours,
  index: number,
  query: Sequence,
  best: number,
  rest: Float64Array,
  scratch: ReturnType<typeof dtwScratch>,
): number {
  const candidate = sequences[index]!;
  const limit = best * (1 + SLACK);
  const radius = bandRadius(window, Math.min(query.length, candidate.length));
  if (candidate.length === query.length) {
    lowerBoundKeogh(query, envelopes[index]!, channels, rest);
    return dtwWithin(query, candidate, channels, radius, limit, rest, scratch);
  }
  const [rows, columns] = query.length < candidate.length ? [query, candidate] : [candidate, query];
  return dtwWithin(rows, columns, channels, radius, limit, undefined, scratch);
}

/**
 * The window that classifies the training series best, each by the others; the smallest of those that do. Searched from the widest
 * one down, whose distances bound those of narrower ones.
 * @returns a share in whole hundredths
 */
export function findWindow(train: TimeSeriesDataset): number {
  const sequences = sequencesOf(train);
  const { labels, channels, count } = train;
  const scratch = dtwScratch(sequences.reduce((most, { length }) => Math.max(most, length), 0));
  /** Of each pair, the distance with a wider window, or what it was above. */
  const bounds = new Float64Array(count * count);
  /** In which round a pair's bound became its distance. */
  const exactIn = new Int32Array(count * count).fill(-1);
  const order = Int32Array.from(sequences.keys());
  const shortest = sequences.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY);
  const allAlike = sequences.every(({ length }) => length === shortest);
  let [best, mostRight, lastRadius, right] = [1, -1, -1, 0];
  for (let percent = 100; percent >= 0; percent--) {
    const radius = bandRadius(percent / 100, shortest);
    if (!allAlike || radius !== lastRadius) {
      lastRadius = radius;
      right = 0;
      for (let i = 0; i < count; i++) {
        if (labels[nearestOther(i, percent)] === labels[i]) right++;
      }
    }
    if (right >= mostRight) [best, mostRight] = [percent / 100, right];
  }
  return best;

  function nearestOther(i: number, percent: number): number {
    order.sort((a, b) => bounds[i * count + a]! - bounds[i * count + b]! || a - b);
    let least = Number.POSITIVE_INFINITY;
    let nearest = i;
    for (const j of order) {
      const pair = i * count + j;
      if (j === i) continue;
      if (bounds[pair]! * (1 - SLACK) > least) break;
      if (exactIn[pair] !== percent) {
        const [rows, columns] = ordered(sequences[i]!, sequences[j]!);
        const radius = bandRadius(percent / 100, rows.length);
        const found = dtwWithin(rows, columns, channels, radius, least * (1 + SLACK), undefined, scratch);
        const isExact = found < Number.POSITIVE_INFINITY;
        for (const one of [pair, j * count + i]) {
          bounds[one] = isExact ? found : Math.max(bounds[one]!, least);
          if (isExact) exactIn[one] = percent;
        }
        if (!isExact) continue;
      }
      const distance = bounds[pair]!;
      if (distance < least || (distance === least && j < nearest)) [least, nearest] = [distance, j];
    }
    return nearest;
  }
}

/** The shorter one first. */
function ordered(a: Sequence, b: Sequence): [Sequence, Sequence] {
  return a.length <= b.length ? [a, b] : [b, a];
}
